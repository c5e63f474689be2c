"""Try what a hostile scene would try: whether a tier holds is found out, not assumed."""

from __future__ import annotations

import ctypes
import os
import signal
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

from agent.sandbox.inside.channel import Channel
from agent.sandbox.inside.job import Shard, Spec

ALLOWED_ENVIRONMENT = {
    "HOME", "LANG", "LC_ALL", "LC_CTYPE", "OPENBLAS_NUM_THREADS", "PATH", "TEXMFHOME", "TEXMFVAR", "TMPDIR", "TZ",
    "XDG_CACHE_HOME", "openin_any", "openout_any", "shell_escape",
}  # fmt: skip


def work(spec: Spec, fds: dict[str, int], channel: Channel, shard: Shard) -> dict[str, Any]:
    """Return, by the name of each attempt, whether it was contained, or what it got."""
    return {name: _attempt(attack, spec) for name, attack in ATTACKS.items()}


def _attempt(attack: Callable[[Spec], object], spec: Spec) -> str:
    try:
        got = attack(spec)
    except OSError:
        return "contained"
    return f"BREACH: {got!r}"[:300]


def _syscall(number: int, *arguments: object) -> int:
    result = int(ctypes.CDLL(None, use_errno=True).syscall(ctypes.c_long(number), *arguments))
    if result < 0:
        raise OSError(ctypes.get_errno(), "denied")
    return result


def _environment(spec: Spec) -> object:
    surplus = set(os.environ) - ALLOWED_ENVIRONMENT
    if not surplus:
        raise PermissionError
    return surplus


def _fork(spec: Spec) -> object:
    pid = os.fork()
    if pid == 0:
        os._exit(0)
    return pid


def _become_root(spec: Spec) -> object:
    if os.getuid() == 0:
        return "runs as root"
    os.setresuid(0, 0, 0)
    return "became root"


def _privileges(spec: Spec) -> object:
    if ctypes.CDLL(None).prctl(39, 0, 0, 0, 0) == 1:  # PR_GET_NO_NEW_PRIVS
        raise PermissionError
    return "may gain privileges"


def _connect_unix(spec: Spec) -> object:
    with socket.socket(socket.AF_UNIX) as connection:
        connection.connect(spec["socket"])
        return spec["socket"]


def _write_outside(spec: Spec) -> object:
    path = Path(spec["outside"]) / "planted"
    path.write_text("x")
    return str(path)


ATTACKS: dict[str, Callable[[Spec], object]] = {
    "read /etc/passwd": lambda spec: Path("/etc/passwd").read_text()[:20],
    "read another's file": lambda spec: Path(spec["secret"]).read_text(),
    "read the memory of processes": lambda spec: Path("/proc/self/maps").read_text()[:20],
    "see the environment": _environment,
    "write outside": _write_outside,
    "write to Python's packages": lambda spec: (Path(os.__file__).parent / "planted.py").write_text("x"),
    "open a network socket": lambda spec: socket.socket(socket.AF_INET),
    "open a unix socket": _connect_unix,
    "fork": _fork,
    "start a program": lambda spec: os.execv("/bin/true", ["true"]),  # noqa: S606
    "signal the keeper": lambda spec: os.kill(spec["keeper"], 0),
    "signal the parent": lambda spec: os.kill(os.getppid(), signal.SIGCONT),
    "leave the process group": lambda spec: os.setpgid(0, 0),
    "trace": lambda spec: _syscall({"x86_64": 101}.get(os.uname().machine, 117), 16, spec["keeper"], 0, 0),
    "open a process": lambda spec: os.pidfd_open(spec["keeper"]),
    "make a user namespace": lambda spec: _syscall({"x86_64": 272}.get(os.uname().machine, 97), 0x10000000),
    "mount": lambda spec: _syscall(
        {"x86_64": 165}.get(os.uname().machine, 40), b"a", b"/", b"tmpfs", 0, None
    ),
    "use io_uring": lambda spec: _syscall(425, 1, ctypes.create_string_buffer(120)),
    "plant a symbolic link": lambda spec: Path("link").symlink_to("/etc/passwd"),
    "plant a fifo": lambda spec: os.mkfifo("fifo"),
    "become root": _become_root,
    "gain privileges": _privileges,
}
