"""The calls of the review: the failure log, for who may read everybody's prompts."""

from fastapi import APIRouter, Depends

from service.api.description import problems
from service.api.review import clusters, events, promotions, replays, sessions
from service.api.review.reviewers import reviewer_of

router = APIRouter(
    prefix="/review",
    dependencies=[Depends(reviewer_of)],
    responses=problems(400, 401, 403, 413, 422, 429),
)
for _each in (clusters, events, promotions, replays, sessions):
    router.include_router(_each.router)
