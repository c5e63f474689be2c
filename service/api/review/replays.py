"""The calls about replays: a cluster's tasks done again, as now and as a candidate would."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Path, Request

from service.api.description import problems
from service.api.review.answers import NewReplay, Replay, Replays, WholeReplay
from service.api.review.reviewers import Reviewing, author_of
from service.events.replay.replays import Replays as KeptReplays

router = APIRouter()


def kept(request: Request) -> KeptReplays:
    """Return the replays on the application's database."""
    return KeptReplays(request.app.state.settings, request.app.state.database)


Kept = Annotated[KeptReplays, Depends(kept)]


def known_replay(
    replay_id: Annotated[str, Path(pattern="^[0-9a-f]{32}$", description="As /review/replays lists it.")],
    replays: Kept,
) -> dict[str, Any]:
    """Return a replay; raise 404."""
    if all(each["id"] != replay_id for each in replays.listed()):
        raise HTTPException(HTTPStatus.NOT_FOUND, "there is no replay of this id; /review/replays has all")
    return replays.get(replay_id)


Known = Annotated[dict[str, Any], Depends(known_replay)]


@router.get("/replays")
def replays(replays: Kept) -> Replays:
    """List the replays, the latest first."""
    return Replays(replays=[Replay(**each) for each in replays.listed()])


@router.post("/replays", status_code=HTTPStatus.ACCEPTED)
def start(body: NewReplay, replays: Kept, request: Request, reviewer: Reviewing) -> WholeReplay:
    """Have a worker do a cluster's tasks again, with the settings as they are and with a candidate's."""
    author = author_of(request, reviewer, body.author)
    replay_id = replays.start(
        body.cluster,
        body.changes,
        sample=body.sample,
        seed=body.seed,
        quality=body.quality,
        author=author,
        by="worker",
    )
    return WholeReplay(**replays.get(replay_id))


@router.get("/replays/{replay_id}", responses=problems(404))
def replay(replay: Known) -> WholeReplay:
    """Show a replay, with all that came of it so far."""
    return WholeReplay(**replay)


@router.post("/replays/{replay_id}/stop", responses=problems(404))
def stop(replay: Known, replays: Kept) -> WholeReplay:
    """Have a replay stop; `rotator events replay --resume` goes on with it."""
    replays.stop(replay["id"])
    return WholeReplay(**replays.get(replay["id"]))
