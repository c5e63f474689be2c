"""The calls about clusters: what goes wrong again and again, what it costs, what is said of it."""

from __future__ import annotations

import time
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Path, Query, Request
from pydantic import Field
from pydantic.json_schema import SkipJsonSchema

from service.api.description import problems
from service.api.review.answers import (
    Clusters,
    NewNote,
    State,
    StateName,
    Versions,
    WholeCluster,
)
from service.api.review.reviewers import Reviewing
from service.events.clusters import LONGEST_NOTE
from service.events.clusters import Clusters as KeptClusters
from service.events.log import Wanted
from service.events.packing import DAY
from service.events.versions import versions
from service.requests import validated_text

router = APIRouter()
ClusterName = Annotated[str, Field(pattern="^[0-9a-f]{16}$")]
ClusterId = Annotated[ClusterName, Path(description="As /review/clusters lists it.")]
# a bound on what may be left out is described only where it stands within
Text = Annotated[str, Field(max_length=200, pattern=r"^[ -~]+$")]
Days = Annotated[int, Field(ge=1, le=3650)]
Chosen = Annotated[Text | SkipJsonSchema[None], Query()]


def kept(request: Request) -> KeptClusters:
    """Return the clusters of the application's database."""
    return KeptClusters(request.app.state.database)


Kept = Annotated[KeptClusters, Depends(kept)]


def known_cluster(cluster_id: ClusterId, clusters: Kept) -> str:
    """Return the id of a cluster that there is; raise 404."""
    if not clusters.fingerprints(cluster_id):
        raise HTTPException(HTTPStatus.NOT_FOUND, "there is no cluster of this id; /review/clusters has all")
    return cluster_id


Known = Annotated[str, Depends(known_cluster)]


@router.get("/clusters")
def clusters(
    clusters: Kept,
    state: Annotated[StateName | SkipJsonSchema[None], Query()] = None,
    days: Annotated[Days | SkipJsonSchema[None], Query(description="The last so many.")] = None,
    kind: Chosen = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> Clusters:
    """List what goes wrong, what costs the most tasks first."""
    since = None if days is None else time.time() - days * DAY
    return Clusters(**clusters.review(Wanted(since=since), state, kind, limit).as_json())


@router.get("/clusters/{cluster_id}", responses=problems(404))
def cluster(cluster_id: Known, clusters: Kept) -> WholeCluster:
    """Show a cluster: what it costs, what is put together in it, what fixed it, what was written about it."""
    found, failed = clusters.cluster(cluster_id)
    told: dict[str, Any] = {
        **found.as_json(failed),
        "fingerprints": [{**each, "fingerprint": each["key"]} for each in clusters.fingerprints(cluster_id)],
        "notes": clusters.notes(cluster_id),
        "fixes": clusters.fixes(cluster_id),
    }
    return WholeCluster(**told)


@router.post("/clusters/{cluster_id}/state", status_code=HTTPStatus.NO_CONTENT, responses=problems(404))
def set_state(cluster_id: Known, body: State, clusters: Kept, reviewer: Reviewing) -> None:
    """Say what is to be thought of a cluster."""
    clusters.set_state(cluster_id, body.state, reviewer.name)


@router.post("/clusters/{cluster_id}/notes", status_code=HTTPStatus.NO_CONTENT, responses=problems(404))
def add_note(cluster_id: Known, body: NewNote, clusters: Kept, reviewer: Reviewing) -> None:
    """Write something down about a cluster."""
    clusters.add_note(cluster_id, validated_text("a note", body.text, LONGEST_NOTE), reviewer.name)


@router.get("/prompts")
def prompts(request: Request) -> Versions:
    """Show how tasks went by prompt version, over time."""
    return Versions(**versions(request.app.state.database))
