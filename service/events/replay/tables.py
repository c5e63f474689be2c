"""The tables of replays, on the service's database."""

from __future__ import annotations

import sqlalchemy as sa

from service.database import metadata

replays = sa.Table(
    "replays",
    metadata,
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("cluster", sa.String(16), nullable=False),
    sa.Column("candidate", sa.JSON, nullable=False, comment="the settings that are otherwise"),
    sa.Column("present", sa.JSON, nullable=False, comment="the settings as they were"),
    sa.Column("sample", sa.JSON, nullable=False, comment="ids of the tasks, in their order"),
    sa.Column("quality", sa.Text, nullable=False),
    sa.Column("seed", sa.Integer, nullable=False),
    sa.Column("author", sa.Text, nullable=False),
    sa.Column("made", sa.Float, nullable=False),
    sa.Column("done_by", sa.Text, nullable=False, comment="command or worker"),
    sa.Column("state", sa.Text, nullable=False, comment="running, done, failed or stopped"),
    sa.Column("error", sa.Text),
    sa.Column("verdict", sa.Text, comment="once it is done"),
    sa.Column("outcome", sa.JSON, comment="what it came to, once it is done: its runs go with their events"),
    sa.Column("made_of", sa.JSON, comment="hashes of both sides, once it has begun"),
    sa.Column("tries", sa.Integer, nullable=False, default=0, comment="times begun since a run last ended"),
    sa.Index("replays_by_state", "state", "done_by"),
)

runs = sa.Table(
    "replay_runs",
    metadata,
    sa.Column("replay", sa.String(32), sa.ForeignKey("replays.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("task", sa.String(32), primary_key=True, index=True),
    sa.Column("side", sa.Text, primary_key=True, comment="present or candidate"),
    sa.Column("result", sa.JSON, nullable=False, comment="what came of it, or the fault that ended it"),
)
