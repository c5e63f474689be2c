"""What the API takes and answers, for its description."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from agent.sandbox import QUALITIES
from service.requests import LONGEST_FILE, LONGEST_PROMPT

StatusName = Literal["pending", "running", "completed", "failed", "cancelled"]


class Problem(BaseModel):
    """An error, as RFC 9457 has it; some have members of their own."""

    model_config = ConfigDict(extra="allow")

    type: str
    title: str
    status: int
    detail: str = Field(description="What is wrong, and what would help.")


class Asked(BaseModel):
    """What a request may say, and nothing else: a value of another type is a mistake."""

    model_config = ConfigDict(extra="forbid", strict=True)


def _whole(value: object) -> object:
    """Return 8 for 8.0: JSON knows no difference."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


Whole = Annotated[int, BeforeValidator(_whole)]
# what follows is described closely, and checked elsewhere, in words of our own
QUALITY: dict[str, Any] = {"enum": list(QUALITIES)}
RESOLUTION: dict[str, Any] = {"pattern": r"^\s*(\d{3,4}p|\d{2,5}\s*[x×,]\s*\d{2,5})\s*$"}
FPS: dict[str, Any] = {"minimum": 1, "maximum": 120}


class Options(Asked):
    """The picture asked for."""

    quality: str = Field(default="low", json_schema_extra=QUALITY)
    resolution: str | None = Field(
        default=None,
        description="WIDTHxHEIGHT or a height such as 720p, from 64x64 to 3840x2160.",
        json_schema_extra=RESOLUTION,
    )
    fps: Whole | None = Field(default=None, description="Frames per second.", json_schema_extra=FPS)


class Generate(Asked):
    """A request for a video."""

    prompt: str = Field(max_length=LONGEST_PROMPT, description="What to animate.")
    options: Options = Options()
    fresh: bool = Field(default=False, description="Make a new one, even where a like prompt has its video.")
    priority: Whole = Field(default=5, ge=1, le=9, description="1 goes first, among your own.")


class Refine(Asked):
    """A further turn of a conversation."""

    prompt: str = Field(max_length=LONGEST_PROMPT, description="What to change.")


class Edit(Asked):
    """A program that a person wrote."""

    code: str = Field(max_length=LONGEST_FILE, description="The whole program.")


class Feedback(Asked):
    """What somebody thinks of a video."""

    task_id: str = Field(pattern="^[0-9a-f]{32}$", description="As POST /generate returned it.")
    is_positive: bool = Field(description="Whether it is good: a good one is an example for others.")
    remove: bool = Field(default=False, description="Take the video away, and never find it again.")


class Accepted(BaseModel):
    """A task that was queued."""

    task_id: str
    status: StatusName = "pending"


class Cached(BaseModel):
    """The earlier task whose video answers the prompt; `"fresh": true` in POST /generate makes a new one."""

    task_id: str
    prompt: str
    similarity: float
    drawn_again: bool


class Picture(BaseModel):
    """The size and pace of a video."""

    width: int
    height: int
    fps: int


class Summary(BaseModel):
    """A task, as a gallery shows it."""

    task_id: str
    status: StatusName
    prompt: str
    kind: Literal["generate", "refine", "edit"]
    session_id: str
    parent_id: str | None = Field(description="The task whose scene this one changes.")
    version: int = Field(description="Counts the tasks of a session from 1.")
    options: Picture
    created: float = Field(description="Seconds since 1970, as all times are.")
    started: float | None
    finished: float | None
    stage: str | None
    attempt: int
    queue_position: int | None = Field(description="1 is next; null unless pending.")
    seconds_left: float | None = Field(description="An estimate from past tasks; null where there is none.")
    video_url: str | None
    poster_url: str | None
    report_url: str | None
    video_state: Literal["none", "there", "expired", "removed"]
    partial: bool = Field(description="Whether the video ends where the program failed.")
    cached: Cached | None
    model: str | None
    rating: bool | None
    dead: bool = Field(
        description="Whether it was given up because it ended its workers, or the server failed."
    )
    error: str | None


class Status(Summary):
    """How a task is doing."""

    code: str | None = Field(
        description="The program of the video; of a failed task the last one that was tried."
    )
    findings: list[dict[str, Any]] = Field(description="What is not right in the picture.")
    problems: list[dict[str, Any]] = Field(
        description="What was wrong with the last program of a failed task."
    )


class Recent(BaseModel):
    """What a client asked for last, the newest first."""

    tasks: list[Summary]
    next: float | None = Field(description="What `before` is for the next page; null at the end.")


class Session(BaseModel):
    """A conversation: its tasks by version."""

    session_id: str
    tasks: list[Status]


class Example(BaseModel):
    """A prompt to try, and its video once it is made."""

    prompt: str
    task_id: str | None
    status: StatusName | None
    video_url: str | None
    poster_url: str | None


class Examples(BaseModel):
    """Prompts to try."""

    examples: list[Example]
