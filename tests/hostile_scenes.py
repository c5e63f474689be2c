"""Scenes that attack the sandbox: data for the battery that both tiers have to pass.

Each scene prints a line that starts with `BREACH ` when an attack succeeds. A denial is silent, so most scenes
go on and draw. An attack that fails for another reason than a denial (a wrong argument, a typo) raises: a scene
that judges nothing does not pass. Should the sandbox leak, the attacks on the machine stay mild: bombs stop
soon after they are proven, and only @VICTIM@ is sent signals that kill.

The runner replaces @SECRET_FILE@ @OUTSIDE@ @PORT@ @UDP_PORT@ @UNIX@ @ABSTRACT@ @VICTIM@ @SERVICE@ @OTHER_JOB@
and @PREFIX@ before it runs a scene. It must also watch what no scene can see: connections that arrived, files
in @OUTSIDE@, the health of @VICTIM@, the text of the secret in any output, and that a good scene comes out
unharmed after each of the family tamper and after the LaTeX scenes that plant something.
"""

from __future__ import annotations

import platform
import textwrap
from dataclasses import dataclass

X86 = platform.machine() == "x86_64"

_SYSTEM_CALLS = """
    accept4 288 242; acct 163 89; add_key 248 217; bind 49 200; bpf 321 280; capget 125 90; chroot 161 51;
    clock_settime 227 112; clone 56 220; clone3 435 435; connect 42 203; delete_module 176 106; execve 59 221;
    execveat 322 281; fallocate 285 47; fanotify_init 300 262; fchmodat 268 53; fcntl 72 25;
    finit_module 313 273; fork 57 -; fsmount 432 432; fsopen 430 430; fspick 433 433; futimesat 261 -;
    get_robust_list 274 100; init_module 175 105; inotify_add_watch 254 27; inotify_init1 294 26; io_setup 206 0;
    io_uring_enter 426 426; io_uring_register 427 427; io_uring_setup 425 425; ioctl 16 29; ioperm 173 -;
    iopl 172 -; ioprio_set 251 30; kcmp 312 272; kexec_file_load 320 294; kexec_load 246 104; keyctl 250 219;
    kill 62 129; link 86 -; linkat 265 37; listen 50 201; memfd_create 319 279; memfd_secret 447 447;
    migrate_pages 256 238; mknod 133 -; mknodat 259 33; mount 165 40; mount_setattr 442 442; move_mount 429 429;
    move_pages 279 239; mq_open 240 180; msgget 68 186; open 2 -; open_by_handle_at 304 265; open_tree 428 428;
    openat 257 56; openat2 437 437; perf_event_open 298 241; personality 135 92; pidfd_getfd 438 438;
    pidfd_open 434 434; pidfd_send_signal 424 424; pivot_root 155 41; prlimit64 302 261; process_madvise 440 440;
    process_mrelease 448 448; process_vm_readv 310 270; process_vm_writev 311 271; ptrace 101 117;
    reboot 169 142; request_key 249 218; rt_sigqueueinfo 129 138; rt_tgsigqueueinfo 297 240;
    sched_setaffinity 203 122; sched_setattr 314 274; sched_setparam 142 118; sched_setscheduler 144 119;
    semget 64 190; sethostname 170 161; setdomainname 171 162; setns 308 268; setpgid 109 154;
    setpriority 141 140; setsid 112 157; settimeofday 164 170; shmget 29 194; socket 41 198; swapoff 168 225;
    swapon 167 224; symlink 88 -; symlinkat 266 36; syslog 103 116; tgkill 234 131; tkill 200 130; umount2 166 39;
    unshare 272 97; userfaultfd 323 282; vfork 58 -; vmsplice 278 75
"""
_COLUMN = {"x86_64": 1, "aarch64": 2}.get(platform.machine())
NUMBERS = {
    row.split()[0]: int(row.split()[_COLUMN])
    for row in _SYSTEM_CALLS.split(";")
    if _COLUMN and row.split()[_COLUMN] != "-"
}

PRELUDE = (
    r'''
import ctypes
import errno
import os
import signal
import socket
import stat
import sys
import time

LIBC = ctypes.CDLL(None, use_errno=True)
LIBC.syscall.restype = ctypes.c_long
DENIALS = {errno.EPERM, errno.EACCES, errno.ENOENT, errno.ENOSYS, errno.ESRCH, errno.EROFS}
HERE = -100  # AT_FDCWD
UNCLEAR = []


def breach(*got):
    print("BREACH", *got, flush=True)


def denied(what, attack, also=()):
    """Run `attack`, which must fail as a denial does: anything else is a breach, or unclear, which `judged` raises."""
    try:
        got = attack()
    except OSError as error:
        if error.errno not in DENIALS and error.errno not in also:
            UNCLEAR.append(f"{what}: {error!r}")
    else:
        breach(what, repr(got)[:300])


def judged():
    if UNCLEAR:
        raise RuntimeError("failed, but was not denied: " + "; ".join(UNCLEAR))


def call(name, *arguments):
    """Make a raw system call; where this machine has no such call, it counts as denied."""
    if name not in NUMBERS:
        raise OSError(errno.ENOSYS, "no such system call here", name)
    passed = [
        ctypes.c_long(each) if isinstance(each, int) else ctypes.c_char_p(each) if isinstance(each, bytes) else each
        for each in arguments
    ]
    ctypes.set_errno(0)
    result = LIBC.syscall(ctypes.c_long(NUMBERS[name]), *passed)
    if result == -1:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()), name)
    return result


def call_denied(name, *arguments, also=()):
    denied(name, lambda: call(name, *arguments), also)


def fork_denied(what, fork):
    """Like denied, for what returns twice if it succeeds."""

    def attack():
        if (pid := fork()) == 0:
            os._exit(0)
        return pid

    denied(what, attack)


def read(path):
    with open(path, "rb") as file:
        return file.read(4000)


def names(path):
    """List a folder; what leads to Python or to the working folder is no find, and no finds are none."""
    ways = {part for way in (sys.prefix, sys.base_prefix, os.getcwd()) for part in way.split("/")}
    if found := sorted(set(os.listdir(path)) - ways):
        return found
    raise FileNotFoundError(errno.ENOENT, "nothing to see", path)
'''
    + f"\n\nNUMBERS = {NUMBERS}\n"
)

DRAW = "judged()\nself.play(Create(Square()), run_time=0.2)"


def scene(body: str, before: str = "") -> str:
    """Return a scene file: the prelude, `before` at module level, then `body` and a tiny animation."""
    construct = textwrap.indent(textwrap.dedent(body).strip() + f"\n{DRAW}\n", " " * 8)
    return (
        f"from manim import *\n{PRELUDE}\n\n{textwrap.dedent(before).strip()}\n\n\n"
        f"class DisplayScene(Scene):\n    def construct(self):\n{construct}"
    )


@dataclass(frozen=True)
class Hostile:
    """A scene that tries something forbidden, and how its job should end."""

    name: str
    family: str
    code: str
    ends: str = "ok"
    seconds: float = 20
    slow: bool = False


SECRETS = (
    Hostile(
        "read-the-secret-file",
        "secrets",
        scene(r"""
            import mmap
            from pathlib import Path

            path = "@SECRET_FILE@"
            denied("open", lambda: read(path))
            denied("pathlib", lambda: Path(path).read_text())
            denied("os.open", lambda: os.open(path, os.O_RDONLY))
            denied("numpy", lambda: np.fromfile(path, dtype=np.uint8))
            call_denied("openat", HERE, path.encode(), 0)
            call_denied("open", path.encode(), 0)
            how = (ctypes.c_uint64 * 3)(0, 0, 0)
            call_denied("openat2", HERE, path.encode(), how, 24)
            LIBC.fopen.restype = ctypes.c_void_p
            if LIBC.fopen(path.encode(), b"r"):
                breach("fopen")
            try:
                ctypes.CDLL(path)
            except OSError as error:
                if "Permission denied" not in str(error) and "No such file" not in str(error):
                    breach("dlopen read it:", error)
        """),
    ),
    Hostile(
        "read-the-secret-by-libraries",
        "secrets",
        scene(r"""
            import fileinput
            import linecache

            import av
            from PIL import Image, UnidentifiedImageError

            path = "@SECRET_FILE@"
            for what, attack in {
                "Code": lambda: Code(code_file=path),
                "SVGMobject": lambda: SVGMobject(path),
                "ImageMobject": lambda: ImageMobject(path),
                "PIL": lambda: Image.open(path),
                "av": lambda: av.open(path),
                "av concat": lambda: av.open(f"concat:{path}"),
                "av file": lambda: av.open(f"file:{path}", format="rawvideo", options={"video_size": "2x2"}),
                "av subtitles": lambda: av.open(path, format="srt"),
                "loadtxt": lambda: np.loadtxt(path, dtype=str),
                "fileinput": lambda: list(fileinput.input(path)),
            }.items():
                try:
                    attack()
                except UnidentifiedImageError as error:
                    breach(what, "looked into it:", error)
                except OSError as error:
                    told = str(error)
                    if error.errno not in DENIALS and "could not find" not in told and "not found" not in told:
                        UNCLEAR.append(f"{what}: {error!r}")
                else:
                    breach(what)
            if linecache.getlines(path):
                breach("linecache")
        """),
    ),
    Hostile(
        "read-system-accounts",
        "secrets",
        scene(r"""
            import grp
            import pwd

            for path in (
                "/etc/passwd", "/etc/shadow", "/etc/group", "/etc/gshadow", "/etc/sudoers", "/etc/hosts",
                "/etc/resolv.conf", "/etc/machine-id", "/etc/hostname", "/etc/crontab", "/etc/fstab",
                "/etc/ssh/ssh_host_ed25519_key", "/etc/ssh/sshd_config", "/etc/passwd-", "/etc/shadow-",
            ):
                denied(path, lambda: read(path))
            if accounts := pwd.getpwall() or grp.getgrall():
                breach("accounts", accounts[:3])
        """),
    ),
    Hostile(
        "read-homes-and-state",
        "secrets",
        scene(r"""
            for folder in (
                "/root", "/home", "/var/log", "/var/spool", "/var/mail", "/var/backups", "/var/lib/dpkg", "/run",
                "/run/user", "/run/secrets", "/var/run", "/srv", "/mnt", "/media", "/boot", "/etc/ssh", "/etc/ssl/private",
            ):
                denied(folder, lambda: names(folder))
            for path in (
                "/root/.bash_history", "/root/.ssh/id_rsa", "/root/.ssh/id_ed25519", "/root/.netrc", "/root/.bashrc",
                "/root/.aws/credentials", "/root/.config/gh/hosts.yml", "/root/.git-credentials", "/root/.profile",
                "/var/run/docker.sock", "/run/docker.sock", "/var/lib/dpkg/status", "/.dockerenv",
                "/var/run/secrets/kubernetes.io/serviceaccount/token",
            ):
                denied(path, lambda: read(path))
        """),
    ),
    Hostile(
        "read-the-project",
        "secrets",
        scene(r"""
            for above in ("@PREFIX@/../../../..", "@PREFIX@/../../../../.."):
                for name in (".env", ".env.example", "pyproject.toml", ".git/config", "README.md", "data/rotator.db"):
                    denied(f"{above}/{name}", lambda: read(f"{above}/{name}"))
                for folder in ("data", "service", ".git"):
                    denied(f"{above}/{folder}", lambda: os.listdir(f"{above}/{folder}"))
        """),
    ),
    Hostile(
        "read-other-processes",
        "secrets",
        scene(r"""
            found = False
            try:
                found = any(each.isdigit() for each in os.listdir("/proc"))
            except OSError as error:
                if error.errno not in DENIALS:
                    raise
            if found:
                breach("/proc lists processes")
            for pid in ("1", "@SERVICE@", "@VICTIM@", str(os.getppid())):
                for name in ("environ", "cmdline", "mem", "maps", "auxv", "stat", "status", "io", "syscall", "stack"):
                    denied(f"{pid}/{name}", lambda: os.open(f"/proc/{pid}/{name}", os.O_RDONLY))
                for name in ("cwd", "root", "fd", "task", "map_files", "ns"):
                    denied(f"{pid}/{name}", lambda: os.listdir(f"/proc/{pid}/{name}"))
                denied(f"{pid}/mem for writing", lambda: os.open(f"/proc/{pid}/mem", os.O_RDWR))
                denied(f"{pid}/cwd/scene.py", lambda: read(f"/proc/{pid}/cwd/scene.py"))
                denied(f"{pid}/root/etc/passwd", lambda: read(f"/proc/{pid}/root/etc/passwd"))
        """),
    ),
    Hostile(
        "read-devices",
        "secrets",
        scene(r"""
            for name in (
                "mem", "kmem", "port", "kmsg", "vda", "sda", "nvme0n1", "xvda", "dm-0", "loop0", "loop-control", "kvm",
                "fuse", "net/tun", "vhost-net", "vsock", "userfaultfd", "btrfs-control", "tty", "tty0", "tty1", "ttyS0",
                "console", "ptmx", "pts/0", "vcs", "vcsa1", "hwrng", "rtc0", "dri/card0", "nvidia0", "nvidiactl",
                "input/event0", "snd/timer", "mapper/control", "hpet", "cpu_dma_latency", "uinput", "autofs",
            ):
                for flags in (os.O_RDONLY, os.O_RDWR):
                    denied(
                        name,
                        lambda: os.open(f"/dev/{name}", flags | os.O_NONBLOCK | os.O_NOCTTY),
                        also=(errno.ENXIO, errno.ENODEV, errno.ENOTDIR),
                    )
        """),
    ),
    Hostile(
        "read-the-kernels-files",
        "secrets",
        scene(r"""
            for folder in (
                "/sys", "/sys/class/net", "/sys/block", "/sys/kernel/debug", "/sys/kernel/tracing", "/sys/fs/cgroup",
                "/sys/fs/bpf", "/sys/firmware", "/sys/kernel/security", "/proc/net", "/proc/sys/kernel",
            ):
                denied(folder, lambda: names(folder))
            for path in (
                "/sys/class/dmi/id/product_name", "/sys/kernel/notes", "/proc/kallsyms", "/proc/kcore", "/proc/keys",
                "/proc/config.gz", "/proc/sysrq-trigger", "/proc/kmsg", "/proc/net/tcp", "/proc/net/unix",
                "/proc/sys/kernel/core_pattern", "/proc/sys/kernel/random/boot_id", "/proc/timer_list", "/proc/mounts",
            ):
                denied(path, lambda: os.open(path, os.O_RDONLY | os.O_NONBLOCK))
            for path in ("/proc/sys/kernel/core_pattern", "/proc/sysrq-trigger", "/sys/fs/cgroup/cgroup.procs"):
                denied(path, lambda: os.open(path, os.O_WRONLY))
        """),
    ),
)

ENVIRONMENT = (
    Hostile(
        "own-environment",
        "environment",
        scene(r"""
            LIBC.getenv.restype = ctypes.c_char_p
            if found := LIBC.getenv(b"ROTATOR_API_KEY"):
                breach("getenv", found)
            texts = [f"{name}={value}" for name, value in os.environ.items()]
            inherited = ctypes.POINTER(ctypes.c_char_p).in_dll(LIBC, "environ")
            at = 0
            while inherited and inherited[at]:
                texts.append(inherited[at].decode(errors="replace"))
                at += 1
            for text in texts + sys.argv + sys.orig_argv:
                name, _, value = text.partition("=")
                if "very-secret" in value or any(word in name.upper() for word in ("KEY", "TOKEN", "SECRET", "PASSWORD")):
                    breach("environment", text)
                if name in ("SSH_AUTH_SOCK", "DBUS_SESSION_BUS_ADDRESS", "DOCKER_HOST", "XDG_RUNTIME_DIR", "DISPLAY"):
                    breach("a way to another service:", text)
        """),
    ),
    Hostile(
        "environment-in-proc",
        "environment",
        scene(r"""
            for pid in ("self", "thread-self", "1", "@SERVICE@", "@VICTIM@", str(os.getppid()), str(os.getpid())):
                for name in ("environ", "cmdline"):
                    try:
                        text = read(f"/proc/{pid}/{name}")
                    except OSError as error:
                        if error.errno not in DENIALS:
                            raise
                    else:
                        if b"very-secret" in text or b"API_KEY" in text:
                            breach(pid, name, text)
            for pid in range(1, 400):
                denied(f"{pid}/environ", lambda: b"secret" in read(f"/proc/{pid}/environ") or names("/nowhere"))
        """),
    ),
    Hostile(
        "environment-in-own-memory",
        "environment",
        scene(
            r"""
            spots = {id(each) for each in gc.get_objects()} | {id(each) for each in os.environ.values()}
            inherited = ctypes.POINTER(ctypes.c_void_p).in_dll(LIBC, "environ")
            first = inherited[0] if inherited else None
            LIBC.sbrk.restype = ctypes.c_void_p
            end = LIBC.sbrk(0)
            blocks = {spot >> 20 for spot in spots if spot} | {at >> 20 for at in range(end - (64 << 20), end, 1 << 20)}
            try:
                stack = ctypes.c_void_p.in_dll(LIBC, "__libc_stack_end").value
            except ValueError:
                stack = None
            for around in filter(None, (first, stack, ctypes.addressof(inherited))):
                blocks |= {(around >> 20) + step for step in (-1, 0, 1)}
            for block in sorted(blocks):
                look(block << 20)
            for each in gc.get_objects():
                if isinstance(each, dict) and "ROTATOR_API_KEY" in each:
                    breach("a dict knows the key")
            os.close(into)
            os.close(out)
            if READ[0] < 1 << 20:
                raise RuntimeError(f"could look at {READ[0]} bytes only")
        """,
            before=r"""
            import gc
            import re

            out, into = os.pipe()
            SECRET = re.compile(rb"ver[y].secret.ke[y]")
            READ = [0]


            def look(start):
                '''Copy a mebibyte of this process through a pipe, which fails softly where nothing is mapped.'''
                tail = b""
                for at in range(start, start + (1 << 20), 1 << 15):
                    for page in range(at, at + (1 << 15), 4096):
                        if LIBC.write(into, ctypes.c_void_p(page), ctypes.c_size_t(4096)) != 4096:
                            tail = b""
                            continue
                        READ[0] += 4096
                        text = tail + os.read(out, 4096)
                        if SECRET.search(text):
                            breach("the key is in memory at", hex(page))
                        tail = text[-32:]
        """,
        ),
    ),
)

OTHER_JOBS = (
    Hostile(
        "read-another-job",
        "other-jobs",
        scene(r"""
            job = "@OTHER_JOB@"
            denied("list", lambda: os.listdir(job))
            denied("scandir", lambda: next(os.scandir(job)))
            for name in ("scene.py", "job.json", "result.json", "output.txt", "animation.mp4", "media"):
                denied(name, lambda: os.open(f"{job}/{name}", os.O_RDONLY))
            denied("list all jobs", lambda: os.listdir(os.path.dirname(job)))
            for above in ("..", "../..", os.path.dirname(os.getcwd())):
                try:
                    found = os.listdir(above)
                except OSError as error:
                    if error.errno not in DENIALS:
                        raise
                else:
                    if os.path.basename(job) in found:
                        breach("sees the other job", found)
            denied("sibling", lambda: os.listdir(f"../{os.path.basename(job)}"))
        """),
    ),
    Hostile(
        "change-another-job",
        "other-jobs",
        scene(r"""
            job = "@OTHER_JOB@"
            denied("create", lambda: os.open(f"{job}/planted", os.O_CREAT | os.O_WRONLY))
            denied("create scene", lambda: os.open(f"{job}/scene.py", os.O_CREAT | os.O_WRONLY | os.O_TRUNC))
            denied("mkdir", lambda: os.mkdir(f"{job}/planted-folder"))
            denied("rename the job", lambda: os.rename(job, f"{job}-gone"))
            denied("move a file in", lambda: os.rename("scene.py", f"{job}/scene.py"), also=(errno.EXDEV,))
            denied("move a file out", lambda: os.rename(f"{job}/scene.py", "taken.py"), also=(errno.EXDEV,))
            denied("unlink", lambda: os.unlink(f"{job}/scene.py"))
            denied("rmdir", lambda: os.rmdir(job), also=(errno.ENOTEMPTY, errno.EBUSY))
            denied("truncate", lambda: os.truncate(f"{job}/scene.py", 0))
            denied("chmod", lambda: os.chmod(job, 0o777))
        """),
    ),
    Hostile(
        "watch-another-job",
        "other-jobs",
        scene(r"""
            def watch(path):
                watcher = call("inotify_init1", 0)
                try:
                    return call("inotify_add_watch", watcher, path.encode(), 0xFFF)
                finally:
                    os.close(watcher)

            denied("inotify", lambda: watch("@OTHER_JOB@"))
            denied("inotify file", lambda: watch("@OTHER_JOB@/scene.py"))
            call_denied("fanotify_init", 0x200, 0)
        """),
    ),
)

SOCKETS = (
    Hostile(
        "sockets-inet",
        "sockets",
        scene(r"""
            def stream(family, address):
                with socket.socket(family, socket.SOCK_STREAM) as connection:
                    connection.settimeout(2)
                    connection.connect(address)

            def datagram(family, address):
                with socket.socket(family, socket.SOCK_DGRAM) as sender:
                    sender.sendto(b"hello", address)

            denied("tcp", lambda: stream(socket.AF_INET, ("127.0.0.1", @PORT@)))
            denied("tcp outside", lambda: stream(socket.AF_INET, ("1.1.1.1", 53)))
            denied("tcp metadata service", lambda: stream(socket.AF_INET, ("169.254.169.254", 80)))
            denied("tcp6", lambda: stream(socket.AF_INET6, ("::ffff:127.0.0.1", @PORT@)))
            denied("tcp6 loopback", lambda: stream(socket.AF_INET6, ("::1", @PORT@)))
            denied("udp", lambda: datagram(socket.AF_INET, ("127.0.0.1", @UDP_PORT@)))
            denied("udp6", lambda: datagram(socket.AF_INET6, ("::ffff:127.0.0.1", @UDP_PORT@)))
            denied("raw", lambda: socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP))
            denied("ping", lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM, socket.IPPROTO_ICMP))
            denied("mptcp", lambda: socket.socket(socket.AF_INET, socket.SOCK_STREAM, 262))
            denied("serve", lambda: socket.create_server(("127.0.0.1", 0)))
        """),
    ),
    Hostile(
        "sockets-by-libraries",
        "sockets",
        scene(r"""
            import urllib.error
            import urllib.request

            import av

            for address in ("http://127.0.0.1:@PORT@/", "http://[::1]:@PORT@/"):
                try:
                    urllib.request.urlopen(address, timeout=2)
                except urllib.error.URLError as error:
                    if getattr(error.reason, "errno", None) not in DENIALS:
                        UNCLEAR.append(f"{address}: {error.reason!r}")
                else:
                    breach("urlopen", address)
            for address in ("tcp://127.0.0.1:@PORT@", "http://127.0.0.1:@PORT@/x.mp4", "unix:@UNIX@", "udp://127.0.0.1:@UDP_PORT@"):
                try:
                    av.open(address, timeout=2)
                except OSError as error:
                    print("denied:", address, error)
                except av.error.FFmpegError as error:
                    print("denied:", address, error)
                else:
                    breach("av", address)
        """),
    ),
    Hostile(
        "sockets-unix",
        "sockets",
        scene(r"""
            def unix(address, kind):
                with socket.socket(socket.AF_UNIX, kind) as connection:
                    connection.settimeout(2)
                    connection.connect(address)

            for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM, socket.SOCK_SEQPACKET):
                for address in ("@UNIX@", "\0@ABSTRACT@", "/run/systemd/notify", "/dev/log", "/var/run/docker.sock"):
                    denied(f"unix {address}", lambda: unix(address, kind))
            denied("serve", lambda: socket.socket(socket.AF_UNIX).bind("\0hostile"))
        """),
    ),
    Hostile(
        "sockets-through-a-pair",
        "sockets",
        scene(r"""
            # A datagram pair can send to any named socket, though it never calls connect.
            for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM, socket.SOCK_SEQPACKET):
                try:
                    here, there = socket.socketpair(socket.AF_UNIX, kind)
                except PermissionError:
                    continue
                for address in ("@UNIX@", "\0@ABSTRACT@", "/dev/log", "/run/systemd/notify"):
                    abstract = (errno.ECONNREFUSED,) if address.startswith("\0") else ()
                    denied(f"connect {address}", lambda: here.connect(address), also=abstract)
                    denied(f"connect_ex {address}", lambda: there.connect(address), also=abstract)
                    for send in (lambda: here.sendto(b"x", address), lambda: here.sendmsg([b"x"], [], 0, address)):
                        try:
                            send()
                        except OSError as error:
                            stopped = DENIALS | {errno.EISCONN, errno.EOPNOTSUPP, errno.EINVAL} | set(abstract)
                            if error.errno not in stopped:
                                breach("a datagram got as far as", address, error)
                        else:
                            if kind == socket.SOCK_DGRAM:
                                breach("sent to", address)
                denied("bind", lambda: here.bind("pair.sock"))
                denied("bind abstract", lambda: here.bind("\0pair"))
                denied("listen", lambda: here.listen(1))
        """),
    ),
    Hostile(
        "sockets-of-the-kernel",
        "sockets",
        scene(r"""
            denied("netlink", lambda: socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0))
            denied("uevent", lambda: socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 15))
            denied("audit", lambda: socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 9))
            denied("packet", lambda: socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(3)))
            denied("vsock", lambda: socket.socket(socket.AF_VSOCK, socket.SOCK_STREAM))
            denied("alg", lambda: socket.socket(socket.AF_ALG, socket.SOCK_SEQPACKET, 0))
            denied("bluetooth", lambda: socket.socket(31, socket.SOCK_RAW, 1))
            denied("can", lambda: socket.socket(socket.AF_CAN, socket.SOCK_RAW, 1))
            denied("xdp", lambda: socket.socket(44, socket.SOCK_RAW, 0))
            denied("if_nameindex", socket.if_nameindex)
        """),
    ),
    Hostile(
        "sockets-of-every-family",
        "sockets",
        scene(r"""
            unknown = (errno.EAFNOSUPPORT, errno.EPROTONOSUPPORT, errno.ESOCKTNOSUPPORT, errno.EOPNOTSUPP, errno.EPROTOTYPE)
            unknown += (errno.EINVAL,)
            pair = (ctypes.c_int * 2)()
            for family in range(47):
                for kind in (1, 2, 3, 4, 5, 10):
                    call_denied("socket", family, kind, 0, also=unknown)
                    call_denied("socket", family | 1 << 32, kind, 0, also=unknown)
                if family != socket.AF_UNIX:
                    denied(f"socketpair {family}", lambda: socket.socketpair(family, socket.SOCK_STREAM, 0), also=unknown)
        """),
    ),
    Hostile(
        "names-of-the-network",
        "sockets",
        scene(r"""
            for what, look in {
                "getaddrinfo": lambda: socket.getaddrinfo("example.com", 80),
                "gethostbyname": lambda: socket.gethostbyname("leak.example.org"),
                "gethostbyaddr": lambda: socket.gethostbyaddr("1.1.1.1"),
            }.items():
                try:
                    breach(what, look())
                except (socket.gaierror, socket.herror, PermissionError) as error:
                    print("denied:", what, error)
        """),
    ),
)

PROCESSES = (
    Hostile(
        "start-programs",
        "processes",
        scene(r"""
            import subprocess

            code = "print('BREACH a program started', flush=True)"
            python = [sys.executable, "-c", code]
            denied("subprocess", lambda: subprocess.run(python, check=False))
            denied("subprocess in a session", lambda: subprocess.run(python, check=False, start_new_session=True))
            denied("subprocess with a hook", lambda: subprocess.run(python, check=False, preexec_fn=int))
            denied("shell", lambda: subprocess.run("echo BREACH shell", shell=True, check=False))
            denied("popen", lambda: os.popen("echo BREACH popen").read())
            denied("posix_spawn", lambda: os.posix_spawn(sys.executable, python, {}))
            denied("spawnv", lambda: os.spawnv(os.P_NOWAIT, sys.executable, python))
            if (status := os.system("echo BREACH system")) == 0:
                breach("system", status)
            LIBC.popen.restype = ctypes.c_void_p
            if LIBC.popen(b"echo BREACH libc popen", b"r"):
                breach("libc popen")
            fork_denied("pty", lambda: os.forkpty()[0])
        """),
    ),
    Hostile(
        "become-another-program",
        "processes",
        scene(r"""
            code = "print('BREACH became another program', flush=True)"
            python = [sys.executable, "-c", code]
            denied("execv", lambda: os.execv(sys.executable, python))
            denied("execve by descriptor", lambda: os.execve(os.open(sys.executable, os.O_RDONLY), python, {}))
            for loader in ("/lib64/ld-linux-x86-64.so.2", "/lib/ld-linux-aarch64.so.1"):
                denied("loader", lambda: os.execv(loader, [loader, *python]))
            array = (ctypes.c_char_p * 4)(*(each.encode() for each in python), None)
            call_denied("execve", sys.executable.encode(), array, None)
            call_denied("execveat", HERE, sys.executable.encode(), array, None, 0)
            script = os.open("planted.sh", os.O_CREAT | os.O_WRONLY, 0o755)
            os.write(script, b"#!/bin/sh\necho BREACH own script\n")
            os.close(script)
            denied("own script", lambda: os.execv("./planted.sh", ["planted.sh"]))
        """),
    ),
    Hostile(
        "fork",
        "processes",
        scene(r"""
            fork_denied("os.fork", os.fork)
            fork_denied("libc fork", lambda: call("fork"))
            fork_denied("clone", lambda: call("clone", signal.SIGCHLD, 0, 0, 0, 0))
            fork_denied("clone without a signal", lambda: call("clone", 0, 0, 0, 0, 0))
            fork_denied("clone as sibling", lambda: call("clone", 0x8000 | signal.SIGCHLD, 0, 0, 0, 0))
            fork_denied("clone with files", lambda: call("clone", 0x600 | signal.SIGCHLD, 0, 0, 0, 0))
            fork_denied("clone with high bits", lambda: call("clone", 1 << 40 | signal.SIGCHLD, 0, 0, 0, 0))
            arguments = (ctypes.c_uint64 * 11)(0, 0, 0, 0, signal.SIGCHLD)
            fork_denied("clone3", lambda: call("clone3", arguments, ctypes.sizeof(arguments)))
            fork_denied("vfork", lambda: call("vfork"))
        """),
    ),
    Hostile(
        "multiprocessing",
        "processes",
        scene(r"""
            import multiprocessing

            for method in ("fork", "spawn", "forkserver"):
                context = multiprocessing.get_context(method)
                denied(method, lambda: context.Process(target=print, args=("BREACH child",)).start())
                denied(f"{method} pool", lambda: context.Pool(1).map(abs, [1]))
        """),
    ),
    Hostile(
        "daemon",
        "processes",
        scene(r"""
            def daemonise():
                if (pid := os.fork()) != 0:
                    return pid
                os.setsid()
                if os.fork() == 0:
                    time.sleep(20)
                    print("BREACH a daemon outlived the job", flush=True)
                os._exit(0)

            denied("double fork", daemonise)
            denied("setsid", os.setsid)
            denied("setpgid", lambda: os.setpgid(0, 0))
            denied("setpgid of the parent", lambda: os.setpgid(os.getppid(), 0))
            denied("setpgid into another group", lambda: os.setpgid(0, @SERVICE@))
        """),
    ),
    Hostile(
        "fork-bomb",
        "processes",
        scene(r"""
            made = 0
            for _ in range(300):
                try:
                    pid = os.fork()
                except OSError as error:
                    if error.errno not in DENIALS | {errno.EAGAIN}:
                        raise
                    continue
                if pid == 0:
                    time.sleep(10)
                    os._exit(0)
                made += 1
            if made:
                breach("forked", made)
        """),
        slow=True,
    ),
    Hostile(
        "thread-bomb",
        "processes",
        scene(r"""
            import threading

            go = threading.Event()
            threads = []
            try:
                for _ in range(5000):
                    threads.append(threading.Thread(target=go.wait, daemon=True))
                    threads[-1].start()
            except RuntimeError as error:
                print("denied:", error)
            if len(threads) > 1000:
                breach("threads", len(threads))
            go.set()
        """),
        ends="any",
        slow=True,
    ),
)

MEMORY = (
    Hostile(
        "memory-by-bytes",
        "memory",
        scene(r"""
            kept = []
            try:
                while len(kept) < 80:
                    kept.append(bytearray(b"x") * (64 << 20))
                breach("took", len(kept) * 64, "MiB")
            except MemoryError:
                time.sleep(30)
        """),
        ends="too-big",
        slow=True,
    ),
    Hostile(
        "memory-by-private-mappings",
        "memory",
        scene(r"""
            import mmap

            kept = []
            try:
                while len(kept) < 80:
                    kept.append(mmap.mmap(-1, 64 << 20, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS))
                    for at in range(0, 64 << 20, 4096):
                        kept[-1][at] = 1
                breach("took", len(kept) * 64, "MiB")
            except OSError as error:
                if error.errno != errno.ENOMEM:
                    raise
                time.sleep(30)
        """),
        ends="too-big",
        slow=True,
    ),
    Hostile(
        "memory-that-hides-from-rss",
        "memory",
        scene(r"""
            # Shared pages stay allocated after MADV_DONTNEED, but leave the resident set that a watchdog reads.
            import mmap

            kept = []
            try:
                while len(kept) < 80:
                    kept.append(mmap.mmap(-1, 64 << 20))
                    for at in range(0, 64 << 20, 4096):
                        kept[-1][at] = 1
                    kept[-1].madvise(mmap.MADV_DONTNEED)
                breach("took", len(kept) * 64, "MiB")
            except OSError as error:
                if error.errno != errno.ENOMEM:
                    raise
            kept.clear()
        """),
        ends="any",
        slow=True,
    ),
    Hostile(
        "memory-by-files-without-names",
        "memory",
        scene(r"""
            from multiprocessing import shared_memory

            denied("memfd_create", lambda: os.memfd_create("hidden"))
            call_denied("memfd_create", b"hidden", 4)
            call_denied("memfd_secret", 0)
            denied("shared_memory", lambda: shared_memory.SharedMemory(create=True, size=1 << 20))
            denied("/dev/shm", lambda: os.open("/dev/shm/hostile", os.O_CREAT | os.O_RDWR, 0o600))
            call_denied("shmget", 0, 1 << 20, 0o1600)
        """),
    ),
    Hostile(
        "memory-limits",
        "memory",
        scene(r"""
            import resource

            for name in ("AS", "NPROC", "NOFILE", "FSIZE", "CPU", "CORE"):
                which = getattr(resource, f"RLIMIT_{name}")
                soft, hard = resource.getrlimit(which)
                if hard == resource.RLIM_INFINITY:
                    breach("no limit", name)
                    continue
                for wanted in ((hard + 1, hard + 1), (resource.RLIM_INFINITY, resource.RLIM_INFINITY)):
                    try:
                        resource.setrlimit(which, wanted)
                    except (ValueError, PermissionError) as error:
                        print("denied:", name, error)
                    else:
                        breach("raised", name, resource.getrlimit(which))
            try:
                np.ones(5 << 27)
            except MemoryError:
                pass
            else:
                breach("five GiB at once")
            for path in ("/proc/self/oom_score_adj", "/proc/self/coredump_filter"):
                denied(path, lambda: os.open(path, os.O_WRONLY))
        """),
    ),
    Hostile(
        "memory-of-the-kernel",
        "memory",
        scene(r"""
            import fcntl

            ends = []
            try:
                while len(ends) < 2000:
                    out, into = os.pipe()
                    ends += [out, into]
                    os.set_blocking(into, False)
                    try:
                        fcntl.fcntl(into, 1031, 1 << 20)
                    except PermissionError:
                        pass
                    try:
                        while True:
                            os.write(into, bytes(1 << 16))
                    except BlockingIOError:
                        pass
                breach("pipes", len(ends) // 2)
            except OSError as error:
                if error.errno not in (errno.EMFILE, errno.ENFILE):
                    raise
            for end in ends:
                os.close(end)
        """),
    ),
)

POUR = r"""
MIB = 1 << 20
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EMFILE)
CAP = 1200 * MIB


def pour(fd):
    '''Write up to 200 MiB into `fd` and return how much it took, and whether it is full.'''
    took = 0
    try:
        while took < 200 * MIB:
            took += os.write(fd, b"x" * (4 * MIB))
    except OSError as error:
        if error.errno not in FULL:
            raise
        return took, True
    return took, False


def used(fd):
    return os.fstat(fd).st_blocks * 512
"""

DISK = (
    Hostile(
        "disk-by-many-files",
        "disk",
        scene(
            r"""
            total, full, made = 0, False, []
            while not full and total <= CAP:
                made.append(f"fill-{len(made)}")
                fd = os.open(made[-1], os.O_CREAT | os.O_WRONLY | os.O_TRUNC)
                took, full = pour(fd)
                os.close(fd)
                total += took
            if total > CAP:
                breach("wrote", total)
            for name in made:
                os.unlink(name)
        """,
            before=POUR,
        ),
        ends="any",
        seconds=40,
        slow=True,
    ),
    Hostile(
        "disk-by-files-without-names",
        "disk",
        scene(
            r"""
            # What is unlinked while open takes room that no walk over the folder finds.
            total, full, kept = 0, False, []
            while not full and total <= CAP:
                try:
                    kept.append(os.open(f"ghost-{len(kept)}", os.O_CREAT | os.O_WRONLY | os.O_TRUNC))
                except OSError as error:
                    if error.errno not in FULL:
                        raise
                    break
                os.unlink(f"ghost-{len(kept) - 1}")
                took, full = pour(kept[-1])
                total += took
            if total > CAP:
                breach("wrote", total)
            for fd in kept:
                os.close(fd)
        """,
            before=POUR,
        ),
        ends="any",
        seconds=40,
        slow=True,
    ),
    Hostile(
        "disk-by-reservation",
        "disk",
        scene(
            r"""
            # FALLOC_FL_KEEP_SIZE takes blocks, and neither the file's size nor RLIMIT_FSIZE shows them.
            fd = os.open("reserved", os.O_CREAT | os.O_RDWR)
            for step in range(1, 14):
                try:
                    call("fallocate", fd, 1, 0, step * 100 * MIB)
                except OSError as error:
                    if error.errno not in {*FULL, *DENIALS, errno.EOPNOTSUPP, errno.EINVAL}:
                        raise
                    break
            if used(fd) > CAP:
                breach("reserved", used(fd))
            os.close(fd)
            os.unlink("reserved")
        """,
            before=POUR,
        ),
        ends="any",
        slow=True,
    ),
    Hostile(
        "disk-by-one-big-file",
        "disk",
        scene(
            r"""
            fd = os.open("big", os.O_CREAT | os.O_RDWR | os.O_TRUNC)
            full = False
            while not full and os.fstat(fd).st_size <= 600 * MIB:
                full = pour(fd)[1]
            if os.fstat(fd).st_size > 512 * MIB:
                breach("one file of", os.fstat(fd).st_size)
            os.close(fd)
            os.unlink("big")
        """,
            before=POUR,
        ),
        ends="any",
        slow=True,
    ),
    Hostile(
        "disk-by-sparse-files",
        "disk",
        scene(
            r"""
            fd = os.open("sparse", os.O_CREAT | os.O_RDWR | os.O_TRUNC)
            for what, grow in {
                "truncate": lambda: os.ftruncate(fd, 1 << 40),
                "fallocate": lambda: os.posix_fallocate(fd, 0, 1 << 40),
                "pwrite": lambda: os.pwrite(fd, b"x", 1 << 40),
            }.items():
                try:
                    grow()
                except OSError as error:
                    if error.errno not in {*FULL, *DENIALS}:
                        raise
            if os.fstat(fd).st_size > 300 * MIB:
                breach("a sparse file of", os.fstat(fd).st_size)
            os.close(fd)
            os.unlink("sparse")
        """,
            before=POUR,
        ),
    ),
    Hostile(
        "disk-by-inodes",
        "disk",
        scene(
            r"""
            made = 0
            os.makedirs("many", exist_ok=True)
            try:
                while made <= 100_000:
                    os.close(os.open(f"many/{made}", os.O_CREAT | os.O_WRONLY))
                    made += 1
                breach("files", made)
            except OSError as error:
                if error.errno not in FULL:
                    raise
            for name in range(made):
                os.unlink(f"many/{name}")
        """,
            before=POUR,
        ),
        ends="any",
        slow=True,
    ),
    Hostile(
        "disk-that-is-hard-to-clean",
        "disk",
        scene(r"""
            # The keeper has to remove all this: too deep for recursion, too long for a path, closed, oddly named.
            top = os.getcwd()
            for _ in range(3000):
                os.makedirs("d" * 20, exist_ok=True)
                os.chdir("d" * 20)
            os.chdir(top)
            for name in (b"\xff\xfe", b"line\nbreak", b"-rf", b"*", b" ", b"n" * 255, b"..."):
                os.makedirs(name, exist_ok=True)
                os.close(os.open(name + b"/file", os.O_CREAT | os.O_WRONLY))
            os.makedirs("closed/inner", exist_ok=True)
            os.chmod("closed/inner", 0)
            os.chmod("closed", 0)
        """),
        ends="any",
        slow=True,
    ),
)

OUTPUT_FLOOD = (
    Hostile(
        "flood-of-output",
        "output-flood",
        scene(r"""
            for fd in (1, 2):
                try:
                    for _ in range(2000):
                        os.write(fd, b"flood " * 20_000 + b"\n")
                except OSError as error:
                    print("denied:", error)
        """),
        ends="any",
        slow=True,
    ),
    Hostile(
        "flood-without-an-end",
        "output-flood",
        scene(r"""
            while True:
                try:
                    sys.stdout.write("no line break ")
                    sys.stderr.write("\x1b[2J\x1b]0;owned\x07\0\r")
                except OSError:
                    time.sleep(0.01)
        """),
        ends="any",
        seconds=3,
        slow=True,
    ),
    Hostile(
        "flood-of-warnings",
        "output-flood",
        scene(r"""
            import warnings

            for number in range(20_000):
                warnings.warn_explicit("x" * 1000 + str(number), UserWarning, "scene.py", number)
                logger.critical("\udcff" * 10)
        """),
        ends="any",
    ),
    Hostile(
        "flood-by-an-exception",
        "output-flood",
        scene(r"""
            class Huge(Exception):
                pass

            Huge.__name__ = Huge.__qualname__ = "H" * 10_000_000
            try:
                raise ValueError("cause " * 1_000_000)
            except ValueError as error:
                raise Huge("\udc80\0\x1b[2J" * 500_000) from error
        """),
        ends="render-error",
    ),
    Hostile(
        "exception-that-never-tells",
        "output-flood",
        scene(r"""
            class Silent(Exception):
                def __str__(self):
                    while True:
                        pass

                __repr__ = __str__

            raise Silent
        """),
        ends="too-slow",
        seconds=4,
    ),
)

VICTIMS = """import os

VICTIMS = (("victim", @VICTIM@), ("service", @SERVICE@), ("parent", os.getppid()), ("group", 0), ("all", -1))
"""

SIGNALS = (
    Hostile(
        "signals-that-kill-the-victim",
        "signals",
        scene(r"""
            for number in (1, 2, 3, 6, 9, 10, 12, 13, 14, 15, 18, 19, 20, 34, 64):
                denied(f"kill {number}", lambda: os.kill(@VICTIM@, number))
                call_denied("tkill", @VICTIM@, number)
                call_denied("tgkill", @VICTIM@, @VICTIM@, number)
            denied("killpg", lambda: os.killpg(@VICTIM@, signal.SIGKILL))
        """),
    ),
    Hostile(
        "signals-to-others",
        "signals",
        scene(
            r"""
            info = (ctypes.c_int * 32)(signal.SIGURG, 0, -1)
            for who, pid in VICTIMS:
                for number in (0, signal.SIGURG, signal.SIGCONT):
                    denied(f"kill {who}", lambda: os.kill(pid, number))
                call_denied("rt_sigqueueinfo", pid, signal.SIGURG, info)
                if pid > 1:
                    call_denied("tkill", pid, signal.SIGURG)
                    call_denied("tgkill", pid, pid, signal.SIGURG)
                    call_denied("rt_tgsigqueueinfo", pid, pid, signal.SIGURG, info)
                    call_denied("pidfd_send_signal", 0, 0, None, 0)
                    call_denied("pidfd_open", pid, 0)
            denied("killpg", lambda: os.killpg(os.getpgrp(), signal.SIGURG))
            denied("killpg 0", lambda: os.killpg(0, 0))
            denied("itself by kill", lambda: os.kill(os.getpid(), signal.SIGURG))
        """,
            before=VICTIMS,
        ),
    ),
    Hostile(
        "signals-by-descriptors",
        "signals",
        scene(r"""
            # A descriptor's owner gets SIGIO or SIGURG: fcntl and ioctl both name an owner.
            import fcntl

            here, there = socket.socketpair()
            out, into = os.pipe()
            owner = (ctypes.c_int * 2)(1, @VICTIM@)
            for fd in (here.fileno(), out):
                for high in (0, 1 << 32):
                    call_denied("fcntl", fd, 8 | high, @VICTIM@)
                    call_denied("fcntl", fd, 8 | high, -@VICTIM@)
                    call_denied("fcntl", fd, 10 | high, signal.SIGKILL)
                    call_denied("fcntl", fd, 15 | high, owner)
            pid = ctypes.c_int(@VICTIM@)
            for request in (0x8901, 0x8902):
                for high in (0, 1 << 32):
                    call_denied("ioctl", here.fileno(), request | high, ctypes.byref(pid))
        """),
    ),
    Hostile(
        "change-how-others-run",
        "signals",
        scene(
            r"""
            import resource

            for who, pid in VICTIMS[:3]:
                if pid < 1:
                    continue
                denied(f"nice {who}", lambda: os.setpriority(os.PRIO_PROCESS, pid, 19))
                denied(f"affinity {who}", lambda: os.sched_setaffinity(pid, {0}))
                limits = [(3, 3)] if who == "victim" else []
                denied(f"limit {who}", lambda: resource.prlimit(pid, resource.RLIMIT_NOFILE, *limits))
                denied(f"idle {who}", lambda: os.sched_setscheduler(pid, os.SCHED_IDLE, os.sched_param(0)))
                denied(f"parameters {who}", lambda: os.sched_setparam(pid, os.sched_param(0)))
                call_denied("ioprio_set", 1, pid, 3 << 13)
                call_denied("sched_setattr", pid, (ctypes.c_uint32 * 12)(48, 3), 0)
                old = ctypes.c_ulong(1)
                call_denied("migrate_pages", pid, 64, ctypes.byref(old), ctypes.byref(old))
            denied("nice of the group", lambda: os.setpriority(os.PRIO_PGRP, @VICTIM@, 19))
            nice = os.getpriority(os.PRIO_PROCESS, 0)
            denied("nice of the user", lambda: os.setpriority(os.PRIO_USER, os.getuid(), nice))
            call_denied("ioprio_set", 3, os.getuid(), 2 << 13 | 4)
            denied("more priority", lambda: os.setpriority(os.PRIO_PROCESS, 0, -20))
            denied("real time", lambda: os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(50)))
        """,
            before=VICTIMS,
        ),
    ),
)

TRACING = (
    Hostile(
        "trace-others",
        "tracing",
        scene(r"""
            for pid in (@VICTIM@, @SERVICE@, os.getppid()):
                call_denied("ptrace", 16, pid, 0, 0)
                call_denied("ptrace", 0x4206, pid, 0, 0)
            call_denied("ptrace", 0, 0, 0, 0)
        """),
    ),
    Hostile(
        "memory-of-others",
        "tracing",
        scene(r"""
            room = ctypes.create_string_buffer(64)
            local = (ctypes.c_uint64 * 2)(ctypes.addressof(room), 64)
            for pid in (@VICTIM@, @SERVICE@, os.getppid(), os.getpid()):
                call_denied("process_vm_readv", pid, local, 1, local, 1, 0)
                call_denied("process_vm_writev", pid, local, 1, local, 1, 0)
            for pid in (@VICTIM@, @SERVICE@):
                denied("mem", lambda: os.open(f"/proc/{pid}/mem", os.O_RDWR))
                call_denied("kcmp", pid, os.getpid(), 0, 1, 1)
                head, size = ctypes.c_void_p(), ctypes.c_size_t()
                call_denied("get_robust_list", pid, ctypes.byref(head), ctypes.byref(size))
                pages, where = (ctypes.c_void_p * 1)(ctypes.addressof(room)), (ctypes.c_int * 1)()
                call_denied("move_pages", pid, 1, pages, None, where, 0)
        """),
    ),
    Hostile(
        "descriptors-of-others",
        "tracing",
        scene(r"""
            def steal(pid):
                handle = call("pidfd_open", pid, 0)
                return call("pidfd_getfd", handle, 0, 0)

            for pid in (@VICTIM@, @SERVICE@, os.getppid() or 1):
                denied("pidfd_open", lambda: os.pidfd_open(pid))
                denied("pidfd_getfd", lambda: steal(pid))
                denied("fd", lambda: os.listdir(f"/proc/{pid}/fd"))
                denied("fd 0", lambda: os.open(f"/proc/{pid}/fd/0", os.O_RDONLY))
            call_denied("pidfd_getfd", 0, 0, 0)
            call_denied("process_madvise", 0, (ctypes.c_uint64 * 2)(), 1, 21, 0)
            call_denied("process_mrelease", 0, 0)
        """),
    ),
)

NAMESPACES = (
    Hostile(
        "new-namespaces",
        "namespaces",
        scene(r"""
            kinds = {
                "user": 0x10000000, "mount": 0x20000, "pid": 0x20000000, "network": 0x40000000, "ipc": 0x8000000,
                "uts": 0x4000000, "cgroup": 0x2000000, "time": 0x80,
            }
            for name, flag in kinds.items():
                call_denied("unshare", flag)
                call_denied("unshare", flag | 0x10000000)
                if name != "time":
                    fork_denied(f"clone {name}", lambda: call("clone", flag | 0x10000000 | signal.SIGCHLD, 0, 0, 0, 0))
                arguments = (ctypes.c_uint64 * 11)(flag | 0x10000000, 0, 0, 0, signal.SIGCHLD)
                fork_denied(f"clone3 {name}", lambda: call("clone3", arguments, ctypes.sizeof(arguments)))
            for name in ("user", "mnt", "pid", "net", "ipc"):
                for pid in ("1", "@SERVICE@", "@VICTIM@"):
                    denied(f"{pid}/ns/{name}", lambda: os.open(f"/proc/{pid}/ns/{name}", os.O_RDONLY))
            call_denied("setns", 0, 0)
            call_denied("setns", 0, 0x10000000)
            for name in ("uid_map", "gid_map", "setgroups"):
                denied(name, lambda: os.open(f"/proc/self/{name}", os.O_WRONLY))
        """),
    ),
    Hostile(
        "mounts",
        "namespaces",
        scene(r"""
            os.makedirs("point", exist_ok=True)
            call_denied("mount", b"none", b"point", b"tmpfs", 0, None)
            call_denied("mount", b"proc", b"point", b"proc", 0, None)
            call_denied("mount", b"/", b"point", None, 4096 | 16384, None)
            call_denied("mount", b"point", b"point", None, 4096, None)
            call_denied("mount", None, b"/", None, 32 | 4096, None)
            call_denied("mount", b"lowerdir=/,upperdir=a,workdir=b", b"point", b"overlay", 0, None)
            call_denied("umount2", b".", 2)
            call_denied("umount2", b"/", 2)
            call_denied("fsopen", b"tmpfs", 0)
            call_denied("fsopen", b"proc", 0)
            call_denied("fspick", HERE, b"/", 0)
            call_denied("fsmount", 0, 0, 0)
            call_denied("open_tree", HERE, b".", 0)
            call_denied("open_tree", HERE, b"/", 1 | 0x8000)
            call_denied("move_mount", HERE, b"point", HERE, b"/", 0)
            call_denied("mount_setattr", HERE, b".", 0, (ctypes.c_uint64 * 4)(0, 1), 32)
        """),
    ),
    Hostile(
        "another-root",
        "namespaces",
        scene(r"""
            os.makedirs("jail", exist_ok=True)
            for where in ("jail", ".", "/", ".."):
                denied(f"chroot {where}", lambda: os.chroot(where))
                call_denied("chroot", where.encode())
            call_denied("pivot_root", b".", b"jail")
            call_denied("pivot_root", b".", b".")
        """),
    ),
)

KERNEL = (
    Hostile(
        "kernel-surfaces",
        "kernel",
        scene(r"""
            room = ctypes.create_string_buffer(256)
            call_denied("bpf", 0, (ctypes.c_uint32 * 32)(2, 4, 4, 1), 128)
            call_denied("bpf", 5, (ctypes.c_uint32 * 32)(1), 128)
            call_denied("io_uring_setup", 8, room)
            call_denied("io_uring_enter", 0, 1, 0, 0, None, 0)
            call_denied("io_uring_register", -1, 0, None, 0)
            call_denied("userfaultfd", 0)
            call_denied("userfaultfd", 1)
            call_denied("perf_event_open", (ctypes.c_uint32 * 32)(1, 128), 0, -1, -1, 0)
            call_denied("perf_event_open", (ctypes.c_uint32 * 32)(1, 128), @VICTIM@, -1, -1, 0)
            call_denied("fanotify_init", 0, 0)
            call_denied("personality", 0x0040000)
            call_denied("personality", 0x0400000 | 0x0100000)
            call_denied("open_by_handle_at", HERE, (ctypes.c_uint32 * 8)(8, 1, 2), 0)
        """),
    ),
    Hostile(
        "kernel-keys-and-queues",
        "kernel",
        scene(r"""
            call_denied("keyctl", 0, -3, 0)
            call_denied("keyctl", 6, -4, ctypes.create_string_buffer(99), 99)
            call_denied("keyctl", 11, -5, ctypes.create_string_buffer(99), 99)
            call_denied("add_key", b"user", b"hostile", b"x", 1, -2)
            call_denied("request_key", b"user", b"hostile", None, 0)
            call_denied("shmget", 0x5EC, 4096, 0o1666)
            call_denied("semget", 0x5EC, 1, 0o1666)
            call_denied("msgget", 0x5EC, 0o1666)
            call_denied("mq_open", b"hostile", os.O_CREAT | os.O_RDWR, 0o600, None)
        """),
    ),
    Hostile(
        "kernel-of-the-machine",
        "kernel",
        scene(r"""
            # Each of these would be harmless should it succeed: nothing to load, the old name, no time to set.
            call_denied("init_module", ctypes.create_string_buffer(16), 16, b"")
            call_denied("finit_module", 0, b"", 0)
            call_denied("delete_module", b"no_such_module", 0)
            call_denied("kexec_load", 0, 0, None, 0)
            call_denied("kexec_file_load", -1, -1, 0, None, 0)
            call_denied("reboot", 0xFEE1DEAD, 672274793, 0, None)
            call_denied("swapon", b"no-such-file", 0)
            call_denied("swapoff", b"no-such-file")
            call_denied("settimeofday", None, None)
            call_denied("clock_settime", 0, (ctypes.c_long * 2)(int(time.time()), 0))
            name = os.uname().nodename.encode()
            call_denied("sethostname", name, len(name))
            call_denied("setdomainname", b"(none)", 6)
            call_denied("acct", None)
            call_denied("iopl", 3)
            call_denied("ioperm", 0x80, 1, 1)
            call_denied("syslog", 3, ctypes.create_string_buffer(4096), 4096)
            call_denied("syslog", 10, None, 0)
        """),
    ),
    Hostile(
        "more-rights",
        "kernel",
        scene(r"""
            if os.geteuid() != 0:
                unknown = (errno.EINVAL,)  # a namespace that knows no root
                denied("setuid", lambda: os.setuid(0), also=unknown)
                denied("setresuid", lambda: os.setresuid(0, 0, 0), also=unknown)
                denied("setgid", lambda: os.setgid(0) if os.getegid() else names("/nowhere"), also=unknown)
            denied("setgroups", lambda: os.setgroups([0]), also=(errno.EINVAL,))
            sets = (ctypes.c_uint32 * 6)()
            call("capget", (ctypes.c_uint32 * 2)(0x20080522, 0), sets)
            if any((sets[0], sets[1], sets[3], sets[4])):  # effective and permitted, two words each
                breach("capabilities", list(sets))
            if LIBC.prctl(39, 0, 0, 0, 0) != 1:
                breach("new privileges are possible")
            if LIBC.prctl(21, 0, 0, 0, 0) != 2:
                breach("no seccomp filter")
            if LIBC.prctl(28, 0x2F, 0, 0, 0) == 0:
                breach("set securebits")
            if LIBC.prctl(47, 2, 21, 0, 0) == 0:
                breach("raised an ambient capability")
        """),
    ),
    Hostile(
        "type-into-the-terminal",
        "kernel",
        scene(r"""
            letter = ctypes.create_string_buffer(b"x")
            null = os.open("/dev/null", os.O_RDWR)
            for fd in (0, 1, 2, null):
                for high in (0, 1 << 32):
                    call_denied("ioctl", fd, 0x5412 | high, letter, also=(errno.EBADF,))
            denied("terminal", lambda: os.open("/dev/tty", os.O_RDWR), also=(errno.ENXIO,))
            denied("new terminal", os.openpty)
        """),
    ),
    Hostile(
        "x32-system-call",
        "kernel",
        scene(r"""
            if sys.maxsize > 2**32 and os.uname().machine == "x86_64":
                for number in (39, 41, 520):
                    if (got := LIBC.syscall(ctypes.c_long(0x40000000 | number), 1, 1, 0)) != -1:
                        breach("an x32 call came back", number, got)
        """),
        ends="render-error" if X86 else "ok",
    ),
    Hostile(
        "i386-system-call",
        "kernel",
        scene(r"""
            import mmap

            if os.uname().machine == "x86_64":
                code = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
                code.write(b"\x53\xb8\x14\x00\x00\x00\xcd\x80\x5b\xc3")  # push rbx; getpid by int 0x80; pop rbx
                enter = ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(code)))
                breach("an i386 call came back", enter())
        """),
        ends="render-error" if X86 else "ok",
    ),
)

FILES = (
    Hostile(
        "links-and-nodes",
        "files",
        scene(r"""
            for target in ("/etc/passwd", "@SECRET_FILE@", "@OUTSIDE@", "scene.py"):
                denied(f"symlink {target}", lambda: os.symlink(target, f"link-{time.time_ns()}"))
                call_denied("symlink", target.encode(), b"link-%d" % time.time_ns())
                call_denied("symlinkat", target.encode(), HERE, b"link-%d" % time.time_ns())
            open("mine", "w").close()
            for source in ("@SECRET_FILE@", "mine"):
                denied(f"link {source}", lambda: os.link(source, f"hard-{time.time_ns()}"))
                call_denied("link", source.encode(), b"hard-%d" % time.time_ns())
                call_denied("linkat", HERE, source.encode(), HERE, b"hard-%d" % time.time_ns(), 0)
            denied("fifo", lambda: os.mkfifo("pipe"))
            for kind, device in ((stat.S_IFIFO, 0), (stat.S_IFSOCK, 0), (stat.S_IFCHR, 0x101), (stat.S_IFBLK, 0xFE00)):
                denied(f"node {kind:o}", lambda: os.mknod(f"node-{kind}", kind | 0o600, device))
                call_denied("mknod", b"node-%d" % time.time_ns(), kind | 0o600, device)
                call_denied("mknodat", HERE, b"node-%d" % time.time_ns(), kind | 0o600, device)
            pair = socket.socketpair()
            denied("socket file", lambda: pair[0].bind("socket-file"))
        """),
    ),
    Hostile(
        "setuid-file",
        "files",
        scene(r"""
            with open("setuid", "w") as file:
                file.write("#!/bin/sh\necho BREACH a setuid program ran\n")
            give = lambda: os.chown("setuid", 0, 0) if os.getuid() else names("/nowhere")
            denied("give to root", give, also=(errno.EINVAL,))
            for mode in (0o4755, 0o2755, 0o6755):
                try:
                    os.chmod("setuid", mode)
                except PermissionError:
                    continue
            denied("run it", lambda: os.execv("./setuid", ["setuid"]))
            value = b"\x01\x00\x00\x02" + b"\xff" * 16
            for name in ("security.capability", "trusted.x"):
                denied(name, lambda: os.setxattr("setuid", name, value), also=(errno.EOPNOTSUPP,))
        """),
    ),
    Hostile(
        "write-outside",
        "files",
        scene(r"""
            import shutil

            open("mine", "w").write("mine")
            for folder in ("@OUTSIDE@", "@PREFIX@", os.path.dirname("@SECRET_FILE@")):
                denied(f"create in {folder}", lambda: os.open(f"{folder}/planted", os.O_CREAT | os.O_WRONLY))
                denied(f"mkdir in {folder}", lambda: os.mkdir(f"{folder}/planted-folder"))
                denied(f"move to {folder}", lambda: os.rename("mine", f"{folder}/moved"), also=(errno.EXDEV,))
                denied(f"copy to {folder}", lambda: shutil.copyfile("mine", f"{folder}/copied"))
                denied(f"anonymous in {folder}", lambda: os.open(folder, os.O_TMPFILE | os.O_RDWR))
            for folder in ("/var/tmp", "/usr", "/usr/local/bin", "/etc", "/etc/fonts", "/dev/shm", "/run", "/var/lib", "/bin"):
                denied(f"create in {folder}", lambda: os.open(f"{folder}/planted", os.O_CREAT | os.O_WRONLY, 0o600))
            for path in ("@SECRET_FILE@", sys.executable, "/bin/sh", "/etc/ld.so.preload", "/usr/bin/env"):
                for flags in (os.O_WRONLY, os.O_RDWR, os.O_WRONLY | os.O_APPEND, os.O_WRONLY | os.O_CREAT):
                    denied(f"write {path}", lambda: os.open(path, flags), also=(errno.ETXTBSY,))
        """),
    ),
    Hostile(
        "change-what-is-outside",
        "files",
        scene(r"""
            # Landlock knows nothing of modes, times and owners: here the other walls have to hold.
            for path in ("@SECRET_FILE@", "@OUTSIDE@", "@PREFIX@", "@PREFIX@/manim/__init__.py", sys.executable):
                denied(f"chmod {path}", lambda: os.chmod(path, stat.S_IMODE(os.stat(path).st_mode)))
                denied(f"chown {path}", lambda: os.chown(path, os.getuid(), os.getgid()))
                denied(f"utime {path}", lambda: os.utime(path, (os.stat(path).st_atime, os.stat(path).st_mtime)))
            denied("utime now", lambda: os.utime("@SECRET_FILE@"))
            denied("setxattr", lambda: os.setxattr("@SECRET_FILE@", "user.hostile", b"x"), also=(errno.EOPNOTSUPP,))
            for path in ("@SECRET_FILE@", "@OUTSIDE@"):
                denied(f"rename {path}", lambda: os.rename(path, f"{path}-gone"), also=(errno.EXDEV, errno.EBUSY))
                denied(f"take {path}", lambda: os.rename(path, "taken"), also=(errno.EXDEV, errno.EBUSY))
            for path in ("@SECRET_FILE@", "@PREFIX@/manim/__init__.py"):
                denied(f"truncate {path}", lambda: os.truncate(path, os.stat(path).st_size))
            denied("unlink", lambda: os.unlink("@SECRET_FILE@"))
            denied("rmdir", lambda: os.rmdir("@OUTSIDE@"), also=(errno.EBUSY, errno.ENOTEMPTY))
        """),
    ),
    Hostile(
        "watch-and-mark-what-is-shared",
        "files",
        scene(r"""
            # What everyone may read or write on the host, Landlock does not keep from being watched or marked.
            def watch(path):
                watcher = call("inotify_init1", 0)
                try:
                    return call("inotify_add_watch", watcher, path.encode(), 0xFFF)
                finally:
                    os.close(watcher)

            for path in ("@OUTSIDE@", "@SECRET_FILE@", os.path.dirname("@OTHER_JOB@")):
                denied(f"inotify {path}", lambda: watch(path))
            denied("setxattr", lambda: os.setxattr("@OUTSIDE@", "user.hostile", b"x"), also=(errno.EOPNOTSUPP,))
            denied("utime", lambda: os.utime("@OUTSIDE@"))
        """),
    ),
    Hostile(
        "relative-paths",
        "files",
        scene(r"""
            top = os.getcwd()
            up = "/".join([".."] * 20)
            os.makedirs("media", exist_ok=True)
            for way in (up, f"{top}/{up}", f"media/{up}", "/proc/self/root", "/proc/self/cwd/" + up, "/proc/thread-self/root"):
                for path in ("/etc/passwd", "@SECRET_FILE@"):
                    denied(way, lambda: read(way + path), also=(errno.ENOTDIR,))
                denied(f"write by {way}", lambda: os.open(f"{way}@OUTSIDE@/x", os.O_CREAT | os.O_WRONLY), also=(errno.ENOTDIR,))
            for where in ("/", "..", "@OUTSIDE@", "@OTHER_JOB@", os.path.dirname("@SECRET_FILE@")):
                try:
                    os.chdir(where)
                except OSError as error:
                    if error.errno not in DENIALS:
                        raise
                    continue
                denied(f"read from {where}", lambda: read(os.path.basename("@SECRET_FILE@")))
                denied(f"read accounts from {where}", lambda: read("etc/passwd"))
                denied(f"write from {where}", lambda: os.open("planted", os.O_CREAT | os.O_WRONLY))
                if where not in ("/", ".."):
                    denied(f"list from {where}", lambda: os.listdir("."))
                os.chdir(top)
            os.chdir(top)
        """),
    ),
    Hostile(
        "paths-by-handles",
        "files",
        scene(r"""
            secret, folder = os.path.split("@SECRET_FILE@")[::-1]
            for where, name in ((folder, secret), ("/etc", "passwd"), ("/", "etc/passwd"), ("@OTHER_JOB@", "scene.py")):
                try:
                    handle = os.open(where, os.O_PATH | os.O_DIRECTORY)
                except OSError as error:
                    if error.errno not in DENIALS:
                        raise
                    continue
                denied(f"openat {where}", lambda: os.open(name, os.O_RDONLY, dir_fd=handle))
                for resolve in (0, 0x08, 0x10):  # RESOLVE_BENEATH, RESOLVE_IN_ROOT
                    how = (ctypes.c_uint64 * 3)(0, 0, resolve)
                    call_denied("openat2", handle, name.encode(), how, 24)
                denied(f"list {where}", lambda: os.listdir(handle), also=(errno.EBADF,))
                denied(f"reopen {where}", lambda: os.open(f"/proc/self/fd/{handle}", os.O_RDONLY))
                if where == folder:
                    denied(f"reopen by . {where}", lambda: os.open(".", os.O_RDONLY, dir_fd=handle))
                denied(f"create {where}", lambda: os.open("x", os.O_CREAT | os.O_WRONLY, dir_fd=handle))
                call_denied("fchmodat", handle, name.encode(), 0o644, 0)
                os.close(handle)
            file = None
            try:
                file = os.open("@SECRET_FILE@", os.O_PATH)
            except OSError as error:
                if error.errno not in DENIALS:
                    raise
            if file is not None:
                denied("read it", lambda: os.pread(file, 100, 0), also=(errno.EBADF,))
                denied("reopen it", lambda: read(f"/proc/self/fd/{file}"))
                denied("link it", lambda: call("linkat", file, b"", HERE, b"linked", 0x1000))
        """),
    ),
    Hostile(
        "inherited-descriptors",
        "files",
        scene(r"""
            harmless = {os.makedev(1, minor) for minor in (3, 5, 7, 8, 9)}
            try:
                secret = os.stat("@SECRET_FILE@")
            except OSError:
                secret = None
            for fd in range(1024):
                try:
                    found = os.fstat(fd)
                except OSError as error:
                    if error.errno != errno.EBADF:
                        raise
                    continue
                if stat.S_ISDIR(found.st_mode):
                    breach("a folder is open as", fd)
                if secret and (found.st_dev, found.st_ino) == (secret.st_dev, secret.st_ino):
                    breach("the secret is open as", fd)
                if stat.S_ISBLK(found.st_mode) or (stat.S_ISCHR(found.st_mode) and found.st_rdev not in harmless):
                    breach("a device is open as", fd, found.st_rdev)
                if stat.S_ISSOCK(found.st_mode):
                    with socket.socket(fileno=os.dup(fd)) as link:
                        if link.family != socket.AF_UNIX or link.type != socket.SOCK_STREAM:
                            breach("a socket of another kind is open as", fd, link)
                if stat.S_ISREG(found.st_mode):
                    try:
                        print("descriptor", fd, os.pread(fd, 4000, 0), flush=True)
                    except OSError as error:
                        if error.errno != errno.EBADF:
                            raise
                    denied(f"reopen {fd}", lambda: os.open(f"/proc/self/fd/{fd}", os.O_RDWR))
        """),
    ),
    Hostile(
        "plant-the-results",
        "files",
        scene(r"""
            # Where the keeper may look for results lie folders, links, lies and things that are too large.
            for name in ("poster.png", "animation.mp4", "result.json", "output.txt", "job.json", "frames.json"):
                try:
                    os.symlink("@SECRET_FILE@", name)
                except PermissionError:
                    if not os.path.exists(name):
                        os.makedirs(f"{name}/x")
            for name in ("scene.py", "job.json", "result.json", "output.txt"):
                try:
                    os.rename(name, f"{name}.gone")
                    os.mkdir(name)
                except OSError as error:
                    print("denied:", name, error)
            with open("log.txt", "w") as file:
                file.write('{"ok": true, "video": "/etc/passwd"}\n' * 1000)
        """),
        ends="any",
    ),
    Hostile(
        "remove-the-results",
        "files",
        scene(
            r"""
            threading.Thread(target=vanish, daemon=True).start()
            for _ in range(3):
                self.wait(0.2)
        """,
            before=r"""
            import shutil
            import threading


            def vanish():
                while True:
                    for name in os.listdir("."):
                        shutil.rmtree(name, ignore_errors=True)
                        try:
                            os.unlink(name)
                        except OSError:
                            pass
                    time.sleep(0.01)
        """,
        ),
        ends="any",
    ),
)

CHANNEL = r"""
import json


def channels():
    '''Return what may lead to the keeper: sockets, and pipes other than the output.'''
    found = []
    for fd in range(256):
        try:
            mode = os.fstat(fd).st_mode
        except OSError:
            continue
        if stat.S_ISSOCK(mode) or (stat.S_ISFIFO(mode) and fd > 2):
            found.append(fd)
    return found


def tell(*events):
    for fd in channels():
        for event in events:
            line = event if isinstance(event, bytes) else json.dumps(event).encode() + b"\n"
            try:
                while line:
                    line = line[os.write(fd, line):]
            except OSError as error:
                print("denied:", fd, error, flush=True)
                break


LIES = [
    {"result": {"ok": True, "video": "/etc/passwd", "poster": "/etc/shadow", "folder": "@OUTSIDE@"}},
    {"ok": True, "video": "@SECRET_FILE@", "frames": 1, "plays": 1, "duration": 1, "manim": "0", "warnings": []},
    {"event": "done", "file": "../../../../@SECRET_FILE@", "poster": "@SECRET_FILE@"},
    {"type": "result", "ok": True, "frames": 10**400, "duration": -1e308, "seconds": {"x": "y"}, "warnings": ["x" * 99] * 999},
    {"kind": "latex", "template": "@SECRET_FILE@", "expression": "\\input{@SECRET_FILE@}", "compiler": "/bin/sh"},
]
"""

EVENTS = (
    Hostile(
        "the-channel-is-there",
        "events",
        scene(
            r"""
            print("channels:", channels(), flush=True)
            if not channels():
                raise RuntimeError("found no channel, so the other scenes of this family judge nothing")
        """,
            before=CHANNEL,
        ),
    ),
    Hostile(
        "events-that-lie",
        "events",
        scene(
            r"""
            tell(*LIES)
            os._exit(0)
        """,
            before=CHANNEL,
        ),
        ends="any",
    ),
    Hostile(
        "events-that-lie-while-it-draws",
        "events",
        scene(
            r"""
            tell(*LIES, *LIES)
            self.wait(0.2)
            tell(*LIES)
        """,
            before=CHANNEL,
        ),
        ends="any",
    ),
    Hostile(
        "events-of-garbage",
        "events",
        scene(
            r"""
            tell(
                b"\xff\xfe\0\0\n", b"{\n", b"null\n", b"[]\n", b"1e999\n", b'"text"\n', b"NaN\n", b"{}\n", b"\n\n\n",
                b"[" * 100_000 + b"\n", b'{"a":' * 50_000 + b"\n", b'{"result": null}\n', b'{"result": {}}\n',
                b'{"result": {"ok": "yes"}}\n', b'{"ok": false, "error": {"type": [], "message": {}, "line": "1"}}\n',
                b'{"\\ud800": "\\udfff"}\n', b'{"result": ' + b"9" * 5000 + b"}\n", os.urandom(4096), b"no line end",
            )
            os._exit(0)
        """,
            before=CHANNEL,
        ),
        ends="any",
        seconds=10,
    ),
    Hostile(
        "events-without-an-end",
        "events",
        scene(
            r"""
            tell(b'{"event": "progress", "note": "' + b"x" * 50_000_000)
            tell(b'"}\n')
            os._exit(0)
        """,
            before=CHANNEL,
        ),
        ends="any",
        seconds=10,
        slow=True,
    ),
    Hostile(
        "events-by-the-hundred-thousand",
        "events",
        scene(
            r"""
            tell(*[{"event": "progress", "play": number, "frame": number, "problem": "x" * 50} for number in range(100_000)])
            tell(*LIES)
            os._exit(0)
        """,
            before=CHANNEL,
        ),
        ends="any",
        seconds=10,
        slow=True,
    ),
    Hostile(
        "events-with-descriptors",
        "events",
        scene(
            r"""
            import array

            for fd in channels():
                try:
                    with socket.socket(fileno=os.dup(fd)) as link:
                        for _ in range(20):
                            link.sendmsg([b'{"result": {"ok": true}}\n'], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [0, 1, 2, fd] * 20))])
                        out, into = os.pipe()
                        link.sendmsg([b"\n"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [out, into]))])
                        link.shutdown(socket.SHUT_WR)
                except OSError as error:
                    print("denied:", fd, error, flush=True)
            os._exit(0)
        """,
            before=CHANNEL,
        ),
        ends="any",
        seconds=10,
    ),
    Hostile(
        "events-and-then-silence",
        "events",
        scene(
            r"""
            import fcntl

            for fd in range(256):
                try:
                    fcntl.fcntl(fd, fcntl.F_SETFL, os.O_NONBLOCK | os.O_APPEND)
                    fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except OSError:
                    continue
            tell(*LIES)
            for fd in channels():
                os.close(fd)
            time.sleep(9999)
        """,
            before=CHANNEL,
        ),
        ends="any",
        seconds=4,
    ),
    Hostile(
        "results-full-of-lies",
        "events",
        scene(
            r"""
            for fd in range(3, 256):
                try:
                    if stat.S_ISREG(os.fstat(fd).st_mode):
                        os.ftruncate(fd, 0)
                        os.pwrite(fd, b"<script>alert(1)</script>\0" * 1000, 0)
                        os.ftruncate(fd, 200 << 20)
                except OSError as error:
                    print("denied:", fd, error, flush=True)
            tell(*LIES)
            os._exit(0)
        """,
            before=CHANNEL,
        ),
        ends="any",
    ),
)

TIME = (
    Hostile("loop-in-python", "time", scene("while True:\n    pass"), ends="too-slow", seconds=3),
    Hostile(
        "loop-in-c",
        "time",
        scene("import itertools\n\nsum(itertools.repeat(0))"),
        ends="too-slow",
        seconds=3,
    ),
    Hostile(
        "loop-in-a-pattern",
        "time",
        scene('import re\n\nre.match(r"(a+)+$", "a" * 64 + "b")'),
        ends="too-slow",
        seconds=3,
    ),
    Hostile(
        "loop-in-an-updater",
        "time",
        scene(r"""
            square = Square()
            square.add_updater(lambda each: sum(range(10**12)))
            self.add(square)
            self.wait(1)
        """),
        ends="too-slow",
        seconds=4,
    ),
    Hostile(
        "loop-that-ignores-signals",
        "time",
        scene(r"""
            for number in set(signal.Signals) - {signal.SIGKILL, signal.SIGSTOP}:
                signal.signal(number, signal.SIG_IGN)
            signal.pthread_sigmask(signal.SIG_BLOCK, set(signal.Signals))
            while True:
                pass
        """),
        ends="too-slow",
        seconds=3,
    ),
    Hostile("sleep", "time", scene("time.sleep(9999)"), ends="too-slow", seconds=3),
    Hostile(
        "stop",
        "time",
        scene("signal.raise_signal(signal.SIGSTOP)\ntime.sleep(9999)"),
        ends="too-slow",
        seconds=3,
    ),
    Hostile(
        "animation-of-a-year",
        "time",
        scene("self.play(Rotate(Square(), run_time=365 * 24 * 3600))"),
        ends="any",
        seconds=5,
    ),
    Hostile("exit-at-once", "time", scene("os._exit(0)"), ends="render-error"),
    Hostile("exit", "time", scene("sys.exit(0)"), ends="render-error"),
    Hostile("abort", "time", scene("os.abort()"), ends="render-error"),
    Hostile("segfault", "time", scene("ctypes.string_at(0)"), ends="render-error"),
    Hostile("interrupt", "time", scene("raise KeyboardInterrupt"), ends="render-error"),
    Hostile(
        "recursion",
        "time",
        scene(r"""
            def deeper(n):
                return deeper(n + 1) + 1

            deeper(0)
        """),
        ends="render-error",
    ),
    Hostile(
        "recursion-in-c",
        "time",
        scene(r"""
            sys.setrecursionlimit(10**9)
            nested = []
            for _ in range(10**6):
                nested = [nested]
            repr(nested)
        """),
        ends="any",
        seconds=10,
    ),
    Hostile(
        "never-ends-after-the-scene",
        "time",
        scene(
            "threading.Thread(target=forever).start()\natexit.register(forever)\nkept.append(Undead())",
            before=r"""
            import atexit
            import threading

            kept = []


            def forever():
                while True:
                    time.sleep(0.1)


            class Undead:
                def __del__(self):
                    forever()
        """,
        ),
        ends="any",
        seconds=8,
    ),
)

FORMULA = r"""
def formula(what, make, most=8):
    '''Draw a formula: an error is a denial, more glyphs than `most` are what it must not show.'''
    try:
        drawn = make()
    except (NameError, AttributeError, TypeError, ImportError):
        raise
    except Exception as error:
        print("denied:", what, type(error).__name__, str(error)[:300].replace("BREACH", ""), flush=True)
        return
    glyphs = len(drawn.family_members_with_points())
    print("drawn:", what, glyphs, flush=True)
    if glyphs > most:
        breach(what, glyphs, "glyphs")


RAW = r"\catcode`\#=12\catcode`\$=12\catcode`\&=12\catcode`\_=12\catcode`\^=12\catcode`\%=12\catcode`\~=12 "
LINES = r"\newread\file\openin\file=%s\relax\loop\unless\ifeof\file\readline\file to\text\text\repeat"
"""


def latex(body: str) -> str:
    """Return a scene that draws formulas."""
    return scene(body, before=FORMULA)


LATEX = (
    Hostile(
        "latex-input",
        "latex",
        latex(r"""
            up = "/".join([".."] * 12)
            for path in ("@SECRET_FILE@", "/etc/passwd", f"{up}/etc/passwd", f"{up}@SECRET_FILE@", "/proc/self/environ", "@OTHER_JOB@/scene.py"):
                formula(f"input {path}", lambda: Tex(rf"{RAW}\input{{{path}}}"))
            formula("primitive", lambda: Tex(RAW + r"\csname @@input\endcsname @SECRET_FILE@ "))
            formula("input in mathematics", lambda: MathTex(RAW + r"\text{\input{@SECRET_FILE@}}"))
            formula("quoted", lambda: Tex(RAW + r'\input{"@SECRET_FILE@"}'))
        """),
        seconds=60,
    ),
    Hostile(
        "latex-openin",
        "latex",
        latex(r"""
            up = "/".join([".."] * 12)
            for path in ("@SECRET_FILE@", "/etc/passwd", f"{up}/etc/passwd", f"{up}@SECRET_FILE@", "@OTHER_JOB@/scene.py"):
                formula(f"openin {path}", lambda: Tex(LINES % path))
            formula("pipe", lambda: Tex(LINES % '"|id"'))
        """),
        seconds=60,
    ),
    Hostile(
        "latex-reads-by-primitives",
        "latex",
        latex(r"""
            dump = r"\edef\found{\pdffiledump offset 0 length 200{@SECRET_FILE@}}\found"
            formula("filedump", lambda: Tex(dump))
            formula("filesize", lambda: Tex(r"\edef\found{\pdffilesize{@SECRET_FILE@}}\found"), most=0)
            formula("checksum", lambda: Tex(r"\edef\found{\pdfmdfivesum file{@SECRET_FILE@}}\found"))
            formula("moddate", lambda: Tex(r"\edef\found{\pdffilemoddate{@SECRET_FILE@}}\found"))
            formula("font", lambda: Tex(r"\font\stolen=@SECRET_FILE@ \stolen abcdefghijkl"))
            formula("exists", lambda: Tex(r"\IfFileExists{@SECRET_FILE@}{found the file}{}"))
        """),
        seconds=60,
    ),
    Hostile(
        "latex-reads-by-packages",
        "latex",
        latex(r"""
            def having(package, text, **settings):
                template = TexTemplate(documentclass=r"\documentclass{article}", preamble=package + r"\pagestyle{empty}", **settings)
                return Tex(text, tex_template=template)

            formula("verbatim", lambda: having(r"\usepackage{verbatim}", r"\verbatiminput{@SECRET_FILE@}"))
            formula("listings", lambda: having(r"\usepackage{listings}", r"\lstinputlisting{@SECRET_FILE@}"))
            formula("catchfile", lambda: having(r"\usepackage{catchfile}", r"\CatchFileDef\found{@SECRET_FILE@}{}\found"))
            formula("graphics", lambda: having(r"\usepackage{graphicx}", r"\includegraphics[bb=0 0 9 9]{@SECRET_FILE@}"))
            formula("preamble", lambda: having(r"\input{@SECRET_FILE@}", "x"))
            formula("package", lambda: having(r"\usepackage{@SECRET_FILE@}", "x"))
            formula("class", lambda: Tex("x", tex_template=TexTemplate(documentclass=r"\documentclass{@SECRET_FILE@}")))
            formula("after the start", lambda: having("", "x", post_doc_commands=RAW + r"\input{@SECRET_FILE@}"))
            formula("template", lambda: Tex("x", tex_template=TexTemplate.from_file("@SECRET_FILE@")))
        """),
        seconds=60,
    ),
    Hostile(
        "latex-runs-programs",
        "latex",
        latex(r"""
            formula("write18", lambda: Tex(r"\immediate\write18{touch @OUTSIDE@/write18}x"))
            formula("write18 read back", lambda: Tex(r"\immediate\write18{cat /etc/passwd > stolen.tex}" + RAW + r"\input{stolen.tex}"))
            for command in ("id", "cat @SECRET_FILE@", "touch @OUTSIDE@/pipe", "kpsewhich -var-value=TEXMFROOT"):
                formula(f"pipe {command}", lambda: Tex(RAW + rf'\input{{"|{command}"}}'))
                formula(f"bare pipe {command}", lambda: Tex(RAW + rf"\input{{|{command}}}"))
            formula("pipe out", lambda: Tex(r'\newwrite\w\immediate\openout\w="|touch @OUTSIDE@/openout"\immediate\write\w{x}x'))
            shell = TexTemplate(preamble=r"\usepackage{shellesc}", documentclass=r"\documentclass{article}")
            formula("shellesc", lambda: Tex(r"\ShellEscape{touch @OUTSIDE@/shellesc}x", tex_template=shell))
        """),
        seconds=60,
    ),
    Hostile(
        "latex-other-compilers",
        "latex",
        latex(r"""
            for compiler in (
                "sh", "/bin/sh", "latex -shell-escape", "latex --shell-escape -interaction=batchmode", "-shell-escape", "",
                "python3", sys.executable, "../../../bin/sh", "latex;touch @OUTSIDE@/x", "$(touch @OUTSIDE@/x)", "tex\0", ["sh", "latex"],
                ["latex", "-shell-escape"],
            ):
                template = TexTemplate(tex_compiler=compiler, description="x'; touch @OUTSIDE@/description; '\n\\input{@SECRET_FILE@}")
                formula(f"compiler {compiler!r}", lambda: Tex("compiler attack", tex_template=template), most=20)
            for output in (".pdf -shell-escape", "/../../x", ".dvi\n", "dvi", "", ".sh", "x -shell-escape"):
                formula(f"output {output!r}", lambda: Tex("format attack", tex_template=TexTemplate(output_format=output)), most=20)
            lua = r"\directlua{local f=io.open('@SECRET_FILE@') if f then tex.print(f:read('*a')) end os.execute('touch @OUTSIDE@/lua') local w=io.open('@OUTSIDE@/lua2','w')}"
            for compiler, output in (("lualatex", ".pdf"), ("lualatex", ".dvi"), ("luatex", ".pdf")):
                formula(compiler, lambda: Tex(lua, tex_template=TexTemplate(tex_compiler=compiler, output_format=output)))
            for compiler, output in (("xelatex", ".xdv"), ("pdflatex", ".pdf"), ("pdflatex", ".dvi")):
                formula(compiler, lambda: Tex(LINES % "@SECRET_FILE@", tex_template=TexTemplate(tex_compiler=compiler, output_format=output)))
        """),
        seconds=60,
    ),
    Hostile(
        "latex-writes",
        "latex",
        latex(r"""
            write = r"\newwrite\w\immediate\openout\w=%s\relax\immediate\write\w{planted}\immediate\closeout\w x"
            for path in (
                "@OUTSIDE@/openout", "@OUTSIDE@/openout.tex", "../x", "../../x", "../../../../../../../../@OUTSIDE@/up", ".hidden",
                "/tmp/../@OUTSIDE@/dots", "@OTHER_JOB@/planted", "@PREFIX@/planted", "/dev/shm/planted", "/dev/null",
            ):
                formula(f"openout {path}", lambda: Tex(write % path))
            formula("jobname", lambda: Tex(r"\jobname", tex_template=TexTemplate(preamble=r"\def\jobname{@OUTSIDE@/job}")), most=99)
            config.tex_dir = "@OUTSIDE@/tex"
            formula("folder", lambda: Tex("elsewhere"), most=20)
        """),
        seconds=60,
    ),
    Hostile(
        "latex-specials",
        "latex",
        latex(r"""
            # Ghostscript inside dvisvgm reads, writes and runs what PostScript tells it to; TeX's own settings do not bind it.
            strokes = "200 string readstring pop {newpath 0 exch moveto 9 0 rlineto stroke} forall"
            for special in (
                "psfile=@SECRET_FILE@", "PSfile=@SECRET_FILE@ llx=0 lly=0 urx=99 ury=99", "psfile=`id", "em:graph @SECRET_FILE@",
                "header=@SECRET_FILE@", "dvisvgm:img 10 10 @SECRET_FILE@", "pdffile=@SECRET_FILE@", "html:<base href='/etc/'>",
                f"ps: (@SECRET_FILE@) (r) file {strokes}", f"ps: (/etc/passwd) (r) file {strokes}", f"ps: (%pipe%id) (r) file {strokes}",
                "ps: (%pipe%touch @OUTSIDE@/ps) (w) file closefile",
                "! (@SECRET_FILE@) run", "ps: (@OUTSIDE@/written) (w) file closefile", "ps: plotfile @SECRET_FILE@",
                "dvisvgm:raw <image href='file://@SECRET_FILE@' width='9' height='9'/>",
                "dvisvgm:raw <image href='http://127.0.0.1:@PORT@/' width='9' height='9'/>",
                "dvisvgm:raw <use href='@SECRET_FILE@#hash'/>", "dvisvgm:raw <style>@import url(file://@SECRET_FILE@);</style>",
                "dvisvgm:raw <!DOCTYPE x [<!ENTITY e SYSTEM 'file://@SECRET_FILE@'>]><text>&e;</text>",
                "dvisvgm:raw <script href='file://@SECRET_FILE@'/>", "dvisvgm:raw </svg><svg><path d='M0 0'/>",
                "dvisvgm:raw <text><xi:include href='@SECRET_FILE@' parse='text'/></text>", "ps: (@SECRET_FILE@) deletefile",
            ):
                formula(special, lambda: Tex(rf"{{{RAW}\special{{{special}}}}}x"))
        """),
        seconds=90,
    ),
    Hostile(
        "latex-loops",
        "latex",
        latex(r"""
            formula("loop", lambda: Tex(r"\loop\iftrue\repeat"))
            formula("recursion", lambda: Tex(r"\def\x{\x}\x"))
        """),
        ends="any",
        seconds=6,
        slow=True,
    ),
    Hostile(
        "latex-floods",
        "latex",
        latex(r"""
            count = r"\newcount\n\loop\advance\n1 %s\ifnum\n<%d\repeat"
            formula("memory", lambda: Tex(r"\def\x{xxxxxxxxxx\x}\edef\y{\x}"))
            formula("doubling", lambda: Tex(r"\def\x{abcdefgh}" + r"\edef\x{\x\x}" * 30))
            formula("log", lambda: Tex(count % (r"\message{" + "x" * 1000 + "}", 10**7)))
            formula("file", lambda: Tex(r"\newwrite\w\immediate\openout\w=flood.tex " + count % (r"\immediate\write\w{" + "x" * 1000 + "}", 10**7)))
        """),
        ends="any",
        seconds=8,
        slow=True,
    ),
    Hostile(
        "latex-huge-pictures",
        "latex",
        latex(r"""
            count = r"\newcount\n\loop\advance\n1 %s\ifnum\n<%d\repeat"
            formula("pages", lambda: Tex(count % (r"x\newpage", 10**5)), most=10**9)
            formula("glyphs", lambda: Tex(count % ("x ", 10**5)), most=10**9)
            formula("raw", lambda: Tex(count % (r"\special{dvisvgm:raw <g id='g\the\n'><path d='M0 0L1 1'/>}", 10**5)), most=10**9)
        """),
        ends="any",
        seconds=8,
        slow=True,
    ),
    Hostile(
        "latex-poisons-the-next-formula",
        "latex",
        latex(r"""
            # Afterwards, in another job, \frac{1}{2} still has 3 glyphs, and \sqrt{7}, \int x \, dx are themselves.
            gdef = r"\gdef\frac#1#2{POISON}\global\let\sqrt\frac\global\let\int\relax"
            formula("gdef", lambda: MathTex(gdef + "x"))
            formula("end early", lambda: Tex(r"x\end{center}\end{document}\gdef\frac#1#2{POISON}"))
            formula("next page", lambda: Tex(r"x\newpage POISON\newpage POISON"), most=20)
            formula("unbalanced", lambda: MathTex(r"\def\x{", "x"))
            formula("output routine", lambda: Tex(r"\output={\global\setbox0\box255}\gdef\shipout{\setbox0}x"))
            formula("everypar", lambda: Tex(r"\global\everypar={POISON}\global\everymath={POISON}\global\hoffset=5in x"))
            formula("characters", lambda: Tex(r"\global\catcode`\x=0 \global\catcode`\{=12 y"))
            formula("afterwards", lambda: Tex(r"\AtEndDocument{POISON}\AtBeginDocument{POISON}\batchmode x"))
            if len(MathTex(r"\frac{1}{2}").family_members_with_points()) != 3:
                breach("the next formula of the same scene is poisoned")
        """),
        seconds=60,
    ),
    Hostile(
        "latex-plants-packages",
        "latex",
        latex(r"""
            # Files that the next run of LaTeX would find before the system's: a later job must not.
            write = r"\newwrite\w\immediate\openout\w=%s\relax\immediate\write\w{\string\gdef\string\frac{POISON}}\immediate\closeout\w x"
            for name in (
                "article.cls", "amsmath.sty", "amssymb.sty", "standalone.cls", "size10.clo", "texmf.cnf", "texput.tex", "l3backend-dvips.def",
                "dvisvgm.def", "cmr10.tfm", "cmr10.pfb", "psfonts.map", "article.aux", "texsys.cfg", "umsa.fd", "latex.fmt",
            ):
                formula(name, lambda: Tex(write % name))
                try:
                    with open(name, "w") as file:
                        file.write(r"\gdef\frac#1#2{POISON}")
                except OSError as error:
                    print("denied:", name, error)
            drawn = MathTex(r"\frac{1}{2}", tex_template=TexTemplate(documentclass=r"\documentclass{article}", preamble=r"\usepackage{amsmath}\pagestyle{empty}"))
            print("drawn:", len(drawn.family_members_with_points()), flush=True)
        """),
        ends="any",
        seconds=60,
    ),
    Hostile(
        "latex-plants-pictures",
        "latex",
        latex(r"""
            # Ready-made pictures where a cache would look for them: another job's \sqrt{7} must not come from here.
            from manim.utils.tex_file_writing import tex_hash

            squares = "".join(f"<path d='M{x} 0h1v1h-1z'/>" for x in range(0, 60, 2))
            picture = f"<svg xmlns='http://www.w3.org/2000/svg' width='60' height='2'>{squares}</svg>"
            template = config.tex_template
            for text in (r"\sqrt{7}", r"\frac{1}{2}", "x^2"):
                for marked in (text, rf"\special{{dvisvgm:raw <g id='unique000'>}}{text}\special{{dvisvgm:raw </g>}}"):
                    for environment in ("align*", "center"):
                        name = tex_hash(template.get_texcode_for_expression_in_env(marked, environment))
                        for folder in (config.get_dir("tex_dir"), "media/Tex", ".", "..", "@OUTSIDE@", "/tmp"):
                            for suffix in (".svg", ".dvi", ".tex"):
                                try:
                                    os.makedirs(folder, exist_ok=True)
                                    with open(os.path.join(folder, name + suffix), "w") as file:
                                        file.write(picture)
                                except OSError as error:
                                    if error.errno not in DENIALS:
                                        raise
                        write = rf"\newwrite\w\immediate\openout\w={name}.svg\relax\immediate\write\w{{<svg/>}}\immediate\closeout\w"
                        formula(name, lambda: Tex(write + " x"))
            print("drawn:", len(MathTex(r"\sqrt{7}").family_members_with_points()), flush=True)
        """),
        ends="any",
        seconds=60,
    ),
)

TAMPER = (
    Hostile(
        "tamper-with-manim",
        "tamper",
        scene(r"""
            def play(self, *arguments, **settings):
                raise RuntimeError("POISON")

            Scene.play = Scene.wait = Scene.render = play
            Square.__init__ = lambda self: Circle.__init__(self, radius=9)
            Mobject.__len__ = lambda self: -1
            config.pixel_width, config.frame_rate, config.media_dir = 7, 1e-9, "@OUTSIDE@"
            config.background_color = "#ff0000"
            np.random.seed(666)
            np.random.rand = lambda *shape: 4
            np.array = list
        """),
        ends="any",
    ),
    Hostile(
        "tamper-with-python",
        "tamper",
        scene(r"""
            import builtins
            import importlib
            import json
            import threading

            for module in ("manim", "numpy", "json", "av", "PIL.Image", "os.path", "ctypes"):
                sys.modules[module] = None
            sys.path.insert(0, os.getcwd())
            sys.meta_path.clear()
            json.dumps = lambda *arguments, **settings: '{"ok": true, "video": "/etc/passwd"}'
            builtins.open = builtins.print = builtins.isinstance = builtins.len = lambda *arguments, **settings: 1 / 0
            builtins.Exception = builtins.OSError = int
            time.perf_counter = time.monotonic = lambda: float("nan")
            os._exit = sys.exit = lambda *arguments: None
            sys.settrace(lambda *arguments: 1 / 0)
            sys.excepthook = threading.excepthook = lambda *arguments: None
        """),
        ends="any",
        seconds=8,
    ),
    Hostile(
        "tamper-with-the-job-program",
        "tamper",
        scene(r"""
            # Whatever ran before the scene is in reach: its functions lie, its locals are read.
            frame = sys._getframe()
            while frame := frame.f_back:
                for name, value in list(frame.f_locals.items()):
                    print("local", name, repr(value)[:300], flush=True)
                for name, value in list(frame.f_globals.items()):
                    if callable(value) and getattr(value, "__module__", "") == frame.f_globals.get("__name__"):
                        frame.f_globals[name] = lambda *arguments, **settings: {"ok": True, "video": "/etc/passwd", "frames": 1}
        """),
        ends="any",
        seconds=8,
    ),
    Hostile(
        "tamper-with-packages",
        "tamper",
        scene(r"""
            for name in ("planted.pth", "sitecustomize.py", "usercustomize.py", "manim/__init__.py", "manim/planted.py", "numpy/__init__.py"):
                denied(name, lambda: os.open(f"@PREFIX@/{name}", os.O_CREAT | os.O_WRONLY))
            for folder in ("manim", "manim/__pycache__", "numpy", "PIL"):
                denied(folder, lambda: os.open(f"@PREFIX@/{folder}/planted.pyc", os.O_CREAT | os.O_WRONLY))
            denied("library", lambda: os.open(os.__file__, os.O_WRONLY))
            for source in (Scene.__module__, "json", "ctypes"):
                denied(source, lambda: os.open(sys.modules[source].__file__, os.O_RDWR))
            for folder in sys.path:
                if folder and os.path.isdir(folder) and os.path.realpath(folder) != os.getcwd():
                    denied(folder, lambda: os.open(f"{folder}/planted.py", os.O_CREAT | os.O_WRONLY))
            for root in {sys.prefix, sys.base_prefix}:
                denied(root, lambda: os.open(f"{root}/planted", os.O_WRONLY | os.O_CREAT))
        """),
    ),
    Hostile(
        "tamper-with-shared-pages",
        "tamper",
        scene(r"""
            # Pages shared with the parent must be copies: this job breaks its own interpreter thoroughly.
            import gc

            for each in gc.get_objects():
                if isinstance(each, dict) and each.get("__name__") in ("manim", "manim.scene.scene", "numpy"):
                    for name in list(each)[:50]:
                        if not name.startswith("__"):
                            each[name] = "POISON"
            ctypes.memset(id(0) + 24, 7, 4)
            ctypes.memset(id(None), 255, 8)
            LIBC.setenv(b"OPENBLAS_NUM_THREADS", b"666", 1)
            os.umask(0)
            os.chdir("/")
        """),
        ends="any",
        seconds=8,
    ),
)

HOSTILE: tuple[Hostile, ...] = (
    *SECRETS,
    *ENVIRONMENT,
    *OTHER_JOBS,
    *SOCKETS,
    *PROCESSES,
    *MEMORY,
    *DISK,
    *OUTPUT_FLOOD,
    *SIGNALS,
    *TRACING,
    *NAMESPACES,
    *KERNEL,
    *FILES,
    *EVENTS,
    *TIME,
    *LATEX,
    *TAMPER,
)
