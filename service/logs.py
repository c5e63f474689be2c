"""The log: to standard error, as text or JSON, with the ids of task and request, and no secret in it."""

from __future__ import annotations

import json
import logging
import re
import sys
import time
from collections.abc import Iterable
from contextvars import ContextVar
from urllib.parse import quote

import sqlalchemy as sa
from pydantic import SecretStr
from pythonjsonlogger.json import JsonFormatter

from service.settings import Settings

task_id_var: ContextVar[str | None] = ContextVar("task_id", default=None)
"""The task that is worked on."""
request_id_var: ContextVar[str | None] = ContextVar("request_id", default=None)
"""The request that is answered."""

OURS = ("service", "agent", "index", "uvicorn")
"""Who is heard from INFO on; of all others warnings are."""
OWN_HANDLERS = ("uvicorn", "uvicorn.error", "uvicorn.access", "dbos")
HIDDEN = "***"
SHORTEST_SECRET = 6
"""Of what is shorter too much else would be hidden."""
_IS = r"""(?:\\?["']?\s*[:=]|\\?["']\s*,)\s*(?:b?\\?["'])?"""
"""Between a name and its value: in a header, a query, JSON, or a pair of Python's."""
PATTERNS = (
    (re.compile(r"\brot_[0-9a-f]{4,}_[\w-]+"), HIDDEN),
    (re.compile(r"\b(?:sk|pat)-[\w-]{16,}"), HIDDEN),
    (re.compile(r"(?<=://)([^\s:/@\"']*):[^\s/@\"']+@"), rf"\1:{HIDDEN}@"),
    (re.compile(rf"(?i)\b((?:authorization|cookie){_IS})[^\r\n\"'\\]+"), rf"\1{HIDDEN}"),
    (re.compile(r"(?i)\b(bearer|basic) +[\w.~+/=-]{8,}"), rf"\1 {HIDDEN}"),
    (
        re.compile(
            r"(?i)\b((?:x-api-key|api_key|password|secret|token|x-amz-(?:signature|credential|security-token))"
            rf"{_IS})[^\s\"',;&\\)}}\]]+"
        ),
        rf"\1{HIDDEN}",
    ),
)


def set_up_logging(settings: Settings) -> None:
    """Have everything that this process logs go to standard error in one form."""
    handler = logging.StreamHandler(sys.stderr)
    handler.addFilter(_add_ids)
    inner = _Json() if settings.log_format == "json" else _Text()
    handler.setFormatter(Scrubbed(inner, secrets_of(settings)))
    logging.root.handlers = [handler]
    logging.root.setLevel(logging.WARNING)
    logging.captureWarnings(True)
    for name in OURS:
        logging.getLogger(name).setLevel(logging.INFO)
    for name in OWN_HANDLERS:  # DBOS makes a handler of its own where it finds none
        logger = logging.getLogger(name)
        logger.handlers, logger.propagate = [handler], False
    logging.getLogger("uvicorn.access").disabled = True


class Scrubbed(logging.Formatter):
    """Formats as another does, and then hides secrets: in messages, tracebacks and all else alike."""

    def __init__(self, inner: logging.Formatter, secrets: Iterable[str] = ()) -> None:
        super().__init__()
        self._inner = inner
        forms = {form for secret in secrets for form in (secret, json.dumps(secret)[1:-1])}
        longest_first = sorted((each for each in forms if each), key=len, reverse=True)
        self._secrets = re.compile("|".join(map(re.escape, longest_first)) or r"(?!)")

    def format(self, record: logging.LogRecord) -> str:
        """Return the line of a record."""
        return self.scrubbed(self._inner.format(record))

    def scrubbed(self, text: str) -> str:
        """Return the text without secrets."""
        text = self._secrets.sub(HIDDEN, text)
        for pattern, instead in PATTERNS:
            text = pattern.sub(instead, text)
        return text


class _Text(logging.Formatter):
    """One line for each record: what a message has more of is set in, so that none can look like another's."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)-7s %(name)s: %(message)s%(ids)s")

    def format(self, record: logging.LogRecord) -> str:
        ids = {"task": "task_id", "request": "request_id"}
        told = {name: getattr(record, field, None) for name, field in ids.items()}
        record.ids = "".join(f" [{name} {value}]" for name, value in told.items() if value)
        lines = super().format(record).splitlines()
        return "\n    ".join("".join(c if c.isprintable() else repr(c)[1:-1] for c in line) for line in lines)


class _Json(JsonFormatter):
    """One JSON object for each record, its time in UTC."""

    default_time_format, default_msec_format = "%Y-%m-%dT%H:%M:%S", "%s.%03dZ"

    def __init__(self) -> None:
        names = {"levelname": "level", "name": "logger", "asctime": "time"}
        fields = ("asctime", "levelname", "name", "message", "task_id", "request_id")
        super().__init__(fields, rename_fields=names, json_ensure_ascii=False)
        self.converter = time.gmtime


def secrets_of(settings: Settings) -> set[str]:
    """Return what the settings hold that nobody may read."""
    values = [getattr(settings, name) for name in type(settings).model_fields]
    secrets = {value.get_secret_value() for value in values if isinstance(value, SecretStr)}
    if settings.database_url is not None:
        password = _password(settings.database_url.get_secret_value())
        secrets |= {password, quote(password, safe="")}
    return {secret for secret in secrets if len(secret) >= SHORTEST_SECRET}


def _password(url: str) -> str:
    try:
        return sa.make_url(url).password or ""
    except sa.exc.ArgumentError:
        return ""


def _add_ids(record: logging.LogRecord) -> bool:
    record.task_id, record.request_id = task_id_var.get(), request_id_var.get()
    return True
