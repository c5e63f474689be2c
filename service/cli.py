"""The command line: `rotator`."""

from __future__ import annotations

import json
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Annotated, Any, Literal, NoReturn

import typer

from service.commands.events import app as events_app
from service.commands.keys import app as keys_app
from service.commands.renderer import renderer
from service.commands.storage import app as storage_app

if TYPE_CHECKING:
    from agent.faults import Fault
    from agent.sandbox import RenderOptions
    from service.checking import CheckedFile
    from service.production import Production
    from service.progress import Progress
    from service.settings import Settings

FAILED, WRONG, STOPPED = 1, 2, 130

app = typer.Typer(
    help="Turn a sentence into a mathematical animation.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
index_app = typer.Typer(help="Build and search the index of scenes and of Manim.", no_args_is_help=True)
app.add_typer(index_app, name="index")
app.add_typer(events_app, name="events")
app.add_typer(keys_app, name="keys")
app.add_typer(storage_app, name="storage")
app.command()(renderer)

Json = Annotated[bool, typer.Option("--json", help="Print one JSON object on stdout and nothing else there.")]


@app.command()
def generate(
    prompt: Annotated[str, typer.Argument(help="What to animate; - reads it from standard input.")],
    quality: Annotated[str, typer.Option(help="low, medium, high or 4k.")] = "low",
    resolution: Annotated[
        str | None, typer.Option(help="Width and height in pixels, such as 1280x720.")
    ] = None,
    fps: Annotated[int | None, typer.Option(help="Frames per second.")] = None,
    out: Annotated[
        Path | None, typer.Option(help="Folder for the files; default: under ROTATOR_DATA.")
    ] = None,
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Make a new one, even where a like prompt has its video already.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Make an animation of PROMPT: animation.mp4, poster.png, scene.py and report.json."""
    with _errors(as_json):
        from service.progress import Progress
        from service.requests import render_options

        progress = Progress()
        production = _generate(
            _read(prompt), render_options(quality, resolution, fps), out, progress, fresh=fresh
        )
        if as_json:
            print(json.dumps(production.as_json(), ensure_ascii=False))
        _tell(production, progress)
        if production.fault and production.status != "completed":
            _fail(production.fault, as_json=False)
        if production.status != "completed":
            raise typer.Exit(FAILED)


def _generate(
    prompt: str, options: RenderOptions, out: Path | None, progress: Progress, *, fresh: bool
) -> Production:
    from service import wiring
    from service.events.alone import write_down
    from service.production import new_task_id, prepare_folder, produce
    from service.requests import validated_prompt

    prompt = validated_prompt(prompt)
    settings = _settings()
    index = wiring.scene_index(settings)
    model = wiring.load_model(settings, index)
    task_id = new_task_id()
    folder = prepare_folder(out or settings.data / "videos" / task_id)
    wiring.build_index(settings, index, progress.verifying, progress.indexing)
    context = wiring.context(settings, index, model, progress.event)
    return produce(
        task_id,
        prompt,
        context,
        folder,
        model=wiring.model_name(settings),
        options=options,
        budget=wiring.budget(settings),
        tell=partial(write_down, settings, task_id, prompt),
        reuse=wiring.reuse(settings, options, context.prompts.versions()),
        fresh=fresh,
    )


def _tell(production: Production, progress: Progress) -> None:
    report = production.report
    if production.status == "completed":
        tries = report["delivered"] - 1 if report["delivered"] else 0
        mended = f", mended {tries} times" if tries else ""
        progress.say(f"done{mended} (model: {report['model']})")
        if cached := report["cached"]:
            print(f'  made before, for "{cached["prompt"]}"; --fresh makes a new one', file=sys.stderr)
        _tell_files(production)
        _tell_findings(report["findings"])
        if said := report["answer"]:
            print(f"  {said}", file=sys.stderr)
    elif production.partial:
        progress.say("failed; there is a part of the video")
        print(f"{production.error}", file=sys.stderr)
        print(
            f"  PARTIAL: the video ends after {report['duration']:.1f} s, where its program failed",
            file=sys.stderr,
        )
        _tell_files(production)
        _tell_findings(report["findings"])
    elif not production.fault:
        progress.say("no video")
        print(f"{production.error}\n  report {production.path('report')}", file=sys.stderr)


def _tell_files(production: Production) -> None:
    for what in ("video", "poster", "code", "report"):
        print(f"  {what:7}{production.path(what)}", file=sys.stderr)


def _tell_findings(findings: list[dict[str, Any]]) -> None:
    if findings:
        print("  not right in the picture:", file=sys.stderr)
    for each in findings:
        span = f"{each['start']:.1f} to {each['end']:.1f} s: " if each["end"] > each["start"] else ""
        line = f" (line {each['line']})" if each["line"] else ""
        still = f", see {each['still']}" if each["still"] else ""
        print(f"  - {span}{each['message']}{line}{still}", file=sys.stderr)


@app.command()
def render(
    file: Annotated[Path, typer.Argument(help="A Python file with scenes.")],
    scene: Annotated[str | None, typer.Option(help="The scene to render; default: all in the file.")] = None,
    quality: Annotated[str, typer.Option(help="low, medium, high or 4k.")] = "low",
    resolution: Annotated[
        str | None, typer.Option(help="Width and height in pixels, such as 1280x720.")
    ] = None,
    fps: Annotated[int | None, typer.Option(help="Frames per second.")] = None,
    also: Annotated[list[str] | None, typer.Option(help="A further format: gif or webm.")] = None,
    out: Annotated[Path | None, typer.Option(help="Folder for the files; default: beside FILE.")] = None,
    partial: Annotated[
        bool, typer.Option("--partial", help="Where a scene fails, keep the video of what came before.")
    ] = False,
    no_daemon: Annotated[
        bool, typer.Option("--no-daemon", help="Leave no warm renderer behind for the next call.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Render the scenes of FILE in the sandbox; what has not changed since the last time is not drawn again."""
    with _errors(as_json):
        from service import wiring
        from service.rendering import render_file
        from service.requests import render_options

        options = render_options(quality, resolution, fps, tuple(also or ()))
        settings = _settings()
        renderer = wiring.renderer(settings, alone=no_daemon)
        try:
            report = render_file(
                file, scene, options, out, renderer, settings.render_seconds, partial=partial
            )
        finally:
            if no_daemon:
                renderer.stop()
        if as_json:
            print(json.dumps(report, ensure_ascii=False))
        else:
            _tell_rendered(file, report)
        if not report["ok"]:
            raise typer.Exit(FAILED)


def _tell_rendered(file: Path, report: dict[str, Any]) -> None:
    for problem in report["problems"]:
        line = f":{problem['line']}" if problem["line"] else ""
        print(f"{file}{line}: {problem['severity']}: {problem['message']}", file=sys.stderr)
    for each in report["scenes"]:
        for finding in each["findings"]:
            print(_told_finding(str(file), finding), file=sys.stderr)
        if each["uninspected"]:
            print(f"{file}: the picture was not looked at to its end: {each['uninspected']}", file=sys.stderr)
        if each["video"]:
            formulas, seconds = each["formulas"], each["seconds"]["whole"]
            kept = (
                f", {each['cached_plays']} of {each['plays']} plays unchanged" if each["cached_plays"] else ""
            )
            drawn = formulas.get("without_latex", 0)
            kept += f", {drawn} formulas drawn without LaTeX" if drawn else ""
            part = "partial video, " if each["partial"] else ""
            print(f"{each['scene']}: {part}{each['frames']} frames in {seconds:.2f} s ({each['tier']}{kept})")
            print(f"  {each['video']}")


def _told_finding(file: str, finding: dict[str, Any]) -> str:
    """Return a finding as one line: where in the file and in the video, what, and what would help."""
    line = f":{finding['line']}" if finding["line"] else ""
    span = f"{finding['start']:.1f} to {finding['end']:.1f} s"
    still = f" [{finding['still']}]" if finding["still"] else ""
    hint = f"; {finding['suggestion']}" if finding["suggestion"] else ""
    return f"{file}{line}: finding: {span}: {finding['message']}{hint} [{finding['kind']}]{still}"


@app.command()
def check(
    files: Annotated[list[Path] | None, typer.Argument(help="Python files with scenes.")] = None,
    fix: Annotated[bool, typer.Option("--fix", help="Rewrite the files with all mends made.")] = False,
    show_diff: Annotated[bool, typer.Option("--diff", help="Show what the mends change.")] = False,
    no_run: Annotated[bool, typer.Option("--no-run", help="Only read the programs, run nothing.")] = False,
    explain: Annotated[
        str | None, typer.Option(metavar="CODE", help="Say what a problem means; `all` lists them.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Find what is wrong with the scenes of FILES in milliseconds, and mend what is mechanical."""
    with _errors(as_json):
        from service import wiring
        from service.requests import BadRequest

        if explain is not None:
            print(_explained(explain))
            return
        if not files:
            raise BadRequest("name a file, or a problem with --explain CODE")
        from service.checking import check_file

        settings = _settings()
        checker = wiring.checker(settings)
        renderer = None if no_run else wiring.renderer(settings)
        checked = [check_file(file, checker, renderer, fix=fix) for file in files]
        if as_json:
            print(json.dumps({"files": [each.as_json() for each in checked]}, ensure_ascii=False))
        else:
            _tell_checked(checked, fix=fix, show_diff=show_diff)
        if not all(each.ok for each in checked):
            raise typer.Exit(FAILED)


def _explained(code: str) -> str:
    from agent.check.explaining import explanations
    from service.requests import BadRequest

    known = explanations()
    if code == "all":
        return "\n".join(f"{each.code:24}{each.title}" for each in known.values())
    if code not in known:
        raise BadRequest(f"there is no problem {code}; `rotator check --explain all` lists them")
    return str(known[code])


def _tell_checked(checked: list[CheckedFile], *, fix: bool, show_diff: bool) -> None:
    for each in checked:
        for found in each.found:
            place = f"{each.file}:{found.line or 1}:{found.column or 1}"
            mark = " (mendable: --fix)" if found.mendable and not fix else ""
            print(f"{place}: {found.severity}: {found.message} [{found.code}]{mark}")
        for mend in each.mended.mends if fix else ():
            lost = f"; lost: {mend.loses}" if mend.loses else ""
            print(f"{each.file}:{mend.line}: mended [{mend.code}]{lost}")
        if show_diff and each.diff:
            print(each.diff)


@index_app.command("build")
def index_build(as_json: Json = False) -> None:
    """Build the index of the scene library and of the installed Manim where it is missing or stale."""
    with _errors(as_json):
        from service import wiring
        from service.progress import Progress

        progress, settings = Progress(), _settings()
        index = wiring.scene_index(settings)
        built = wiring.build_index(settings, index, progress.verifying, progress.indexing)
        if as_json:
            print(json.dumps({"built_now": built, **index.stats()}))
        else:
            held = index.stats()["documents"]
            told = f"{held['scene']} scenes and {held['api']} documents of Manim"
            progress.say(f"{told}, {'built' if built else 'up to date'}")


@index_app.command("verify")
def index_verify(
    out: Annotated[
        Path | None, typer.Option(help="Write the stamps into this file instead of the data folder.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Render every scene and example again, and keep what that shows: stamps, and a picture of each."""
    with _errors(as_json):
        from service import wiring
        from service.progress import Progress

        settings = _settings()
        programs = wiring.scene_index(settings).contents.programs()
        refused = wiring.verify(settings, programs, Progress().verifying, out)
        told = {"rendered": len(programs) - len(refused), "refused": refused}
        print(json.dumps(told) if as_json else f"{told['rendered']} of {len(programs)} render")


@index_app.command("search")
def index_search(
    query: Annotated[str, typer.Argument(help="What to look for.")],
    k: Annotated[int, typer.Option("-k", min=1, max=50, help="How many results.")] = 5,
    kind: Annotated[
        Literal["scene", "component", "example", "api", "pitfall", "all"],
        typer.Option(
            help="Scenes, parts of them, examples and documents of Manim, what goes wrong, or all of it."
        ),
    ] = "scene",
    as_json: Json = False,
) -> None:
    """Show what answers QUERY best: by meaning, words and exact names."""
    with _errors(as_json):
        from knowledge.entry import KINDS
        from service import wiring
        from service.requests import validated_prompt

        query = validated_prompt(query)
        index = wiring.built_index(_settings())
        results = wiring.search(index, query, k, KINDS if kind == "all" else (kind,))
        if as_json:
            print(json.dumps({"results": [document.as_json() for document in results]}, ensure_ascii=False))
        for document in () if as_json else results:
            print(f"{document.score:.3f}  {document.id:28} {document.title}")


@index_app.command("topics")
def index_topics(
    prompts: Annotated[
        Path | None, typer.Option(help="A file of prompts, one a line, to be put under their topics.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Show what there is on each topic: scenes, and the parts of them that others can be built from."""
    with _errors(as_json):
        from service import wiring
        from service.requests import prompts_of

        asked = prompts_of(prompts) if prompts else ()
        index = wiring.built_index(_settings())
        groups = wiring.topics(index, asked)
        if as_json:
            print(json.dumps({"topics": [group.as_json() for group in groups]}, ensure_ascii=False))
            return
        for group in groups:
            print(f"{group.topic}: {', '.join(group.scenes) or 'no scene yet'}")
            for what, items in (("parts", group.components), ("prompts", group.prompts)):
                if items:
                    print(f"    {what}: {', '.join(items) if what == 'parts' else '; '.join(items)}")


@index_app.command("stats")
def index_stats(as_json: Json = False) -> None:
    """Show what the index holds."""
    with _errors(as_json):
        from service import wiring

        stats = wiring.scene_index(_settings()).stats()
        print(
            json.dumps(stats) if as_json else "\n".join(f"{name:10} {value}" for name, value in stats.items())
        )


@app.command()
def doctor(as_json: Json = False) -> None:
    """Say what is set up, what is missing, and the one line that installs it."""
    with _errors(as_json):
        from service.doctor import examine, install_line

        checks = examine(_settings())
        line = install_line(checks)
        if as_json:
            print(json.dumps({"checks": [check.as_json() for check in checks], "install": line}))
        else:
            for check in checks:
                print(f"{check.mark}  {check.name:12} {check.found}")
            print(f"\nTo install what is missing:\n  {line}" if line else "\nNothing is missing.")
        if any(check.needed and not check.ok for check in checks):
            raise typer.Exit(WRONG)


Workers = Annotated[int, typer.Option(min=0, max=64, help="Tasks that are drawn at a time in this process.")]


@app.command()
def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on; default 127.0.0.1.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on; default 8000.")] = None,
    workers: Workers = 1,
) -> None:
    """Serve the page and the HTTP API, and make the videos that are asked for, unless --workers is 0."""
    with _errors(as_json=False):
        from service.serving import serve as start

        overrides = {name: value for name, value in {"host": host, "port": port}.items() if value is not None}
        start(_settings(**overrides), workers)


@app.command()
def worker(workers: Workers = 1) -> None:
    """Make videos that are asked for of servers on the same database."""
    with _errors(as_json=False):
        from service.serving import work

        work(_settings(), workers)


def _settings(**overrides: Any) -> Settings:
    from service.settings import load_settings
    from service.wiring import silence

    silence()
    return load_settings(**overrides)


def _read(prompt: str) -> str:
    return sys.stdin.buffer.read(1_000_000).decode("utf-8", errors="replace") if prompt == "-" else prompt


@contextmanager
def _errors(as_json: bool) -> Iterator[None]:
    """Turn what can go wrong into advice and an exit status; see that nothing outlives the command."""
    from agent.faults import Fault
    from service.requests import BadRequest

    signal.signal(signal.SIGTERM, _stop)
    try:
        yield
    except Fault as fault:
        _fail(fault, as_json)
    except BadRequest as error:
        _complain(str(error), "", as_json, WRONG)
    except KeyboardInterrupt:
        _complain("stopped; nothing was written", "", as_json, STOPPED)


def _stop(number: int, frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt


def _fail(fault: Fault, as_json: bool) -> NoReturn:
    from agent.faults import ModelUnavailable, RendererBroken

    status = FAILED if isinstance(fault, ModelUnavailable | RendererBroken) else WRONG
    _complain(fault.message, fault.remedy, as_json, status)


def _complain(error: str, remedy: str, as_json: bool, status: int) -> NoReturn:
    if as_json:
        print(json.dumps({"status": "failed", "error": error, "remedy": remedy or None}, ensure_ascii=False))
    print(f"error: {error}" + (f"\nhint: {remedy}" if remedy else ""), file=sys.stderr)
    raise typer.Exit(status)
