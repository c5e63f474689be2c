"""What a person's opinion of a video does: a good one is an example for others, a bad one is found no more."""

from __future__ import annotations

from service import wiring
from service.events.keeping import forget_task
from service.settings import Settings
from service.storage.spool import Spool
from service.storage.sweeping import remove as take_away
from service.tasks import Row


def take_to_heart(settings: Settings, spool: Spool, task: Row, *, is_positive: bool, remove: bool) -> None:
    """Let a good video be an example and answer like prompts, a bad one neither; take one that is to go away, with its events."""
    delivered = wiring.scene_index(settings).delivered
    if is_positive and not remove and task.status == "completed":
        delivered.add(task.id, task.prompt, task.code)
    else:
        cache = wiring.prompt_cache(settings)
        for one in {task.id, (task.report["cached"] or task.report)["task_id"]}:  # it may be another's video
            cache.forget(one)
            delivered.remove(one)
    if remove:
        take_away(spool, task.id)
        forget_task(spool.database, task.id)
