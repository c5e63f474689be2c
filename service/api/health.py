"""For those who run it: does it live, is it ready, and how is it doing."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from fastapi import APIRouter, Request, Response
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4

from service.api.access import Caller
from service.api.description import problems
from service.metrics import exposition

router = APIRouter()


@router.get("/healthz")
async def healthz() -> dict[str, str]:
    """Say that the process lives."""
    return {"status": "ok"}


@router.get("/readyz", responses={503: {"description": "Something that is needed is not there."}})
def readyz(request: Request, response: Response) -> dict[str, Any]:
    """Say whether the process can do its work, and if not what would help."""
    conditions = request.app.state.readiness.conditions()
    is_ready = all(each.ok for each in conditions if each.needed)
    if not is_ready:
        response.status_code = HTTPStatus.SERVICE_UNAVAILABLE
    checks = [each.as_json() for each in conditions]
    return {"status": "ready" if is_ready else "not ready", "checks": checks}


@router.get(
    "/metrics",
    response_class=Response,
    responses={200: {"content": {"text/plain": {}}}, **problems(401, 422, 429)},
)
def metrics(request: Request, client: Caller) -> Response:
    """Give all metrics as Prometheus reads them."""
    state = request.app.state
    return Response(exposition(state.database, state.request_times), media_type=CONTENT_TYPE_PLAIN_0_0_4)
