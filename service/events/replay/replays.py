"""Replays as they are kept: which tasks are done again, in which two ways, and what came of each run so far."""

from __future__ import annotations

import difflib
import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from service.database import Database
from service.events.promotion.promotions import Promotions
from service.events.redaction.hiding import texts_fit_to_keep
from service.events.replay.candidates import WITHOUT, changed, told
from service.events.replay.samples import Sampled, looked_up, sampled
from service.events.replay.tables import replays, runs
from service.events.tables import fingerprints
from service.requests import BadRequest, render_options
from service.settings import Settings

SIDES = ("present", "candidate")
TOLD = (
    "id",
    "cluster",
    "candidate",
    "present",
    "seed",
    "quality",
    "author",
    "made",
    "state",
    "error",
    "verdict",
)
WRITTEN = ("error", "code", "fault")
"""What a model or a person has written in what comes of a run."""
MOST = 200
"""Tasks of one replay."""
By = Literal["command", "worker"]
"""Who does it: the command that asked for it, or any worker, where it was asked for over HTTP."""
Row = sa.Row[Any]
Results = dict[tuple[str, str], dict[str, Any]]
"""What came of the runs of a replay, by task and side."""


@dataclass(frozen=True)
class Replays:
    """All there is to do with replays but doing them."""

    settings: Settings
    database: Database

    def start(
        self,
        cluster: str,
        changes: Mapping[str, Any],
        *,
        sample: int,
        seed: int,
        quality: str,
        author: str,
        by: By,
    ) -> str:
        """Ask for a replay and return its id; raise BadRequest with the remedy."""
        _check(sample, seed, quality)
        candidate = {
            **told(changed(self.settings, changes, at_machine=by == "command")),
            **self._without(changes),
        }
        chosen = sampled(self.database, cluster, sample, seed)
        if not chosen:
            raise BadRequest(
                f"the cluster {cluster} has no task to do again; rotator events clusters shows others"
            )
        values = {
            "id": uuid.uuid4().hex,
            "cluster": cluster,
            "candidate": {name: candidate[name] for name in changes},
            "present": told(self.settings),
            "sample": [each.id for each in chosen],
            "quality": quality,
            "seed": seed,
            "author": author,
            "made": time.time(),
            "done_by": by,
            "state": "running",
        }
        with self.database.writing() as connection:
            connection.execute(sa.insert(replays).values(**values))
        return str(values["id"])

    def _without(self, changes: Mapping[str, Any]) -> dict[str, int]:
        """Return the number of the promotion that the candidate is to be without; raise BadRequest."""
        if WITHOUT not in changes:
            return {}
        used = [each.id for each in Promotions(self.settings, self.database).of() if each.is_in_use]
        if (given := changes[WITHOUT]) not in used:
            raise BadRequest(f"no promotion {given} is in use; rotator events promotions lists them")
        return {WITHOUT: given}

    def row(self, replay_id: str) -> Row:
        """Return a replay as it is kept; raise BadRequest where there is none."""
        with self.database.reading() as connection:
            row = connection.execute(sa.select(replays).where(replays.c.id == replay_id)).one_or_none()
        if row is None:
            raise BadRequest(f"there is no replay {replay_id}; `rotator events replays` lists them")
        return row

    def get(self, replay_id: str) -> dict[str, Any]:
        """Return a replay with all that came of it so far; raise BadRequest where there is none."""
        row = self.row(replay_id)
        found = self.results(row.id)
        begun = {task for task, _ in found}
        done = [_task(each, found) for each in looked_up(self.database, row.sample) if each.id in begun]
        outcome = row.outcome or self._outcome(row, found)
        return {**_summary(row, len(found)), "tasks": done, **outcome}

    def _outcome(self, row: Row, found: Results) -> dict[str, Any]:
        """Return what a replay has come to so far, all its tasks taken together."""
        from service.events.replay.comparing import compared  # it brings SciPy along

        pairs = [both for each in row.sample if (both := _both(each, found))]
        faults = len({task for (task, _), result in found.items() if "fault" in result})
        counted = {"done": len(found) // len(SIDES), "faults": faults, "seen": self._seen(row.cluster, found)}
        return {**counted, **compared(pairs).as_json()}

    def _seen(self, cluster: str, found: Results) -> dict[str, int]:
        """Return in how many tasks each side met what the cluster is of."""
        with self.database.reading() as connection:
            keys = sa.select(fingerprints.c.key).where(fingerprints.c.cluster == cluster)
            known = set(connection.execute(keys).scalars())
        return {
            side: sum(
                of == side and not known.isdisjoint(each.get("causes", ())) for (_, of), each in found.items()
            )
            for side in SIDES
        }

    def listed(self) -> list[dict[str, Any]]:
        """Return all replays, the latest first, without their tasks."""
        with self.database.reading() as connection:
            rows = connection.execute(sa.select(replays).order_by(replays.c.made.desc())).all()
            counted = sa.select(runs.c.replay, sa.func.count().label("runs")).group_by(runs.c.replay)
            ended = {row.replay: row.runs for row in connection.execute(counted)}
        return [_summary(row, ended.get(row.id, 0)) for row in rows]

    def results(self, replay_id: str) -> Results:
        """Return what came of the runs of a replay, by task and side."""
        with self.database.reading() as connection:
            rows = connection.execute(sa.select(runs).where(runs.c.replay == replay_id)).all()
        return {(row.task, row.side): row.result for row in rows}

    def keep(self, replay_id: str, task: str, side: str, result: Mapping[str, Any]) -> dict[str, Any]:
        """Keep what came of a run as it may be read, and return that; of two that did the same the first one counts."""
        insert = sqlite.insert if self.database.is_sqlite else postgresql.insert
        texts = {name: result[name] for name in WRITTEN if name in result}
        kept = {**result, **texts_fit_to_keep(texts, self.settings)}
        values = {"replay": replay_id, "task": task, "side": side, "result": kept}
        with self.database.writing() as connection:
            connection.execute(insert(runs).values(**values).on_conflict_do_nothing())
            connection.execute(sa.update(replays).where(replays.c.id == replay_id).values(tries=0))
        return kept

    def note(self, replay_id: str, **values: Any) -> None:
        """Note something of a replay that has not ended."""
        is_running = sa.and_(replays.c.id == replay_id, replays.c.state == "running")
        with self.database.writing() as connection:
            connection.execute(sa.update(replays).where(is_running).values(**values))

    def finish(self, replay_id: str) -> None:
        """Note that a replay is done, and what it came to: that stays when its runs go with their events."""
        row = self.row(replay_id)
        outcome = self._outcome(row, self.results(replay_id))
        self.note(replay_id, state="done", verdict=outcome["verdict"], outcome=outcome)

    def not_tried(self, replay_id: str) -> None:
        """Take back that a replay was begun: its process was ended, not by it."""
        fewer = sa.case((replays.c.tries > 0, replays.c.tries - 1), else_=0)
        self.note(replay_id, tries=fewer)

    def stop(self, replay_id: str) -> None:
        """Have a replay stop; it can be gone on with. Raise BadRequest where there is none."""
        self.row(replay_id)
        self.note(replay_id, state="stopped")

    def resume(self, replay_id: str, by: By) -> None:
        """Have a replay go on that was stopped, killed or failed; what a fault has ended is tried again."""
        row = self.row(replay_id)
        faulty = [key for key, result in self.results(replay_id).items() if "fault" in result]
        if row.state == "done" and not faulty:
            raise BadRequest(f"the replay {replay_id} is done; start another")
        with self.database.writing() as connection:
            for task, side in faulty:
                one = sa.and_(runs.c.replay == replay_id, runs.c.task == task, runs.c.side == side)
                connection.execute(sa.delete(runs).where(one))
            again = {"state": "running", "error": None, "verdict": None, "outcome": sa.null()}
            begun = sa.update(replays).where(replays.c.id == replay_id)
            connection.execute(begun.values(**again, done_by=by, tries=0))

    def waiting(self) -> Row | None:
        """Return the oldest replay that a worker is to do, or to go on with."""
        is_next = sa.and_(replays.c.state == "running", replays.c.done_by == "worker")
        with self.database.reading() as connection:
            chosen = sa.select(replays).where(is_next).order_by(replays.c.made).limit(1)
            return connection.execute(chosen).one_or_none()


def _check(sample: int, seed: int, quality: str) -> None:
    if not 1 <= sample <= MOST:
        raise BadRequest(f"a sample of {sample} tasks cannot be; choose 1 to {MOST}")
    if not 0 <= seed < 2**31:
        raise BadRequest(f"the seed {seed} cannot be; choose 0 to {2**31 - 1}")
    render_options(quality)


def _summary(row: Row, ended: int) -> dict[str, Any]:
    kept = {name: getattr(row, name) for name in TOLD}
    done = row.outcome["done"] if row.outcome else ended // len(SIDES)
    return {**kept, "sample": len(row.sample), "done": done, "of": len(row.sample)}


def _both(task: str, found: Results) -> tuple[dict[str, Any], dict[str, Any]] | None:
    """Return what both runs of a task came to; None where one is missing, or was ended by a fault."""
    present, candidate = (found.get((task, side)) for side in SIDES)
    if present is None or candidate is None or "fault" in present or "fault" in candidate:
        return None
    return present, candidate


def _task(task: Sampled, found: Results) -> dict[str, Any]:
    present, candidate = (found.get((task.id, side)) for side in SIDES)
    both = {"present": present, "candidate": candidate}
    return {"task": task.id, "prompt": task.shown, **both, "diff": _difference(present, candidate)}


def _difference(present: Mapping[str, Any] | None, candidate: Mapping[str, Any] | None) -> str:
    """Return how the candidate's program differs, as a unified diff."""
    before, after = (((side or {}).get("code") or "").splitlines() for side in (present, candidate))
    return "\n".join(difflib.unified_diff(before, after, *SIDES, lineterm="", n=2))
