"""A real PostgreSQL of the system's, started for tests on a loopback port and stopped by them."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PROGRAMS = next(iter(sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)), None)
MISSING = "PostgreSQL is not installed: apt-get install -y --no-install-recommends postgresql"


class Postgres:
    """A server that can be stopped and started again."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder, self.port, self.user = folder, port, _user()
        self.url = f"postgresql://rotator@127.0.0.1:{port}/rotator"

    def make(self) -> None:
        """Make its data."""
        shutil.chown(self.folder, self.user)
        initdb = ("-U", "rotator", "-A", "trust", "--no-sync", "-E", "UTF8")
        _run(self.user, "initdb", "-D", self.folder / "data", *initdb)

    def start(self) -> None:
        """Start it and wait until it answers."""
        socket = f"-c unix_socket_directories={self.folder} -c fsync=off"
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 {socket}"
        self._control("-l", self.folder / "log", "-o", options, "-w", "-t", "30", "start")

    def stop(self) -> None:
        """Stop it at once, as a crash would."""
        self._control("-m", "immediate", "-w", "stop")

    def _control(self, *arguments: object) -> None:
        _run(self.user, "pg_ctl", "-D", self.folder / "data", *arguments)


@contextmanager
def server(port: int) -> Iterator[Postgres]:
    """Give a fresh server."""
    assert PROGRAMS is not None, MISSING
    folder = Path(tempfile.mkdtemp(prefix="rotator-pg-"))
    postgres = Postgres(folder, port)
    postgres.make()
    postgres.start()
    try:
        _run(postgres.user, "createdb", "-h", folder, "-p", str(port), "-U", "rotator", "rotator")
        yield postgres
    finally:
        postgres.stop()
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def running(port: int) -> Iterator[str]:
    """Give the address of a fresh server, as ROTATOR_DATABASE_URL takes it."""
    with server(port) as postgres:
        yield postgres.url


def _user() -> str:
    """Return who runs it: root must not."""
    name = pwd.getpwuid(os.geteuid()).pw_name
    return name if name != "root" else "postgres"


def _run(user: str, program: str, *arguments: object) -> None:
    command = [str(PROGRAMS / program), *map(str, arguments)]
    if os.geteuid() == 0:
        command = ["setpriv", f"--reuid={user}", f"--regid={user}", "--init-groups", *command]
    for _ in range(3):  # a server that is starting up or ending may want another moment
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, cwd="/")
        if done.returncode == 0:
            return
        time.sleep(0.5)
    raise AssertionError(f"{program}: {done.stdout}{done.stderr}")
