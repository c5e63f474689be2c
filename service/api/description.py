"""The description of the API: problem details wherever there may be some, and how a client says who it is."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI

from service.api.answers import Problem

MEDIA_TYPE = "application/problem+json"
SCHEMA = "#/components/schemas/Problem"


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return how a route may fail, for its description."""
    return {status: {"model": Problem} for status in statuses}


class Described(FastAPI):
    """An application that tells the media type of its problems: routes tell that of their good answers alone."""

    def openapi(self) -> dict[str, Any]:
        """Return the description."""
        if self.openapi_schema is None:
            for methods in super().openapi()["paths"].values():
                for operation in methods.values():
                    _set_media_type(operation["responses"])
        return super().openapi()


def _set_media_type(responses: dict[str, dict[str, Any]]) -> None:
    for answer in responses.values():
        schemas = [each.get("schema") for each in answer.get("content", {}).values()]
        if {"$ref": SCHEMA} in schemas:
            answer["content"] = {MEDIA_TYPE: {"schema": {"$ref": SCHEMA}}}
