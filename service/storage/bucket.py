"""The bucket: a folder, or an S3 server by URL."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import obstore
from obstore.exceptions import BaseError
from obstore.store import LocalStore, ObjectStore, S3Store

from agent.faults import Fault
from service.storage.disk import link
from service.storage.naming import BadKey, parts_of

if TYPE_CHECKING:
    from obstore import Attributes, GetOptions
    from obstore.store import ClientConfig, RetryConfig, S3Config

    from service.settings import Settings

URL = re.compile(r"s3://(?P<bucket>[A-Za-z0-9][\w.-]+)/?(?P<prefix>[\w.-]+(/[\w.-]+)*)?/?", re.ASCII)
PIECE = 1024 * 1024
AT_ONCE = 3
"""How many parts of a file go up at a time: on a slow line each has its time all the same."""
RETRY: RetryConfig = {"max_retries": 3, "retry_timeout": timedelta(seconds=10)}
CLIENT: ClientConfig = {"connect_timeout": timedelta(seconds=3), "timeout": timedelta(seconds=60)}
REMEDY = "see that its server runs and that ROTATOR_BUCKET_URL, its endpoint and its keys are right"


class BucketDown(Fault):
    """The bucket cannot be reached, read or written."""


class BadBucket(Fault):
    """The bucket is set up wrongly."""


@dataclass(frozen=True)
class Head:
    """What is known of an object without reading it."""

    size: int
    etag: str | None
    modified: float


@dataclass(frozen=True)
class Listed:
    """An object of the bucket."""

    key: str
    size: int
    modified: float


@dataclass(frozen=True)
class Bucket:
    """Where results lie, each under `<task id>/<name>`."""

    store: ObjectStore
    where: str
    folder: Path | None = None

    def put(self, key: str, path: Path, content_type: str) -> None:
        """Store a file and verify that it is there; raise BucketDown, BadKey or FileNotFoundError."""
        parts_of(key)
        size = path.stat().st_size
        with self._asked():
            if self.folder is None:
                kind: Attributes = {"Content-Type": content_type}
                obstore.put(self.store, key, path, attributes=kind, max_concurrency=AT_ONCE)
            else:  # a link costs no copy, and the file stays as durable as it was
                link(path, self.folder / key)
        head = self.head(key)
        if head is None or head.size != size:
            there = f"{head.size} bytes" if head else "nothing"
            raise BucketDown(f"of {key} with {size} bytes, {there} arrived in {self.where}", REMEDY)

    def head(self, key: str) -> Head | None:
        """Return what is known of an object, None where there is none; raise BucketDown or BadKey."""
        parts_of(key)
        with self._asked():
            try:
                meta = obstore.head(self.store, key)
            except FileNotFoundError:
                return None
        return Head(meta["size"], meta["e_tag"], meta["last_modified"].timestamp())

    def read(self, key: str, start: int, end: int) -> Iterator[bytes]:
        """Return the bytes from `start` up to `end`, in pieces; raise BucketDown, BadKey or FileNotFoundError.

        Each piece is asked for by itself: a slow reader holds no request open until it times out.
        """
        parts_of(key)
        first, etag = self._piece(key, start, end)

        def pieces() -> Iterator[bytes]:
            yield first
            for at in range(start + PIECE, end, PIECE):
                yield self._piece(key, at, end, etag)[0]

        return pieces()

    def _piece(self, key: str, start: int, end: int, etag: str | None = None) -> tuple[bytes, str | None]:
        """Return the bytes from `start`, of the version `etag` alone where that is given."""
        with self._asked(missing_is_down=False):
            options: GetOptions = {"range": (start, min(end, start + PIECE))}
            if etag is not None:
                options["if_match"] = etag
            found = obstore.get(self.store, key, options=options)
            return found.bytes().to_bytes(), found.meta["e_tag"]

    def delete(self, keys: Iterable[str]) -> None:
        """Delete objects; those that are not there are no error; raise BucketDown or BadKey."""
        keys = list(keys)
        for key in keys:
            parts_of(key)
        # a folder ends the batch at the first that is missing
        for batch in [[key] for key in keys] if self.folder else [keys] if keys else []:
            with self._asked():
                try:
                    obstore.delete(self.store, batch)
                except FileNotFoundError:
                    continue

    def list(self, prefix: str = "") -> Iterator[Listed]:
        """Yield the results in the bucket, whatever else lies there passed over; raise BucketDown."""
        with self._asked():
            for chunk in obstore.list(self.store, prefix or None, chunk_size=500):
                for meta in chunk:
                    try:
                        parts_of(meta["path"])
                    except BadKey:
                        continue
                    yield Listed(meta["path"], meta["size"], meta["last_modified"].timestamp())

    @contextmanager
    def _asked(self, *, missing_is_down: bool = True) -> Iterator[None]:
        """Turn what the store raises into BucketDown."""
        try:
            yield
        except (BaseError, OSError) as error:
            is_missing = isinstance(error, FileNotFoundError) and "NoSuchBucket" not in str(error)
            if is_missing and not missing_is_down:
                raise FileNotFoundError(f"it does not lie in {self.where}") from None
            told = str(error).splitlines()[0]
            raise BucketDown(
                f"the bucket {self.where} does not answer as it should: {told}", REMEDY
            ) from None


def bucket_of(settings: Settings) -> Bucket:
    """Return the bucket that the settings name; raise BadBucket."""
    if settings.bucket_url is None:
        return _folder(settings.data / "bucket")
    url, endpoint = URL.fullmatch(settings.bucket_url), settings.bucket_endpoint
    if url is None:
        remedy = "write s3://BUCKET or s3://BUCKET/PREFIX, or unset it for a folder in the data folder"
        raise BadBucket("ROTATOR_BUCKET_URL names no bucket", remedy)
    if endpoint is not None and not re.match(r"https?://[^/]", endpoint):
        raise BadBucket(
            "ROTATOR_BUCKET_ENDPOINT is no address", "write http://HOST:PORT or https://HOST:PORT"
        )
    try:
        store = S3Store(
            url["bucket"],
            prefix=url["prefix"] or None,
            config=_s3(settings),
            client_options={**CLIENT, "allow_http": (endpoint or "").startswith("http://")},
            retry_config=RETRY,
        )
    except (BaseError, ValueError) as error:
        raise BadBucket(f"the bucket cannot be used: {str(error).splitlines()[0]}", REMEDY) from None
    return Bucket(store, settings.bucket_url)


def _folder(folder: Path) -> Bucket:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return Bucket(LocalStore(folder, automatic_cleanup=True), str(folder), folder)
    except (BaseError, OSError) as error:
        told = str(error).splitlines()[0]
        raise BadBucket(f"{folder} cannot be made: {told}", "see what is there, and whose it is") from None


def _s3(settings: Settings) -> S3Config:
    config: S3Config = {"region": settings.bucket_region}
    if settings.bucket_endpoint:
        config["endpoint"] = settings.bucket_endpoint
    if settings.bucket_access_key:
        config["access_key_id"] = settings.bucket_access_key.get_secret_value()
    if settings.bucket_secret_key:
        config["secret_access_key"] = settings.bucket_secret_key.get_secret_value()
    return config
