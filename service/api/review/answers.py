"""What the calls of the review take and answer, for their description."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from service.api.answers import QUALITY, Asked, Whole
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
    name: str
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


KindName = Literal["pitfall", "rule", "scene", "prompt"]
Author = Annotated[str | None, Field(max_length=100, description="Who says so, where keys are off.")]


class Proposal(BaseModel):
    """What could be promoted, as far as the log knows."""

    kind: KindName
    content: dict[str, Any] = Field(description="To be looked through, and sent to POST /review/promotions.")
    events: list[int] = Field(description="What it was taken from.")
    note: str = Field(description="What is still to be done.")


class Promotion(BaseModel):
    """Something that was promoted."""

    id: int
    kind: KindName
    cluster: str
    name: str
    content: dict[str, Any]
    author: str
    reason: str
    made: float
    tested: dict[str, Any] = Field(description="What trying it has shown.")
    is_active: bool = Field(description="Whether what it was tried on let it pass.")
    is_in_use: bool
    used: str = Field(description="When what runs takes notice.")
    undone: float | None
    undone_by: str | None
    undone_reason: str | None


class Promotions(BaseModel):
    """What was promoted, the latest first."""

    promotions: list[Promotion]


class NewPromotion(Asked):
    """Something to promote from a cluster."""

    cluster: str = Field(pattern="^[0-9a-f]{16}$")
    kind: KindName
    content: dict[str, Any]
    author: Author = None
    reason: str = Field(max_length=2000, description="Why, for whoever reads it later.")


class Undo(Asked):
    """Why something is taken back."""

    author: Author = None
    reason: str = Field(max_length=2000)


class Replay(BaseModel):
    """A cluster's tasks done both ways."""

    model_config = ConfigDict(extra="allow")

    id: str
    cluster: str
    candidate: dict[str, Any] = Field(description="The settings that it has otherwise.")
    present: dict[str, Any]
    sample: int
    seed: int
    author: str
    made: float
    state: Literal["running", "done", "failed", "stopped"]
    error: str | None
    done: int = Field(description="Tasks that were done both ways.")
    of: int


class WholeReplay(Replay):
    """A replay with all that came of it so far."""

    tasks: list[dict[str, Any]]
    measures: dict[str, dict[str, Any]] = Field(
        description="Each of success, repairs, tokens, seconds and findings: means, difference and its 95 % interval."
    )
    verdict: Literal["better", "worse", "cannot tell"]
    why: str


class Replays(BaseModel):
    """The replays, the latest first."""

    replays: list[Replay]


class NewReplay(Asked):
    """A replay to be done."""

    cluster: str = Field(pattern="^[0-9a-f]{16}$")
    changes: dict[str, str | int | float] = Field(
        max_length=12, description="What the candidate has otherwise, by the names of settings."
    )
    sample: Whole = Field(default=20, ge=1, le=200, description="Tasks, at most.")
    seed: Whole = Field(default=1, ge=0, le=2**31 - 1)
    quality: str = Field(default="low", json_schema_extra=QUALITY)
    author: Author = None


class Forgotten(BaseModel):
    """What is gone of a conversation; what was exported before is with whoever exported it."""

    session: str
    events: int
    stills: int
    faults: int
    tasks: list[str]
