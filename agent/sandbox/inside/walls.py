"""The walls around a job, in the two tiers that exist, built from `kernel`.

*namespaces*: the parent moves into namespaces of its own with a minimal read-only root before it imports
Manim; each job adds a pid namespace and a tmpfs to work in. *landlock*: for containers that allow no namespaces;
the host's file system stays in sight and Landlock, seccomp and another user keep the job from it. Both end with
no capabilities, no new privileges, Landlock, seccomp and resource limits. *none* has limits only.
"""

from __future__ import annotations

import os
import resource
import sys
import sysconfig
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from . import kernel

SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32")
SETTINGS = (
    "/etc/alternatives",
    "/etc/fonts",
    "/etc/ld.so.cache",
    "/etc/localtime",
    "/etc/texmf",
    "/var/cache/fontconfig",
    "/var/lib/texmf",
)
DEVICES = ("null", "zero", "full", "random", "urandom")
WORK = "/job"
"""Where a job works in the first tier."""
INSIDE_USER = 1
"""What a job's user is called in its own namespace; root there is the parent alone."""


def python_folders() -> list[str]:
    """Return the folders that the interpreter and its packages lie in, beyond the system's own."""
    paths = sysconfig.get_paths()
    found = {sys.prefix, sys.base_prefix, sys.exec_prefix, sys.base_exec_prefix}
    found |= {paths[name] for name in ("stdlib", "platstdlib", "purelib", "platlib")}
    found |= {str(Path(sys.executable).resolve().parent)}
    outside = sorted(path for path in found if not path.startswith(("/usr/", "/lib/")) and path != "/usr")
    return [
        path
        for path in outside
        if not any(path.startswith(other + "/") for other in outside if other != path)
    ]


# the parent's walls


def enter_namespaces(user: int) -> None:
    """Go on as process 1 of new namespaces; raise OSError if they are refused.

    The calling process stays behind, waits for it, and ends as it does. Started by root, jobs become `user`.
    """
    uid, gid = os.geteuid(), os.getegid()
    mapper = _fork_mapper(user) if uid == 0 else None
    try:
        kernel.unshare("user", "mount", "pid", "net", "ipc", "uts", "cgroup")
        if mapper is None:
            Path("/proc/self/setgroups").write_text("deny")
            Path("/proc/self/uid_map").write_text(f"{INSIDE_USER} {uid} 1")
            Path("/proc/self/gid_map").write_text(f"{INSIDE_USER} {gid} 1")
    finally:
        if mapper is not None:
            mapper()
    inside = os.fork()
    if inside:
        _, status = os.waitpid(inside, 0)
        os._exit(os.waitstatus_to_exitcode(status) & 0xFF)
    kernel.die_with_parent()


def _fork_mapper(user: int) -> Callable[[], None]:
    """Fork a root process that stays outside; return what has it map our users once we have left its namespace."""
    me = os.getpid()
    go_reader, go_writer = os.pipe()
    said_reader, said_writer = os.pipe()
    helper = os.fork()
    if not helper:
        os.close(go_writer)
        os.read(go_reader, 1)
        try:
            for kind in ("uid", "gid"):
                Path(f"/proc/{me}/{kind}_map").write_text(f"0 0 1\n{INSIDE_USER} {user} 1\n")
            os.write(said_writer, b"ok")
        except OSError as error:
            os.write(said_writer, str(error).encode())
        os._exit(0)
    os.close(go_reader)
    os.close(said_writer)

    def write_the_map() -> None:
        os.close(go_writer)
        said = os.read(said_reader, 500)
        os.close(said_reader)
        os.waitpid(helper, 0)
        if said != b"ok":
            raise PermissionError(said.decode(errors="replace"))

    return write_the_map


def build_root(python: list[str]) -> None:
    """Make a root of our own: the system's programs and libraries, Python, fonts and TeX, all read-only."""
    kernel.mount(None, "/", None, ("rec", "private"))
    kernel.mount("tmpfs", "/tmp", "tmpfs", ("nosuid", "nodev"), "mode=755,size=64m")  # noqa: S108
    os.chdir("/tmp")  # noqa: S108
    Path("old").mkdir()
    kernel.pivot_root(".", "old")
    os.chdir("/")
    for path in (*SYSTEM, *SETTINGS, *python):
        _show(path)
    for name in DEVICES:
        _show(f"/dev/{name}", device=True)
    Path(WORK).mkdir()
    kernel.unmount("/old")
    Path("/old").rmdir()


def _show(path: str, *, device: bool = False) -> None:
    source, target = Path("/old" + path), Path(path)
    if not source.exists() and not source.is_symlink():
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.is_symlink() and not device and path in SYSTEM:
        if not target.is_symlink():
            target.symlink_to(source.readlink())
        return
    if source.is_dir():
        target.mkdir(parents=True, exist_ok=True)
    else:
        target.touch()
    if device:
        kernel.mount(str(source), path, None, ("bind",))
    else:
        kernel.bind(str(source), path)


# a job's walls


def own_pid_namespace(fork: Callable[[], int], home: int) -> int:
    """Call `fork` such that the child is process 1 of a new pid namespace; `home` is the parent's own."""
    kernel.unshare("pid")
    pid = fork()
    if pid:
        kernel.enter_pid_namespace(home)
    return pid


def own_mounts(megabytes: int, inodes: int) -> None:
    """Give the job a folder to work in, which ends with it, and close the rest of the root."""
    kernel.unshare("mount", "ipc", "uts")
    size = f"size={megabytes}m,nr_inodes={inodes},mode=700,uid={INSIDE_USER},gid={INSIDE_USER}"
    kernel.mount("tmpfs", WORK, "tmpfs", ("nosuid", "nodev"), size)
    kernel.make_read_only("/", recursive=False)


def limit(limits: dict[str, int]) -> None:
    """Lower the resource limits, named as in `resource`; never raise one."""
    for name, value in limits.items():
        number = getattr(resource, name)
        hard = resource.getrlimit(number)[1]
        lowest = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(number, (lowest, lowest))


def become(user: int) -> None:
    """Become `user` where that is possible, and give up every capability."""
    if os.geteuid() != user:
        with suppress(PermissionError):  # a plain user's own namespace has no groups to give up
            os.setgroups([])
        os.setresgid(user, user, user)
        os.setresuid(user, user, user)
    kernel.drop_capabilities()


def readable_and_writable(work: str, python: list[str]) -> int:
    """Return the Landlock rules for a job that works in `work`: made while its folders can still be opened."""
    devices = [f"/dev/{name}" for name in DEVICES]
    return kernel.landlock_rules([*SYSTEM, *SETTINGS, *python, *devices], [work, "/dev/null"])


def enclose(rules: int, *, programs: bool) -> None:
    """Close the last walls: no new privileges, Landlock, seccomp."""
    kernel.forbid_new_privileges()
    kernel.confine(rules)
    kernel.seccomp(programs=programs)
