"""The tables of the failure log, on the service's database: what is counted and sought is narrow, the rest is packed."""

from __future__ import annotations

import sqlalchemy as sa

from service.database import metadata

STATES = ("new", "known", "fixed", "ignored")

events = sa.Table(
    "events",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("task", sa.String(32), nullable=False),
    sa.Column("attempt", sa.Integer, nullable=False),
    sa.Column("session", sa.String(32), nullable=False),
    sa.Column("turn", sa.Text, nullable=False),
    sa.Column("made", sa.Float, nullable=False),
    sa.Column("day", sa.Integer, nullable=False, comment="of that, since the epoch, in UTC"),
    sa.Column("prompt", sa.Text, nullable=False, comment="its beginning"),
    sa.Column("stage", sa.Text, nullable=False),
    sa.Column("origin", sa.Text, nullable=False),
    sa.Column("base", sa.Integer),
    sa.Column("outcome", sa.Text, nullable=False),
    sa.Column("is_success", sa.Boolean, nullable=False),
    sa.Column("is_lost", sa.Boolean, nullable=False, comment="the last attempt of a task that failed"),
    sa.Column("fingerprint", sa.String(16), nullable=False, comment="of its cause, or empty"),
    sa.Column("line", sa.Integer),
    sa.Column("model", sa.Text, nullable=False),
    sa.Column("prompt_name", sa.Text, nullable=False),
    sa.Column("prompt_version", sa.Text, nullable=False),
    sa.Column("tokens", sa.Integer, nullable=False),
    sa.Column("seconds", sa.Float, nullable=False),
    sa.UniqueConstraint("task", "attempt"),
    # it has all that clusters are counted by, so that the rows themselves need not be read
    sa.Index(
        "events_by_fingerprint",
        *("fingerprint", "made", "task", "is_lost", "tokens", "seconds"),
        *("model", "prompt_name", "prompt_version", "day"),
    ),
    sa.Index("events_by_session", "session"),
    sa.Index("events_by_time", "made"),
)

event_bodies = sa.Table(
    "event_bodies",
    metadata,
    sa.Column("event", sa.Integer, sa.ForeignKey("events.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("body", sa.LargeBinary, nullable=False, comment="the event as JSON, packed by zlib"),
    sa.Column("still", sa.LargeBinary, comment="JPEG of its picture with what is wrong"),
)

fingerprints = sa.Table(
    "fingerprints",
    metadata,
    sa.Column("key", sa.String(16), primary_key=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("symbol", sa.Text, nullable=False),
    sa.Column("message", sa.Text, nullable=False),
    sa.Column(
        "cluster", sa.String(16), nullable=False, comment="called by the fingerprint that it began with"
    ),
    sa.Index("fingerprints_by_cluster", "cluster"),
)

compared = sa.Table(
    "fingerprints_compared",
    metadata,
    sa.Column(
        "fingerprint",
        sa.String(16),
        sa.ForeignKey("fingerprints.key", ondelete="CASCADE"),
        primary_key=True,
        comment="was compared by meaning with all the others here",
    ),
)

clusters = sa.Table(
    "clusters",
    metadata,
    sa.Column("id", sa.String(16), primary_key=True),
    sa.Column("state", sa.Text, nullable=False, comment="new, known, fixed or ignored"),
    sa.Column("author", sa.Text, nullable=False, comment="who said so"),
    sa.Column("since", sa.Float, nullable=False),
)

cluster_moves = sa.Table(
    "cluster_moves",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("fingerprint", sa.String(16), nullable=False),
    sa.Column(
        "joined", sa.String(16), nullable=False, comment="the cluster that it was put to, or taken out of"
    ),
    sa.Column("is_apart", sa.Boolean, nullable=False, comment="a person took it out: it stays out"),
    sa.Column(
        "likeness", sa.Float, comment="cosine of the two messages, of what was put together by meaning"
    ),
    sa.Column("author", sa.Text, nullable=False),
    sa.Column("made", sa.Float, nullable=False),
)

cluster_notes = sa.Table(
    "cluster_notes",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("cluster", sa.String(16), nullable=False, index=True),
    sa.Column("author", sa.Text, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("made", sa.Float, nullable=False),
)

forgotten = sa.Table(
    "forgotten",
    metadata,
    sa.Column("task", sa.String(32), primary_key=True, comment="nothing of it is written any more"),
    sa.Column("made", sa.Float, nullable=False),
)

faults = sa.Table(
    "faults",
    metadata,
    sa.Column("task", sa.String(32), primary_key=True),
    sa.Column("session", sa.String(32), nullable=False, index=True),
    sa.Column("made", sa.Float, nullable=False),
    sa.Column("kind", sa.Text, nullable=False, comment="the class of the fault"),
    sa.Column("message", sa.Text, nullable=False),
    sa.Column("remedy", sa.Text, nullable=False),
)
