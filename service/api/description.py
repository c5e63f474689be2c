"""The description of the API: problem details wherever there may be some, and how a client says who it is."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from service.api.answers import Problem

MEDIA_TYPE = "application/problem+json"
SCHEMA = "#/components/schemas/Problem"


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return how a route may fail, for its description."""
    return {status: {"model": Problem} for status in statuses}


def describe(app: FastAPI) -> None:
    """Have `app` tell the media type that its problems have: routes tell that of their good answers alone."""

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            told = get_openapi(title=app.title, version=app.version, routes=app.routes)
            for methods in told["paths"].values():
                for operation in methods.values():
                    _set_media_type(operation["responses"])
            app.openapi_schema = told
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign] - as FastAPI has it extended


def _set_media_type(responses: dict[str, dict[str, Any]]) -> None:
    for answer in responses.values():
        schemas = [each.get("schema") for each in answer.get("content", {}).values()]
        if {"$ref": SCHEMA} in schemas:
            answer["content"] = {MEDIA_TYPE: {"schema": {"$ref": SCHEMA}}}
