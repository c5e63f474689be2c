"""The calls about promotions: what a cluster has taught, tried and put to use, and taken back."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Request
from pydantic.json_schema import SkipJsonSchema

from service.api.description import problems
from service.api.review.answers import (
    KindName,
    NewPromotion,
    Promotion,
    Promotions,
    Proposal,
    Undo,
)
from service.api.review.clusters import ClusterName, Known
from service.api.review.reviewers import Reviewing, author_of, trying
from service.events.promotion.promotions import Promotions as KeptPromotions

router = APIRouter(responses=problems(503))
PromotionId = Annotated[int, Path(ge=1, le=2**31 - 1, description="As /review/promotions lists it.")]


def kept(request: Request) -> KeptPromotions:
    """Return what was promoted on the application's database."""
    return KeptPromotions(request.app.state.settings, request.app.state.database)


Kept = Annotated[KeptPromotions, Depends(kept)]


@router.get("/clusters/{cluster_id}/proposals", responses=problems(404))
def proposal(
    cluster_id: Known, promotions: Kept, kind: Annotated[KindName, Query(description="What it would be.")]
) -> Proposal:
    """Fill in what could be promoted from a cluster, as far as the log knows."""
    with trying():
        return Proposal(**promotions.propose(cluster_id, kind))


@router.get("/promotions")
def promotions(
    promotions: Kept,
    cluster: Annotated[ClusterName | SkipJsonSchema[None], Query()] = None,
) -> Promotions:
    """List what was promoted, the latest first."""
    return Promotions(promotions=[_told(each) for each in reversed(promotions.of(cluster))])


@router.post("/promotions", responses=problems(404))
def promote(body: NewPromotion, promotions: Kept, request: Request, reviewer: Reviewing) -> Promotion:
    """Try something that a cluster has taught, and put it to use if nothing speaks against it."""
    author = author_of(request, reviewer, body.author)
    with trying():
        made = promotions.promote(body.cluster, body.kind, body.content, author=author, reason=body.reason)
    return _told(made)


@router.post("/promotions/{promotion_id}/undo")
def undo(
    promotion_id: PromotionId, body: Undo, promotions: Kept, request: Request, reviewer: Reviewing
) -> Promotion:
    """Take something back: what it had taken the place of counts again."""
    author = author_of(request, reviewer, body.author)
    with trying():
        return _told(promotions.undo(promotion_id, author=author, reason=body.reason))


def _told(made: Any) -> Promotion:
    return Promotion(**made.as_json())
