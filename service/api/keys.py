"""API keys: each is shown once, and only its hash is kept."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Sequence
from hmac import compare_digest
from typing import Any

import sqlalchemy as sa

from service.database import Database, metadata
from service.requests import BadRequest

SHAPE = re.compile(r"rot_([0-9a-f]{12})_([A-Za-z0-9_-]{43})")
LONGEST_NAME = 100
USE_NOTED_EVERY = 60.0
"""Seconds: when a key was last used is no reason for a write at each request."""

api_keys = sa.Table(
    "api_keys",
    metadata,
    sa.Column("id", sa.String(12), primary_key=True),
    sa.Column("name", sa.Text, nullable=False, comment="whose it is, or what it is for"),
    # 256 random bits cannot be guessed from a fast hash
    sa.Column("sha256", sa.String(64), nullable=False, comment="of its secret part"),
    sa.Column("created", sa.Float, nullable=False),
    sa.Column("revoked", sa.Float),
    sa.Column("last_used", sa.Float, comment="to the minute"),
)

reviewers = sa.Table(
    "reviewers",
    metadata,
    sa.Column("key", sa.String(12), sa.ForeignKey("api_keys.id", ondelete="CASCADE"), primary_key=True),
    comment="the keys that may read the failure log",
)


def add_key(database: Database, name: str, now: float) -> tuple[str, str]:
    """Make a key and return its id and the key itself, which nobody can be told again; raise BadRequest."""
    name = name.strip()
    if not name.isprintable() or not 0 < len(name) <= LONGEST_NAME:
        raise BadRequest(f"a key's name has 1 to {LONGEST_NAME} characters that can be printed")
    key_id, secret = secrets.token_hex(6), secrets.token_urlsafe(32)
    with database.writing() as connection:
        connection.execute(
            api_keys.insert().values(id=key_id, name=name, sha256=_sha256(secret), created=now)
        )
    return key_id, f"rot_{key_id}_{secret}"


def let_review(database: Database, key_id: str) -> None:
    """Let the holder of a key read the failure log, and so everybody's prompts."""
    with database.writing() as connection:
        connection.execute(reviewers.insert().values(key=key_id))


def reviewing_key(database: Database, key_id: str) -> sa.Row[Any] | None:
    """Return a key whose holder may review; None where there is none of this id."""
    query = sa.select(api_keys).join(reviewers).where(api_keys.c.id == key_id)
    with database.reading() as connection:
        return connection.execute(query).one_or_none()


def list_keys(database: Database) -> Sequence[sa.Row[Any]]:
    """Return all keys ever made, the oldest first."""
    with database.reading() as connection:
        may_review = reviewers.c.key.is_not(None).label("may_review")
        keys = sa.select(api_keys, may_review).outerjoin(reviewers).order_by(api_keys.c.created)
        return connection.execute(keys).all()


def revoke_key(database: Database, key_id: str, now: float) -> None:
    """Let a key open nothing any more, from the next request on; raise BadRequest where there is none."""
    first = sa.func.coalesce(api_keys.c.revoked, now)
    with database.writing() as connection:
        if not connection.execute(
            api_keys.update().where(api_keys.c.id == key_id).values(revoked=first)
        ).rowcount:
            raise BadRequest(f"there is no key {key_id!r}; `rotator keys list` shows all there are")


def id_of_key(database: Database, key: str, now: float) -> str | None:
    """Return the id of a key that is valid, and note its use; None where it is not."""
    match = SHAPE.fullmatch(key)
    if match is None:
        return None
    key_id, secret = match.groups()
    with database.reading() as connection:
        kept = connection.execute(api_keys.select().where(api_keys.c.id == key_id)).one_or_none()
    if kept is None or not compare_digest(kept.sha256, _sha256(secret)) or kept.revoked is not None:
        return None
    if now - (kept.last_used or 0.0) > USE_NOTED_EVERY:
        with database.writing() as connection:
            connection.execute(api_keys.update().where(api_keys.c.id == key_id).values(last_used=now))
    return key_id


def _sha256(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
