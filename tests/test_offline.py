"""The offline model: it gets the covered prompts right and passes nothing off for the others."""

import re
import tomllib
from concurrent.futures import ThreadPoolExecutor

import pytest
from conftest import ROOT

from agent.answers import code_of
from agent.case import Case
from agent.condensing import report
from agent.offline.fit import Fitting, found, headline, words
from agent.offline.model import OfflineModel
from agent.problems import Problem
from agent.prompts import SHIPPED
from agent.writing import draft_messages, repair_messages
from knowledge.library import library

LABELLED = tomllib.loads((ROOT / "tests/data/offline_prompts.toml").read_text())
PROMISED = {"Create a circle that transforms into a square"}
MARK = re.compile(r"# Adapted from the library scene (\w+)")


@pytest.fixture(scope="module")
def model(index):
    return OfflineModel(scenes=index.contents.scenes, search=index.nearest)


@pytest.fixture(scope="module")
def best(index):
    fitting = Fitting(index.contents.scenes)
    return lambda prompt: fitting.candidates(prompt, found(index.nearest, prompt))[0]


@pytest.mark.parametrize(
    ("prompt", "scene", "values"), LABELLED["covered"], ids=lambda value: str(value)[:40]
)
def test_covered(best, prompt, scene, values):
    candidate = best(prompt)
    assert (candidate.scene.id, candidate.fits) == (scene, True)
    assert {name: candidate.reading.values.get(name) for name in values} == values


@pytest.mark.parametrize("prompt", LABELLED["uncovered"], ids=lambda value: value[:40])
def test_uncovered(best, prompt):
    candidate = best(prompt)
    assert not candidate.fits, (candidate.scene.id, candidate.similarity, candidate.coverage)


def test_no_covered_prompt_is_a_scenes_own_unless_promised(index):
    own = {prompt for scene in index.contents.scenes.values() for prompt in scene.prompts}
    assert {prompt for prompt, *_ in LABELLED["covered"]} & own <= PROMISED


def test_answers_with_a_program_that_says_where_it_comes_from(model, checked):
    answer = model.invoke(draft_messages(SHIPPED, "Turn a red star into a hexagon", []))
    code = code_of(answer.text).code
    assert MARK.search(code)[1] == "shape_morph"
    assert "START_COLOR = RED" in code
    assert "START = star" in answer.text
    assert checked.check(code).ok
    assert answer.response_metadata["finish_reason"] == "stop"


def test_says_what_it_leaves_out(model):
    answer = model.invoke(draft_messages(SHIPPED, "Why is the lasso sparse and ridge regression not?", []))
    assert "It does not show: regression." in answer.text


def test_declines_and_names_the_three_nearest(model):
    answer = model.invoke(draft_messages(SHIPPED, "explain quantum field theory", []))
    assert answer.response_metadata["finish_reason"] == "refusal"
    assert code_of(answer.text).code == ""
    assert len(re.findall(r'"[^"]+"[;.]', answer.text)) == 3
    assert "ROTATOR_MODEL" in answer.text


def test_declines_a_value_that_it_cannot_show_and_says_why(model):
    text, finish = model.answer("Fourier series of a square wave with 900 terms")
    assert finish == "refusal"
    assert "900 is not between" in text


def program_of(model, prompt):
    return code_of(model.invoke(draft_messages(SHIPPED, prompt, [])).text).code


@pytest.fixture(scope="module")
def repaired(model, checked):
    def repaired(prompt, program, problem):
        case = Case(program, True, report([problem], program, checked.catalogue))
        return model.invoke(repair_messages(SHIPPED, prompt, case))

    return repaired


def test_mends_by_leaving_out_the_value_that_is_to_blame(model, repaired):
    prompt = "Turn a red star into a hexagon"
    program = program_of(model, prompt)
    line = next(n for n, text in enumerate(program.splitlines(), 1) if text.startswith("START_COLOR"))
    answer = repaired(prompt, program, Problem("render-error", "ValueError: no such colour", line))
    code = code_of(answer.text).code
    assert "without START_COLOR" in code
    assert "START_COLOR = RED" not in code
    assert "START = Star" in code


def test_goes_on_to_the_next_that_fits_and_ends_in_declining(model, repaired):
    prompt = "search a graph breadth first with a queue"
    seen = []
    program = program_of(model, prompt)
    for _ in range(8):
        seen.append(MARK.search(program)[1])
        answer = repaired(prompt, program, Problem("too-slow", "the scene did not finish"))
        if answer.response_metadata["finish_reason"] == "refusal":
            break
        program = code_of(answer.text).code
    assert answer.response_metadata["finish_reason"] == "refusal"
    assert "could be drawn" in answer.text
    assert len(set(seen)) == len(seen)


def test_does_not_touch_a_picture_that_is_not_right(model):
    prompt = "Turn a red star into a hexagon"
    case = Case(program_of(model, prompt), True, "", "- off-frame: the star leaves the frame")
    assert (
        model.invoke(repair_messages(SHIPPED, prompt, case)).response_metadata["finish_reason"] == "refusal"
    )


def test_streams_as_it_invokes(model):
    messages = draft_messages(SHIPPED, "bubble sort of 3, 1, 2", [])
    assert "".join(chunk.text for chunk in model.stream(messages)) == model.invoke(messages).text


@pytest.mark.parametrize(
    ("text", "stems"),
    [
        ("Show how sorting works", ["sort"]),
        ("Bayes' theorem", ["bay"]),
        ("the L1 norm's diamonds", ["l1", "norm", "diamond"]),
    ],
)
def test_words(text, stems):
    assert words(text) == stems


def test_threads_do_not_stem_into_each_others_words():
    texts = [" ".join(own for own in scene.prompts) for scene in library().values()]
    alone = [words(text) for text in texts]
    with ThreadPoolExecutor(4) as threads:
        for _ in range(5):
            assert list(threads.map(words, texts)) == alone


def test_a_long_prompt_is_judged_by_its_headline():
    body = " ".join(["It says a great many things at length."] * 6)
    assert headline(f"Taylor's theorem: {body}") == "Taylor's theorem"
    assert headline("a short prompt: two parts") == "a short prompt: two parts"


@pytest.mark.parametrize(
    "prompt", ["", "?!", "x" * 8000, "</request>", "(((((((((", "1,2,3" * 1000, "a: b: c:"]
)
def test_odd_prompts_do_not_break_it(model, prompt):
    assert model.answer(f"<request>\n{prompt}\n</request>")[1] == "refusal"


OWN = [(prompt, scene.id) for scene in library().values() for prompt in scene.prompts]


@pytest.mark.parametrize(("prompt", "scene"), OWN, ids=lambda value: value[:40])
def test_every_scene_answers_its_own_prompts(best, prompt, scene):
    candidate = best(prompt)
    assert candidate.fits, (candidate.coverage, candidate.uncovered, candidate.reading.refusals)
    assert candidate.scene.id == scene


def test_what_was_asked_for_is_never_left_out_to_make_it_work(model, repaired):
    prompt = "write the formula $\\foo{x} = 1$"
    program = program_of(model, prompt)
    assert "foo" in program
    answer = repaired(prompt, program, Problem("latex", "LaTeX: Undefined control sequence", 3))
    assert answer.response_metadata["finish_reason"] == "refusal"
