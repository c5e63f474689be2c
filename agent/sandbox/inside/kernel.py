"""The system calls that the sandbox is made of: namespaces, mounts, capabilities, Landlock, seccomp.

Python's library has none of these before 3.12, and no package does them well: `pyseccomp` needs a system
library and was last released for older kernels, `landlock` exists as a development release only, bubblewrap and
nsjail start a new program and so would throw the warm interpreter away. So: ctypes, here and nowhere else.
Numbers are the kernel's own (linux/landlock.h, linux/seccomp.h, linux/mount.h, asm/unistd.h).
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import struct
from collections.abc import Iterable
from pathlib import Path

_libc = ctypes.CDLL(None, use_errno=True)

NEW_NAMESPACES = {
    "mount": 0x00020000,
    "cgroup": 0x02000000,
    "uts": 0x04000000,
    "ipc": 0x08000000,
    "user": 0x10000000,
    "pid": 0x20000000,
    "net": 0x40000000,
}
_MS = {"nosuid": 2, "nodev": 4, "bind": 4096, "rec": 16384, "private": 1 << 18}
_MNT_DETACH = 2
_AT_FDCWD, _AT_RECURSIVE = -100, 0x8000
_MOUNT_ATTR_RDONLY, _MOUNT_ATTR_NOSUID, _MOUNT_ATTR_NODEV = 1, 2, 4
_PR_SET_PDEATHSIG, _PR_SET_SECCOMP, _PR_CAPBSET_DROP = 1, 22, 24
_PR_SET_CHILD_SUBREAPER, _PR_SET_NO_NEW_PRIVS, _PR_CAP_AMBIENT = 36, 38, 47
_MACHINES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}
"""Column in the table of system calls, and AUDIT_ARCH, by machine."""


def _checked(result: int, doing: str) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{doing}: {os.strerror(number)}")
    return result


def _syscall(number: int, *arguments: object) -> int:
    return int(_libc.syscall(ctypes.c_long(number), *arguments))


def _prctl(option: int, value: int, doing: str, *more: int) -> None:
    arguments = [ctypes.c_ulong(each) for each in (value, *more, 0, 0, 0)][:4]
    _checked(_libc.prctl(option, *arguments), doing)


# processes


def die_with_parent() -> None:
    """Have the kernel kill this process when its parent ends. Lost at a change of user: call again."""
    _prctl(_PR_SET_PDEATHSIG, 9, "PR_SET_PDEATHSIG")


def adopt_orphans() -> None:
    """Become the parent of every descendant whose own has ended."""
    _prctl(_PR_SET_CHILD_SUBREAPER, 1, "PR_SET_CHILD_SUBREAPER")


def forbid_new_privileges() -> None:
    """Give up what set-user-id programs could give."""
    _prctl(_PR_SET_NO_NEW_PRIVS, 1, "PR_SET_NO_NEW_PRIVS")


def drop_capabilities() -> None:
    """Give up every capability, for good."""
    for capability in range(64):
        if _libc.prctl(_PR_CAPBSET_DROP, capability, 0, 0, 0) < 0:
            break  # past the last one that this kernel knows, or not ours to drop
    _libc.prctl(_PR_CAP_AMBIENT, 4, 0, 0, 0)  # PR_CAP_AMBIENT_CLEAR_ALL
    header = (ctypes.c_uint32 * 2)(0x20080522, 0)  # _LINUX_CAPABILITY_VERSION_3, this process
    _checked(_libc.capset(header, (ctypes.c_uint32 * 6)()), "capset")


def unshare(*names: str) -> None:
    """Leave the namespaces of these names for new ones."""
    flags = 0
    for name in names:
        flags |= NEW_NAMESPACES[name]
    _checked(_libc.unshare(flags), f"unshare {' '.join(names)}")


def enter_pid_namespace(fd: int) -> None:
    """Have children born in the pid namespace behind `fd`."""
    _checked(_libc.setns(fd, NEW_NAMESPACES["pid"]), "setns")


# mounts


def mount(
    source: str | None, target: str, kind: str | None, options: Iterable[str] = (), data: str = ""
) -> None:
    """Mount `source` on `target`."""
    flags = 0
    for option in options:
        flags |= _MS[option]
    encoded = [None if text is None else text.encode() for text in (source, target, kind)]
    _checked(_libc.mount(*encoded, ctypes.c_ulong(flags), data.encode()), f"mount {kind or 'bind'} {target}")


def make_read_only(target: str, *, recursive: bool = True) -> None:
    """Make a mount read-only, without devices and set-user-id programs."""
    attributes = _MOUNT_ATTR_RDONLY | _MOUNT_ATTR_NOSUID | _MOUNT_ATTR_NODEV
    packed = struct.pack("QQQQ", attributes, 0, 0, 0)
    flags = _AT_RECURSIVE if recursive else 0
    path = target.encode()
    _checked(
        _syscall(442, _AT_FDCWD, path, flags, packed, ctypes.c_size_t(len(packed))), f"mount_setattr {target}"
    )


def bind(source: str, target: str) -> None:
    """Show the tree `source` at `target`, read-only."""
    mount(source, target, None, ("bind", "rec"))
    make_read_only(target)


def unmount(target: str) -> None:
    """Take a mount away, now or as soon as nobody uses it."""
    _checked(_libc.umount2(target.encode(), _MNT_DETACH), f"umount {target}")


def pivot_root(new: str, old: str) -> None:
    """Make `new` the root and show the old one at `old`."""
    number = (155, 41)[_machine()[0]]
    _checked(_syscall(number, new.encode(), old.encode()), "pivot_root")


# Landlock

_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR = 1, 2, 4, 8
_ALL_FILE_RIGHTS = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 5: (1 << 16) - 1}
_TRUNCATE, _IOCTL_DEV = 1 << 14, 1 << 15
_RIGHTS_OF_FILES = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE | _IOCTL_DEV
_SPECIAL = (1 << 6) | (1 << 9) | (1 << 10) | (1 << 11)  # make device nodes, sockets and fifos


def landlock_abi() -> int:
    """Return the version of Landlock that the kernel offers; 0 for none."""
    return max(0, _syscall(444, None, ctypes.c_size_t(0), 1))


def landlock_rules(readable: Iterable[str], writable: Iterable[str], abi: int | None = None) -> int:
    """Return a ruleset that allows reading some trees and working in others; raise OSError without Landlock."""
    abi = landlock_abi() if abi is None else abi
    if abi < 1:
        raise OSError(errno.EOPNOTSUPP, "the kernel has no Landlock")
    files = max(rights for version, rights in _ALL_FILE_RIGHTS.items() if version <= abi)
    attributes = struct.pack("Q", files)
    if abi >= 4:
        attributes += struct.pack("Q", 3)  # bind and connect of TCP, no port of which is allowed
    if abi >= 6:
        attributes += struct.pack("Q", 3)  # abstract unix sockets and signals, to within
    size = ctypes.c_size_t(len(attributes))
    ruleset = _checked(_syscall(444, attributes, size, 0), "landlock_create_ruleset")
    for path in readable:
        _allow(ruleset, path, (_EXECUTE | _READ_FILE | _READ_DIR) & files)
    for path in writable:
        _allow(ruleset, path, files & ~_SPECIAL & ~_IOCTL_DEV)
    return ruleset


def confine(ruleset: int) -> None:
    """Hold this process and all it starts to a Landlock ruleset."""
    _checked(_syscall(446, ruleset, 0), "landlock_restrict_self")
    os.close(ruleset)


def _allow(ruleset: int, path: str, rights: int) -> None:
    try:
        fd = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except FileNotFoundError:
        return
    try:
        if not Path(path).is_dir():
            rights &= _RIGHTS_OF_FILES
        _checked(_syscall(445, ruleset, 1, struct.pack("=Qi", rights, fd), 0), f"landlock_add_rule {path}")
    finally:
        os.close(fd)


# seccomp

_CALLS: dict[str, tuple[int | None, int | None]] = {
    # name: (x86_64, aarch64)
    "execve": (59, 221),
    "execveat": (322, 281),
    "fork": (57, None),
    "vfork": (58, None),
    "clone": (56, 220),
    "clone3": (435, 435),
    "socket": (41, 198),
    "connect": (42, 203),
    "bind": (49, 200),
    "listen": (50, 201),
    "accept": (43, 202),
    "accept4": (288, 242),
    "kill": (62, 129),
    "tkill": (200, 130),
    "tgkill": (234, 131),
    "rt_sigqueueinfo": (129, 138),
    "rt_tgsigqueueinfo": (297, 240),
    "pidfd_send_signal": (424, 424),
    "setsid": (112, 157),
    "setpgid": (109, 154),
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "process_madvise": (440, 440),
    "process_mrelease": (448, 448),
    "kcmp": (312, 272),
    "pidfd_open": (434, 434),
    "pidfd_getfd": (438, 438),
    "prlimit64": (302, 261),
    "setpriority": (141, 140),
    "ioprio_set": (251, 30),
    "sched_setscheduler": (144, 119),
    "sched_setparam": (142, 118),
    "sched_setattr": (314, 274),
    "sched_setaffinity": (203, 122),
    "migrate_pages": (256, 238),
    "move_pages": (279, 239),
    "unshare": (272, 97),
    "setns": (308, 268),
    "capset": (126, 91),
    "pivot_root": (155, 41),
    "chroot": (161, 51),
    "mount": (165, 40),
    "umount2": (166, 39),
    "fsopen": (430, 430),
    "fsconfig": (431, 431),
    "fsmount": (432, 432),
    "fspick": (433, 433),
    "move_mount": (429, 429),
    "open_tree": (428, 428),
    "mount_setattr": (442, 442),
    "bpf": (321, 280),
    "perf_event_open": (298, 241),
    "userfaultfd": (323, 282),
    "io_uring_setup": (425, 425),
    "io_uring_enter": (426, 426),
    "io_uring_register": (427, 427),
    "keyctl": (250, 219),
    "add_key": (248, 217),
    "request_key": (249, 218),
    "symlink": (88, None),
    "symlinkat": (266, 36),
    "link": (86, None),
    "linkat": (265, 37),
    "mknod": (133, None),
    "mknodat": (259, 33),
    "memfd_create": (319, 279),
    "memfd_secret": (447, 447),
    "shmget": (29, 194),
    "shmat": (30, 196),
    "shmctl": (31, 195),
    "semget": (64, 190),
    "semop": (65, 193),
    "semctl": (66, 191),
    "msgget": (68, 186),
    "msgsnd": (69, 189),
    "msgctl": (71, 187),
    "mq_open": (240, 180),
    "mq_unlink": (241, 181),
    "name_to_handle_at": (303, 264),
    "open_by_handle_at": (304, 265),
    "fanotify_init": (300, 262),
    "fanotify_mark": (301, 263),
    "quotactl": (179, 60),
    "quotactl_fd": (443, 443),
    "init_module": (175, 105),
    "finit_module": (313, 273),
    "delete_module": (176, 106),
    "kexec_load": (246, 104),
    "kexec_file_load": (320, 294),
    "reboot": (169, 142),
    "swapon": (167, 224),
    "swapoff": (168, 225),
    "acct": (163, 89),
    "syslog": (103, 116),
    "vhangup": (153, 58),
    "settimeofday": (164, 170),
    "clock_settime": (227, 112),
    "adjtimex": (159, 171),
    "clock_adjtime": (305, 266),
    "sethostname": (170, 161),
    "setdomainname": (171, 162),
    "personality": (135, 92),
    "iopl": (172, None),
    "ioperm": (173, None),
    "modify_ldt": (154, None),
    "lookup_dcookie": (212, 18),
    "nfsservctl": (180, 42),
    "uselib": (134, None),
    "ustat": (136, None),
    "sysfs": (139, None),
    "_sysctl": (156, None),
    "remap_file_pages": (216, 234),
    "vmsplice": (278, 75),
    "fallocate": (285, 47),
    "inotify_init": (253, None),
    "inotify_init1": (294, 26),
    "inotify_add_watch": (254, 27),
    "chmod": (90, None),
    "fchmod": (91, 52),
    "fchmodat": (268, 53),
    "chown": (92, None),
    "fchown": (93, 55),
    "lchown": (94, None),
    "fchownat": (260, 54),
    "utime": (132, None),
    "utimes": (235, None),
    "utimensat": (280, 88),
    "futimesat": (261, None),
    "setxattr": (188, 5),
    "lsetxattr": (189, 6),
    "fsetxattr": (190, 7),
    "removexattr": (197, 14),
    "lremovexattr": (198, 15),
    "fremovexattr": (199, 16),
    "socketpair": (53, 199),
    "fcntl": (72, 25),
    "ioctl": (16, 29),
}
_NEWEST = 450
"""Whatever the kernel has learnt since is answered as if it had not: C libraries have a way round."""
_PROGRAMS = ("execve", "execveat", "fork", "vfork", "clone")
"""What a scene must not do and a compiler of formulas must."""
_BY_ARGUMENT = ("clone", "clone3", "tgkill", "prlimit64", "sched_setaffinity", "fcntl", "ioctl", "socketpair")
_CLONE_THREAD = 0x00010000
_CLONE_NAMESPACES = sum(NEW_NAMESPACES.values()) | 0x80
_FORBIDDEN_FCNTL = (8, 10, 15, 1024, 1026)  # F_SETOWN, F_SETSIG, F_SETOWN_EX, F_SETLEASE, F_NOTIFY
_FORBIDDEN_IOCTL = (
    0x5412,
    0x541C,
    0x8901,
    0x8902,
    0x5452,
)  # TIOCSTI, TIOCLINUX, FIOSETOWN, SIOCSPGRP, FIOASYNC
_LOAD, _EQUAL, _GREATER, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x25, 0x35, 0x45, 0x06
_ALLOW, _KILL = 0x7FFF0000, 0x80000000
_DENY, _UNKNOWN = 0x00050000 | errno.EPERM, 0x00050000 | errno.ENOSYS

Instruction = tuple[int, int, int, int]


def _machine() -> tuple[int, int]:
    try:
        return _MACHINES[platform.machine()]
    except KeyError:
        raise OSError(errno.ENOSYS, f"no sandbox for {platform.machine()} machines yet") from None


def filter_program(own_pid: int, *, programs: bool) -> list[Instruction]:
    """Return the seccomp filter: what it does not name is allowed; `programs` lets others be started."""
    column, arch = _machine()

    def number(name: str) -> int:
        found = _CALLS[name][column]
        return -1 if found is None else found

    def block(name: str, *body: Instruction) -> list[Instruction]:
        return [(_EQUAL, 0, len(body), number(name)), *body]

    def argument(index: int) -> Instruction:
        return (_LOAD, 0, 0, 16 + 8 * index)

    def only(name: str, index: int, values: tuple[int, ...]) -> list[Instruction]:
        tests = [(_EQUAL, len(values) - n, 0, value) for n, value in enumerate(values)]
        return block(name, argument(index), *tests, (_RETURN, 0, 0, _DENY), (_RETURN, 0, 0, _ALLOW))

    def never(name: str, index: int, values: tuple[int, ...]) -> list[Instruction]:
        tests = [(_EQUAL, len(values) - n, 0, value) for n, value in enumerate(values)]
        return block(name, argument(index), *tests, (_RETURN, 0, 0, _ALLOW), (_RETURN, 0, 0, _DENY))

    program: list[Instruction] = [
        (_LOAD, 0, 0, 4),
        (_EQUAL, 1, 0, arch),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, 0),
    ]
    if column == 0:
        program += [(_AT_LEAST, 0, 1, 0x40000000), (_RETURN, 0, 0, _KILL)]  # x32
    program += [(_GREATER, 0, 1, _NEWEST), (_RETURN, 0, 0, _UNKNOWN)]
    thread = (_ANY_BIT, 0, 1, _CLONE_NAMESPACES) if programs else (_ANY_BIT, 1, 0, _CLONE_THREAD)
    program += block("clone", argument(0), thread, (_RETURN, 0, 0, _DENY), (_RETURN, 0, 0, _ALLOW))
    # its flags lie in memory, out of a filter's sight; the C library goes back to clone
    program += block("clone3", (_RETURN, 0, 0, _UNKNOWN))
    program += only("tgkill", 0, (own_pid,))
    program += only("prlimit64", 0, (0, own_pid))
    program += only("sched_setaffinity", 0, (0, own_pid))
    # a stream pair is a pipe; a datagram pair can send to any named socket
    program += only("socketpair", 1, (1, 1 | 0o4000, 1 | 0o2000000, 1 | 0o2004000))
    program += never("fcntl", 1, _FORBIDDEN_FCNTL)
    program += never("ioctl", 1, _FORBIDDEN_IOCTL)
    for name, numbers in _CALLS.items():
        if numbers[column] is None or name in _BY_ARGUMENT or (programs and name in _PROGRAMS):
            continue
        program += block(name, (_RETURN, 0, 0, _DENY))
    return [*program, (_RETURN, 0, 0, _ALLOW)]


def seccomp(*, programs: bool = False) -> None:
    """Confine this process and all it starts to the system calls that rendering needs."""
    program = filter_program(os.getpid(), programs=programs)
    packed = b"".join(struct.pack("HBBI", *instruction) for instruction in program)
    instructions = ctypes.create_string_buffer(packed, len(packed))
    header = struct.pack("HxxxxxxQ", len(program), ctypes.addressof(instructions))
    pointer = ctypes.create_string_buffer(header, len(header))
    _prctl(_PR_SET_SECCOMP, 2, "PR_SET_SECCOMP", ctypes.addressof(pointer))
