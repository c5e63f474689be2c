"""The system-call layer: its tables against the kernel's own headers, its filters against themselves."""

import os
import re
import socket
import threading
from pathlib import Path

import pytest

from agent.sandbox.inside import kernel

HEADERS = [Path("/usr/include/x86_64-linux-gnu/asm/unistd_64.h"), Path("/usr/include/asm-generic/unistd.h")]


def numbers(header: Path) -> dict[str, int]:
    found = re.findall(r"#define __NR(?:3264)?_(\w+)\s+(\d+)", header.read_text())
    return {name: int(number) for name, number in found}


@pytest.mark.parametrize(("column", "header"), list(enumerate(HEADERS)), ids=["x86_64", "aarch64"])
def test_numbers_are_those_of_the_kernels_headers(column, header):
    if not header.exists():
        pytest.skip("the kernel's headers are not installed")
    theirs = numbers(header)
    ours = {name: row[column] for name, row in kernel._CALLS.items() if row[column] is not None}
    assert {name: theirs.get(name, number) for name, number in ours.items()} == ours


@pytest.mark.parametrize("programs", [False, True])
def test_every_jump_of_a_filter_lands_inside_it(programs):
    program = kernel.filter_program(7, programs=programs)
    for at, (code, true, false, _) in enumerate(program):
        if code in (kernel._EQUAL, kernel._GREATER, kernel._AT_LEAST, kernel._ANY_BIT):
            assert max(true, false) < 256
            assert at + 1 + max(true, false) < len(program)
    assert program[-1] == (kernel._RETURN, 0, 0, kernel._ALLOW)


def confined(attempt, *, programs=False, abi=None, writable=()) -> str:
    """Return what `attempt` gives in a process that is confined."""
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        said = b"crashed"
        try:
            rules = kernel.landlock_rules(["/usr", "/lib", "/bin"], writable, abi)
            kernel.forbid_new_privileges()
            kernel.confine(rules)
            kernel.seccomp(programs=programs)
            said = str(attempt()).encode()
        except OSError as error:
            said = type(error).__name__.encode()
        finally:
            os.write(writer, said)
            os._exit(0)
    os.close(writer)
    os.waitpid(pid, 0)
    with os.fdopen(reader) as answer:
        return answer.read()


def a_thread_runs():
    done = []
    thread = threading.Thread(target=done.append, args=[1])
    thread.start()
    thread.join()
    return done


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # forking beside threads, from 3.12 on
@pytest.mark.parametrize("abi", [1, 2, 3, 4, 5, 6, None])
def test_landlock_of_every_version_hides_what_is_not_shown(abi, tmp_path):
    if (abi or 1) > kernel.landlock_abi():
        pytest.skip("this kernel's Landlock is older")
    (tmp_path / "in").mkdir()
    assert confined(lambda: Path("/etc/passwd").read_text(), abi=abi) == "PermissionError"
    assert confined(lambda: (tmp_path / "out").write_text("x"), abi=abi) == "PermissionError"
    wrote = confined(lambda: (tmp_path / "in/x").write_text("x"), abi=abi, writable=[str(tmp_path / "in")])
    assert wrote == "1"


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize(
    ("attempt", "programs", "got"),
    [
        (a_thread_runs, False, "[1]"),
        (lambda: os.fork(), False, "PermissionError"),
        (lambda: os.waitstatus_to_exitcode(os.system("exit 3")), True, "3"),
        (lambda: socket.socket(), True, "PermissionError"),
        (lambda: socket.socketpair()[0].family.name, False, "AF_UNIX"),
        (lambda: socket.socketpair(type=socket.SOCK_DGRAM), False, "PermissionError"),
        (lambda: os.kill(os.getppid(), 0), True, "PermissionError"),
        (lambda: os.getpid() > 0, False, "True"),
    ],
)
def test_seccomp_denies_what_it_names_and_nothing_else(attempt, programs, got):
    assert confined(attempt, programs=programs) == got
