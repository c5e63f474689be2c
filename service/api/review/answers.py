"""What the calls of the review take and answer, for their description."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from service.api.answers import Asked
from service.events.clusters import LONGEST_NOTE

StateName = Literal["new", "known", "fixed", "ignored"]
OutcomeName = Literal["completed", "failed", "cancelled", "fault"]


class Day(BaseModel):
    """How often something was seen on a day."""

    day: str = Field(description="As 2026-11-30, in UTC.")
    events: int


class Counted(BaseModel):
    """One thing that goes wrong, and what it costs."""

    id: str
    kind: str = Field(description="A problem's code, an exception, or `finding:` and the kind of a finding.")
    symbol: str
    message: str
    state: StateName
    came_back: bool = Field(description="Whether it was seen after it was called fixed.")
    events: int
    tasks: int
    tasks_lost: int = Field(description="Those whose last attempt failed of it.")
    share_lost: float = Field(description="Of all tasks that failed in the same time.")
    tokens: int
    seconds: float
    models: dict[str, int] = Field(description="Events by model.")
    prompt_versions: dict[str, int] = Field(description="Events by name and version of the prompt.")
    first_seen: float
    last_seen: float
    trend: list[Day] = Field(description="Days without events are left out.")


class Cluster(Counted):
    """A cluster, as a list shows it."""

    notes: int


class Clusters(BaseModel):
    """The clusters, those that cost the most tasks first."""

    clusters: list[Cluster]
    tasks: int = Field(description="All tasks of the time.")
    tasks_failed: int


class Print(BaseModel):
    """An error that is put to a cluster."""

    fingerprint: str
    kind: str
    symbol: str
    message: str


class Note(BaseModel):
    """What somebody wrote about a cluster."""

    id: int
    text: str
    author: str
    made: float


class Fix(BaseModel):
    """A change that got rid of a cluster's error."""

    event: int = Field(description="An attempt that was made so.")
    patch: str = Field(description="As a unified diff.")
    count: int


class WholeCluster(Counted):
    """All there is to know of a cluster; its events are at /review/events."""

    fingerprints: list[Print]
    notes: list[Note]
    fixes: list[Fix]


class EventRow(BaseModel):
    """One attempt of one task, as a list shows it."""

    id: int
    task: str
    attempt: int
    made: float
    prompt: str = Field(description="Its beginning.")
    stage: str
    origin: str
    is_success: bool
    outcome: OutcomeName = Field(description="Of its task.")
    kind: str = Field(description="What it failed of; empty for nothing.")
    symbol: str
    message: str
    line: int | None
    model: str
    prompt_version: str
    tokens: int
    seconds: float
    feedback: bool | None
    cluster: str | None


class EventRows(BaseModel):
    """Events, the newest first."""

    events: list[EventRow]
    next: int | None = Field(description="What `before` is for the next page; null at the end.")


class FixedBy(BaseModel):
    """The later attempt of a task that got rid of what was wrong."""

    event: int
    patch: str


class Event(BaseModel):
    """An event as it is exported, and what leads on from it."""

    model_config = ConfigDict(extra="allow")

    id: int
    task: str
    attempt: int
    session: str
    prompt: str
    code: str
    cause: dict[str, Any]
    cluster: str | None
    still_url: str | None
    fixed_by: FixedBy | None


class Version(BaseModel):
    """A version of a prompt, and how its tasks went."""

    name: str
    version: str
    first: float
    last: float
    tasks: int
    completed: int


class VersionDay(BaseModel):
    """How the tasks of a version went on a day."""

    day: str
    version: str
    tasks: int
    completed: int


class Versions(BaseModel):
    """Success by prompt version over time."""

    versions: list[Version]
    days: list[VersionDay]


class State(Asked):
    """What is to be thought of a cluster."""

    state: StateName


class NewNote(Asked):
    """Something to remember about a cluster."""

    text: str = Field(min_length=1, max_length=LONGEST_NOTE)
