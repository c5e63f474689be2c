"""Exports: what they hold, what they leave out, and that they load with what they are made for."""

import itertools
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import pytest
from conftest import BROKEN, GOOD
from events import ERROR, FINDING, OURS, event, failed, mended, messages

from agent.patching import program_of
from index.embedder import Embedder
from service.events.exports.answers import fenced
from service.events.exports.card import Card
from service.events.exports.families import TWIN, Families, Member
from service.events.exports.folder import PARTIAL
from service.events.exports.licences import Licences
from service.events.exports.writing import Export, Plan
from service.events.log import Wanted
from service.requests import BadRequest

SUBJECTS = """
a circle that turns into a square; the law of cosines; how a heap is sorted; Ohm's law with a battery;
a chessboard that fills with rice; the water cycle; a binary search tree; sine and cosine on the unit circle;
matrix multiplication; a pendulum that swings; supply and demand; photosynthesis in a leaf; the Doppler effect;
prime numbers up to one hundred; the Fourier series of a square wave; gradient descent on a valley
""".strip().split(";")
SECRET = "ghp_16C7e42F292c6912E7710c838347Ae178B4a"


class Log:
    """Events in a list, read as the log is."""

    def __init__(self, *events):
        self.events = events

    def all(self, wanted) -> Iterator:
        return iter([each for each in self.events if wanted.model in (None, each.model)])


@pytest.fixture(scope="session")
def embed(data):
    return Embedder(data / "cache" / "vectors.sqlite").embed_short


@pytest.fixture
def exported(embed, tmp_path):
    """Return what exports events, and gives the rows of each split; and the card."""

    def export(format_, *events, removed=(), imported=(), **plan):
        card = Card(format_, {"manim": "0.22.0"})
        log = Log(*[replace(each, id=number) for number, each in enumerate(events, 1)])
        made = Export(log, Plan(format_, **plan), embed, frozenset(removed), (), card, told_nobody)
        made.write(imported, tmp_path)
        return rows_in(tmp_path), card

    return export


def told_nobody(what, done, whole):
    """Say nothing of how far the work is."""


def rows_in(folder):
    return {
        path.stem: [json.loads(line) for line in path.read_text().splitlines()]
        for path in folder.glob("*.jsonl")
    }


def numbered(number):
    """Return a program that no other number gives."""
    return GOOD.replace("run_time=0.4", f"run_time={number + 1}")


def tasks(count=16):
    """Return tasks on different subjects, each mended once."""
    for number, prompt in enumerate(SUBJECTS[:count]):
        broken, good = mended(prompt.strip())
        wrong = BROKEN.replace("run_time=0.4", f"run_time={number + 1}")
        yield replace(broken, code=wrong, written=wrong)
        yield replace(good, code=numbered(number), written=numbered(number), before=wrong)


def answers(rows):
    return [row["messages"][-1]["content"] for split in rows.values() for row in split]


def test_an_answer_gives_the_program_that_rendered(exported):
    rows, card = exported("sft", event(code=numbered(3), written=GOOD))
    (row,) = rows["train"] if "train" in rows else rows["test"]
    assert [each["role"] for each in row["messages"]] == ["system", "user", "assistant"]
    assert row["messages"][-1]["content"] == fenced(numbered(3))
    assert sum(card.rows.values()) == 1


def test_a_draft_that_failed_is_shown_what_came_of_it_in_the_end(exported):
    rows, _ = exported("sft", *mended())
    assert answers(rows) == [fenced(GOOD)] * 2


def test_a_prompt_for_a_change_is_answered_with_the_smallest(exported):
    asked = ({"role": "user", "content": f"{BROKEN}\n<<<<<<< SEARCH\n=======\n>>>>>>> REPLACE"},)
    broken, good = mended()
    rows, _ = exported("sft", broken, replace(good, messages=asked))
    said = answers(rows)[1]
    assert said.count("\n") == 5
    assert program_of(said, BROKEN).code == GOOD


def test_a_change_of_what_the_prompt_does_not_show_is_left_out(exported):
    asked = ({"role": "user", "content": "…\n<<<<<<< SEARCH\n=======\n>>>>>>> REPLACE"},)
    broken, good = mended()
    rows, card = exported("sft", broken, replace(good, messages=asked))
    assert len(answers(rows)) == 1
    assert card.taken_away["its prompt does not show what would be changed"] == 1


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"feedback": False}, "a person did not want it"),
        ({"documents": ({**OURS, "licence": "CC-BY-NC-SA-4.0"},)}, "licence: CC-BY-NC-SA-4.0"),
        ({"documents": ({**OURS, "licence": "CC-BY-SA-4.0"},)}, "licence: CC-BY-SA-4.0"),
        ({"documents": ({**OURS, "licence": ""},)}, "licence: unknown"),
        ({"documents": ({**OURS, "licence": "made on this server"},)}, "licence: made on this server"),
        ({"origin": "person"}, "licence: made on this server"),
        ({"messages": ()}, "no prompts are kept"),
        ({"messages": (), "prompt_name": ""}, "no model was asked"),
        ({"findings": (FINDING,)}, "something is wrong with its picture"),
        ({"code": GOOD + f"KEY = '{SECRET}'\n"}, "a secret or something personal stands in its program"),
    ],
)
def test_what_is_no_example_is_left_out_and_counted(exported, changes, why):
    rows, card = exported("sft", event("a planet", **changes), event("a sorted list", code=numbered(1)))
    assert len(answers(rows)) == 1
    assert dict(card.taken_away) == {why: 1}


def test_a_removed_video_is_no_example(exported):
    one = event()
    assert exported("sft", one, removed=[one.task])[0] == {}


def test_an_abrupt_end_does_not_matter_and_a_liked_video_may_have_findings(exported):
    abrupt = event("a planet", findings=({"kind": "ends-abruptly"},))
    liked = event("a sorted list", findings=(FINDING,), feedback=True, code=numbered(1))
    assert len(answers(exported("sft", abrupt, liked)[0])) == 2


@pytest.mark.parametrize(
    ("licences", "licence", "is_in"),
    [
        (Licences(), "MIT (Manim Community)", True),
        (Licences(), "apache-2.0", True),
        (Licences(), "CC-BY-SA-4.0", False),
        (Licences(frozenset({"CC-BY-SA-4.0"})), "CC-BY-SA-4.0", True),
        (Licences(frozenset({"CC-BY-NC-4.0"})), "CC-BY-NC-4.0", False),
        (Licences(noncommercial=True), "CC BY-NC-SA 4.0", True),
        (Licences(noncommercial=True), "GPL-3.0-only", False),
        (Licences(), "", False),
    ],
)
def test_which_licences_are_let_in(licences, licence, is_in):
    assert licences.allow(licence) is is_in


def test_what_comes_after_a_persons_program_in_its_session_is_theirs_too(exported):
    first = event("a planet")
    edit = event(
        "a planet",
        task="e" * 32,
        session=first.session,
        version=2,
        origin="person",
        messages=(),
        prompt_name="",
    )
    after = event(
        "now red", task="f" * 32, session=first.session, version=3, earlier=("a planet",), code=numbered(2)
    )
    rows, card = exported("sft", first, edit, after)
    assert len(answers(rows)) == 1
    assert card.taken_away == {"licence: made on this server": 1, "no model was asked": 1}


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"problems": ({**ERROR, "code": "cut-off"},)}, "its code was not at fault"),
        ({"problems": ({**ERROR, "code": "timeout"},)}, "its code was not at fault"),
        ({"problems": ({**ERROR, "severity": "warning"},)}, "its code was not at fault"),
        ({"problems": ()}, "its code was not at fault"),
        ({"messages": (), "origin": "person", "prompt_name": ""}, "no model wrote it"),
        ({"messages": ()}, "no prompts are kept"),
        ({"outcome": "cancelled"}, "no program of its task is any better"),
        ({"feedback": False}, "no program of its task is any better"),
    ],
)
def test_no_pair_where_the_code_was_not_at_fault(exported, changes, why):
    broken, good = mended()
    rows, card = exported("dpo", replace(broken, **changes), replace(good, feedback=changes.get("feedback")))
    assert rows == {}
    assert card.taken_away[why] == 1


def test_a_pair_is_of_one_prompt_and_two_programs(exported):
    broken, good = mended()
    rows, _ = exported("dpo", broken, good)
    ((row,),) = rows.values()
    assert row["prompt"] == list(broken.messages)
    assert row["chosen"][0]["content"] == fenced(GOOD)
    assert row["rejected"][0]["content"] == fenced(BROKEN)


def test_a_picture_with_findings_is_worse_than_one_without(exported):
    broken, good = mended()
    ugly = replace(
        broken, is_success=True, problems=(), findings=(FINDING,), written=numbered(4), code=numbered(4)
    )
    ((row,),) = exported("dpo", ugly, good)[0].values()
    assert row["rejected"][0]["content"] == fenced(numbered(4))


def test_a_task_that_never_worked_gives_no_pair(exported):
    assert exported("dpo", failed())[0] == {}


def test_a_persons_rating_decides_between_two_videos_of_a_prompt(exported):
    liked = event("a planet", task="1" * 32, session="1" * 32, feedback=True)
    disliked = event("A  planet", task="2" * 32, session="2" * 32, feedback=False, code=numbered(5))
    ((row,),) = exported("dpo", liked, disliked)[0].values()
    assert row["chosen"][0]["content"] == fenced(GOOD)
    assert row["rejected"][0]["content"] == fenced(numbered(5))


def test_the_attempts_of_tasks_may_lie_between_each_other(exported):
    (one, two), (three, four) = mended("a planet"), mended("a sorted list")
    _rows, card = exported("dpo", one, three, two, four)
    assert sum(card.rows.values()) == 2
    assert card.attempts == 4


def test_the_same_again_is_one_row(exported):
    again = event("Draw a  CIRCLE", task="3" * 32, session="3" * 32, code="# well\n" + GOOD)
    rows, card = exported("sft", event("draw a circle"), again)
    assert len(answers(rows)) == 1
    assert card.taken_away["the same as another row"] == 1


def test_ids_are_unique_and_stay(exported):
    ids = [row["id"] for split in exported("sft", *tasks())[0].values() for row in split]
    again = [row["id"] for split in exported("sft", *tasks(9))[0].values() for row in split]
    assert len(set(ids)) == len(ids) == 32
    assert set(again) < set(ids)


@pytest.mark.parametrize("format_", ["sft", "dpo", "grpo", "raw"])
def test_no_secret_gets_out(exported, format_, tmp_path):
    told = messages(f"plot my key {SECRET} and password: Tr0ub4dor&3 please")
    exported(format_, *[replace(each, messages=told, prompt=f"my key {SECRET}") for each in mended()])
    written = "".join(path.read_text() for path in tmp_path.iterdir())
    assert "plot my key <key 1>" in written
    assert SECRET not in written
    assert "Tr0ub4dor" not in written


def families(embed, prompts, share=0.5):
    return Found(Families([alone(prompt) for prompt in prompts], embed, share))


def alone(prompt):
    return Member(prompt, prompt)


class Found(NamedTuple):
    """Families of prompts that have sessions of their own."""

    families: Families

    def family(self, prompt):
        return self.families.family(alone(prompt))

    def split(self, prompt):
        return self.families.split(alone(prompt))


def test_near_twins_are_on_one_side(embed):
    twins = ["show how bubble sort works", "visualise how bubble sort works", "Show how bubble sort works!"]
    for prompts in (twins, twins[::-1], [*SUBJECTS, *twins]):
        found = families(embed, prompts)
        assert len({found.family(each) for each in twins}) == 1
        assert len({found.split(each) for each in twins}) == 1


def test_a_long_chain_of_neighbours_is_not_one_family_and_its_twins_are_on_one_side_or_out():
    angles = np.arange(0, 6.2, 0.05)
    chain = [f"picture {n}" for n in range(len(angles))]
    vectors = np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)
    found = families(lambda prompts: vectors, chain)
    sides = [found.split(each) for each in chain]
    assert {"train", "test", None} == set(sides)
    assert len({found.family(each) for each in chain}) > 3
    for one, other in itertools.combinations(range(len(chain)), 2):
        if {sides[one], sides[other]} == {"train", "test"}:
            assert vectors[one] @ vectors[other] < TWIN


def test_what_is_added_moves_nothing_out_of_the_test_side(embed):
    before = families(embed, SUBJECTS[:8])
    for more in (
        [*SUBJECTS[:8], *SUBJECTS[8:]],
        [*SUBJECTS[:8], "a circle turning into a square", "sorting a heap"],
    ):
        after = families(embed, more)
        assert {each for each in SUBJECTS[:8] if before.split(each) == "test"} <= {
            each for each in SUBJECTS[:8] if after.split(each) == "test"
        }


def test_both_sides_are_there(embed):
    found = families(embed, SUBJECTS)
    assert {found.split(each) for each in SUBJECTS} == {"train", "test"}
    assert {families(embed, SUBJECTS, 0).split(each) for each in SUBJECTS} == {"train"}


def test_turns_of_a_session_are_kin(embed):
    members = [Member("a planet", "1"), Member("supply and demand", "1"), Member("a chessboard", "2")]
    found = Families(members, embed, 0.5)
    assert found.family(members[0]) == found.family(members[1])
    assert len({found.family(each) for each in members}) == 2


def test_sessions_whose_prompts_are_not_kept_are_families_of_their_own(embed):
    members = [Member("", "1"), Member("", "2"), Member("", "1")]
    found = Families(members, embed, 0.5)
    assert found.family(members[0]) == found.family(members[2]) != found.family(members[1])


@pytest.mark.parametrize("format_", ["sft", "dpo", "raw"])
def test_a_program_of_the_test_rows_is_in_no_row_for_training(exported, format_):
    shared = [mended(f"{prompt.strip()} once more") for prompt in SUBJECTS]  # all with the same two programs
    events = [
        *itertools.chain(*shared),
        *(event(prompt, code=numbered(n)) for n, prompt in enumerate(OTHERS)),
    ]
    rows, card = exported(format_, *events, test_share=0.3)
    assert rows["test"]
    assert not programs_of(rows, "train") & programs_of(rows, "test")
    assert card.taken_away["its program is in the test rows"] > 3
    assert card.warnings or len(rows["train"]) > 3
    assert {split: len(found) for split, found in rows.items()} == dict(card.rows)


OTHERS = (
    "a rainbow in the rain",
    "the moon's phases",
    "a train that leaves",
    "how a lock opens",
    "a bouncing ball",
)


def programs_of(rows, split):
    """Return all programs that stand in the rows of a split."""
    told = rows.get(split, [])
    answers = [
        row[name][-1]["content"]
        for row in told
        for name in ("messages", "chosen", "rejected")
        if name in row and name != "messages"
    ]
    answers += [row["messages"][-1]["content"] for row in told if row.get("messages") and "code" not in row]
    return {*answers, *(row["code"] for row in told if "code" in row)}


def test_a_program_that_all_share_leaves_rows_for_training(exported):
    """Families are not joined by it: the test side has its share and no more."""
    events = [
        replace(each, task=f"{n:032}", session=f"{n:032}") for n, each in enumerate(map(event, SUBJECTS))
    ]
    rows, card = exported("grpo", *events, test_share=0.3)
    assert len(rows["train"]) > len(rows["test"]) > 0
    assert card.warnings == []


def test_a_split_that_was_not_asked_for_is_said(exported, tmp_path):
    _, card = exported("sft", event(), test_share=1)
    lonely = list(card.warnings)
    assert lonely == ["there is no row for training"]
    assert json.loads((tmp_path / "card.json").read_text())["warnings"] == lonely
    assert "Warning: there is no row for training." in (tmp_path / "README.md").read_text()
    card = Card("sft", {}, rows=Counter(train=3, test=1))
    card.judge(0.1)
    assert card.warnings == ["25% of the rows are for testing; 10% were asked for"]


def test_no_family_is_in_both_splits(exported):
    near = [event(f"{prompt.strip()} please", code=numbered(50 + n)) for n, prompt in enumerate(SUBJECTS)]
    rows, card = exported("sft", *tasks(), *near, test_share=0.4)
    kin = {split: {row["family"] for row in found} for split, found in rows.items()}
    assert kin["train"]
    assert kin["test"]
    assert not kin["train"] & kin["test"]
    prompts = {
        split: {
            row["messages"][1]["content"][10:30]
            for row in found
            if "mend" not in row["messages"][1]["content"]
        }
        for split, found in rows.items()
    }
    assert not prompts["train"] & prompts["test"]
    assert {split: len(found) for split, found in rows.items()} == dict(card.rows)


def test_filters_do_not_move_a_family(exported):
    events = [replace(each, model="other" if n // 2 % 3 else "scripted") for n, each in enumerate(tasks())]
    whole, _ = exported("grpo", *events, test_share=0.4)
    part, card = exported("grpo", *events, test_share=0.4, wanted=Wanted(model="other"))
    sides = {row["family"]: split for split, found in whole.items() for row in found}
    assert sum(card.rows.values()) == sum(each.model == "other" for each in events)
    assert all(sides[row["family"]] == split for split, found in part.items() for row in found)


def test_a_task_of_two_models_keeps_its_pair_whichever_is_asked_for(exported):
    broken, good = mended()
    for model in ("first", "second"):
        events = (replace(broken, model="first"), replace(good, model="second"), event("a planet"))
        rows, card = exported("dpo", *events, wanted=Wanted(model=model))
        assert len(list(itertools.chain(*rows.values()))) == 1
        assert card.attempts == 2


def test_an_export_takes_the_place_of_the_last_one_and_of_nothing_else(exported, tmp_path):
    exported("sft", *tasks(), test_share=0.4)
    (tmp_path / "notes.txt").write_text("mine")
    exported("sft", event("a planet"), test_share=0)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "README.md",
        "card.json",
        "notes.txt",
        "train.jsonl",
    ]


@pytest.mark.parametrize("card", [None, "{}", "[1]", "no JSON"])
def test_a_folder_with_something_else_in_it_is_left_alone(exported, tmp_path, card):
    for name in ("README.md", "train.jsonl"):
        (tmp_path / name).write_text("mine")
    if card is not None:
        (tmp_path / "card.json").write_text(card)
    with pytest.raises(BadRequest, match="choose an empty or a new folder with --out"):
        exported("sft", event())
    assert {(tmp_path / name).read_text() for name in ("README.md", "train.jsonl")} == {"mine"}
    assert not (tmp_path / PARTIAL).exists()


def test_an_export_that_is_cut_off_leaves_the_last_one_whole(exported, embed, tmp_path):
    def stopped(what, done, whole):
        if (what, done) == ("tasks", 9):
            raise KeyboardInterrupt

    exported("sft", *tasks(), test_share=0.4)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    with pytest.raises(KeyboardInterrupt):
        Export(Log(*tasks()), Plan("sft"), embed, frozenset(), (), Card("sft", {}), stopped).write(
            [], tmp_path
        )
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_an_export_that_was_killed_is_cleared_away(exported, tmp_path):
    (tmp_path / PARTIAL).mkdir()
    (tmp_path / PARTIAL / "test.jsonl").write_text("half")
    exported("sft", event(), test_share=0)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["README.md", "card.json", "train.jsonl"]


def test_how_far_the_work_is_is_said(embed, tmp_path):
    said = []
    log = Log(*[replace(each, id=number) for number, each in enumerate(tasks(), 1)])
    told = Export(log, Plan("sft"), embed, frozenset(), (), Card("sft", {}), lambda *each: said.append(each))
    told.write([], tmp_path)
    assert said[31:34] == [("attempts read", 32, None), ("prompts embedded", 16, 16), ("tasks", 1, 16)]


def test_the_raw_export_has_every_attempt(exported):
    events = [*tasks(), failed("one | more", outcome="cancelled", code="x = 1")]
    rows, card = exported("raw", *events, test_share=0)
    told = rows["train"]
    assert card.attempts == 33
    assert len(told) + card.taken_away["the same as another row"] == 33
    assert told[0]["cause"]["fingerprint"] == events[0].cause.fingerprint
    assert "still" not in told[0]
    assert card.parts["train"]["outcome"] == Counter(completed=32, cancelled=1)


@pytest.mark.parametrize(
    ("changes", "plan", "why"),
    [
        ({"documents": ({**OURS, "licence": "CC-BY-NC-SA-4.0"},)}, {}, "licence: CC-BY-NC-SA-4.0"),
        (
            {"documents": ({**OURS, "licence": "GPL-3.0"},)},
            {"licences": Licences(frozenset({"GPL-3.0"}))},
            None,
        ),
        ({"messages": ()}, {}, "licence: unknown"),
        ({"origin": "person", "messages": (), "prompt_name": ""}, {}, "licence: made on this server"),
        ({}, {}, None),
    ],
)
def test_the_raw_export_has_what_is_free(exported, changes, plan, why):
    rows, card = exported("raw", event(**changes), **plan)
    assert sum(map(len, rows.values())) == (why is None)
    assert dict(card.taken_away) == ({why: 1} if why else {})


def test_the_raw_export_has_nothing_twice(exported):
    again = event("Draw a  circle", task="3" * 32, session="3" * 32, code="# well\n" + GOOD)
    otherwise = event(task="4" * 32, session="4" * 32, is_success=False, stage="check", code=GOOD)
    rows, card = exported("raw", event(), again, otherwise)
    assert sum(map(len, rows.values())) == 2
    assert card.taken_away == {"the same as another row": 1}


def test_what_the_machinery_said_is_in_no_export(exported):
    down = failed(outcome="fault", error="the bucket at 10.0.0.9 is full")
    ((row,),) = exported("raw", down)[0].values()
    assert (row["outcome"], row["error"]) == ("fault", "")


def test_the_card_counts(exported, tmp_path):
    _, _card = exported(
        "sft", *tasks(), event("a | planet", documents=({**OURS, "licence": "CC-BY-NC-4.0"},))
    )
    told = json.loads((tmp_path / "card.json").read_text())
    assert sum(told["rows"].values()) == 32
    assert told["attempts"] == 33
    assert told["taken_away"] == {"licence: CC-BY-NC-4.0": 1}
    assert sum(each["model"]["scripted"] for each in told["parts"].values()) == 32
    text = (tmp_path / "README.md").read_text()
    assert "| licence: CC-BY-NC-4.0 | 1 |" in text
    assert "| manim | 0.22.0 |" in text


@pytest.mark.parametrize(
    ("format_", "keys"),
    [("sft", {"messages"}), ("dpo", {"input", "preferred_output", "non_preferred_output"})],
)
def test_for_openai_there_is_nothing_that_it_does_not_know(exported, format_, keys):
    rows, _ = exported(format_, *tasks(3), is_for_openai=True)
    assert all(set(row) == keys for split in rows.values() for row in split)
    for row in (row for split in rows.values() for row in split):
        for message in row.get("messages") or row["input"]["messages"]:
            assert set(message) == {"role", "content"}
