"""What an operator watches: right for any number of processes, and after a restart."""

import threading
import time

import pytest
from prometheus_client.parser import text_string_to_metric_families
from small_app import add_task, small_app
from starlette.testclient import TestClient

from service.api.health import router
from service.api.keys import add_key
from service.api.middleware import protect
from service.database import Database, files, open_database, tasks
from service.measures import SECONDS, STAGES, observe, record_finished
from service.metrics import DatabaseCollector, RequestTimes, exposition
from service.settings import Settings

REPORT = {
    "seconds": {"retrieve": 0.2, "draft": 3.0, "check": 0.04, "render": 7.0, "whole": 11.0},
    "render_seconds": {"probe": 0.5, "whole": 6.5},
    "spent": {
        "model_calls": 2,
        "repair_rounds": 1,
        "input_tokens": 900,
        "output_tokens": 100,
        "tokens": 1000,
    },
    "attempts": [{}, {}],
    "cached": None,
}


@pytest.fixture
def database(tmp_path) -> Database:
    return open_database(Settings(data=tmp_path))


def values(database: Database) -> dict[tuple, float]:
    """Return every sample by its name and the values of its labels."""
    return {
        (sample.name, *sorted(sample.labels.values())): sample.value
        for family in DatabaseCollector(database).collect()
        for sample in family.samples
    }


def finish(database: Database, **given) -> None:
    row = {
        "status": "completed",
        "created": 100.0,
        "started": 102.0,
        "finished": 114.0,
        "report": REPORT,
        **given,
    }
    task_id = add_task(database, **row)
    with database.writing() as connection:
        record_finished(connection, connection.execute(tasks.select().where(tasks.c.id == task_id)).one())


def test_where_time_goes_is_told_by_stage(database):
    finish(database)
    finish(database, report=REPORT | {"seconds": {"draft": 40.0}})
    seen = values(database)
    assert seen["rotator_stage_seconds_sum", "draft"] == 43.0
    assert seen["rotator_stage_seconds_count", "draft"] == 2
    assert seen["rotator_stage_seconds_bucket", "2.5", "draft"] == 0
    assert seen["rotator_stage_seconds_bucket", "5.0", "draft"] == 1
    assert seen["rotator_stage_seconds_bucket", "60.0", "draft"] == 2
    assert seen["rotator_stage_seconds_bucket", "+Inf", "draft"] == 2
    assert (seen["rotator_stage_seconds_sum", "wait"], seen["rotator_stage_seconds_sum", "whole"]) == (4, 24)
    assert seen["rotator_render_phase_seconds_sum", "probe"] == 1.0


def test_what_was_spent_is_added_up(database):
    finish(database)
    finish(database, status="failed", kind="refine")
    seen = values(database)
    assert seen["rotator_finished_tasks_total", "completed", "generate"] == 1
    assert seen["rotator_finished_tasks_total", "failed", "refine"] == 1
    assert seen["rotator_model_calls_total",] == 4
    assert seen["rotator_tokens_total", "read"] == 1800
    assert seen["rotator_tokens_total", "written"] == 200
    assert seen["rotator_repairs_total",] == 2
    assert seen["rotator_attempts_total",] == 4


def test_a_task_from_the_cache_says_nothing_of_how_long_work_takes(database):
    finish(database, report=REPORT | {"cached": {"task_id": "x"}})
    seen = values(database)
    assert seen["rotator_cached_tasks_total",] == 1
    assert seen["rotator_model_calls_total",] == 0
    assert ("rotator_stage_seconds_count", "whole") not in seen
    assert seen["rotator_stage_seconds_count", "wait"] == 1


@pytest.mark.parametrize("given", [{"report": None}, {"report": {}}, {"started": None, "report": None}])
def test_a_task_that_got_nowhere_is_counted_all_the_same(database, given):
    finish(database, status="cancelled", **given)
    assert values(database)["rotator_finished_tasks_total", "cancelled", "generate"] == 1


@pytest.mark.parametrize(
    ("seconds", "below"), [(0.0, 0.05), (0.05, 0.05), (0.051, 0.1), (600.0, 600.0), (601.0, None)]
)
def test_a_value_lies_in_the_bucket_that_it_is_not_above(database, seconds, below):
    with database.writing() as connection:
        observe(connection, [(STAGES, "draft", seconds)])
    seen = values(database)
    full = [bound for bound in SECONDS if seen["rotator_stage_seconds_bucket", str(bound), "draft"] == 1]
    assert (full[0] if full else None) == below
    assert seen["rotator_stage_seconds_bucket", "+Inf", "draft"] == 1


def test_what_is_not_kept_with_its_task_is_not_counted(database):
    with database.engine.connect() as connection, connection.begin() as transaction:
        observe(connection, [(STAGES, "draft", 1.0)])
        transaction.rollback()
    assert ("rotator_stage_seconds_count", "draft") not in values(database)


def test_many_that_finish_at_a_time_are_all_counted(database):
    threads = [
        threading.Thread(target=lambda: [finish(database) for _ in range(5)], daemon=True) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert values(database)["rotator_stage_seconds_count", "draft"] == 20


def test_it_outlives_the_process(database, tmp_path):
    finish(database)
    database.engine.dispose()
    again = open_database(Settings(data=tmp_path))
    finish(again)
    assert values(again)["rotator_stage_seconds_count", "draft"] == 2


def test_the_queues_are_told_apart_and_how_old_they_are(database):
    now = time.time()
    add_task(database, created=now - 50)
    add_task(database, created=now - 20, stage="repair")
    add_task(database, created=now - 10, kind="edit")
    add_task(database, created=now - 30, stage="check")
    add_task(database, created=now - 900, status="running", stage="render")
    seen = values(database)
    assert (seen["rotator_waiting_tasks", "models"], seen["rotator_waiting_tasks", "renders"]) == (2, 2)
    assert seen["rotator_oldest_waiting_seconds", "models"] == pytest.approx(50, abs=5)
    assert seen["rotator_oldest_waiting_seconds", "renders"] == pytest.approx(30, abs=5)
    assert seen["rotator_running_tasks", "render"] == 1


def test_with_nothing_there_all_is_nought(database):
    seen = values(database)
    assert [seen["rotator_tasks", status] for status in ("pending", "running", "failed")] == [0, 0, 0]
    assert seen["rotator_waiting_tasks", "models"] == seen["rotator_oldest_waiting_seconds", "models"] == 0
    assert seen["rotator_dead_tasks",] == 0


def test_the_dead_and_what_takes_room_are_counted(database):
    task_id = add_task(database, status="failed", dead=True)
    rows = [("animation.mp4", "video", 1000, "stored"), ("poster.png", "poster", 50, "spooled")]
    with database.writing() as connection:
        for name, kind, size, state in rows:
            kept = {"task": task_id, "name": name, "kind": kind, "bytes": size, "state": state}
            connection.execute(files.insert().values(**kept, sha256="0" * 64, made=1.0))
    seen = values(database)
    assert seen["rotator_dead_tasks",] == 1
    assert seen["rotator_file_bytes", "stored", "video"] == 1000
    assert seen["rotator_files", "poster", "spooled"] == 1


def test_prometheus_can_read_it(database):
    finish(database)
    text = exposition(database, RequestTimes()).decode()
    families = {family.name: family for family in text_string_to_metric_families(text)}
    assert families["rotator_stage_seconds"].type == "histogram"
    assert families["rotator_model_calls"].type == "counter"
    assert families["process_resident_memory_bytes"].samples[0].value > 0
    assert all(family.documentation for family in families.values())


def test_where_keys_are_on_metrics_need_one_too(tmp_path):
    app = small_app(tmp_path, require_key=True)
    protect(app, app.state.settings)
    app.include_router(router)
    client = TestClient(app)
    assert client.get("/metrics").status_code == 401
    _, key = add_key(app.state.database, "prometheus", time.time())
    answer = client.get("/metrics", headers={"X-API-Key": key})
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    assert 'rotator_tasks{status="pending"} 0.0' in answer.text
    assert client.get("/healthz").status_code == 200
