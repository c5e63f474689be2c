"""Errors that happened once go to the cluster that says the same; what people said stays where it was."""

from dataclasses import replace

import numpy as np
import pytest
import sqlalchemy as sa
from events import failed

from agent.memory import Fingerprint
from service.database import open_database
from service.events.clustering import AT_ONCE, recluster, split
from service.events.clusters import Clusters
from service.events.keeping import sweep_events
from service.events.log import EventLog, Wanted
from service.events.packing import pack
from service.events.record import Cause
from service.events.tables import cluster_moves, compared
from service.requests import BadRequest
from service.settings import Settings
from service.wiring import IndexUnusable, meanings


def cause(kind, symbol, message):
    known = Fingerprint(kind, symbol, message)
    return Cause(known.key, kind, symbol, message, 3)


SHAPES = cause("ValueError", "Polygon", "could not broadcast input array from shape (#,2) into shape (#,3)")
SAME = cause("ValueError", "Arrow", "operands could not be broadcast together with shapes (#,2) (#,3)")
OTHER_WAY = cause("ValueError", "array", "operands could not be broadcast together with shapes (#,3) (#,2)")
LATEX = cause(
    "ValueError", "Tex", "latex error converting to dvi. See log output above or the log file: <log>"
)
HISTOGRAM = cause("NameError", "Histogram", "name 'Histogram' is not defined")
HISTOGRAMS = cause("NameError", "Histograms", "name 'Histograms' is not defined")
SIZE = cause("TypeError", "size", "Mobject.__init__() got an unexpected keyword argument 'size'")
SIZE_HERE = cause("TypeError", "size", "Mobject.<name>() got an unexpected keyword argument 'size'")
NEVER_CLOSED = cause("SyntaxError", "", "'(' was never closed (scene.py, line #)")
COLON = cause("SyntaxError", "", "expected ':' (scene.py, line #)")


@pytest.fixture
def settings(tmp_path):
    return Settings(data=tmp_path)


@pytest.fixture
def database(settings):
    return open_database(settings)


@pytest.fixture(scope="session")
def embed(tmp_path_factory):
    return meanings(Settings(data=tmp_path_factory.mktemp("meanings")))


def record(database, *causes, task="task"):
    for number, each in enumerate(causes):
        with database.writing() as connection:
            one = failed(f"{task} {each.fingerprint} {number}", cause=each)
            EventLog(database).record(connection, pack([one]))


def put_together(database, embed):
    return {each.fingerprint: each.cluster for each in recluster(database, embed)}


@pytest.mark.parametrize(
    ("first", "second", "is_same"),
    [
        (SHAPES, SAME, True),
        (SAME, OTHER_WAY, True),
        (SIZE, SIZE_HERE, True),
        (SHAPES, LATEX, False),
        (HISTOGRAM, HISTOGRAMS, False),
        (NEVER_CLOSED, COLON, False),
        (SHAPES, replace(SAME, kind="TypeError"), False),
    ],
)
def test_what_is_the_same(database, embed, first, second, is_same):
    record(database, first, second)
    expected = {second.fingerprint: first.fingerprint} if is_same else {}
    assert put_together(database, embed) == expected
    assert put_together(database, embed) == {}


def test_what_happens_often_stays_a_cluster(database, embed):
    record(database, SHAPES, SHAPES, SAME, SAME)
    assert put_together(database, embed) == {}


def test_what_happens_often_takes_up_what_came_before_it(database, embed):
    record(database, OTHER_WAY, SHAPES, SHAPES, SAME)
    assert put_together(database, embed) == dict.fromkeys(
        (SAME.fingerprint, OTHER_WAY.fingerprint), SHAPES.fingerprint
    )
    (found,) = Clusters(database).review(Wanted()).clusters
    assert (found.id, found.symbol, found.events) == (SHAPES.fingerprint, "Polygon", 4)


def test_what_people_speak_of_is_not_moved(database, embed):
    record(database, SHAPES, SAME, OTHER_WAY)
    clusters = Clusters(database)
    clusters.set_state(SAME.fingerprint, "known", "me")
    clusters.add_note(OTHER_WAY.fingerprint, "see the axes", "me")
    assert put_together(database, embed) == {SHAPES.fingerprint: SAME.fingerprint}


def test_a_cluster_keeps_its_name_and_state_as_more_comes(database, embed):
    record(database, SHAPES, SAME)
    Clusters(database).set_state(SHAPES.fingerprint, "fixed", "me")
    put_together(database, embed)
    record(database, OTHER_WAY, task="later")
    assert put_together(database, embed) == {OTHER_WAY.fingerprint: SHAPES.fingerprint}
    (found,) = Clusters(database).review(Wanted()).clusters
    assert (found.id, found.state, found.events) == (SHAPES.fingerprint, "fixed", 3)


def test_what_was_taken_out_stays_out(database, embed, settings):
    record(database, SHAPES, SAME)
    put_together(database, embed)
    split(database, SHAPES.fingerprint, SAME.fingerprint, "me")
    assert put_together(database, embed) == {}
    assert len(Clusters(database).review(Wanted()).clusters) == 2
    with database.reading() as connection:
        rows = connection.execute(sa.select(cluster_moves).order_by(cluster_moves.c.id)).all()
    assert [(row.fingerprint, row.joined, row.is_apart) for row in rows] == [
        (SAME.fingerprint, SHAPES.fingerprint, False),
        (SAME.fingerprint, SHAPES.fingerprint, True),
    ]
    assert rows[0].likeness > 0.75
    assert sweep_events(database, settings, 0.0) == 0


def test_no_two_are_compared_again(database, embed):
    asked = []

    def listening(texts):
        asked.append(sorted(texts))
        return embed(texts)

    record(database, SHAPES, LATEX)
    assert put_together(database, listening) == put_together(database, listening) == {}
    assert asked == [sorted([SHAPES.message, LATEX.message])]
    record(database, SAME)
    assert put_together(database, listening) == {SAME.fingerprint: SHAPES.fingerprint}
    assert put_together(database, listening) == {}
    assert len(asked) == 2


def test_what_was_compared_alone_goes_to_what_became_a_cluster_since(database, embed):
    record(database, OTHER_WAY)
    assert put_together(database, embed) == {}
    record(database, SHAPES, SHAPES)
    assert put_together(database, embed) == {OTHER_WAY.fingerprint: SHAPES.fingerprint}


def test_what_was_taken_out_is_compared_with_what_comes_after_it(database, embed):
    record(database, SHAPES, SAME)
    put_together(database, embed)
    record(database, OTHER_WAY)
    with database.writing() as connection:  # as if it were unlike SHAPES
        connection.execute(sa.insert(compared).values(fingerprint=OTHER_WAY.fingerprint))
    split(database, SHAPES.fingerprint, SAME.fingerprint, "me")
    assert put_together(database, embed) == {OTHER_WAY.fingerprint: SAME.fingerprint}


def test_very_many_are_looked_at_the_latest_first(database):
    many = [cause("ValueError", "", f"no {number} here") for number in range(AT_ONCE + 100)]
    random = np.random.default_rng(0)

    def unlike(texts):
        vectors = random.standard_normal((len(texts), 384)).astype(np.float32)
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)

    with database.writing() as connection:
        packed = pack([failed(str(number), cause=each) for number, each in enumerate(many)])
        EventLog(database).record(connection, packed)
    for expected in (many[100:], many, many):
        assert put_together(database, unlike) == {}
        with database.reading() as connection:
            found = set(connection.execute(sa.select(compared.c.fingerprint)).scalars())
        assert found == {each.fingerprint for each in expected}


@pytest.mark.parametrize(
    ("cluster", "fingerprint", "told"),
    [
        (SHAPES.fingerprint, SHAPES.fingerprint, "called by this"),
        (SHAPES.fingerprint, "f" * 16, "there is no fingerprint"),
        ("f" * 16, SAME.fingerprint, "there is no fingerprint"),
    ],
)
def test_what_cannot_be_taken_out(database, embed, cluster, fingerprint, told):
    record(database, SHAPES, SAME)
    put_together(database, embed)
    with pytest.raises(BadRequest, match=told):
        split(database, cluster, fingerprint, "me")


def test_an_embedder_that_is_not_there(database, tmp_path):
    record(database, SHAPES, SAME)
    with pytest.raises(IndexUnusable, match="cannot be loaded"):
        recluster(database, meanings(Settings(data=tmp_path, embedder=str(tmp_path / "none"))))
