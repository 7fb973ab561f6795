"""Reads a spoiled file or answer as ``ingest`` does, short of the model that it would need."""

from __future__ import annotations

import contextlib
import io
import json
import re
import socketserver
import threading
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path

from ingest.containers import Container, unpacked
from ingest.found import PACKED, Found, Unchanged
from ingest.loaders import load
from ingest.previewing import preview
from ingest.reading import Reading
from ingest.report import Failure
from ingest.web import Page, Web
from ingest.web.limits import Limits
from tests.ingest.formats import made
from tests.ingest.fuzzing.seeds import answer
from vectorstore import Article, Settings, SourceError
from vectorstore.rehearsal import rehearsal

#: Articles of one file that are read: a spoiled table may have thousands of rows.
MOST = 100
_PAPER = re.compile(rb"https?://paper\.example")


def read_file(file: Path, mapping: Mapping[str, str]) -> int:
    """Read a file with its members, rows and sentences; return how many articles it gave."""
    count = 0
    for one in islice(preview(file, mapping=mapping), MOST):
        check(one.as_dict())
        count += one.article is not None
    return count


def check(shown: object) -> None:
    """Write it down, which no half of a character outlives."""
    json.dumps(shown, ensure_ascii=False).encode()


class Site:
    """A server on loopback that sends the bytes it was told to, and hangs up."""

    def __init__(self) -> None:
        self.answers: dict[str, bytes] = {}
        site = self

        class Handler(socketserver.BaseRequestHandler):
            def handle(self) -> None:
                self.request.settimeout(0.3)
                with contextlib.suppress(OSError):
                    asked = b""
                    while b"\r\n\r\n" not in asked and len(asked) < 100_000:
                        if not (more := self.request.recv(65536)):
                            return
                        asked += more
                    path = asked.split(b" ")[1].decode("latin-1") if b" " in asked else ""
                    none = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
                    self.request.sendall(site.answers.get(path, none))

        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


class Visitor:
    """Visits a site's pages as a run of ``ingest`` does, each on a host that is new to it."""

    def __init__(self, site: Site, web: Web) -> None:
        self.site = site
        self.web = web
        self.hosts = 0

    def visit(self, name: str, data: bytes) -> tuple[int, int]:
        """Read what an answer leads to; return how many pages that is, and how many were read."""
        self.hosts += 1
        host = f"http://h{self.hosts}.example:{self.site.port}"
        path = f"/{name}"
        self.site.answers[path] = _PAPER.sub(host.encode(), data)
        page = "lock" if name == "robots.txt" else name
        found = read = 0
        try:
            for one in islice(self.web.find(f"{host}/{page}"), MOST):
                if not isinstance(one, Failure):
                    found += 1
                    read += self._read(one)
        finally:
            del self.site.answers[path]
        return found, read

    def _read(self, one: Found) -> bool:
        try:
            data = one.read()
            if one.ending == ".gz":
                return bool(unpacked(one, io.BytesIO(data), None).read())
            if one.ending in PACKED:
                return any(Container(one.name, one.ending, io.BytesIO(data)).members())
            reading = Reading(url=one.url)
            for item in islice(load(data, one.name, reading, one.ending), MOST):
                if isinstance(item, Article):
                    check((one.complete(item) if isinstance(one, Page) else item).as_dict())
        except Unchanged:
            return True
        except SourceError as error:
            check(str(error))
            return False
        return True


@contextlib.contextmanager
def visiting(folder: Path) -> Iterator[Visitor]:
    """Make a site and its visitor, with a catalogue that notes the visits."""
    limits = Limits(
        connect=0.5, read=0.5, total=2.0, attempts=1, delay=0.0, robots_total=1.0, pages=10
    )
    settings = Settings(data_dir=folder / "none", allow_private_addresses=True)
    site = Site()
    site.answers["/lock"] = answer("lock", "text/html", made.page()).whole()
    with (
        contextlib.closing(site),
        rehearsal(settings=settings) as library,
        contextlib.closing(
            Web(library, limits, sleep=lambda _: None, resolver=lambda *_: ["127.0.0.1"])
        ) as web,
    ):
        yield Visitor(site, web)
