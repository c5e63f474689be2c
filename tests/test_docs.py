"""The documents say what is there: every command, setting, call, target and library count."""

import re
from pathlib import Path

import pytest
import typer.main
from conftest import ROOT

from agent.findings import WEIGHTS
from knowledge.library import library
from knowledge.values import KINDS
from service.api.app import create_app
from service.cli import app
from service.settings import PREFIX, Settings
from service.tasks import Tasks

REFERENCE = (ROOT / "docs/reference.md").read_text()


def commands(group, prefix):
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            if command.invoke_without_command:
                yield f"{prefix} {name}"
            yield from commands(command, f"{prefix} {name}")
        else:
            yield f"{prefix} {name}"


def test_every_command_has_its_heading():
    listed = set(re.findall(r"^### (rotator .+)$", REFERENCE, re.MULTILINE))
    assert listed == set(commands(typer.main.get_command(app), "rotator"))


def test_every_setting_is_in_the_table():
    listed = re.findall(r"^\| `(ROTATOR_\w+)` \|", REFERENCE, re.MULTILINE)
    assert listed == [PREFIX + name.upper() for name in Settings.model_fields]


def test_every_call_has_its_heading():
    paths = create_app(Settings(), Tasks(Settings(), None, None), None).openapi()["paths"]
    calls = {f"{method.upper()} {path}" for path, methods in paths.items() for method in methods}
    assert set(re.findall(r"^### ((?:GET|POST|DELETE) .+)$", REFERENCE, re.MULTILINE)) == calls


def test_every_kind_of_parameter_is_told():
    table = (ROOT / "docs/scenes.md").read_text().split("| type |")[1].split("\n\n")[0]
    assert all(re.search(rf"\b{kind}\b", table) for kind in KINDS)


def test_every_kind_of_finding_is_told():
    table = REFERENCE.split("## Findings")[1].split("## Settings")[0]
    first = "".join(line.split("|")[1] for line in table.splitlines() if line.startswith("| `"))
    assert set(re.findall(r"`([\w-]+)`", first)) == set(WEIGHTS)


def test_make_help_lists_every_target():
    makefile = (ROOT / "Makefile").read_text()
    listed = set(re.findall(r"^([a-z]+):.*## ", makefile, re.MULTILINE))
    assert listed == set("help install run serve test check lint types format bench index clean".split())


def test_the_changelog_counts_the_library():
    assert f"The library: {len(library())} scenes" in (ROOT / "CHANGELOG.md").read_text()


@pytest.mark.parametrize("document", ["README.md", "CONTRIBUTING.md", *map(str, Path("docs").glob("*.md"))])
def test_links_lead_somewhere(document):
    path = ROOT / document
    for target in re.findall(r"\]\((?!http)([^)#]+)", path.read_text()):
        assert (path.parent / target).exists(), target
