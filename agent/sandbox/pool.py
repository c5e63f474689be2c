"""The warm parents: started, asked for jobs, watched, and replaced when they have grown or gone stale."""

from __future__ import annotations

import json
import os
import queue
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from agent.faults import RendererBroken

ENVIRONMENT = {
    "LANG": "C.UTF-8",
    "OPENBLAS_NUM_THREADS": "1",
    "openin_any": "p",
    "openout_any": "p",
    "shell_escape": "f",
}
PASSED_ON = ("PATH", "TZ")
FIRST_USER = 64_640
"""Jobs of the n-th parent run as this user plus n, where the keeper is root."""
START_SECONDS = 60
GROWN_BYTES = 200 * 2**20


class TierRefused(Exception):
    """The kernel, or whoever confines us, does not let this tier be built."""


class ParentDied(Exception):
    """The parent ended while a job of its ran."""


def clean_environment(home: str) -> dict[str, str]:
    """Return the environment of everything that runs near untrusted code: an allow-list."""
    passed = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    return {**ENVIRONMENT, **passed, "HOME": home, "XDG_CACHE_HOME": home, "TMPDIR": home}


@dataclass
class Parent:
    """One warm parent process."""

    process: subprocess.Popen[bytes]
    control: socket.socket
    versions: dict[str, str]
    pid: int
    """The process that forks, as this process sees it: `process` itself may only wait for it."""
    user: int
    first_size: int
    stamp: object

    def spawn(self, fds: Mapping[str, int]) -> None:
        """Have it fork a job that inherits `fds` by name; raise ParentDied."""
        message = json.dumps({"names": list(fds)}).encode()
        try:
            socket.send_fds(self.control, [message], list(fds.values()))
        except OSError as error:
            raise ParentDied from error

    @property
    def is_alive(self) -> bool:
        """Whether it can be asked for a job."""
        return self.process.poll() is None

    def size(self) -> int:
        """Return its resident memory in bytes; 0 when it is gone."""
        return resident(self.pid)

    def stop(self) -> None:
        """End it and everything it has forked."""
        self.control.close()
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        self.process.kill()
        self.process.wait()


def resident(pid: int) -> int:
    """Return the resident memory of a process in bytes; 0 when it is gone."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGESIZE")
    except (OSError, IndexError):
        return 0


def pid_of(pidfd: int) -> int:
    """Return the process behind a pidfd, as this process sees it; -1 when it is gone."""
    for line in Path(f"/proc/self/fdinfo/{pidfd}").read_text().splitlines():
        if line.startswith("Pid:"):
            return int(line.split()[1])
    return -1


def installed_stamp() -> object:
    """Return something that changes when another Manim, or other packages, are installed."""
    folders = [path for path in sys.path if path.endswith("-packages") and Path(path).is_dir()]
    return sorted(
        (found.path, found.stat().st_mtime_ns)
        for folder in folders
        for found in os.scandir(folder)
        if found.name.startswith(("manim-", "av-", "pycairo-")) and found.name.endswith(".dist-info")
    )


def start_parent(tier: str, number: int, folder: Path) -> Parent:
    """Start a parent and wait until it has imported Manim; raise TierRefused or RendererBroken."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    home = Path(tempfile.mkdtemp(prefix="parent-", dir=folder))
    config = {"tier": tier, "user": FIRST_USER + number}
    stamp = installed_stamp()
    with (home / "output").open("wb") as output:
        process = subprocess.Popen(
            [
                sys.executable,
                "-I",
                "-m",
                "agent.sandbox.inside.parent",
                str(theirs.fileno()),
                json.dumps(config),
            ],
            cwd=home,
            env=clean_environment(str(home)),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            pass_fds=[theirs.fileno()],
        )
    theirs.close()
    ours.settimeout(START_SECONDS)
    try:
        message, fds, _, _ = socket.recv_fds(ours, 65536, 1)
    except TimeoutError:
        message, fds = b"", []
    said = json.loads(message or b"{}")
    if not fds:
        process.kill()
        process.wait()
        ours.close()
        if "refused" in said:
            raise TierRefused(said["refused"])
        tail = (home / "output").read_text(errors="replace")[-2000:].strip()
        raise RendererBroken(
            f"the renderer does not start: {said.get('broken') or tail or 'it said nothing'}",
            "run `rotator doctor`; make install sets up what it needs",
        )
    ours.settimeout(None)
    pid = pid_of(fds[0])
    os.close(fds[0])
    return Parent(process, ours, said["ready"], pid, FIRST_USER + number, resident(pid), stamp)


@dataclass
class Pool:
    """Parents to lease, one renderer at a time each; started when they are first needed."""

    tier: str
    size: int
    folder: Path
    _free: queue.LifoQueue[tuple[int, Parent | None]] = field(default_factory=queue.LifoQueue)

    def __post_init__(self) -> None:
        for number in reversed(range(self.size)):
            self._free.put((number, None))

    def add(self, parent: Parent) -> None:
        """Take a parent in that was started to find the tier."""
        number, _ = self._free.get()
        self._free.put((number, parent))

    @contextmanager
    def lease(self) -> Iterator[Parent]:
        """Wait for a parent; a dead, grown or stale one is replaced first."""
        number, parent = self._free.get()
        try:
            if parent is not None and not _fit(parent):
                parent.stop()
                parent = None
            parent = parent or start_parent(self.tier, number, self.folder)
            yield parent
        finally:
            self._free.put((number, parent))

    def stop(self) -> None:
        """End every parent that is free."""
        while not self._free.empty():
            _, parent = self._free.get()
            if parent is not None:
                parent.stop()


def _fit(parent: Parent) -> bool:
    return (
        parent.is_alive
        and 0 < parent.size() < parent.first_size + GROWN_BYTES
        and parent.stamp == installed_stamp()
    )
