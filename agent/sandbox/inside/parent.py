"""The warm parent: has imported Manim once, and forks a sandboxed job whenever the keeper asks for one.

Run as `python -I -m agent.sandbox.inside.parent CONTROL CONFIG` with a clean environment; CONTROL is the
descriptor of its control socket. It stays single-threaded, reads nothing that a job wrote, and ends with its keeper.
"""

from __future__ import annotations

import gc
import json
import os
import select
import socket
import sys
import traceback
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

# all of it now: once the parent has its own root, our source is out of its sight
from agent.sandbox.inside import drawing, hostile, job, kernel, latex, output, salvage, walls  # noqa: F401

MOST_DESCRIPTORS = 16
ORPHANS_EVERY = 50
"""Milliseconds."""


@dataclass(frozen=True)
class Config:
    """How the keeper wants its parent."""

    tier: str
    user: int
    """Whom jobs become where the parent is root."""


@dataclass
class Born:
    """A job that runs: its process and the channel that its end is told on."""

    pid: int
    birth: socket.socket


class Parent:
    """Forks jobs for whoever holds the other end of `control`."""

    def __init__(self, config: Config, control: socket.socket, python: list[str]) -> None:
        self.config = config
        self.control = control
        self.python = python
        self.jobs: dict[int, Born] = {}
        self.groups: set[int] = set()
        """Process groups of ended jobs, of which something may be left that is ours to reap now."""
        self.pid_namespace = (
            os.open("/proc/self/ns/pid", os.O_RDONLY | os.O_CLOEXEC) if config.tier == "namespaces" else -1
        )

    def serve(self) -> None:
        """Fork jobs and reap them until the keeper is gone."""
        poll = select.poll()
        poll.register(self.control, select.POLLIN)
        while True:
            for fd, _ in poll.poll(ORPHANS_EVERY if self.groups else None):
                if fd != self.control.fileno():
                    poll.unregister(fd)
                    self._reap(fd)
                    continue
                message, fds, _, _ = socket.recv_fds(self.control, 4096, MOST_DESCRIPTORS)
                if not message:
                    return
                poll.register(self._start(json.loads(message), fds), select.POLLIN)
            self._reap_orphans()

    def _start(self, request: dict[str, Any], fds: list[int]) -> int:
        """Fork a job; return a descriptor that is readable once it has ended."""
        named = dict(zip(request["names"], fds, strict=True))
        birth = socket.socket(fileno=named.pop("birth"))
        pid = self._fork(named)
        pidfd = os.pidfd_open(pid)
        socket.send_fds(birth, [b"born"], [pidfd])
        for fd in named.values():
            os.close(fd)
        self.jobs[pidfd] = Born(pid, birth)
        return pidfd

    def _fork(self, named: dict[str, int]) -> int:
        if self.config.tier != "namespaces":
            pid = os.fork()
        else:
            pid = walls.own_pid_namespace(os.fork, self.pid_namespace)
        if pid == 0:
            self._become_job(named)
        return pid

    def _become_job(self, named: dict[str, int]) -> None:
        status = 70
        try:
            kernel.die_with_parent()
            os.setsid()
            os.dup2(named["output"], 1)
            os.dup2(named["output"], 2)
            kept = {fd for name, fd in named.items() if name != "output"}
            for fd in set(range(3, 256)) - kept:
                with suppress(OSError):
                    os.close(fd)
            status = job.run(named, self.config.tier, self.config.user, self.python)
        except BaseException:  # it must not return into the parent's loop, whatever happens
            os.write(2, traceback.format_exc().encode(errors="replace"))
        finally:
            os._exit(status)

    def _reap(self, pidfd: int) -> None:
        ended = self.jobs.pop(pidfd)
        _, status = os.waitpid(ended.pid, 0)
        os.close(pidfd)
        with suppress(OSError):  # the keeper may no longer wait for this one
            ended.birth.send(json.dumps({"status": os.waitstatus_to_exitcode(status)}).encode())
        ended.birth.close()
        self.groups.add(ended.pid)

    def _reap_orphans(self) -> None:
        for group in tuple(self.groups):
            try:
                while os.waitid(os.P_PGID, group, os.WEXITED | os.WNOHANG):
                    pass
            except ChildProcessError:
                self.groups.discard(group)


def main() -> int:
    """Set the walls up, import Manim, say so, and serve."""
    config = Config(**json.loads(sys.argv[2]))
    control = socket.socket(fileno=int(sys.argv[1]))
    control.set_inheritable(False)
    python = walls.python_folders()
    os.umask(0o022)  # jobs are another user, who must find the way through the new root
    try:
        if config.tier == "namespaces":
            walls.enter_namespaces(config.user)
            parent = Parent(config, control, python)
            walls.build_root(python)
        else:
            kernel.adopt_orphans()
            kernel.die_with_parent()
            parent = Parent(config, control, python)
        versions = drawing.warm()
    except OSError as error:
        control.send(json.dumps({"refused": str(error)}).encode())
        return 3
    except Exception as error:  # whatever Manim does where it does not work
        control.send(json.dumps({"broken": f"{type(error).__name__}: {error}"[:2000]}).encode())
        return 4
    gc.collect()
    gc.freeze()
    me = os.pidfd_open(os.getpid())
    socket.send_fds(control, [json.dumps({"ready": versions}).encode()], [me])
    os.close(me)
    parent.serve()
    return 0


if __name__ == "__main__":
    os._exit(main())
