"""Run a command about as Docker would run it with what docker-compose.yml says of the renderer.

As root: `python tests/as_container.py FOLDER COMMAND…`. A plain user without any capability, no new privileges, no
network, a read-only root, a /tmp of its own from which nothing is executed, no user namespaces to be had (a chroot
refuses them as Docker's seccomp profile does); only FOLDER can be written to. Docker's own profile is not tried.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from as_user import ROOT, USER, open_the_way

from agent.sandbox.inside import kernel
from agent.sandbox.inside.walls import python_folders


def build_root(folder: Path, shown: list[Path]) -> Path:
    """Return a new root: the old one, read-only, with `folder` as the one place to write to."""
    root = folder / "root"
    root.mkdir()
    mount("--rbind", "/", str(root))
    mount("-o", "remount,bind,ro", str(root))
    mount("-t", "tmpfs", "-o", "noexec,nosuid,nodev,mode=1777,size=1g", "tmpfs", f"{root}/tmp")
    for path in (folder, *shown):
        if path.is_relative_to("/tmp"):
            Path(f"{root}{path}").mkdir(parents=True, exist_ok=True)
            mount("--bind", str(path), f"{root}{path}")
    if not folder.is_relative_to("/tmp"):
        mount("--bind", str(folder), f"{root}{folder}")
    return root


def mount(*arguments: str) -> None:
    subprocess.run(["mount", *arguments], check=True)


def main() -> None:
    """Build the root, go there as the user, and run the command."""
    folder, command = Path(sys.argv[1]), sys.argv[2:]
    python = list(map(Path, python_folders()))
    kernel.unshare("mount", "net", "ipc")
    kernel.mount(None, "/", None, ("rec", "private"))
    open_the_way([*python, *(path for path in ROOT.iterdir() if path.name != ".git")])
    os.chroot(build_root(folder, [ROOT, *python]))
    os.chdir("/")
    os.setgroups([])
    kernel.forbid_new_privileges()
    os.setresgid(USER, USER, USER)
    os.setresuid(USER, USER, USER)  # and with it all capabilities
    os.environ |= {"HOME": "/tmp", "TMPDIR": "/tmp", "PYTHONDONTWRITEBYTECODE": "1"}
    os.execvp(command[0], command)


if __name__ == "__main__":
    main()
