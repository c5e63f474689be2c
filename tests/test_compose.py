"""The deployment files: what they promise, and that they start what is there."""

import configparser
import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import typer.main
import yaml
from conftest import ROOT
from jsonschema import Draft201909Validator

from service.cli import app
from service.settings import PREFIX, Settings

COMPOSE = ROOT / "docker-compose.yml"
DOCKERFILE = (ROOT / "Dockerfile").read_text()
UNITS = sorted((ROOT / "deploy").glob("*.service"))
SCHEMA = json.loads((ROOT / "tests/data/compose-spec.json").read_text())
VARIABLE = re.compile(r"\$\{(\w+)(?:(:?[-?])([^}]*))?\}")
SECRET = re.compile(r"PASSWORD|SECRET|_KEY$|CERTIFICATE")
WEED = Path(sys.executable).with_name("weed")
SERVICES = ("proxy", "api", "worker", "renderer", "index", "chroma", "postgres", "s3")
ONCE = {"index"}


def interpolated(text: str, given: dict[str, str]) -> str:
    """Return a compose file with its variables filled in, as Compose does; raise KeyError where one must be set."""

    def value(match: re.Match) -> str:
        name, operator, default = match.groups()
        found = given.get(name)
        if operator in (":?", "?") and (found is None or (operator == ":?" and not found)):
            raise KeyError(name)
        return default if operator == ":-" and not found else found or ""

    return VARIABLE.sub(value, text)


def required() -> dict[str, str]:
    """Return the variables that must be set, with their operators."""
    return {name: operator for name, operator, _ in VARIABLE.findall(COMPOSE.read_text()) if "?" in operator}


GIVEN = dict.fromkeys(required(), "given")
compose = yaml.safe_load(interpolated(COMPOSE.read_text(), GIVEN))
each_service = pytest.mark.parametrize("name", SERVICES)


def wrong_in(described: dict) -> list[str]:
    return [error.message for error in Draft201909Validator(SCHEMA).iter_errors(described)]


def test_is_a_compose_file():
    assert wrong_in(compose) == []
    assert set(compose["services"]) == set(SERVICES)


def test_the_schema_sees_mistakes():
    for service in ({"imagine": "x"}, {"image": 3}, {"image": "x", "healthcheck": {"tests": []}}):
        assert wrong_in({"services": {"one": service}})


# variables and secrets


@pytest.mark.parametrize("name", sorted(required()))
def test_refuses_to_start_without_what_must_be_set(name):
    with pytest.raises(KeyError, match=name):
        interpolated(COMPOSE.read_text(), {other: "given" for other in GIVEN if other != name})


def test_every_secret_must_be_set():
    used = {
        name: operator for name, operator, _ in VARIABLE.findall(COMPOSE.read_text()) if SECRET.search(name)
    }
    assert used.pop("ROTATOR_REQUIRE_KEY") == ":-"  # no secret: whether keys are wanted
    assert used.pop("ROTATOR_API_KEY") == "?"  # may be empty, for the offline model
    assert used
    assert set(used.values()) == {":?"}


def test_no_secret_has_a_value_in_the_files():
    described = yaml.safe_load(COMPOSE.read_text())
    for name, service in described["services"].items():
        for key, value in service.get("environment", {}).items():
            if SECRET.search(key) and key != "ROTATOR_REQUIRE_KEY":
                assert VARIABLE.fullmatch(value), (name, key)
    assert re.findall(r"://\w+:(?!\$\{)[^@\s]+@", COMPOSE.read_text()) == []


def test_the_example_lists_every_variable():
    lines = (ROOT / "deploy/.env.example").read_text().splitlines()
    listed = [re.match(r"(#?)([A-Z]\w+)=(.*)", line) for line in lines]
    listed = [match.groups() for match in listed if match]
    assert {name for _, name, _ in listed} == {name for name, *_ in VARIABLE.findall(COMPOSE.read_text())}
    assert {name for off, name, _ in listed if not off} == {*required(), "ROTATOR_MODEL"}
    assert [(name, value) for off, name, value in listed if not off and value] == []
    defaults = {name: value for name, operator, value in VARIABLE.findall(COMPOSE.read_text())}
    assert {name: value for off, name, value in listed if off} == {
        name: defaults[name] for off, name, _ in listed if off
    }


@each_service
def test_settings_are_ours(name):
    known = {PREFIX + field.upper() for field in Settings.model_fields}
    given = {key for key in compose["services"][name].get("environment", {}) if key.startswith(PREFIX)}
    assert given <= known


# confinement


@each_service
def test_nobody_has_powers(name):
    service = compose["services"][name]
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert not {"cap_add", "privileged", "devices", "pid", "ipc", "userns_mode", "group_add"} & set(service)
    assert service.get("network_mode") in (None, "none")
    assert "docker.sock" not in json.dumps(service)


def test_the_renderer_has_no_network_no_secret_and_little_data():
    service = compose["services"]["renderer"]
    assert service["network_mode"] == "none"
    assert not {"networks", "ports", "secrets", "env_file", "extra_hosts"} & set(service)
    assert service["read_only"] is True
    assert [each.split(":")[0] for each in service["tmpfs"]] == ["/tmp"]
    assert set(service["environment"]) == {"ROTATOR_RENDER_PARENTS"}
    assert {"mem_limit", "pids_limit"} <= set(service)
    folders = {"run", "scratch", "cache/formulas", "cache/plays"}
    assert {each.split(":")[1] for each in service["volumes"]} == {f"/data/{folder}" for folder in folders}


@pytest.mark.parametrize("name", ["api", "worker"])
def test_what_the_renderer_shares_lies_in_the_same_places(name):
    shared = set(compose["services"]["renderer"]["volumes"])
    assert shared < set(compose["services"][name]["volumes"])
    assert compose["services"][name]["image"] == compose["services"]["renderer"]["image"]


@pytest.mark.parametrize("name", ["proxy", "api", "worker", "renderer", "index", "chroma"])
def test_our_images_are_read_only(name):
    assert compose["services"][name]["read_only"] is True
    assert compose["services"][name]["tmpfs"]


def test_only_the_proxy_is_to_be_reached_and_only_workers_reach_out():
    open_networks = {name for name, network in compose["networks"].items() if not network.get("internal")}
    assert open_networks == {"edge", "out"}
    members = {
        name: {each for each in SERVICES if name in compose["services"][each].get("networks", ())}
        for name in compose["networks"]
    }
    assert members["edge"] == {"proxy"}
    assert members["out"] == {"worker"}
    assert members["front"] == {"proxy", "api"}
    assert members["back"] == {"api", "worker", "index", "chroma", "postgres", "s3"}
    assert [name for name in SERVICES if "ports" in compose["services"][name]] == ["proxy"]


def test_the_api_trusts_the_network_of_the_proxy_alone():
    (subnet,) = (each["subnet"] for each in compose["networks"]["front"]["ipam"]["config"])
    assert compose["services"]["api"]["environment"]["ROTATOR_PROXIES"] == subnet


# operation


@each_service
def test_health_restarts_logs_and_stopping(name):
    service = compose["services"][name]
    assert service["logging"]["options"]["max-size"]
    assert service["logging"]["options"]["max-file"]
    assert service["init"] is True
    if name in ONCE:
        assert service["restart"] == "no"
        assert "healthcheck" not in service
        return
    assert service["restart"] == "unless-stopped"
    assert "stop_grace_period" in service
    assert {"test", "interval", "timeout", "retries", "start_period"} <= set(service["healthcheck"])


@each_service
def test_waits_for_what_it_needs(name):
    for other, how in compose["services"][name].get("depends_on", {}).items():
        wanted = "service_completed_successfully" if other in ONCE else "service_healthy"
        assert how == {"condition": wanted}, other
    needs = {"api": {"index", "renderer", "postgres", "chroma", "s3"}, "proxy": {"api"}, "index": {"chroma"}}
    needs["worker"] = needs["api"]
    assert set(compose["services"][name].get("depends_on", ())) == needs.get(name, set())


@pytest.mark.parametrize("name", ["api", "worker", "renderer", "chroma"])
def test_the_health_checks_of_our_image_are_programs(name):
    kind, python, option, program = compose["services"][name]["healthcheck"]["test"]
    assert (kind, python, option) == ("CMD", "python", "-c")
    compile(program, name, "exec")


def test_volumes_are_declared_and_files_are_there():
    used = set()
    for service in compose["services"].values():
        for volume in service.get("volumes", ()):
            source = volume.split(":")[0]
            if source.startswith("./"):
                assert (ROOT / source).is_file(), source
            elif not source.startswith("/"):
                used.add(source)
    assert used == set(compose["volumes"])
    secrets = {each for service in compose["services"].values() for each in service.get("secrets", ())}
    assert secrets == set(compose["secrets"])
    site = (ROOT / "deploy/nginx-site.conf").read_text()
    assert set(re.findall(r"/run/secrets/(\w+);", site)) == secrets


# the commands


def parse(command: list[str]) -> None:
    """Take a command of ours apart as the command line would."""
    program, *arguments = command
    assert Path(program).name == "rotator"
    group, name = typer.main.get_command(app), "rotator"
    while hasattr(group, "commands"):
        name = arguments.pop(0)
        group = group.commands[name]
    group.make_context(name, arguments)


@pytest.mark.parametrize(
    ("name", "command"),
    [
        ("api", "rotator serve --workers 0 --host 0.0.0.0"),
        ("worker", "rotator worker"),
        ("renderer", "rotator renderer"),
        ("index", "rotator index build"),
    ],
)
def test_containers_run_our_commands(name, command):
    assert compose["services"][name]["command"] == command.split()
    assert "entrypoint" not in compose["services"][name]
    parse(command.split())


def test_a_wrong_command_is_seen():
    for wrong in ("rotator serve --worker 0", "rotator renderer --fast", "rotator index build now"):
        with pytest.raises(Exception, match=r"[Nn]o such option|unexpected extra argument"):
            parse(wrong.split())


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_units_run_our_commands(unit):
    described = configparser.ConfigParser(strict=False, interpolation=None)
    described.optionxform = str
    described.read(unit)
    service = described["Service"]
    parse(shlex.split(service["ExecStart"]))
    assert service["User"] == "rotator"
    assert service["CapabilityBoundingSet"] == ""
    assert service["NoNewPrivileges"] == "yes"
    assert ("EnvironmentFile" in service) != (service.get("PrivateNetwork") == "yes")


def test_chroma_is_started_as_the_tests_do():
    command = compose["services"]["chroma"]["command"]
    started = (ROOT / "tests/test_index_server.py").read_text()
    options = [each for each in command if each.startswith("--")]
    assert command[:2] == ["chroma", "run"]
    assert options == re.findall(r'"(--\w+)"', re.search(r"\[CHROMA, .*?\]", started)[0])


def test_seaweed_knows_its_options():
    options = [each for each in compose["services"]["s3"]["command"] if each.startswith("-")]
    said = subprocess.run([WEED, "server", "-h"], capture_output=True, text=True, timeout=30, check=False)
    known = set(re.findall(r"^\s+(-[\w.]+)", said.stdout + said.stderr, re.MULTILINE))
    assert {each.split("=")[0] for each in options[1:]} <= known
    assert compose["services"]["s3"]["entrypoint"] == ["weed"]
    assert options[0] == "-logtostderr=true"


# the image


def stages() -> dict[str, str]:
    parts = re.split(r"^FROM .+ AS (\w+)$", DOCKERFILE, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def test_targets_are_stages_that_end_as_plain_users():
    targets = {service["build"]["target"] for service in compose["services"].values() if "build" in service}
    assert targets == {"proxy", "rotator"}
    assert list(stages())[-1] == "rotator"
    for target in targets:
        (user,) = re.findall(r"^USER (.+)$", stages()[target], re.MULTILINE)
        assert user not in ("root", "0")


def test_the_images_own_command_is_ours_too():
    for stage, command in [("rotator", ["rotator", "serve", "--host", "0.0.0.0"]), ("proxy", None)]:
        (found,) = re.findall(r"^CMD (.+)$", stages()[stage], re.MULTILINE)
        assert json.loads(found) == (command or compose["services"]["proxy"]["command"])
    parse(["rotator", "serve", "--host", "0.0.0.0"])


def test_the_image_has_what_compose_mounts_over():
    (made,) = re.findall(r"install -d -o rotator -g rotator -m 700 \\\n\s+(.+)$", DOCKERFILE, re.MULTILINE)
    for name in ("api", "worker", "renderer", "index", "chroma"):
        for volume in compose["services"][name]["volumes"]:
            assert volume.split(":")[1] in made.split(), volume


def test_only_what_the_image_is_made_of_is_sent_to_the_builder():
    copied = {
        source
        for sources in re.findall(r"^COPY (?!--)(.+) \S+$", DOCKERFILE, re.MULTILINE)
        for source in sources.split()
    }
    ignored = (ROOT / ".dockerignore").read_text().split("\n")
    assert ignored[1] == "*"
    assert {line[1:] for line in ignored if line.startswith("!")} == copied
    assert all((ROOT / source).exists() for source in copied)


def test_the_image_is_made_of_the_tested_versions():
    script = (ROOT / "setup/python-packages.sh").read_text()
    assert "setup/python-packages.sh" in stages()["build"]
    assert all(
        "-c constraints.txt" in line
        for line in script.splitlines()
        if "$pip install -" in line and "dry" not in line
    )
    extras = re.search(r"EXTRAS=(\S+)", DOCKERFILE)[1].split(",")
    assert set(extras) == {"anthropic", "google", "mistral", "ollama", "openai"}


# nothing leads elsewhere


@pytest.mark.parametrize(
    "path",
    [COMPOSE, ROOT / "Dockerfile", *sorted(each for each in (ROOT / "deploy").iterdir())],
    ids=lambda path: path.name,
)
def test_no_address_but_our_own(path):
    ours = {"127.0.0.1", "api", "chroma", "s3", "postgres", "rotator", "$host$request_uri;"}
    hosts = {re.sub(r".*@|:.*", "", host) for host in re.findall(r"\w+://([^/\s'\"]+)", path.read_text())}
    assert hosts <= ours


# renewal


def test_a_renewed_certificate_goes_into_the_files_that_are_mounted(tmp_path):
    (tmp_path / "deploy").mkdir()
    script = tmp_path / "deploy/renew-certificate"
    script.write_bytes((ROOT / "deploy/renew-certificate").read_bytes())
    script.chmod(0o755)
    mounted = {"TLS_CERTIFICATE": tmp_path / "chain.pem", "TLS_KEY": tmp_path / "key.pem"}
    for path in mounted.values():
        path.write_text("old and longer than the new one")
        path.chmod(0o640)
    before = {name: path.stat() for name, path in mounted.items()}
    (tmp_path / ".env").write_text("".join(f"{name}={path}\n" for name, path in mounted.items()))
    lineage = tmp_path / "lineage"
    lineage.mkdir()
    (lineage / "fullchain.pem").write_text("new chain")
    (lineage / "privkey.pem").write_text("new key")
    docker = tmp_path / "docker"
    docker.write_text(f'#!/bin/sh\necho "$@" >>{tmp_path}/said\n')
    docker.chmod(0o755)
    environment = {"PATH": f"{tmp_path}:{os.environ['PATH']}", "RENEWED_LINEAGE": str(lineage)}
    subprocess.run([script], env=environment, cwd="/", check=True, timeout=20)
    assert mounted["TLS_CERTIFICATE"].read_text() == "new chain"
    assert mounted["TLS_KEY"].read_text() == "new key"
    for name, path in mounted.items():
        assert (path.stat().st_ino, path.stat().st_mode) == (before[name].st_ino, before[name].st_mode)
    assert (tmp_path / "said").read_text().splitlines() == [
        "compose exec -T proxy nginx -e stderr -t",
        "compose exec -T proxy nginx -e stderr -s reload",
    ]
