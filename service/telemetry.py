"""Traces, over OTLP to a collector where one is set: what took how long, by ids and numbers, never by what was said."""

from __future__ import annotations

import re
from collections.abc import Iterator, MutableMapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from service.settings import Settings

if TYPE_CHECKING:
    from fastapi.telemetry import TelemetryConfig
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.trace import Tracer

Value = str | int | float | bool

TRACES = "/v1/traces"
UNTRACED = ("/healthz", "/readyz", "/metrics")
"""What is asked for by machines, again and again."""
SHUTDOWN_SECONDS = 2.0
_ID = re.compile(r"[\w.:/-]{1,64}")


class _Telemetry:
    """The provider of this process: our own, so that no library sends anything of its own with it."""

    provider: TracerProvider | None = None
    tracer: Tracer | None = None


def set_up_telemetry(settings: Settings) -> None:
    """Send traces to the collector that the settings name; do nothing where none is named."""
    if settings.otlp_endpoint is None or _Telemetry.provider is not None:
        return
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    told = {"service.name": "shape-rotator", "service.version": version("shape-rotator")}
    exporter = OTLPSpanExporter(_traces(settings.otlp_endpoint), timeout=SHUTDOWN_SECONDS)
    provider = TracerProvider(resource=Resource(told))
    provider.add_span_processor(BatchSpanProcessor(exporter))
    _Telemetry.provider, _Telemetry.tracer = provider, provider.get_tracer("shape-rotator")


def stop_telemetry() -> None:
    """Send what has not been sent yet, and stop."""
    if _Telemetry.provider is not None:
        _Telemetry.provider.shutdown()
    _Telemetry.provider = _Telemetry.tracer = None


def api_telemetry() -> TelemetryConfig:
    """Return what FastAPI is to trace: `FastAPI(telemetry=api_telemetry())`, after the set-up."""
    return {
        "tracer_provider": _Telemetry.provider,
        "tracing": _Telemetry.provider is not None,
        "metrics": False,
        "logs": False,
        "operation_spans": False,
        "auto_configure": False,
        "exclude": _is_untraced,
    }


def span(name: str, **attributes: Value) -> AbstractContextManager[None]:
    """Trace what is done within; it costs nothing where no collector is set."""
    return nullcontext() if _Telemetry.tracer is None else _traced(_Telemetry.tracer, name, attributes)


@contextmanager
def _traced(tracer: Tracer, name: str, attributes: dict[str, Value]) -> Iterator[None]:
    from opentelemetry.trace import Status, StatusCode

    told = {key: value for key, value in attributes.items() if _is_harmless(value)}
    # an exception's message may hold a prompt or a program: its type has to do
    with tracer.start_as_current_span(
        name, attributes=told, record_exception=False, set_status_on_exception=False
    ) as traced:
        try:
            yield
        except BaseException as error:
            traced.set_status(Status(StatusCode.ERROR))
            traced.set_attribute("error.type", type(error).__name__)
            raise


def _is_harmless(value: Value) -> bool:
    """Whether it is an id or a number; what has words in it stays here."""
    return not isinstance(value, str) or _ID.fullmatch(value) is not None


def _traces(endpoint: str) -> str:
    return endpoint if endpoint.endswith(TRACES) else endpoint.rstrip("/") + TRACES


def _is_untraced(scope: MutableMapping[str, Any]) -> bool:
    return scope.get("path") in UNTRACED
