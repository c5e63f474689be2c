"""What goes wrong in a request, told as problem details."""

from __future__ import annotations

from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from service.api.problem_details import problem
from service.requests import BadRequest


def explain_failures(app: FastAPI) -> None:
    """Have every error of `app` answered with problem details."""
    app.add_exception_handler(HTTPException, _refused)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(BadRequest, _bad_request)


async def _refused(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)  # noqa: S101 - it is registered for these
    response = problem(error.status_code, str(error.detail))
    response.headers.update(error.headers or {})
    return response


async def _invalid(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)  # noqa: S101
    found = [{"where": list(each["loc"]), "what": each["msg"]} for each in error.errors()]
    return problem(HTTPStatus.UNPROCESSABLE_ENTITY, "; ".join(each["what"] for each in found), errors=found)


async def _bad_request(request: Request, error: Exception) -> JSONResponse:
    return problem(HTTPStatus.UNPROCESSABLE_ENTITY, str(error))
