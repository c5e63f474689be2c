import pytest

from agent.case import Case
from agent.prompts import SHIPPED
from agent.writing import draft_messages, repair_messages
from index.retrieval import Retrieval


@pytest.fixture(scope="module")
def retrieval(index):
    return Retrieval(index)


def of(documents, kind):
    return [each for each in documents if each.kind == kind]


def test_a_request_finds_scenes_parts_reference_and_pitfalls(retrieval):
    found = retrieval.for_request("plot y = sin x and shade the area below it")
    assert "area_under_curve" in [each.id for each in of(found, "scene")]
    assert "CoordinateSystem.get_area" in [each.id for each in of(found, "api")]
    assert any("get_area" in each.text or "plot" in each.text for each in of(found, "pitfall"))
    shown = {each.id for each in of(found, "scene")}
    parts = of(found, "component")
    assert parts
    assert not any(each.id.partition(".")[0] in shown for each in parts)
    assert all(each.licence for each in found)


def test_what_has_nothing_to_do_with_the_request_is_not_shown(retrieval):
    found = retrieval.for_request("the history of tea in seven cups")
    assert not of(found, "component")
    assert not of(found, "example")


def test_a_scene_is_not_shown_twice(retrieval):
    found = retrieval.for_request("explain the fast Fourier transform")
    assert of(found, "scene")[0].id == "fourier_series"
    assert not any(each.id.startswith("fourier_series.") for each in found)


def test_a_problem_finds_what_is_known_of_it(retrieval):
    found = retrieval.for_problem("get_graph does not exist on Axes", "get_graph")
    assert any("axes.plot" in each.text for each in of(found, "pitfall"))
    assert retrieval.for_problem("get_graph does not exist on Axes", "get_graph") is found


def test_prompts_have_room_for_the_first_of_each(retrieval):
    found = retrieval.for_request("plot y = sin x and shade the area below it")
    text = draft_messages(SHIPPED, "a plot", found)[-1].text
    assert text.count("<scene ") == 3
    assert '<part id="' in text
    assert "What often goes wrong there:" in text
    assert len(text) / 3.5 < 8000
    known = retrieval.for_problem("get_graph does not exist on Axes", "get_graph")
    assert (
        "not: "
        in repair_messages(SHIPPED, "a plot", Case("x = 1", is_whole=True, problems="- it fails"), "", known)[
            -1
        ].text
    )
