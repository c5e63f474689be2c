"""The page of the review, driven in a browser over a log of real events."""

import io
import re
import threading
import time
from contextlib import contextmanager
from dataclasses import replace

import pytest
import uvicorn
from conftest import BROKEN, GOOD, free_port
from events import FINDING, event, failed, mended
from PIL import Image
from playwright.sync_api import expect, sync_playwright

from service.api.app import create_app
from service.api.keys import add_key, let_review
from service.database import open_database
from service.events.log import EventLog
from service.events.packing import pack
from service.events.record import Cause
from service.events.replay.replays import Replays
from service.settings import Settings
from service.tasks import Tasks

pytestmark = pytest.mark.slow
CLUSTER = "a1b2c3d4e5f60718"
PICTURE = Cause("ffff000011112222", "finding:off-frame", "Text", "off frame", 6)
HOSTILE = "<img src=x onerror=alert(1)><script>alert(2)</script> a square"
RUN = {
    "success": True,
    "repairs": 0,
    "tokens": 900,
    "seconds": 3.0,
    "weight": 0.0,
    "findings": 0,
    "code": GOOD,
}


def still():
    made = io.BytesIO()
    Image.new("RGB", (160, 90), "navy").save(made, "JPEG")
    return made.getvalue()


def fill(database):
    """Write a task that was mended, one that a stranger lost, and one with a finding."""
    draft, repair = mended("a circle that grows", messages=({"role": "user", "content": HOSTILE},))
    lost = failed("a square that turns", cause=draft.cause)
    problem = {**lost.problems[0], "message": HOSTILE, "suggestions": [HOSTILE]}
    lost = replace(lost, prompt=HOSTILE, answer=HOSTILE, problems=(problem,), code=f"# {HOSTILE}\n{BROKEN}")
    seen = event("a long title", cause=PICTURE, findings=(FINDING,), still=still())
    for task in ([draft, replace(repair, base=1, patch="-Frobnicator\n+Circle\n")], [lost], [seen]):
        with database.writing() as connection:
            EventLog(database).record(connection, pack([replace(each, made=time.time()) for each in task]))


@contextmanager
def served(settings):
    """Serve the API in a thread of this process; give its address."""
    tasks = Tasks(settings, open_database(settings), None)
    port = free_port()
    config = uvicorn.Config(
        create_app(settings, tasks, None), port=port, log_config=None, ws="none", lifespan="off"
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + 20
    while not server.started:
        assert time.monotonic() < deadline, "the server did not start"
        time.sleep(0.02)
    yield f"http://127.0.0.1:{port}/review"
    server.should_exit = True
    thread.join(20)


@pytest.fixture
def settings(tmp_path):
    return Settings(data=tmp_path)


@pytest.fixture
def database(settings):
    database = open_database(settings)
    fill(database)
    return database


@pytest.fixture
def browser():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def page(settings, database, browser):
    """The page; whatever it complains of fails the test."""
    complaints = []
    with served(settings) as address:
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.set_default_timeout(15_000)
        page.on("console", lambda said: said.type == "error" and complaints.append(said.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("dialog", lambda dialog: complaints.append(f"{dialog.message}") or dialog.dismiss())
        page.goto(address)
        yield page
        page.close()
    assert complaints == []


def clusters(page):
    return page.get_by_role("complementary", name="Clusters").get_by_role("listitem")


def open_cluster(page, message="Manim has no Frobnicator"):
    clusters(page).filter(has_text=message).get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(message)


def test_from_a_cluster_to_what_fixed_it(page):
    expect(clusters(page)).to_have_count(2)
    expect(clusters(page).first).to_contain_text("1 task lost · 100 %")
    open_cluster(page)
    page.get_by_role("link", name="a circle that grows").click()
    shown = page.get_by_role("article")
    expect(shown.locator(".line.failing")).to_contain_text("Frobnicator")
    expect(shown.locator(".remark.cause")).to_contain_text("Manim has no Frobnicator")
    patch = shown.get_by_role("region", name="What fixed it")
    expect(patch.locator(".row.removed")).to_contain_text("Frobnicator")
    expect(patch.locator(".row.added")).to_contain_text("Circle")
    patch.get_by_role("link", name="a later attempt").click()
    expect(page.get_by_role("heading", name=re.compile("Attempt 2 of task"))).to_be_visible()
    page.reload()
    expect(page.get_by_role("heading", name=re.compile("Attempt 2 of task"))).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", name=re.compile("Attempt 1 of task"))).to_be_visible()


def test_a_picture_is_shown_with_what_is_wrong_in_it(page):
    open_cluster(page, "off frame")
    page.get_by_role("link", name="a long title").click()
    picture = page.get_by_role("region", name="Picture")
    expect(picture).to_contain_text("The title leaves the frame")
    expect(picture.get_by_role("img")).to_have_js_property("naturalWidth", 160)


def test_hostile_text_stays_text(page):
    open_cluster(page)
    page.get_by_role("link", name="<img src=x").click()
    shown = page.get_by_role("article")
    expect(shown.locator(".prompt")).to_have_text(HOSTILE)
    for fold in shown.locator("details").all():
        fold.locator("summary").first.click()
    expect(shown.locator(".remark").first).to_contain_text(HOSTILE)
    expect(shown.locator("pre.said").first).to_be_visible()
    expect(page.locator("img[src=x], main script")).to_have_count(0)


def test_notes_and_states(page):
    open_cluster(page)
    box = page.get_by_role("textbox", name="A note")
    box.fill("models mix it up <b>with</b> Create")
    box.press("Control+Enter")
    expect(page.locator(".note-text")).to_have_text("models mix it up <b>with</b> Create")
    page.get_by_role("button", name="Known").click()
    expect(page.get_by_role("button", name="Known")).to_have_attribute("aria-pressed", "true")
    expect(clusters(page).first).to_contain_text("known")
    page.get_by_role("combobox", name="State").select_option("new")
    expect(clusters(page)).to_have_count(1)
    page.get_by_role("searchbox", name="Text").fill("nothing like it")
    expect(clusters(page)).to_have_count(0)
    page.get_by_role("link", name="Take the filters away").click()
    expect(clusters(page)).to_have_count(2)


def test_the_keyboard_alone(page):
    expect(clusters(page)).to_have_count(2)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()
    links = clusters(page).get_by_role("link")
    for _ in range(8):
        page.keyboard.press("Tab")
        if links.first.evaluate("found => found === document.activeElement"):
            break
    expect(links.first).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(links.nth(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.dataset.event !== undefined"):
            break
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=re.compile("Attempt 1 of task"))).to_be_focused()


def test_a_prompt_is_promoted_and_taken_back(page):
    open_cluster(page)
    page.get_by_role("button", name="Promote").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("radio", name=re.compile("^Prompt")).check()
    text = dialog.get_by_label("text", exact=True)
    expect(text).to_have_value(re.compile("Manim"), timeout=60_000)
    text.fill(text.input_value() + "\nThere is no Frobnicator.\n")
    dialog.get_by_label("Author").fill("an editor")
    dialog.get_by_label("Reason").fill("seen <b>twice</b>")
    dialog.get_by_role("button", name="Test and promote").click()
    expect(dialog.get_by_role("heading", name="It is promoted")).to_be_visible(timeout=60_000)
    dialog.get_by_role("button", name="Close").click()
    change = page.locator(".change")
    expect(change).to_contain_text("seen <b>twice</b>")
    expect(change.locator(".badge")).to_have_text("in use")
    change.get_by_role("button", name="Undo").click()
    change.get_by_role("textbox", name="Why it is undone").fill("it did not help")
    change.get_by_role("button", name="Undo it").click()
    expect(change.locator(".badge")).to_have_text("undone")
    page.get_by_role("navigation", name="Review").get_by_role("link", name="Changes").click()
    expect(page.get_by_role("main")).to_contain_text("it did not help")


def test_a_replay_is_started_followed_and_judged(page, settings, database):
    open_cluster(page)
    page.get_by_role("button", name="Replay").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Drafts").fill("2")
    dialog.get_by_role("button", name="Start it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The replay is running")
    replays = Replays(settings, database)
    (known,) = replays.listed()
    for task in replays.row(known["id"]).sample:
        replays.keep(known["id"], task, "present", {**RUN, "success": False, "code": BROKEN})
        replays.keep(known["id"], task, "candidate", RUN)
    replays.finish(known["id"])
    expect(page.get_by_role("heading", level=1)).to_have_text("Verdict: cannot tell")
    expect(page.get_by_role("row", name=re.compile("came to a whole video"))).to_contain_text("+100 %")
    page.get_by_text("How the programs differ").first.click()
    expect(page.locator(".row.added").first).to_contain_text("Circle")


def test_success_by_prompt_version_is_a_chart_and_a_table(page):
    page.get_by_role("navigation", name="Review").get_by_role("link", name="Prompt versions").click()
    draft = page.get_by_role("region", name="draft")
    expect(draft.get_by_role("img")).to_have_accessible_name(re.compile("Share of tasks"))
    expect(draft.locator(".point title").first).to_contain_text("67 %, 2 of 3 tasks")
    expect(draft.get_by_role("row", name=re.compile("01234567"))).to_contain_text("67 %")


def test_with_keys_on_it_asks_for_one_that_may_review(settings, database, browser):
    with served(settings.model_copy(update={"require_key": True})) as address:
        page = browser.new_page()
        page.goto(address)
        (_, plain), (key_id, key) = (add_key(database, name, 1.0) for name in ("a user", "an editor"))
        let_review(database, key_id)
        page.locator("#key").fill(plain)
        page.get_by_role("button", name="Go on").click()
        expect(page.get_by_role("main")).to_contain_text("rotator keys add NAME --review")
        page.get_by_role("button", name="Forget my key").click()
        page.locator("#key").fill(key)
        page.get_by_role("button", name="Go on").click()
        expect(clusters(page)).to_have_count(2)
        page.close()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_phone_has_no_sideways_scroll(page, theme):
    page.set_viewport_size({"width": 360, "height": 740})
    page.emulate_media(color_scheme=theme)
    expect(page.locator("html")).to_have_attribute("data-theme", theme)
    open_cluster(page)
    page.get_by_role("link", name="<img src=x").click()
    expect(page.get_by_role("article")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    page.get_by_role("link", name="All clusters").click()
    expect(clusters(page)).to_have_count(2)
    assert page.evaluate("document.documentElement.scrollWidth") == 360
