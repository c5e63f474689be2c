"""Rows for training, made of the attempts of a task."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from agent.findings import WEIGHTS
from service.events.exports.answers import answer, normal
from service.events.exports.families import Member, digest
from service.events.record import TrainingEvent

Format = Literal["sft", "dpo", "grpo", "raw"]
Drop = Callable[[str], None]
"""Told why something gave no row."""

NOT_OF_THE_CODE = frozenset(
    """
    cut-off no-code declined fault same-program patch-ambiguous patch-unmatched latex-missing timeout memory too-big
    """.split()
)
"""Problems of the answer or of the machine: the program is not to blame, or there is none."""
UGLY = frozenset(WEIGHTS) - {"ends-abruptly"}
"""Findings that keep a picture from being an example."""


@dataclass(frozen=True)
class Row:
    """One row, before it is known which split it goes to."""

    body: Mapping[str, Any] | TrainingEvent
    """What a trainer reads: messages; or prompt, chosen and rejected; or prompt and what its reward needs; or all."""
    key: tuple[str, ...]
    """What is the same of two rows that teach the same."""
    licences: frozenset[str]
    made: float
    member: Member
    programs: frozenset[str]
    """Hashes of the programs that must not be on both sides of train and test."""
    learnt: tuple[str, ...] = ()
    """Texts that are to be answered word for word: there may be nothing in them to hide."""
    source: str = "log"
    model: str = ""
    prompt: str = ""
    """Name and version of what the model was asked with."""
    manim: str = ""

    @property
    def id(self) -> str:
        """What the row is called in every export that has it."""
        return digest("\0".join(self.key))[:24]

    @property
    def parts(self) -> dict[str, str]:
        """What rows are counted by."""
        of_all = {"model": self.model, "prompt": self.prompt, "manim": self.manim}
        if isinstance(self.body, TrainingEvent):
            return {"outcome": self.body.outcome, **of_all}
        return {"source": self.source, **of_all}


@dataclass(frozen=True)
class Task:
    """A task with all its attempts, and the licences of all that its prompts show."""

    events: tuple[TrainingEvent, ...]
    licences: frozenset[str]
    is_removed: bool = False
    """Whether a person had its video taken away."""

    @property
    def best(self) -> TrainingEvent | None:
        """The attempt to learn from: the last one that worked and looks right, or that a person liked."""
        liked = self.events[0].feedback is True
        worked = [each for each in self.events if each.is_success and (looks_right(each) or liked)]
        delivered = [each for each in worked if each.is_delivered]
        return (delivered or worked)[-1] if worked else None

    @property
    def is_unwanted(self) -> bool:
        """Whether a person was against it."""
        return self.is_removed or self.events[0].feedback is False

    def row(
        self,
        event: TrainingEvent,
        body: Mapping[str, Any] | TrainingEvent,
        programs: Sequence[str] = (),
        learnt: Sequence[str] = (),
        also: Sequence[str] = (),
    ) -> Row:
        """Return a row on the prompt of an attempt; it is told from others by its `programs`, and by what is `also` said."""
        return Row(
            body,
            (event.prompt_name, *subject(event), normal(event.before), *programs, *also),
            self.licences,
            event.made,
            member_of(event),
            hashes(programs),
            tuple(learnt),
            model=event.model,
            prompt=f"{event.prompt_name} {event.prompt_version}",
            manim=event.manim,
        )


def looks_right(event: TrainingEvent) -> bool:
    """Return whether nothing is wrong with a picture that matters."""
    return not any(each.get("kind") in UGLY for each in event.findings)


def subject(event: TrainingEvent) -> tuple[str, ...]:
    """Return all that was asked for, spelled alike where it is alike."""
    return tuple(" ".join(each.casefold().split()) for each in (*event.earlier, event.prompt))


def member_of(event: TrainingEvent) -> Member:
    """Return what makes an attempt kin to others; a turn is of the family of its session's first prompt."""
    first = event.earlier[0] if event.earlier else event.prompt
    return Member(first, event.session)


def hashes(programs: Iterable[str]) -> frozenset[str]:
    """Return the hashes of the programs that there are."""
    return frozenset(digest(each) for each in programs if each)


def is_asked_unseen(event: TrainingEvent) -> bool:
    """Return whether a model was asked, and it is not kept what."""
    return bool(event.prompt_name) and not event.messages


def _why_not_asked(event: TrainingEvent) -> str:
    return "no prompts are kept" if is_asked_unseen(event) else "no model was asked"


def conversations(task: Task, drop: Drop) -> Iterator[Row]:
    """Yield prompts with the answer that works: of each attempt that did, and of a draft that only became one later."""
    best = task.best
    for event in task.events:
        program = _to_learn(task, event, best, drop)
        if program is None:
            continue
        if (said := answer(event, program)) is None:
            drop("its prompt does not show what would be changed")
            continue
        body = {"messages": [*event.messages, {"role": "assistant", "content": said}]}
        yield task.row(event, body, (normal(program),), (said,))


def _to_learn(task: Task, event: TrainingEvent, best: TrainingEvent | None, drop: Drop) -> str | None:
    """Return the program that an attempt's prompt should have been answered with."""
    if task.is_unwanted:
        drop("a person did not want it")
    elif not event.messages:
        drop(_why_not_asked(event))
    elif event.is_success and (looks_right(event) or event is best):
        return event.code
    elif best is not None and event.attempt == 1:
        return best.code
    else:
        drop("something is wrong with its picture" if event.is_success else "it did not work")
    return None


def preferences(task: Task, drop: Drop) -> Iterator[Row]:
    """Yield each program that was at fault beside the one of its task that works, as answers to the same prompt."""
    best = task.best
    for event in task.events:
        if event is best:
            continue
        if best is None or task.is_unwanted or event.outcome == "cancelled":
            drop("no program of its task is any better")
        elif is_asked_unseen(event):
            drop("no prompts are kept")
        elif not (event.messages and event.written):
            drop("no model wrote it")
        elif not is_at_fault(event):
            drop("its code was not at fault")
        elif (pair := preference(task, event, best.code, event.written)) is None:
            drop("its prompt does not show what would be changed")
        else:
            yield pair


def is_at_fault(event: TrainingEvent) -> bool:
    """Return whether it is for its code that an attempt is not the one to have."""
    wrong = [each["code"] for each in event.problems if each.get("severity", "error") == "error"]
    if event.is_success:
        return not looks_right(event)
    return bool(wrong) and not NOT_OF_THE_CODE.intersection(wrong)


def preference(task: Task, event: TrainingEvent, chosen: str, rejected: str) -> Row | None:
    """Return two programs as answers to one prompt; None where it cannot be answered so, or they are the same."""
    good, bad = answer(event, chosen), answer(event, rejected)
    if good is None or bad is None or normal(chosen) == normal(rejected):
        return None
    told = [[{"role": "assistant", "content": each}] for each in (good, bad)]
    body = {"prompt": list(event.messages), "chosen": told[0], "rejected": told[1]}
    return task.row(event, body, (normal(chosen), normal(rejected)), (good, bad))


def prompts(task: Task, drop: Drop) -> Iterator[Row]:
    """Yield what a model was asked, with what the reward needs to judge another answer."""
    for event in task.events:
        if not event.messages:
            drop(_why_not_asked(event))
        elif task.is_unwanted or event.outcome in ("cancelled", "fault"):
            drop("a person did not want it, or the machinery was down")
        elif any(each.get("code") == "declined" for each in event.problems):
            drop("the model declined")
        else:
            body = {"prompt": list(event.messages), "request": event.prompt, "before": event.before}
            yield task.row(event, body, [normal(event.before)] if event.before else [])


def attempts(task: Task, drop: Drop) -> Iterator[Row]:
    """Yield every attempt as it was written down; but not what the machinery said when it was down."""
    for event in task.events:
        body = replace(event, error="") if event.outcome == "fault" else event
        programs = [program] if (program := normal(event.code)) else []
        also = (event.cause.fingerprint, event.stage, *([] if programs else [event.answer]))
        yield task.row(event, body, programs, also=also)
