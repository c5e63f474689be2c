"""The page, driven in a browser against a started server; what serves its files."""

import re

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from playwright.sync_api import expect, sync_playwright
from test_server import Server

from service.api.pages import TYPES, WEB, mount_page

MADE = 120_000
"""Milliseconds that a video may take."""
PLAYED = """async video => {
  const moved = new Promise(done => video.ontimeupdate = () => video.currentTime > 0.2 && done(true));
  video.muted = true;
  video.currentTime = 0;
  await video.play();
  return Promise.race([moved, new Promise(done => setTimeout(() => done(false), 10000))]);
}"""


@pytest.fixture
def client():
    app = FastAPI()
    mount_page(app)
    return TestClient(app)


@pytest.mark.parametrize("name", sorted(str(path.relative_to(WEB)) for path in WEB.rglob("*.*")))
def test_files_have_their_types_and_are_sent_once(client, name):
    sent = client.get(f"/web/{name}")
    assert sent.status_code == 200
    assert sent.headers["content-type"] == TYPES["." + name.rpartition(".")[2]]
    assert sent.headers["cache-control"] == "no-cache"
    again = client.get(f"/web/{name}", headers={"if-none-match": sent.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["cache-control"] == "no-cache"


def test_the_page_is_at_the_root(client):
    sent = client.get("/")
    assert (sent.status_code, sent.headers["content-type"]) == (200, TYPES[".html"])
    assert sent.content == (WEB / "index.html").read_bytes()
    assert client.head("/").status_code == 200


@pytest.mark.parametrize(
    "path", ["/web/", "/web/nothing.js", "/web/..%2fcli.py", "/web/%2e%2e/cli.py", "/web/a%00b"]
)
def test_nothing_else_is_served(client, path):
    assert client.get(path).status_code == 404


def test_the_page_needs_nothing_from_elsewhere_and_puts_no_markup_together():
    for path in WEB.rglob("*.*"):
        text = path.read_text(encoding="utf-8")
        addresses = set(re.findall(r"https?://[^\"'\s)]+", text)) - {"http://www.w3.org/2000/svg"}
        assert not addresses, path
        assert not re.search(
            r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function", text
        )
    for page in WEB.rglob("*.html"):
        assert not re.search(r"\sstyle=|\son\w+=|<style|<script>", page.read_text(encoding="utf-8"))


@pytest.fixture
def server(folder, monkeypatch):
    monkeypatch.setenv("ROTATOR_EXAMPLES", "false")
    server = Server(folder)
    yield server
    server.stop()


@pytest.fixture
def page(server):
    """The page in a browser; whatever it complains of fails the test."""
    complaints = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.set_default_timeout(15_000)
        page.on("console", lambda said: said.type == "error" and complaints.append(said.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(f"http://127.0.0.1:{server.port}/")
        yield page
        browser.close()
    assert complaints == []


def ask(page, prompt, quality=None):
    if quality:
        page.get_by_label("Picture").select_option(quality)
    box = page.get_by_role("form", name="Prompt").get_by_role("textbox")
    box.fill(prompt)
    box.press("Enter")


def version(page, number):
    return page.get_by_role("article", name=f"Version {number}", exact=True)


def made(page, number):
    """Return the version of this number once its video plays and its program is shown."""
    turn = version(page, number)
    video = turn.locator("video")
    expect(video).to_be_visible(timeout=MADE)
    assert video.evaluate(PLAYED), "the video does not play"
    expect(program(turn)).to_contain_text("class DisplayScene")
    return turn


def program(turn):
    return turn.locator("pre.code")


@pytest.mark.slow
def test_a_conversation(page):
    ask(page, "Create a circle that transforms into a square")
    first = made(page, 1)
    ask(page, "make the circle red")
    expect(program(made(page, 2))).to_contain_text("RED")
    ask(page, "make it slower")
    made(page, 3)
    expect(program(first)).to_contain_text("class DisplayScene")
    first.get_by_role("button", name="Good").click()
    expect(first.get_by_role("button", name="Good")).to_have_attribute("aria-pressed", "true")
    first.get_by_role("button", name="Edit").click()
    draft = first.get_by_role("textbox")
    draft.fill(draft.input_value() + "\n# by hand\n")
    first.get_by_role("button", name="Render").click()
    expect(program(made(page, 4))).to_contain_text("# by hand")
    page.get_by_role("navigation", name="Versions").get_by_role("button", name="Compare").click()
    beside = page.get_by_role("dialog")
    expect(beside.locator("video")).to_have_count(2)
    expect(beside.get_by_text("From version 1 to version 4")).to_be_visible()
    page.keyboard.press("Escape")
    first.get_by_role("button", name="Remove").click()
    first.get_by_role("button", name="Remove the video").click()
    expect(first.get_by_text("This video was removed")).to_be_visible()
    expect(program(first)).to_contain_text("class DisplayScene")
    page.get_by_role("link", name="Gallery").click()
    expect(page.get_by_role("main").get_by_role("link")).to_have_count(4)


@pytest.mark.slow
def test_a_reload_in_mid_task_and_cancel(page):
    ask(page, "a red triangle", quality="4k")
    expect(version(page, 1).get_by_text("Drawing the frames")).to_be_visible(timeout=MADE)
    page.reload()
    turn = version(page, 1)
    expect(turn.get_by_text("Drawing the frames")).to_be_visible()
    expect(turn.get_by_text(re.compile(r"\d+ of \d+ frames"))).to_be_visible(timeout=MADE)
    turn.get_by_role("button", name="Cancel").click()
    expect(turn.get_by_text("Cancelled", exact=True)).to_be_visible()
    turn.get_by_role("button", name="Try again").click()
    expect(version(page, 1).get_by_role("button", name="Cancel")).to_be_visible()
    version(page, 1).get_by_role("button", name="Cancel").click()


@pytest.mark.slow
def test_a_failed_task_says_why_and_hostile_text_stays_text(page):
    hostile = "<img src=x onerror=alert(1)> explain quantum field theory"
    ask(page, hostile)
    turn = version(page, 1)
    expect(turn.locator(".board-detail")).to_contain_text("The nearest:", timeout=MADE)
    expect(turn.get_by_text(hostile)).to_be_visible()
    expect(page.locator("main img[src=x]")).to_have_count(0)


@pytest.mark.slow
def test_the_keyboard_alone(page):
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.type("a red triangle")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("that turns")
    expect(page.get_by_role("form", name="Prompt").get_by_role("textbox")).to_have_value(
        "a red triangle\nthat turns"
    )
    page.keyboard.press("Enter")
    turn = made(page, 1)
    expect(page.get_by_role("status")).to_contain_text("Version 1: ready")
    tab_to(page, turn.get_by_role("button", name="Good"))
    page.keyboard.press("Space")
    expect(turn.get_by_role("button", name="Good")).to_have_attribute("aria-pressed", "true")
    expect(turn.get_by_role("button", name="Good")).to_be_focused()
    tab_to(page, turn.get_by_role("button", name="Edit"))
    page.keyboard.press("Enter")
    expect(turn.get_by_role("textbox")).to_be_focused()
    page.keyboard.type("# mine\n")
    page.keyboard.press("Control+Enter")
    expect(program(made(page, 2))).to_contain_text("# mine")


def tab_to(page, wanted):
    for _ in range(40):
        page.keyboard.press("Tab")
        if wanted.evaluate("found => found === document.activeElement"):
            return
    raise AssertionError("the keyboard does not get there")


@pytest.mark.slow
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_phone_has_no_sideways_scroll(page, theme):
    page.set_viewport_size({"width": 360, "height": 740})
    page.emulate_media(color_scheme=theme)
    expect(page.locator("html")).to_have_attribute("data-theme", theme)
    ask(page, "a red triangle")
    made(page, 1)
    assert page.evaluate("document.documentElement.scrollWidth") == 360
