"""How tasks end where something around them is broken."""

from results import TASK, add_task, made

from agent.prompts import SHIPPED
from agent.sandbox import RenderOptions
from service.database import open_database, tasks
from service.ending import Ending
from service.events.log import EventLog
from service.production import Production
from service.savers import open_saver
from service.settings import Settings
from service.storage.spool import spool_of
from service.wiring import reuse

OPTIONS = {"width": 160, "height": 90, "fps": 5}


def ending(settings, database):
    spool = spool_of(settings, database)
    return Ending(settings, database, open_saver(settings), spool, EventLog(database), lambda: SHIPPED)


def running(database):
    add_task(database, status="running", video="none", options=OPTIONS)
    with database.reading() as connection:
        return connection.execute(tasks.select().where(tasks.c.id == TASK)).one()


def spoil_the_prompts(settings):
    folder = settings.promoted_folder / "prompts"
    folder.mkdir(parents=True)
    (folder / "draft.md").write_text("{{ gone }}")


def test_a_task_is_buried_whatever_became_of_the_prompts(tmp_path):
    settings = Settings(data=tmp_path)
    database = open_database(settings)
    row = running(database)
    spoil_the_prompts(settings)
    ending(settings, database).bury(row, "its worker is gone")
    with database.reading() as connection:
        after = connection.execute(tasks.select().where(tasks.c.id == TASK)).one()
    assert (after.status, after.error) == ("failed", "its worker is gone")
    assert after.report["prompt_versions"] == SHIPPED.versions()


def test_a_video_is_kept_for_the_prompts_that_made_it(tmp_path):
    settings = Settings(data=tmp_path)
    database = open_database(settings)
    row = running(database)
    spoil_the_prompts(settings)
    versions = {"draft": "of before"}
    told = {"error": None, "partial": False, "findings": [], "cached": None, "seconds": {}, "scene": "S"}
    report = {**told, "prompt_versions": versions, "attempts": [], "delivered": None, "task_id": TASK}
    folder = made(tmp_path / "made")
    ending(settings, database).deliver(
        row, Production(TASK, "completed", folder, "code", report, "report.json")
    )
    options = RenderOptions(**OPTIONS)
    assert reuse(settings, options, versions).find(row.prompt).kept.task_id == TASK
    assert reuse(settings, options, SHIPPED.versions()).find(row.prompt) is None
