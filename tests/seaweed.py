"""A real S3 server on loopback: started, killed and started again over the same files."""

import json
import socket
import subprocess
import sys
import time
from pathlib import Path

import obstore
from obstore.store import S3Store

WEED = str(Path(sys.executable).with_name("weed"))
ACCESS, SECRET = "tester", "no-secret-at-all"
GRPC = 10_000
"""Each part listens on its port and on this much above it."""


def free_ports(count: int) -> list[int]:
    """Return ports that are free, and whose partners above are too."""
    found: list[int] = []
    for port in range(21_000, 55_000, 7):
        if len(found) == count:
            return found
        if all(_is_free(each) for each in (port, port + GRPC)):
            found.append(port)
    raise AssertionError("no free ports")


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


class Seaweed:
    """SeaweedFS with one bucket, `results`."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.master, self.volume, self.filer, self.port = free_ports(4)
        self.endpoint = f"http://127.0.0.1:{self.port}"
        actions = ["Admin", "Read", "List", "Tagging", "Write"]
        credentials = [{"accessKey": ACCESS, "secretKey": SECRET}]
        config = {"identities": [{"name": "tester", "credentials": credentials, "actions": actions}]}
        (folder / "s3.json").write_text(json.dumps(config))
        (folder / "files").mkdir()
        self.process: subprocess.Popen | None = None

    def start(self) -> None:
        options = [
            f"-dir={self.folder / 'files'}",
            "-ip=127.0.0.1",
            "-ip.bind=127.0.0.1",
            "-master.telemetry=false",
            f"-master.port={self.master}",
            "-master.volumeSizeLimitMB=64",
            f"-volume.port={self.volume}",
            "-volume.max=50",
            "-filer",
            f"-filer.port={self.filer}",
            "-s3",
            f"-s3.port={self.port}",
            f"-s3.config={self.folder / 's3.json'}",
            "-s3.port.iceberg=0",
            "-s3.port.lance=0",
            "-s3.iam=false",
        ]
        log = (self.folder / "log").open("ab")
        self.process = subprocess.Popen(
            [WEED, f"-logdir={self.folder}", "server", *options], cwd=self.folder, stdout=log, stderr=log
        )
        log.close()
        self._wait()

    def _wait(self) -> None:
        """Wait until an object can be written: an administrator's makes the bucket."""
        deadline = time.monotonic() + 60
        while True:
            assert self.process is not None
            assert self.process.poll() is None, (self.folder / "log").read_text()[-2000:]
            assert time.monotonic() < deadline, (self.folder / "log").read_text()[-2000:]
            try:
                obstore.put(self.store(), "ready", b"yes")
            except (OSError, obstore.exceptions.BaseError):
                time.sleep(0.2)
            else:
                return

    def store(self) -> S3Store:
        return S3Store(
            "results",
            endpoint=self.endpoint,
            region="us-east-1",
            access_key_id=ACCESS,
            secret_access_key=SECRET,
            client_options={"allow_http": True, "timeout": "5s"},
            retry_config={"max_retries": 0},
        )

    def size(self) -> int:
        """Return how many bytes its files have."""
        return sum(path.stat().st_size for path in (self.folder / "files").glob("*.dat"))

    def kill(self) -> None:
        assert self.process is not None
        self.process.kill()
        self.process.wait(10)
