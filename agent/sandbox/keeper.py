"""The keeper: a small process that keeps warm parents, runs scenes through them, and watches.

Run as `python -I -m agent.sandbox.keeper CONFIG` with a clean environment: it never holds a secret. Clients of the
same user talk to it over a private socket, one JSON object a line. It ends when nobody has used it for a while; as a
service of its own (`rotator renderer`) it stays, and tells people, not a client, how it is.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import socketserver
import struct
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from agent.faults import Fault
from agent.sandbox.broker import Broker, Formula
from agent.sandbox.pipeline import Pipeline
from agent.sandbox.pool import ParentDied, Pool, TierRefused, start_parent
from agent.sandbox.supervision import Limits, run_job

TIERS = ("namespaces", "landlock")
DIED = {"fault": "the renderer's parent process has died under the scene", "remedy": "try again"}
TOO_LONG = "it is too long, or no LaTeX document"


@dataclass(frozen=True)
class Config:
    """How a keeper is to work."""

    socket: str
    """Path of the socket, relative to the folder it starts in."""
    cache: str
    parents: int
    idle_seconds: float | None
    """Without any it is a service of its own."""
    tiers: tuple[str, ...]
    allow_unsandboxed: bool


@dataclass(frozen=True)
class Tier:
    """The walls that hold here, found out by attacking them."""

    name: str
    attacks: dict[str, str]
    refused: dict[str, str]
    """Why better tiers are not used, by their names."""


class SandboxUnavailable(Fault):
    """No tier of the sandbox holds on this machine."""


class RendererRuns(Fault):
    """Another renderer is the service of this data folder."""


class Keeper:
    """What the clients' threads share."""

    def __init__(self, config: Config, scratch: Path) -> None:
        self.config = config
        self.scratch = scratch
        self.busy = 0
        self.last_used = time.monotonic()
        self.lock = threading.Lock()
        self.is_stopped = threading.Event()
        self.tier, self.pool, self.versions = self._first_that_holds()
        self.broker = Broker(Path(config.cache), self.tier.name, scratch)

    def _first_that_holds(self) -> tuple[Tier, Pool, dict[str, str]]:
        refused: dict[str, str] = {}
        # each twice: one that was refused for want of memory or time is worth another try
        tiers = [tier for tier in self.config.tiers for _ in range(2)]
        for name in (*tiers, *(["none"] if self.config.allow_unsandboxed else [])):
            try:
                parent = start_parent(name, 0, self.scratch)
            except TierRefused as refusal:
                refused[name] = str(refusal)
                continue
            attacks = self._attacked(parent, name)
            breaches = [f"{attack}: {got}" for attack, got in attacks.items() if got != "contained"]
            if breaches and name != "none":
                refused[name] = f"it does not hold: {'; '.join(breaches)}"
                parent.stop()
                continue
            refused.pop(name, None)
            print(f"tier {name}; refused: {refused}", file=sys.stderr, flush=True)
            pool = Pool(name, self.config.parents, self.scratch)
            pool.add(parent)
            return Tier(name, attacks, refused), pool, parent.versions
        reasons = "; ".join(f"{tier}: {reason}" for tier, reason in refused.items())
        raise SandboxUnavailable(
            f"no sandbox can be built here ({reasons})",
            "use a Linux kernel from 5.13 on with Landlock, or allow unprivileged user namespaces; "
            "only for scenes that you wrote yourself, set ROTATOR_ALLOW_UNSANDBOXED=1",
        )

    def _attacked(self, parent: Any, tier: str) -> dict[str, str]:
        """Try in the tier what a hostile scene would try."""
        with tempfile.TemporaryDirectory(prefix="rotator-attacked-") as outside:
            Path(outside).chmod(0o777)
            secret = Path(outside) / "secret"
            secret.write_text("secret")
            spec = {
                "kind": "hostile",
                "secret": str(secret),
                "outside": outside,
                "socket": str(Path(self.config.socket).absolute()),
                "keeper": os.getpid(),
            }
            try:
                ended = run_job(parent, tier, spec, {}, Limits(15, 2**30), self.scratch)
            except ParentDied:
                return {"stay alive": "BREACH: the parent died"}
        return ended.result or {
            "run at all": f"BREACH: no result, status {ended.status}. {ended.output[-500:]}"
        }

    def describe(self) -> dict[str, Any]:
        """Return what a client may want to know."""
        return {
            "tier": self.tier.name,
            "attacks": self.tier.attacks,
            "refused": self.tier.refused,
            "versions": self.versions,
            "keeper": os.getpid(),
            "latex": self.broker.has_latex,
        }

    def render(self, request: dict[str, Any], tell: Any, is_cancelled: Any) -> dict[str, Any]:
        """Render what a client asks for."""
        with self.pool.lease() as parent:
            tell({"parent": parent.pid})
            pipeline = Pipeline(
                parent, self.tier.name, self.broker, self.scratch, request, tell, is_cancelled
            )
            try:
                return {"ended": pipeline.run(), "tier": self.tier.name, "versions": self.versions}
            except ParentDied:
                parent.stop()
                return DIED

    def typeset(self, request: dict[str, Any]) -> dict[str, Any]:
        """Return what TeX has against each of some documents; what it takes is kept, drawn."""
        formulas = [Formula.from_claim({"wanted": wanted}) for wanted in request["wanted"]]
        missing = [each for each in formulas if each is not None and self.broker.find(each) is None]
        answers: dict[str, dict[str, str]] = {}
        if missing and self.broker.has_latex:
            with self.pool.lease() as parent:
                try:
                    answers = self.broker.compile(parent, missing, float(request["seconds"]))
                except ParentDied:
                    parent.stop()
                    return DIED
        wrong = [answers.get(each.key, {}).get("wrong") if each else TOO_LONG for each in formulas]
        return {"wrong": wrong}


class Client(socketserver.StreamRequestHandler):
    """One client's connection: its requests, one after the other."""

    server: Server

    def handle(self) -> None:
        """Answer until the client goes."""
        keeper = self.server.keeper
        credentials = self.connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12)
        if struct.unpack("3i", credentials)[1] not in (os.geteuid(), 0):
            return
        with keeper.lock:
            keeper.busy += 1
        try:
            for line in self.rfile:
                self._answer(json.loads(line))
        except (BrokenPipeError, ConnectionResetError):
            pass
        finally:
            with keeper.lock:
                keeper.busy -= 1
                keeper.last_used = time.monotonic()

    def _answer(self, request: dict[str, Any]) -> None:
        keeper = self.server.keeper
        if request["op"] == "describe":
            self._tell(keeper.describe())
        elif request["op"] == "stop":
            keeper.is_stopped.set()
        else:
            try:
                said = self._done(request)
            except Fault as fault:
                said = {"fault": fault.message, "remedy": fault.remedy}
            except OSError as error:
                said = {"fault": f"the renderer: {error}", "remedy": "see that ROTATOR_DATA has room"}
            self._tell(said)

    def _done(self, request: dict[str, Any]) -> dict[str, Any]:
        keeper = self.server.keeper
        if request["op"] == "typeset":
            return keeper.typeset(request)
        return keeper.render(request, lambda event: self._tell({"event": event}), self._is_gone)

    def _tell(self, message: dict[str, Any]) -> None:
        self.wfile.write(json.dumps(message).encode() + b"\n")

    def _is_gone(self) -> bool:
        try:
            return not self.connection.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT)
        except BlockingIOError:
            return False
        except OSError:
            return True


class Server(socketserver.ThreadingUnixStreamServer):
    """The private socket."""

    daemon_threads = True
    keeper: Keeper


def main() -> int:
    """Set up, say so, and serve until idle or told to stop; the socket of a service stays, for its next start."""
    config = Config(**json.loads(sys.argv[1]))
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda number, frame: sys.exit(0))
    scratch = Path(tempfile.mkdtemp(prefix="rotator-keeper-"))
    scratch.chmod(0o711)
    keeper: Keeper | None = None
    try:
        with _alone(config):
            keeper = Keeper(config, scratch)
            _serve(keeper)
    except Fault as fault:
        return _complain(config, fault)
    finally:
        if keeper is not None:
            keeper.pool.stop()
        shutil.rmtree(scratch, ignore_errors=True)
    return 0


@contextmanager
def _alone(config: Config) -> Iterator[None]:
    """Be the only keeper on this socket; those that are started for a client are started one at a time."""
    if config.idle_seconds is not None:
        yield
        return
    lock = FileLock(f"{config.socket}.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise RendererRuns(
            f"another renderer listens in {Path.cwd()}", "stop it first, or set another ROTATOR_DATA"
        ) from None
    try:
        yield
    finally:
        lock.release()


def _serve(keeper: Keeper) -> None:
    socket, idle_seconds = Path(keeper.config.socket), keeper.config.idle_seconds
    socket.unlink(missing_ok=True)
    os.umask(0o177)
    with Server(keeper.config.socket, Client) as server:
        os.umask(0o077)
        server.keeper = keeper
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        _announce(keeper)
        while not keeper.is_stopped.wait(0.1):
            idle = 0.0 if keeper.busy else time.monotonic() - keeper.last_used
            if idle_seconds is not None and idle > idle_seconds:
                break
        socket.unlink(missing_ok=True)


def _announce(keeper: Keeper) -> None:
    """Tell whoever started us that we listen: a client, or people who read the log."""
    said = keeper.describe()
    if keeper.config.idle_seconds is not None:
        print(json.dumps(said), flush=True)
        return
    contained = sum(got == "contained" for got in said["attacks"].values())
    walls = f"the {said['tier']} tier contained {contained} of {len(said['attacks'])} attacks"
    latex = "with" if said["latex"] else "WITHOUT"
    print(f"renderer: ready, {walls}; {keeper.config.parents} at a time, {latex} LaTeX", flush=True)


def _complain(config: Config, fault: Fault) -> int:
    if config.idle_seconds is None:
        print(f"error: {fault.message}\nhint: {fault.remedy}", file=sys.stderr, flush=True)
        return 2
    told = {"fault": fault.message, "remedy": fault.remedy, "kind": type(fault).__name__}
    print(json.dumps(told), flush=True)
    return 3


if __name__ == "__main__":
    sys.exit(main())
