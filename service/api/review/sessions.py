"""The call that has the failure log forget a conversation."""

from __future__ import annotations

from fastapi import APIRouter, Request

from service.api.looking import SessionId
from service.api.review.answers import Forgotten
from service.events.keeping import forget_session

router = APIRouter()


@router.delete("/sessions/{session_id}")
def forget(session_id: SessionId, request: Request) -> Forgotten:
    """Take every event, picture and fault of a conversation out of the failure log, for good."""
    return Forgotten(**forget_session(request.app.state.database, session_id).as_json())
