"""The proxy as it is deployed, with Debian's nginx: TLS, limits and events, in front of the started service."""

import http.client
import http.server
import json
import os
import shutil
import socket
import sqlite3
import ssl
import subprocess
import threading
import time
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
import yaml
from conftest import ROOT
from test_server import TINY, Server
from test_studio import free_port

NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
COMMAND = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]["proxy"]["command"]
ELSEWHERE = "127.0.0.9"
"""Another address of this machine, as a client's from outside."""
PROMPT = "Create a circle that transforms into a square"
OURS = ("content-security-policy", "x-content-type-options", "referrer-policy", "x-frame-options")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(NGINX is None, reason="nginx is not installed: setup/system-packages.sh tests"),
]


@pytest.fixture(scope="session")
def certificate(tmp_path_factory) -> Path:
    """A folder with a certificate of our own for 127.0.0.1, and its key."""
    place = tmp_path_factory.mktemp("certificate")
    subject = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"]
    files = ["-keyout", str(place / "key.pem"), "-out", str(place / "chain.pem")]
    openssl = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2".split()
    subprocess.run([*openssl, *subject, *files], check=True, capture_output=True, timeout=60)
    return place


class Proxy:
    """nginx with the deployed configuration, its ports and folders put elsewhere."""

    def __init__(self, place: Path, certificate: Path, upstream: int):
        self.place, self.plain, self.port = place, free_port(), free_port()
        self.trusted = ssl.create_default_context(cafile=str(certificate / "chain.pem"))
        self.trusted.set_alpn_protocols(["http/1.1"])
        self._write(
            "site.conf",
            "nginx-site.conf",
            {
                "http://api:8000": f"http://127.0.0.1:{upstream}",
                "listen 80 default_server": f"listen 127.0.0.1:{self.plain} default_server",
                "listen 443 ssl": f"listen 127.0.0.1:{self.port} ssl",
                "/run/secrets/tls_certificate": f"{certificate}/chain.pem",
                "/run/secrets/tls_key": f"{certificate}/key.pem",
                "/var/www/acme": f"{place}/acme",
            },
        )
        self._write(
            "nginx.conf",
            "nginx.conf",
            {
                # started by root it would work as another user, who may not enter pytest's folders
                "worker_processes auto": f"{'user root; ' if os.geteuid() == 0 else ''}worker_processes 1",
                "/tmp/": f"{place}/",
                "/dev/stdout": f"{place}/access.log",
                "resolver 127.0.0.11": "resolver 127.0.0.1",
                "/etc/nginx/conf.d/*.conf": f"{place}/site.conf",
            },
        )
        self.command = [NGINX, "-p", str(place), "-c", str(place / "nginx.conf"), *COMMAND[1:]]
        self.tested = subprocess.run(
            [*self.command, "-t"], capture_output=True, text=True, timeout=30, check=False
        )
        self.log = (place / "said").open("wb")
        self.process = subprocess.Popen(self.command, stdout=self.log, stderr=self.log)
        self._wait()

    def _write(self, name: str, source: str, moved: dict[str, str]) -> None:
        text = (ROOT / "deploy" / source).read_text()
        for before, after in moved.items():
            assert before in text, before
            text = text.replace(before, after)
        (self.place / name).write_text(text)

    def _wait(self) -> None:
        deadline = time.monotonic() + 20
        while True:
            try:
                return socket.create_connection(("127.0.0.1", self.port), 1).close()
            except OSError:
                assert self.process.poll() is None, (self.place / "said").read_text()
                assert time.monotonic() < deadline
                time.sleep(0.05)

    @contextmanager
    def asked(self, method, path, body=None, headers=None, source="127.0.0.1"):
        """Give the answer, which is not read yet."""
        connection = http.client.HTTPSConnection(
            "127.0.0.1", self.port, timeout=60, context=self.trusted, source_address=(source, 0)
        )
        try:
            content = body if isinstance(body, bytes | None) else json.dumps(body).encode()
            connection.request(method, path, content, {"content-type": "application/json", **(headers or {})})
            with connection.getresponse() as response:
                yield response
        finally:
            connection.close()

    def call(self, method, path, body=None, headers=None, source="127.0.0.1"):
        """Return status, headers and content."""
        with self.asked(method, path, body, headers, source) as response:
            return response.status, response.headers, response.read()

    def stop(self):
        self.process.terminate()
        self.process.wait(10)
        self.log.close()


@pytest.fixture
def server(folder):
    server = Server(folder)
    yield server
    server.stop()


@pytest.fixture
def proxy(server, tmp_path, certificate):
    place = tmp_path / "nginx"
    place.mkdir()
    proxy = Proxy(place, certificate, server.port)
    yield proxy
    proxy.stop()


class Echo(http.server.BaseHTTPRequestHandler):
    """An upstream that tells what it was asked, and sends events half a second apart."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        if self.path.endswith("/events"):
            return self._events()
        told = {"path": self.path, "headers": [(name.lower(), value) for name, value in self.headers.items()]}
        return self._send(json.dumps(told).encode() + b" " * 2000)

    def _send(self, content):
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def _events(self):
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.send_header("connection", "close")
        self.end_headers()
        self.close_connection = True
        for number in range(3):
            self.wfile.write(f"id: 1.{number}\nevent: stage\ndata: {{}}\n\n".encode())
            self.wfile.flush()
            time.sleep(0.5)

    def log_message(self, *arguments):
        pass


@pytest.fixture
def echo(tmp_path, certificate):
    """The proxy in front of the Echo."""
    place = tmp_path / "nginx"
    place.mkdir()
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Echo) as upstream:
        thread = threading.Thread(target=upstream.serve_forever, args=(0.05,))
        thread.start()
        proxy = Proxy(place, certificate, upstream.server_address[1])
        yield proxy
        proxy.stop()
        upstream.shutdown()
        thread.join()


# what the proxy does by itself


def test_the_configuration_has_no_fault(echo):
    assert echo.tested.returncode == 0, echo.tested.stderr
    assert "warn" not in echo.tested.stderr
    assert COMMAND[0] == "nginx"


def test_plain_http_leads_to_tls_and_keeps_the_method(echo):
    connection = http.client.HTTPConnection("127.0.0.1", echo.plain, timeout=10)
    connection.request("POST", "/generate?x=1", b"{}")
    response = connection.getresponse()
    assert response.status == 308
    assert response.headers["location"] == "https://127.0.0.1/generate?x=1"
    assert response.headers["server"] == "nginx"
    connection.close()


def test_certificates_are_asked_for_over_plain_http(echo):
    challenges = echo.place / "acme/.well-known/acme-challenge"
    challenges.mkdir(parents=True)
    (challenges / "token").write_text("answer")
    connection = http.client.HTTPConnection("127.0.0.1", echo.plain, timeout=10)
    connection.request("GET", "/.well-known/acme-challenge/token")
    response = connection.getresponse()
    assert (response.status, response.read()) == (200, b"answer")
    connection.close()


@pytest.mark.parametrize(
    ("version", "works"),
    [(ssl.TLSVersion.TLSv1_1, False), (ssl.TLSVersion.TLSv1_2, True), (ssl.TLSVersion.TLSv1_3, True)],
)
@pytest.mark.filterwarnings("ignore:.*TLSv1_1.*:DeprecationWarning")
def test_tls_from_1_2_on(echo, version, works):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    context.set_ciphers("DEFAULT:@SECLEVEL=0")  # else this side would refuse the old one
    context.minimum_version = context.maximum_version = version
    with socket.create_connection(("127.0.0.1", echo.port), 10) as plain:
        if not works:
            with pytest.raises(ssl.SSLError, match=r"(?i)alert protocol version"):
                context.wrap_socket(plain)
        else:
            with context.wrap_socket(plain) as wrapped:
                assert wrapped.version() == version.name.replace("_", ".")


def test_speaks_http_2(echo):
    context = ssl.create_default_context(cafile=None)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    context.set_alpn_protocols(["h2", "http/1.1"])
    with (
        socket.create_connection(("127.0.0.1", echo.port), 10) as plain,
        context.wrap_socket(plain) as wrapped,
    ):
        assert wrapped.selected_alpn_protocol() == "h2"


def test_what_a_client_claims_of_its_address_does_not_get_through(echo):
    claims = {
        "X-Forwarded-For": "203.0.113.7",
        "X-Forwarded-Proto": "http",
        "X-Forwarded-Host": "evil.example",
        "X-Real-IP": "203.0.113.7",
        "Forwarded": "for=203.0.113.7",
    }
    _, _, content = echo.call("GET", "/status/1", headers=claims, source=ELSEWHERE)
    headers = json.loads(content)["headers"]
    assert [value for name, value in headers if name == "x-forwarded-for"] == [ELSEWHERE]
    assert [value for name, value in headers if name == "x-forwarded-proto"] == ["https"]
    assert [value for name, value in headers if name == "host"] == [f"127.0.0.1:{echo.port}"]
    assert not {"x-forwarded-host", "x-real-ip", "forwarded"} & {name for name, _ in headers}


def test_events_come_when_they_are_sent(echo):
    started, came = time.monotonic(), []
    path = f"/tasks/{'0' * 32}/events"
    with echo.asked("GET", path, headers={"accept-encoding": "gzip"}) as response:
        assert response.headers["content-type"] == "text/event-stream"
        assert response.headers["content-encoding"] is None
        while line := response.readline():
            if line.startswith(b"id:"):
                came.append(time.monotonic() - started)
    assert len(came) == 3
    assert came[0] < 0.4
    assert came[1] - came[0] > 0.3
    assert came[2] - came[1] > 0.3


def test_text_is_compressed_for_who_takes_it(echo):
    _, headers, content = echo.call("GET", "/status/1", headers={"accept-encoding": "gzip"})
    assert headers["content-encoding"] == "gzip"
    assert content[:2] == b"\x1f\x8b"
    assert "content-encoding" not in echo.call("GET", "/status/1")[1]


def test_metrics_are_not_public(echo):
    assert echo.call("GET", "/metrics", source=ELSEWHERE)[0] == 403
    assert echo.call("GET", "/metrics/../metrics", source=ELSEWHERE)[0] == 403
    assert echo.call("GET", "/metrics")[0] == 200


def test_a_flood_is_refused_as_a_problem(echo):
    connection = http.client.HTTPSConnection("127.0.0.1", echo.port, timeout=30, context=echo.trusted)
    statuses = []
    for _ in range(400):
        connection.request("GET", "/status/1")
        response = connection.getresponse()
        statuses.append(response.status)
        content = response.read()
        if response.status == 429:
            assert response.headers["content-type"] == "application/problem+json"
            assert json.loads(content)["status"] == 429
            break
    connection.close()
    assert statuses[:200] == [200] * 200
    assert statuses[-1] == 429


# in front of the service


def test_a_service_that_is_away_is_a_problem_that_passes(proxy, server):
    server.stop()
    status, headers, content = proxy.call("GET", "/healthz")
    assert (status, headers["content-type"]) == (503, "application/problem+json")
    assert json.loads(content)["status"] == 503
    assert headers["strict-transport-security"]


def test_headers_are_there_once(proxy, server):
    for path in ("/healthz", "/status/" + "0" * 32, "/nothing"):
        _, direct, _ = server.call(path)
        _, through, _ = proxy.call("GET", path)
        assert through.get_all("strict-transport-security") == ["max-age=31536000"]
        for name in OURS:
            assert through.get_all(name) == direct.get_all(name), name
            assert len(through.get_all(name) or []) <= 1, name
        assert through["server"] == "nginx"


def test_csp_is_there_once(proxy):
    for path in ("/", "/healthz", "/nothing"):
        assert len(proxy.call("GET", path)[1].get_all("content-security-policy")) == 1, path


def test_a_video_comes_whole_and_in_parts(proxy, server):
    accepted = json.loads(proxy.call("POST", "/generate", {"prompt": PROMPT, "options": TINY})[2])
    done = server.finished(accepted["task_id"])
    status, headers, video = proxy.call("GET", done["video_url"], headers={"accept-encoding": "gzip"})
    assert (status, headers["content-type"], headers["content-encoding"]) == (200, "video/mp4", None)
    assert video[4:8] == b"ftyp"
    status, headers, part = proxy.call("GET", done["video_url"], headers={"range": "bytes=10-19"})
    assert (status, part) == (206, video[10:20])
    assert headers["content-range"] == f"bytes 10-19/{len(video)}"
    assert proxy.call("GET", done["video_url"], headers={"range": f"bytes={len(video)}-"})[0] == 416
    status, headers, nothing = proxy.call("HEAD", done["video_url"])
    assert (status, int(headers["content-length"]), nothing) == (200, len(video), b"")
    tag = {"if-none-match": headers["etag"]}
    assert proxy.call("GET", done["video_url"], headers=tag)[0] in (200, 304)


def test_the_service_believes_the_proxy_who_a_client_is(proxy, folder):
    asked = {"prompt": "explain quantum field theory", "options": TINY}
    spoofed = {"X-Forwarded-For": "203.0.113.7"}
    accepted = json.loads(proxy.call("POST", "/generate", asked, spoofed, ELSEWHERE)[2])
    with closing(sqlite3.connect(folder / "tasks.sqlite")) as database:
        found = database.execute("SELECT client FROM tasks WHERE id = ?", [accepted["task_id"]])
        assert found.fetchall() == [(f"ip:{ELSEWHERE}",)]


def test_bodies_have_a_limit(proxy):
    status, headers, content = proxy.call("POST", "/generate", b" " * 300 * 1024)
    assert (status, headers["content-type"]) == (413, "application/problem+json")
    assert json.loads(content)["status"] == 413
    status, headers, _ = proxy.call("POST", "/generate", b'{"prompt": "' + b"x" * 200 * 1024 + b'"}')
    assert (status, headers["content-type"]) == (422, "application/problem+json")  # the service's own answer


def test_events_of_a_task_arrive_while_it_runs(proxy, server):
    asked = {"prompt": PROMPT, "options": TINY, "fresh": True}
    accepted = json.loads(proxy.call("POST", "/generate", asked)[2])
    events, running = [], 0
    with proxy.asked("GET", f"/tasks/{accepted['task_id']}/events") as response:
        assert response.headers["content-type"].startswith("text/event-stream")
        while line := response.readline():
            if line.startswith(b"event:"):
                events.append(line.removeprefix(b"event:").strip().decode())
                if events[-1] == "stage":
                    running += server.call(f"/status/{accepted['task_id']}")[2]["status"] == "running"
            if events and events[-1] == "done" and not line.strip():
                break
    assert events[-1] == "done"
    assert running > 0, "all came at the end"
