"""Run a command as a plain user who can reach this Python and this project, though their folders be root's own.

As root: `python tests/as_user.py COMMAND…`. In a mount namespace of its own, closed folders above Python and the
project are replaced by empty ones in which these alone appear. Needs no set-up and leaves nothing behind.
"""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

from agent.sandbox.inside import kernel
from agent.sandbox.inside.walls import python_folders

USER = 64_600
ROOT = Path(__file__).parent.parent


def closed_above(path: Path) -> Path | None:
    """Return the topmost folder on the way to `path` that others may not pass."""
    for folder in reversed(path.parents):
        if not folder.stat().st_mode & 0o001:
            return folder
    return None


def open_the_way(paths: list[Path]) -> None:
    """Show `paths` below new, open folders wherever a closed one is in their way."""
    held = {path: os.open(path, os.O_PATH) for path in paths}
    covered = set()
    for path in paths:
        closed = closed_above(path)
        if closed is not None and closed not in covered:
            covered.add(closed)
            kernel.mount("tmpfs", str(closed), "tmpfs", ("nosuid", "nodev"), "mode=755")
    for path, fd in held.items():
        if any(path.is_relative_to(closed) for closed in covered):
            if stat.S_ISDIR(os.fstat(fd).st_mode):
                path.mkdir(parents=True, exist_ok=True)
            else:
                path.touch()
            kernel.mount(f"/proc/self/fd/{fd}", str(path), None, ("bind", "rec"))
        os.close(fd)


def main() -> None:
    """Become the user and run the command."""
    kernel.unshare("mount")
    kernel.mount(None, "/", None, ("rec", "private"))
    project = [path for path in ROOT.iterdir() if path.name != ".git"]
    open_the_way([*map(Path, python_folders()), *project])
    os.setgroups([])
    os.setresgid(USER, USER, USER)
    os.setresuid(USER, USER, USER)
    os.environ |= {"HOME": "/nonexistent", "PYTHONDONTWRITEBYTECODE": "1"}
    os.execvp(sys.argv[1], sys.argv[1:])


if __name__ == "__main__":
    main()
