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


@contextmanager
def running(port: int) -> Iterator[str]:
    """Give the address of a fresh server, as ROTATOR_DATABASE_URL takes it."""
    assert PROGRAMS is not None, MISSING
    folder = Path(tempfile.mkdtemp(prefix="rotator-pg-"))
    user = _user()
    shutil.chown(folder, user)
    data = folder / "data"
    _run(user, "initdb", "-D", data, "-U", "rotator", "-A", "trust", "--no-sync", "-E", "UTF8")
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -c fsync=off"
    log = ["-l", folder / "log"]
    _run(user, "pg_ctl", "-D", data, *log, "-o", options, "-w", "-t", "30", "start")
    try:
        _run(user, "createdb", "-h", folder, "-p", str(port), "-U", "rotator", "rotator")
        yield f"postgresql://rotator@127.0.0.1:{port}/rotator"
    finally:
        _run(user, "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")
        shutil.rmtree(folder, ignore_errors=True)


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
