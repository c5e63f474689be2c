"""What is told of a task: `GET /status`, galleries and the end of its events."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

FINISHED = ("completed", "failed", "cancelled")
TOLD = ("id", "prompt", "kind", "version", "options", "created", "started", "finished", "stage", "attempt")


def status_of(row: sa.Row[Any], *, position: int | None = None, left: float | None = None) -> dict[str, Any]:
    """Return a task as it is told, given its place in the queue and an estimate of the seconds left."""
    report: dict[str, Any] = row.report or {}
    is_there = row.video == "there"
    where = f"/videos/{row.id}"
    told = {name: getattr(row, name) for name in TOLD if name != "id"}
    return {
        "task_id": row.id,
        "status": row.status,
        "code": row.code,
        "video_url": f"{where}/animation.mp4" if is_there else None,
        "error": row.error,
        **told,
        "session_id": row.session,
        "parent_id": row.parent,
        "queue_position": position,
        "seconds_left": left,
        "poster_url": f"{where}/poster.png" if is_there else None,
        "report_url": f"/tasks/{row.id}/report" if report else None,
        "partial": row.partial,
        "findings": [_finding(each, where, is_there=is_there) for each in report.get("findings", ())],
        "problems": problems_of(report) if row.status == "failed" else [],
        "cached": report.get("cached"),
        "model": report.get("model"),
        "video_state": row.video,
        "rating": row.rating,
        "dead": row.dead,
    }


def summary_of(row: sa.Row[Any]) -> dict[str, Any]:
    """Return what a gallery tells of a task."""
    told = status_of(row)
    for long in ("code", "findings", "problems"):
        del told[long]
    return told


def problems_of(report: dict[str, Any]) -> list[dict[str, Any]]:
    """Return what was wrong with the last program of a run."""
    attempts = report.get("attempts") or [{}]
    return [each for each in attempts[-1].get("problems", ()) if each["severity"] == "error"]


def _finding(finding: dict[str, Any], where: str, *, is_there: bool) -> dict[str, Any]:
    still = finding.get("still")
    return {**finding, "still_url": f"{where}/{still}" if still and is_there else None}
