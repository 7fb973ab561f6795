"""Who is let in, and what is not there to be asked for."""

from __future__ import annotations

import re
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import BrowserContext

from tests.conftest import ROOT
from tests.ui.web_server import PATIENCE, Chat, running_chat
from ui.security import Guard, Hosts
from ui.web import serve
from ui.web_gradio import upload_folder
from vectorstore import ServerError, Settings

LOGIN = ("desk", "Pa:ss word")


@pytest.fixture(scope="module")
def locked(_sample_folder: Path) -> Iterator[Chat]:
    """Return a running web chat that asks for a login."""
    with running_chat(_sample_folder, auth=LOGIN) as chat:
        yield chat


# -- hosts and origins ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:{port}", 200),
        ("localhost:{port}", 200),
        ("LOCALHOST:{port}", 200),
        ("[::1]:{port}", 200),
        ("evil.example:{port}", 403),
        ("evil.example", 403),
        ("localhost", 403),
        ("localhost:1", 403),
        ("127.0.0.1:{port}.evil.example", 403),
        ("127.0.0.1:{port}@evil.example", 403),
        ("localhost.evil.example:{port}", 403),
        ("192.168.0.7:{port}", 403),
        ("", 403),
    ],
)
def test_only_its_own_hosts_are_answered(chat: Chat, host: str, status: int) -> None:
    name = host.format(port=chat.host.rpartition(":")[2])
    for path in ("/", "/config", "/static/js/iframeResizer.contentWindow.min.js"):
        reply = httpx.get(chat.url + path, headers={"Host": name})
        assert reply.status_code == status
        if status == 403:
            assert reply.text.startswith("Refused: this server is not known by that host name")


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Origin": "http://{host}"}, 200),
        ({"Origin": "https://{host}"}, 200),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "http://localhost:3000"}, 403),
        ({"Origin": "http://{host}.evil.example"}, 403),
        ({"Origin": "file://{host}"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "http://{host}"}, 200),
    ],
)
def test_posts_from_other_sites_are_refused(
    chat: Chat, headers: dict[str, str], status: int
) -> None:
    sent = {name: value.format(host=chat.host) for name, value in headers.items()}
    files = {"files": ("note.txt", b"words")}
    reply = httpx.post(f"{chat.url}/gradio_api/upload", files=files, headers=sent)
    assert reply.status_code == status
    if status == 403:
        assert reply.text.startswith("Refused: this request comes from the page of another site")


def test_no_other_site_may_read_a_reply(chat: Chat) -> None:
    for origin in (f"http://{chat.host}", "http://evil.example"):
        reply = httpx.get(f"{chat.url}/config", headers={"Origin": origin})
        assert not [name for name in reply.headers if name.startswith("access-control-")]
    preflight = httpx.options(
        f"{chat.url}/gradio_api/queue/join",
        headers={"Origin": "http://evil.example", "Access-Control-Request-Method": "POST"},
    )
    assert preflight.status_code == 403


def test_a_websocket_from_another_site_is_refused(chat: Chat) -> None:
    request = (
        f"GET /gradio_api/queue/join HTTP/1.1\r\nHost: {chat.host}\r\nUpgrade: websocket\r\n"
        "Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
        "Sec-WebSocket-Version: 13\r\nOrigin: http://evil.example\r\n\r\n"
    )
    name, port = chat.host.split(":")
    with socket.create_connection((name, int(port)), timeout=PATIENCE) as link:
        link.sendall(request.encode())
        assert b" 403 " in link.recv(200)


def test_every_reply_says_what_a_browser_may_do_with_it(chat: Chat) -> None:
    for path, status in (("/", 200), ("/no-such-page", 404)):
        reply = httpx.get(chat.url + path)
        assert reply.status_code == status
        policy = reply.headers["content-security-policy"]
        for rule in ("default-src 'self'", "frame-ancestors 'none'", "script-src-attr 'none'"):
            assert rule in policy
        assert "http" not in policy
        assert reply.headers["x-content-type-options"] == "nosniff"
        assert reply.headers["referrer-policy"] == "no-referrer"


def test_hosts_beyond_loopback_are_addresses_and_the_machines_own_name() -> None:
    hosts = Hosts.serving("0.0.0.0", 7860)
    here = socket.gethostname()
    for name in ("192.168.0.7:7860", "localhost:8080", "[fd00::7]:7860", f"{here}:7860"):
        assert hosts.allow(name), name
    for name in ("evil.example:7860", "192.168.0.7.evil.example", "", "a b"):
        assert not hosts.allow(name), name
    assert Hosts.serving("wire.newsroom.example", 80).allow("wire.newsroom.example")
    hosts.public.add("abc.gradio.live")
    assert hosts.allow("abc.gradio.live")


# -- what is not there ---------------------------------------------------------------------------


def test_no_file_of_the_machine_is_served(chat: Chat) -> None:
    database = chat.library.path / "library.sqlite3"
    assert database.exists()
    for file in ("/etc/passwd", str(database), "../../etc/passwd", str(ROOT / "pyproject.toml")):
        for path in (f"/gradio_api/file={file}", f"/file={file}", f"/gradio_api/file/{file}"):
            assert httpx.get(chat.url + path).status_code in (403, 404)
    for base in ("static", "assets", "svelte"):
        for climb in ("../" * 12, "..%2f" * 12, "%2e%2e/" * 12, "/", "%2f"):
            url = httpx.URL(f"{chat.url}/{base}/{climb}etc/passwd")
            reply = httpx.get(url)
            assert "root:" not in reply.text
            assert reply.status_code in (400, 403, 404)


def test_an_upload_cannot_be_had_back(chat: Chat) -> None:
    files = {"files": ("page.html", b"<script>alert(1)</script>")}
    [path] = httpx.post(f"{chat.url}/gradio_api/upload", files=files).json()
    assert httpx.get(f"{chat.url}/gradio_api/file={path}").status_code == 404


@pytest.mark.parametrize("guarded", [True, False])
@pytest.mark.parametrize(
    "name", ["/etc/passwd", "{uploads}/../library/writer.json", "https://example.com/", "x.txt"]
)
def test_a_file_that_was_not_uploaded_is_not_read(
    chat: Chat, tmp_path: Path, name: str, guarded: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Gradio itself is asked as well, in case that something gets past the guard."""
    if not guarded:
        if name.startswith("http"):
            pytest.skip("Gradio fetches addresses: only the guard stands before them")
        monkeypatch.setattr(Guard, "_uploaded", lambda *_: True)
    path = name.format(uploads=upload_folder())
    before = len(chat.library)
    for event in ("upload", "change"):
        said = send_file(chat, path, event)
        assert ("Refused" in said) if guarded else ('"success":false' in said.replace(" ", ""))
        assert "root:" not in said
    assert len(chat.library) == before
    assert not list(upload_folder().rglob("passwd"))


def send_file(chat: Chat, path: str, event: str) -> str:
    """Send an event that names a file, as its own page would; return what is said to it."""
    config = httpx.get(f"{chat.url}/config").json()
    targets = [one for one in config["dependencies"] if one["targets"][0][1] == event]
    file = {"path": path, "orig_name": "x.txt", "meta": {"_type": "gradio.FileData"}}
    session = secrets.token_hex(8)
    body = {
        "data": [[file] if event == "upload" else file],
        "fn_index": targets[0]["id"],
        "session_hash": session,
    }
    joined = httpx.post(f"{chat.url}/gradio_api/queue/join", json=body)
    if joined.status_code != 200:
        return joined.text
    url = f"{chat.url}/gradio_api/queue/data?session_hash={session}"
    with httpx.stream("GET", url, timeout=PATIENCE) as stream:
        return next(line for line in stream.iter_lines() if "process_completed" in line)


def test_an_event_is_not_longer_than_a_question_can_be(chat: Chat) -> None:
    url = f"{chat.url}/gradio_api/queue/join"
    assert httpx.post(url, content=b'["' + b"x" * 1_100_000 + b'"]').status_code == 413
    assert httpx.post(url, content=b"[" * 900_000).status_code == 400


@pytest.mark.parametrize(
    "path",
    [
        "/docs",
        "/openapi.json",
        "/monitoring",
        "/gradio_api/info",
        "/gradio_api/openapi.json",
        "/gradio_api/run/predict",
        "/gradio_api/call/ask",
        "/gradio_api/proxy=https://example.com",
        "/gradio_api/runs",
        "/gradio_api/deep_link",
        "/gradio_api/vibe-edit",
        "/gradio_api/mcp/sse",
    ],
)
def test_what_the_page_does_not_need_does_not_exist(chat: Chat, path: str) -> None:
    assert httpx.get(chat.url + path).status_code == 404
    assert httpx.post(chat.url + path).status_code == 404


# -- the login -----------------------------------------------------------------------------------


def test_without_the_login_there_is_nothing_to_see(locked: Chat) -> None:
    assert httpx.get(f"{locked.url}/config").status_code == 401
    join = httpx.post(f"{locked.url}/gradio_api/queue/join", json={"data": [], "fn_index": 0})
    assert join.status_code == 401
    upload = httpx.post(f"{locked.url}/gradio_api/upload", files={"files": ("a.txt", b"a")})
    assert upload.status_code == 401
    assert httpx.get(f"{locked.url}/gradio_api/queue/data?session_hash=a").status_code == 401
    page = httpx.get(f"{locked.url}/").text
    assert "auth_required" in page
    assert "cw-" not in page.partition("gradio_config")[2]
    wrong = httpx.post(f"{locked.url}/login", data={"username": "desk", "password": "guess"})
    assert wrong.status_code == 400


def test_with_the_login_the_chat_answers(locked: Chat, context: BrowserContext) -> None:
    page = context.new_page()
    page.set_default_timeout(PATIENCE * 1000)
    page.goto(locked.url)
    page.get_by_label("username").fill(LOGIN[0])
    page.get_by_label("password").fill(LOGIN[1])
    page.keyboard.press("Enter")
    page.wait_for_selector(".cw-welcome")
    page.locator("#cw-box textarea").fill("Who is the president of Skelvane?")
    page.keyboard.press("Enter")
    page.wait_for_selector(".cw-answer, .cw-abstained")


test_with_the_login_the_chat_answers = pytest.mark.browser(test_with_the_login_the_chat_answers)


# -- starting and stopping -----------------------------------------------------------------------


def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path / "library")


def start(
    tmp_path: Path,
    *,
    host: str = "127.0.0.1",
    port: int = 0,
    share: bool = False,
    auth: tuple[str, str] | None = None,
) -> None:
    def announce(address: str) -> None:
        raise AssertionError(f"it started at {address}")

    serve(settings(tmp_path), host=host, port=port, share=share, auth=auth, announce=announce)


@pytest.mark.parametrize(
    "how", [{"host": "0.0.0.0"}, {"host": "::"}, {"host": "192.0.2.1"}, {"share": True}]
)
def test_an_open_door_without_a_login_is_refused(tmp_path: Path, how: dict[str, Any]) -> None:
    with pytest.raises(ServerError, match="--auth USER:PASSWORD"):
        start(tmp_path, **how)
    assert not (tmp_path / "library").exists()


def test_a_taken_port_is_named(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(ServerError, match=f"Port {port} of 127.0.0.1 is taken"):
            start(tmp_path, port=port)


def test_an_address_of_another_machine_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ServerError, match=r"cannot listen on 192\.0\.2\.1"):
        start(tmp_path, host="192.0.2.1", auth=LOGIN)


def test_sharing_without_a_network_is_refused_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    with pytest.raises(ServerError, match="No public address could be opened"):
        start(tmp_path, share=True, auth=LOGIN)


def test_it_says_where_it_is_and_ends_quietly_when_interrupted(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from ui.web import serve\n"
        "from vectorstore import Settings\n"
        "serve(Settings(data_dir=Path(sys.argv[1])), host='127.0.0.1', port=0, share=False,\n"
        "      auth=None, announce=lambda address: print(address, flush=True))\n"
        "print('ended', flush=True)"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path / "library")],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    url = process.stdout.readline().strip()
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+", url)
    with httpx.stream("GET", f"{url}/gradio_api/heartbeat/x", timeout=PATIENCE) as beat:
        assert beat.status_code == 200  # a page that is still open does not hold up the end
        process.send_signal(signal.SIGINT)
        began = time.monotonic()
        out, errors = process.communicate(timeout=PATIENCE)
    assert time.monotonic() - began < 30
    assert process.returncode == 0
    assert out == "ended\n"
    assert errors == ""
