"""One job under watch: what it may use, what it says, and that nothing of it is left when it ends."""

from __future__ import annotations

import json
import os
import select
import signal
import socket
import stat
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from agent.sandbox.pool import Parent, ParentDied, pid_of

TICK = 0.1
GRACE = 2.0
"""Seconds that a job has to end after it has told its result."""
LONGEST_MESSAGE = 32 * 2**20
MOST_SAID = 256 * 2**20
MOST_OUTPUT = 64 * 2**20
TAIL = 4000
DISK_MEGABYTES, INODES = 512, 8192
PROCESSES = 64


@dataclass(frozen=True)
class Limits:
    """What a job may use."""

    seconds: float
    memory: int
    """Resident bytes of all its processes together."""
    file_bytes: int = 512 * 2**20
    shards: int = 1

    def as_rlimits(self) -> dict[str, int]:
        """Return those that the kernel itself holds each process to."""
        return {
            "RLIMIT_AS": max(2 * self.memory, 2**31),
            "RLIMIT_CPU": int(self.seconds * 4) + 5,
            "RLIMIT_FSIZE": self.file_bytes,
            "RLIMIT_NOFILE": 256,
            "RLIMIT_NPROC": PROCESSES * self.shards,
            "RLIMIT_CORE": 0,
        }

    @property
    def cpu_seconds(self) -> float:
        """Processor time of all its processes together."""
        return self.seconds * (os.cpu_count() or 1) + 10


@dataclass
class Ended:
    """How a job ended. What it told is a claim."""

    result: dict[str, Any] | None = None
    status: int = 0
    killed: str = ""
    """Why we ended it, as a problem code: too-slow, too-big, cancelled."""
    detail: str = ""
    output: str = ""
    """The end of what it printed."""


@dataclass
class Usage:
    """What a tree of processes uses now."""

    memory: int = 0
    processes: int = 0
    cpu: float = 0.0


def usage_of(pid: int) -> Usage:
    """Add up the use of a process and all its descendants."""
    found, waiting = Usage(), [pid]
    while waiting:
        current = waiting.pop()
        try:
            fields = Path(f"/proc/{current}/stat").read_text().rpartition(")")[2].split()
            waiting += [int(child) for child in _children(current)]
        except (OSError, IndexError):
            continue
        found.memory += int(fields[21]) * os.sysconf("SC_PAGESIZE")
        found.processes += int(fields[17])
        found.cpu += sum(int(each) for each in fields[11:15]) / os.sysconf("SC_CLK_TCK")
    return found


def _children(pid: int) -> list[str]:
    children = []
    for task in os.listdir(f"/proc/{pid}/task"):  # noqa: PTH208 - names are enough
        with suppress(OSError):
            children += Path(f"/proc/{pid}/task/{task}/children").read_text().split()
    return children


@dataclass
class Job:
    """A job that runs, and the ends of its channels that are ours."""

    parent: Parent
    limits: Limits
    on_message: Callable[[dict[str, Any]], dict[str, Any] | None]
    is_cancelled: Callable[[], bool]
    folder: Path | None
    ended: Ended = field(default_factory=Ended)
    pid: int = -1
    pidfd: int = -1
    finished_at: float = 0.0
    said: int = 0
    printed: int = 0

    def kill(self, code: str, detail: str) -> None:
        """End it and all it has started."""
        if not self.ended.killed and self.ended.result is None:
            self.ended.killed, self.ended.detail = code, detail
        self._kill_all()

    def _kill_all(self) -> None:
        with suppress(OSError):
            signal.pidfd_send_signal(self.pidfd, signal.SIGKILL)
        if self.pid > 1:
            with suppress(OSError):
                os.killpg(self.pid, signal.SIGKILL)  # what a job without a pid namespace has started

    def watch(self, started: float) -> None:
        """End the job if it has used up what it may use."""
        now = time.monotonic()
        limits, used = self.limits, usage_of(self.pid)
        if self.is_cancelled():
            self.kill("cancelled", "nobody waits for it any more")
        elif now - started > limits.seconds or used.cpu > limits.cpu_seconds:
            self.kill("too-slow", f"it did not finish within {limits.seconds:.0f} s")
        elif used.memory > limits.memory:
            self.kill("too-big", f"it used more than {limits.memory // 2**20} MiB of memory")
        elif used.processes > PROCESSES * limits.shards + 8:
            self.kill("too-big", "it started too many threads or processes")
        elif self.folder is not None and (found := _disk_of(self.folder, self.pid)):
            self.kill("too-big", found)
        elif self.printed > MOST_OUTPUT or self.said > MOST_SAID:
            self.kill("too-big", "it printed without end")
        elif self.finished_at and now - self.finished_at > GRACE:
            self._kill_all()


def _disk_of(folder: Path, pid: int) -> str:
    """Say what of a working folder is beyond what a tmpfs would allow; files without a name count too."""
    size, count = _nameless(pid), 0
    for path, _, files in os.walk(folder):
        for name in files:
            with suppress(OSError):
                size += os.lstat(f"{path}/{name}").st_blocks * 512
        count += len(files) + 1
    if size > DISK_MEGABYTES * 2**20:
        return f"it wrote more than {DISK_MEGABYTES} MiB"
    return f"it made more than {INODES} files" if count > INODES else ""


def _nameless(pid: int) -> int:
    """Return the bytes on disk of files that a process has open and nobody can find."""
    size = 0
    with suppress(OSError):
        for fd in Path(f"/proc/{pid}/fd").iterdir():
            with suppress(OSError):
                status = fd.stat()
                if stat.S_ISREG(status.st_mode) and status.st_nlink == 0:
                    size += status.st_blocks * 512
    return size


def run_job(
    parent: Parent,
    tier: str,
    spec: dict[str, Any],
    fds: Mapping[str, int],
    limits: Limits,
    scratch: Path,
    on_message: Callable[[dict[str, Any]], dict[str, Any] | None] = lambda message: None,
    is_cancelled: Callable[[], bool] = lambda: False,
) -> Ended:
    """Run one job to its end, whatever it does; raise ParentDied.

    `fds` are handed to it by name. `on_message` is told what the job tells, and answers what it asks.
    """
    started = time.monotonic()
    talk, talk_inside = socket.socketpair()
    birth, birth_inside = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    output, output_inside = os.pipe()
    folder = None if tier == "namespaces" else _work_folder(scratch, parent.user)
    job = Job(parent, limits, on_message, is_cancelled, folder)
    full = {
        **spec,
        "limits": limits.as_rlimits(),
        "disk_megabytes": DISK_MEGABYTES,
        "inodes": INODES,
        "folder": str(folder),
    }
    try:
        handed = {
            "birth": birth_inside.fileno(),
            "talk": talk_inside.fileno(),
            "output": output_inside,
            **fds,
        }
        parent.spawn(handed)
        birth_inside.close()
        talk_inside.close()
        os.close(output_inside)
        output_inside = -1
        job.pidfd = _born(birth)
        job.pid = pid_of(job.pidfd)
        _converse(job, talk, output, json.dumps(full).encode() + b"\n", started)
        job.ended.status = _status(birth)
        return job.ended
    finally:
        job._kill_all()
        for end in (talk, talk_inside, birth, birth_inside):
            end.close()
        for fd in (output, output_inside, job.pidfd):
            if fd >= 0:
                os.close(fd)
        if folder is not None:
            _remove(folder)


def _work_folder(scratch: Path, user: int) -> Path:
    folder = Path(tempfile.mkdtemp(prefix="job-", dir=scratch))
    if os.geteuid() == 0:
        os.chown(folder, user, user)
    return folder


def _remove(folder: Path) -> None:
    """Remove what a job left, however deep and whatever its permissions."""
    for command in (
        ["chmod", "-R", "u+rwX"],
        ["rm", "-rf"],
    ):  # they know trees deeper than a path may be long
        subprocess.run([*command, "--", str(folder)], check=False, stderr=subprocess.DEVNULL)


def _born(birth: socket.socket) -> int:
    birth.settimeout(10)
    try:
        message, fds, _, _ = socket.recv_fds(birth, 100, 1)
    except TimeoutError:
        message, fds = b"", []
    if not message or not fds:
        raise ParentDied
    return fds[0]


def _status(birth: socket.socket) -> int:
    birth.settimeout(10)
    try:
        return int(json.loads(birth.recv(1000))["status"])
    except (TimeoutError, OSError, ValueError):
        raise ParentDied from None


def _converse(job: Job, talk: socket.socket, output: int, first: bytes, started: float) -> None:
    """Listen to the job until it has ended, watching what it uses."""
    talk.setblocking(False)
    os.set_blocking(output, False)
    heard, tail, to_say = bytearray(), bytearray(), bytearray(first)
    poll = select.poll()
    poll.register(talk, select.POLLIN | select.POLLOUT)
    poll.register(output, select.POLLIN)
    poll.register(job.pidfd, select.POLLIN)
    over, next_watch = False, started + TICK
    while not over:
        ready = dict(poll.poll(max(0, (next_watch - time.monotonic()) * 1000)))
        over = job.pidfd in ready
        if events := ready.get(talk.fileno(), 0):
            if events & select.POLLOUT and to_say:
                with suppress(OSError):
                    del to_say[: talk.send(to_say)]
            if events & (select.POLLIN | select.POLLHUP) and not _hear(job, talk, heard, to_say):
                poll.unregister(talk)
            else:
                poll.modify(talk, select.POLLIN | (select.POLLOUT if to_say else 0))
        if output in ready and not _drain(job, output, tail):
            poll.unregister(output)
        if time.monotonic() >= next_watch:
            next_watch = time.monotonic() + TICK
            job.watch(started)
    while _hear(job, talk, heard, to_say, last=True):
        pass
    while _drain(job, output, tail, last=True):
        pass
    job.ended.output = tail.decode(errors="replace").strip()


def _hear(job: Job, talk: socket.socket, heard: bytearray, to_say: bytearray, *, last: bool = False) -> bool:
    """Take in what the job has said; return False once it says no more."""
    try:
        chunk = talk.recv(1 << 20)
    except BlockingIOError:
        return not last
    except OSError:
        return False
    job.said += len(chunk)
    heard += chunk
    if len(heard) > LONGEST_MESSAGE:
        heard.clear()
        job.kill("too-big", "it told more than can be taken in")
        return False
    *lines, rest = heard.split(b"\n") if b"\n" in chunk else [heard]
    if lines:
        heard[:] = rest
        for line in lines:
            _understand(job, bytes(line), to_say)
    return bool(chunk)


def _understand(job: Job, line: bytes, to_say: bytearray) -> None:
    try:
        message = json.loads(line)
    except (ValueError, RecursionError):
        return  # no program of ours says such a thing
    if not isinstance(message, dict) or job.ended.result is not None:
        return
    if isinstance(message.get("result"), dict):
        job.ended.result = message["result"]
        job.finished_at = time.monotonic()
        return
    answer = job.on_message(message)
    if answer is not None:
        to_say += json.dumps(answer).encode() + b"\n"


def _drain(job: Job, output: int, tail: bytearray, *, last: bool = False) -> bool:
    try:
        chunk = os.read(output, 1 << 16)
    except BlockingIOError:
        return not last
    job.printed += len(chunk)
    tail += chunk
    del tail[: max(0, len(tail) - TAIL)]
    return bool(chunk)
