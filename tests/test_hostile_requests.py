"""Requests that mean no good: answered with an error that tells nothing, or not at all, and the server goes on."""

import json
import socket
import struct
import time
import uuid
from pathlib import Path

import httpx
import pytest
from conftest import ROOT
from results import add_task, made
from test_server import Server

from service.api.access import COOKIE
from service.api.keys import add_key, revoke_key
from service.api.middleware import LARGEST_BODY, SECURITY
from service.database import open_database
from service.settings import Settings
from service.storage.spool import spool_of

pytestmark = pytest.mark.slow
PICTURE = {"width": 160, "height": 90, "fps": 5}
NOBODY = "0" * 32
NO_REUSE = httpx.Limits(max_keepalive_connections=0)
MANY = {"ROTATOR_CLIENT_REQUESTS_PER_MINUTE": "100000"}


class Target(Server):
    """A server that works on nothing, with tasks in its database."""

    def __init__(self, folder: Path, **settings: str):
        self.folder = folder
        self.settings = Settings(data=folder)
        self.database = open_database(self.settings)
        super().__init__(folder, "--workers", "0", **MANY, **settings)
        self.http = httpx.Client(base_url=f"http://127.0.0.1:{self.port}", timeout=20, limits=NO_REUSE)

    def add(self, client="ip:127.0.0.1", **values):
        task_id = uuid.uuid4().hex
        report = {"task_id": task_id, "cached": None, "attempts": [], "findings": []}
        add_task(
            self.database,
            task_id,
            client=client,
            **{"code": "x = 1", "report": report, "options": PICTURE, **values},
        )
        if values.get("video", "there") == "there":
            spool_of(self.settings, self.database).deliver(task_id, made(self.folder / "made" / task_id))
        return task_id

    def raw(self, request: bytes, seconds=5.0) -> bytes:
        """Send bytes as they are, and return what comes back until the server has no more to say."""
        with socket.create_connection(("127.0.0.1", self.port), seconds) as connection:
            connection.sendall(request)
            return read_all(connection)

    def get_raw(self, path: str, headers=b"") -> tuple[int, dict[str, str], bytes]:
        request = b"GET %s HTTP/1.1\r\nHost: x\r\nConnection: close\r\n%s\r\n"
        return parsed(self.raw(request % (path.encode("latin-1"), headers)))

    def memory(self) -> int:
        """Return the MiB that the server takes."""
        return self._status("VmRSS") // 1024

    def threads(self) -> int:
        return self._status("Threads")

    def sockets(self) -> int:
        found = Path(f"/proc/{self.process.pid}/fd").iterdir()
        return sum(file.is_symlink() and file.readlink().name.startswith("socket:") for file in found)

    def _status(self, name: str) -> int:
        lines = Path(f"/proc/{self.process.pid}/status").read_text().splitlines()
        return int(next(line.split()[1] for line in lines if line.startswith(f"{name}:")))

    def stop(self, kill=False):
        self.http.close()
        super().stop(kill)


def read_all(connection: socket.socket) -> bytes:
    got = b""
    try:
        while part := connection.recv(65536):
            got += part
    except OSError:  # closed in the middle of what we send, or silent
        pass
    return got


def parsed(answer: bytes) -> tuple[int, dict[str, str], bytes]:
    head, _, body = answer.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    headers = dict(line.lower().split(": ", 1) for line in lines)
    return int(first.split()[1]), headers, body


@pytest.fixture(scope="module")
def open_server(tmp_path_factory):
    server = Target(tmp_path_factory.mktemp("open"))
    yield server
    server.stop()


@pytest.fixture(scope="module")
def locked_server(tmp_path_factory):
    server = Target(tmp_path_factory.mktemp("locked"), ROTATOR_REQUIRE_KEY="true")
    yield server
    server.stop()


@pytest.fixture(scope="module")
def task(open_server):
    return open_server.add()


def reveals_nothing(server: Target, status: int, headers, body: bytes) -> None:
    """See that an answer is an error as all are, and tells nothing of the machine."""
    assert 400 <= status < 500
    assert headers.get("content-type") == "application/problem+json"
    assert json.loads(body)["status"] == status
    is_protected(headers)
    for secret in (b"Traceback", b'File "', bytes(ROOT), bytes(server.folder), b"sqlalchemy", b"root:"):
        assert secret not in body


def is_protected(headers) -> None:
    assert {name.lower(): headers.get(name.lower()) for name in SECURITY} == {
        name.lower(): value if isinstance(headers, httpx.Headers) else value.lower()
        for name, value in SECURITY.items()
    }
    assert "server" not in headers
    assert headers["x-request-id"]


# names that lead elsewhere


@pytest.mark.parametrize(
    "path",
    [
        "/videos/{task}/../../../../etc/passwd",
        "/videos/{task}/..%2f..%2f..%2f..%2fetc%2fpasswd",
        "/videos/{task}/%2e%2e/%2e%2e/tasks.sqlite",
        "/videos/{task}/..\\..\\tasks.sqlite",
        "/videos/{task}/%2e%2e%5ctasks.sqlite",
        "/videos/{task}/animation.mp4%00.png",
        "/videos/{task}/%00",
        "/videos/{task}//etc/passwd",
        "/videos/{task}/%2fetc%2fpasswd",
        "/videos/{task}/.",
        "/videos/{task}/..",
        "/videos/{task}/animation.mp4/",
        "/videos/{task}/animation.mp4%0a",
        "/videos/{task}/Animation.MP4",
        "/videos/{task}/%e0%80%af",
        "/videos/{task}/%ff%fe",
        "/videos/{task}/finding-%c2%b2%c2%b2.jpg",
        "/videos/{task}%0a/animation.mp4",
        "/videos/../../etc/passwd",
        "/videos/..%2f..%2f/animation.mp4",
        "/videos/" + "a" * 5000,
        "/videos/{task}/" + "a" * 5000,
        "/web/..%2f..%2fpyproject.toml",
        "/web/../../pyproject.toml",
        "/web/%2e%2e/%2e%2e/pyproject.toml",
        "/web/..%5c..%5cpyproject.toml",
        "/web//etc/passwd",
        "/web/%2fetc%2fpasswd",
        "/web/a%00b",
        "/web/%ff%fe",
        "/web/" + "a" * 5000,
        "/web/",
        "/web",
        "//etc/passwd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/status/{task}/",
        "/status/..%2f..%2fetc%2fpasswd",
        "/status/{task}%00",
        "/tasks/{task}/events/../../../x",
        "/sessions/%2e%2e",
        "/docs",
        "/.env",
        "/service/settings.py",
    ],
)
def test_no_name_leads_elsewhere(open_server, task, path):
    reveals_nothing(open_server, *open_server.get_raw(path.replace("{task}", task)))


# bodies


def post(length: str, path="/generate") -> bytes:
    head = f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n{length}\r\n\r\n"
    return head.encode()


@pytest.mark.parametrize("path", ["/generate", "/login", "/tasks/" + NOBODY + "/cancel", "/nowhere", "/"])
def test_a_body_that_says_how_huge_it_is_is_refused_unread(open_server, path):
    status, headers, body = parsed(open_server.raw(post(f"Content-Length: {10**12}", path), 2.0))
    assert status == 413
    reveals_nothing(open_server, status, headers, body)


@pytest.mark.parametrize("path", ["/generate", "/tasks/" + NOBODY + "/edit"])
def test_a_body_without_end_is_not_kept(open_server, path):
    before, piece, sent = open_server.memory(), b"10000\r\n" + b"x" * 65536 + b"\r\n", 0
    with socket.create_connection(("127.0.0.1", open_server.port), 5) as connection:
        connection.sendall(post("Transfer-Encoding: chunked", path))
        try:
            while sent < 2000:
                connection.sendall(piece)
                sent += 1
        except OSError:  # it is not listened to any more
            pass
        answer = read_all(connection)
    assert sent * 65536 < LARGEST_BODY + 8 * 2**20  # what the sockets hold is beside
    assert not answer or parsed(answer)[0] == 413
    assert open_server.memory() - before < 20
    assert open_server.call("/healthz")[0] == 200


@pytest.mark.parametrize(
    "start", [b"GET /", b"GET / HTTP/1.1\r\nHost: x\r\nX-Long: ", b"GET / HTTP/1.1\r\nHost: x"]
)
def test_headers_without_end_are_not_kept(open_server, start):
    before = open_server.memory()
    with socket.create_connection(("127.0.0.1", open_server.port), 5) as connection:
        try:
            connection.sendall(start)
            for _ in range(500):
                connection.sendall(b"\r\na: b" * 10000 if start.endswith(b"x") else b"a" * 60000)
        except OSError:
            pass
    assert open_server.memory() - before < 20
    assert open_server.call("/healthz")[0] == 200


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b'{"prompt":',
        b"\xff\xfe\x00",
        b"\xef\xbb\xbf{}",
        b"[" * 100_000,
        b'{"a":' * 40_000,
        b"NaN",
        b'{"prompt": NaN}',
        b'{"prompt": "a circle", "priority": Infinity}',
        b'{"prompt": "a circle", "priority": 1e999}',
        b'{"prompt": "a circle", "priority": ' + b"9" * 5000 + b"}",
        b'{"prompt": "a circle", "priority": true}',
        b'{"prompt": "a circle", "priority": "1"}',
        b'{"prompt": "a circle", "fresh": "yes"}',
        b'{"prompt": "a circle", "options": {"fps": -1}}',
        b'{"prompt": "a circle", "options": {"fps": 1e308}}',
        b'{"prompt": "a circle", "options": {"resolution": "99999x99999"}}',
        b'{"prompt": "a circle", "options": {"resolution": "../../etc/passwd"}}',
        b'{"prompt": "a circle", "options": {"quality": "<img src=x onerror=alert(1)>"}}',
        b'{"prompt": "a circle", "options": []}',
        b'{"prompt": "a circle", "client": "examples"}',
        b'{"prompt": "\\u0000"}',
        b'{"prompt": "a\\u0000b"}',
        b'{"prompt": "\\u001b[2J"}',
        b'{"prompt": "\\ud800"}',
        b'{"\\ud800": 1}',
        b'{"prompt": "a circle", "\\udfff\\u0000": 1}',
        b'{"prompt": {"$ne": null}}',
        b'{"prompt": ["a circle"]}',
        b'{"prompt": "' + b"x" * 8001 + b'"}',
        b'{"prompt": "   "}',
        b"null",
        b'"a circle"',
    ],
)
def test_a_body_that_is_wrong_is_told_so(open_server, body):
    answer = open_server.http.post("/generate", content=body, headers={"Content-Type": "application/json"})
    reveals_nothing(open_server, answer.status_code, answer.headers, answer.content)


@pytest.mark.parametrize(
    "content_type",
    [
        "text/plain",
        "application/x-www-form-urlencoded",
        "application/xml",
        "multipart/form-data",
        "",
        "application/json; charset=utf-16",
        "\xff",
    ],
)
def test_a_body_of_another_type_is_refused(open_server, content_type):
    body = '{"prompt": "a circle"}'.encode("utf-16" if "utf-16" in content_type else "utf-8")
    headers = {"Content-Type": content_type.encode("latin-1")}
    answer = open_server.http.post("/generate", content=body, headers=headers)
    if answer.status_code != 202:  # JSON tells its encoding itself
        reveals_nothing(open_server, answer.status_code, answer.headers, answer.content)
    assert (answer.status_code == 202) is ("utf-16" in content_type)


@pytest.mark.parametrize(
    "query",
    [
        "limit=0",
        "limit=101",
        "limit=1e2",
        "limit=" + "9" * 5000,
        "limit=",
        "before=nan",
        "before=inf",
        "before=-inf",
        "before=1e999",
        "before=x",
        "limit=%00",
        "before=%ff",
    ],
)
def test_a_query_that_is_wrong_is_told_so(open_server, query):
    answer = open_server.http.get(f"/tasks?{query}")
    reveals_nothing(open_server, answer.status_code, answer.headers, answer.content)


@pytest.mark.parametrize(
    "query", ["limit=3&limit=4", "limit=1&nothing=1", "before=0", "before=-1e300", "&&=", ""]
)
def test_a_query_that_is_odd_is_answered(open_server, query):
    assert open_server.http.get(f"/tasks?{query}").status_code == 200


# what is shown


SPICED = "<script>alert(1)</script>\u202e\"'&\n\nevent: done\ndata: {}\r\n\r\n\U0001f600 ${x} {{x}} '; DROP TABLE tasks"


def test_a_prompt_is_data_wherever_it_is_shown(open_server):
    asked = open_server.http.post("/generate", json={"prompt": SPICED}).json()["task_id"]
    for path in (f"/status/{asked}", "/tasks?limit=1", f"/sessions/{asked}"):
        shown = open_server.http.get(path)
        told = shown.json()
        assert (told["tasks"][0] if "tasks" in told else told)["prompt"] == SPICED
        assert shown.headers["content-type"] == "application/json"
        is_protected(shown.headers)
    open_server.http.post(f"/tasks/{asked}/cancel")
    events = open_server.http.get(f"/tasks/{asked}/events")
    is_protected(events.headers)
    assert events.headers["content-type"].startswith("text/event-stream")
    lines = [line for line in events.text.split("\n") if line and not line.startswith(":")]
    assert [line.partition(":")[0] for line in lines] == ["event", "data"]
    assert json.loads(lines[1].removeprefix("data:"))["prompt"] == SPICED


def test_a_program_is_sent_as_text(open_server):
    task_id = open_server.add()
    sent = open_server.http.get(f"/videos/{task_id}/scene.py")
    assert sent.headers["content-type"] == "text/x-python; charset=utf-8"
    is_protected(sent.headers)


# headers


@pytest.mark.parametrize(
    "path",
    [
        "/status/x%0d%0aSet-Cookie:%20a=b",
        "/%0d%0aSet-Cookie:%20a=b",
        "/web/x%0d%0aSet-Cookie:%20a=b",
        "/tasks/%0d%0aSet-Cookie:%20a=b/events",
    ],
)
def test_no_path_becomes_a_header(open_server, path):
    status, headers, body = open_server.get_raw(path)
    reveals_nothing(open_server, status, headers, body)
    assert "set-cookie" not in headers


@pytest.mark.parametrize(
    "name", [b"Host", b"X-Forwarded-Host", b"X-Request-ID", b"X-Forwarded-Proto", b"Origin"]
)
def test_no_header_is_sent_back(open_server, name):
    _, headers, body = open_server.get_raw("/healthz/", name + b": evil.example/<b>\r\n")
    assert "evil" not in json.dumps(headers)
    assert b"evil" not in body


@pytest.mark.parametrize(
    "request_line",
    [
        b"",
        b"GET",
        b"GET / HTTP/9.9\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"GET / HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost : a\r\n\r\n",
        b"POST /generate HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
        b"POST /generate HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n{}",
        b"GET http://evil.example/ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        b"CONNECT evil.example:80 HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
    ],
)
def test_what_is_no_request_harms_nobody(open_server, request_line):
    answer = open_server.raw(request_line, 0.5)
    assert not answer.startswith(b"HTTP/1.1 101")
    assert b"Traceback" not in answer
    assert not answer or parsed(answer)[0] in (200, 400, 404, 405)
    assert open_server.call("/healthz")[0] == 200


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("DELETE", "/generate"),
        ("GET", "/generate"),
        ("PUT", "/status/" + NOBODY),
        ("POST", "/status/" + NOBODY),
        ("TRACE", "/status/" + NOBODY),
        ("GET", "/tasks/" + NOBODY + "/cancel"),
        ("POST", "/tasks/" + NOBODY + "/events"),
        ("DELETE", "/videos/" + NOBODY + "/animation.mp4"),
        ("PUT", "/videos/" + NOBODY + ".mp4"),
        ("POST", "/web/main.js"),
        ("DELETE", "/"),
        ("GET", "/feedback"),
        ("BREW", "/tasks"),
        ("OPTIONS", "/generate"),
    ],
)
def test_other_methods_are_refused(open_server, method, path):
    answer = open_server.http.request(method, path)
    assert answer.status_code == 405
    assert answer.headers["allow"]
    reveals_nothing(open_server, answer.status_code, answer.headers, answer.content)


def test_other_sites_are_told_nothing(open_server):
    asked = {"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"}
    for answer in (
        open_server.http.options("/generate", headers=asked),
        open_server.http.get("/tasks", headers=asked),
    ):
        assert not [name for name in answer.headers if name.startswith("access-control")]
    for headers in (
        asked,
        asked | {"Sec-Fetch-Site": "cross-site"},
        {"Origin": "null"},
        {"Origin": "http://["},
    ):
        answer = open_server.http.post("/generate", json={"prompt": "a circle"}, headers=headers)
        assert answer.status_code == 403
        reveals_nothing(open_server, 403, answer.headers, answer.content)


# events


@pytest.mark.parametrize(
    "last",
    [
        "",
        "1",
        ".",
        "1.",
        ".1",
        "-1.-1",
        "1.-5",
        "-9.3",
        "0.0",
        "1.999999999",
        "999999999.5",
        "9" * 40,
        "2.0",
        NOBODY,
        "\u00b9.\u00b2",
        "1e3.0",
        "1.0.0",
        "' OR 1=1 --",
        "../../x",
    ],
)
def test_an_id_that_somebody_made_up_leads_to_the_end_of_this_task(open_server, task, last):
    headers = {"Last-Event-ID": last.encode("latin-1")}
    with open_server.http.stream("GET", f"/tasks/{task}/events", headers=headers) as answer:
        assert answer.status_code == 200
        text = answer.read().decode()
    assert text.count("event: ") == 1
    assert f'"task_id": "{task}"' in text
    is_protected(answer.headers)


@pytest.mark.parametrize("last", ["9" * 41, "x" * 5000])
def test_an_id_that_is_too_long_is_refused(open_server, task, last):
    answer = open_server.http.get(f"/tasks/{task}/events", headers={"Last-Event-ID": last})
    reveals_nothing(open_server, answer.status_code, answer.headers, answer.content)


# connections


def test_readers_that_vanish_leave_nothing_behind(open_server):
    task_id = open_server.http.post("/generate", json={"prompt": "a circle"}).json()["task_id"]
    request = f"GET /tasks/{task_id}/events HTTP/1.1\r\nHost: x\r\n\r\n".encode()
    before = open_server.sockets()
    for _ in range(3):
        readers = [socket.create_connection(("127.0.0.1", open_server.port), 20) for _ in range(60)]
        for reader in readers:
            reader.sendall(request)
        for reader in readers:
            assert reader.recv(1000).startswith(b"HTTP/1.1 200")
        assert open_server.call("/healthz")[0] == 200
        for reader in readers:  # no goodbye
            reader.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            reader.close()
    deadline = time.monotonic() + 10
    while open_server.sockets() > before:
        assert time.monotonic() < deadline
        time.sleep(0.1)
    assert open_server.threads() < 64
    assert open_server.http.post(f"/tasks/{task_id}/cancel").status_code == 202


def test_slow_clients_keep_nobody_waiting(open_server):
    """They keep their own connection, which is the proxy's to end (deploy/nginx), and nothing else."""
    slow = [socket.create_connection(("127.0.0.1", open_server.port), 5) for _ in range(150)]
    for number, connection in enumerate(slow):
        connection.sendall(
            b"GET / HTTP/1.1\r\nHost: x\r\nX-" if number % 2 else post("Content-Length: 100") + b"{"
        )
    started = time.monotonic()
    assert open_server.call("/healthz")[0] == 200
    assert open_server.call("/status/" + NOBODY)[0] == 404
    assert time.monotonic() - started < 2
    for connection in slow:
        connection.close()


# keys


@pytest.fixture(scope="module")
def keys(locked_server):
    return [add_key(locked_server.database, name, time.time()) for name in ("one", "other", "revoked")]


CALLS = [
    ("GET", "/status/{task}", None),
    ("GET", "/tasks/{task}/events", None),
    ("GET", "/tasks/{task}/report", None),
    ("GET", "/videos/{task}/animation.mp4", None),
    ("HEAD", "/videos/{task}/animation.mp4", None),
    ("GET", "/videos/{task}.mp4", None),
    ("GET", "/videos/{task}/scene.py", None),
    ("GET", "/videos/{task}/nothing", None),
    ("GET", "/sessions/{task}", None),
    ("POST", "/tasks/{task}/refine", {"prompt": "make it red"}),
    ("POST", "/tasks/{task}/edit", {"code": "x = 1"}),
    ("POST", "/tasks/{task}/cancel", None),
    ("POST", "/tasks/{task}/rerender", None),
    ("POST", "/feedback", {"task_id": "{task}", "is_positive": False, "remove": True}),
]


def call(server, method, path, body, task_id, **headers):
    body = body and json.loads(json.dumps(body).replace("{task}", task_id))
    return server.http.request(method, path.replace("{task}", task_id), json=body, headers=headers)


@pytest.mark.parametrize(("method", "path", "body"), CALLS)
@pytest.mark.parametrize("video", ["there", "removed"])
def test_a_task_of_another_client_is_not_there(locked_server, keys, method, path, body, video):
    (mine, _), (_, other), _ = keys
    task_id = locked_server.add(f"key:{mine}", video=video, prompt="my secret")
    answer = call(locked_server, method, path, body, task_id, **{"X-API-Key": other})
    nothing = call(locked_server, method, path, body, NOBODY, **{"X-API-Key": other})
    assert answer.status_code == 404
    assert (answer.content, len(answer.headers)) == (nothing.content, len(nothing.headers))
    assert "secret" not in locked_server.http.get("/tasks", headers={"X-API-Key": other}).text
    if method == "GET":
        reveals_nothing(locked_server, 404, answer.headers, answer.content)
    status = locked_server.http.get(f"/status/{task_id}", headers={"X-API-Key": keys[0][1]}).json()
    assert (status["status"], status["video_state"], status["rating"]) == ("completed", video, None)


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        *CALLS,
        ("POST", "/generate", {"prompt": "a circle"}),
        ("GET", "/tasks", None),
        ("GET", "/metrics", None),
        ("GET", "/examples", None),
    ],
)
def test_without_a_key_that_is_valid_nothing_is_told(locked_server, keys, method, path, body):
    (mine, good), _, (revoked_id, revoked) = keys
    revoke_key(locked_server.database, revoked_id, time.time())
    task_id = locked_server.add(f"key:{mine}")
    wrong = [
        {},
        *(
            {"X-API-Key": key}
            for key in (
                "",
                "x",
                revoked,
                good[:-1],
                good + "x",
                good.upper(),
                "rot_" + "0" * 12 + "_" + "A" * 43,
            )
        ),
        {"Cookie": f"{COOKIE}={revoked}"},
        {"Authorization": f"Bearer {good}"},
    ]
    for headers in wrong:
        answer = call(locked_server, method, path, body, task_id, **headers)
        assert answer.status_code == 401
        assert "www-authenticate" in answer.headers
        if method != "HEAD":
            reveals_nothing(locked_server, 401, answer.headers, answer.content)


def test_a_cookie_does_not_speak_for_another_site(locked_server, keys):
    (mine, key), *_ = keys
    task_id = locked_server.add(f"key:{mine}")
    cookie = {"Cookie": f"{COOKIE}={key}"}
    assert locked_server.http.get(f"/status/{task_id}", headers=cookie).status_code == 200
    for from_elsewhere in (
        {},
        {"Origin": "https://evil.example"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ):
        answer = locked_server.http.post("/generate", json={"prompt": "x"}, headers=cookie | from_elsewhere)
        reveals_nothing(locked_server, answer.status_code, answer.headers, answer.content)
        assert answer.status_code == 403
