"""What lies in archives: read one by one, bounded, and never written to where a name says."""

from __future__ import annotations

import gzip
import io
import random
import re
import struct
import sys
import tarfile
import time
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import brotli
import pytest
import zstandard
from click.testing import CliRunner

from ingest import dry_run, preview
from ingest.containers import Container, Limits, Member
from ingest.loaders import Reading, load
from ingest.report import Failure, SourceDone
from ui.cli import main
from vectorstore import SourceError

#: So small that a test can go over each in a moment.
SMALL = Limits(member=50_000, total=200_000, members=20, ratio=50, small=10_000, depth=2)


def zipped(members: dict[str, bytes], how: int = zipfile.ZIP_DEFLATED) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", how) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return target.getvalue()


def tarred(
    members: dict[str, bytes], change: Callable[[tarfile.TarInfo], None] = lambda _: None
) -> bytes:
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w") as archive:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            change(info)
            archive.addfile(info, io.BytesIO(data))
    return target.getvalue()


def read(
    data: bytes, name: str, limits: Limits | None = None
) -> tuple[dict[str, bytes], list[str]]:
    """Return the members that can be read, and what is said of the others and of the archive."""
    ending = name[name.index(".") :]
    found: dict[str, bytes] = {}
    said: list[str] = []
    try:
        for one in Container(name, ending, io.BytesIO(data), limits=limits).members():
            if isinstance(one, Failure):
                said.append(one.error)
            elif one is not None:
                try:
                    found[one.name] = one.read()
                except SourceError as error:
                    said.append(str(error))
    except SourceError as error:
        said.append(str(error))
    return found, said


MB = 1024 * 1024
PAGES = {"a.txt": b"The lock was mended.", "deep/b.html": b"<p>It rained.", "c.jpg": b"\xff"}


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (zipped(PAGES), "a.zip"),
        (tarred(PAGES), "a.tar"),
        (gzip.compress(tarred(PAGES)), "a.tar.gz"),
        (gzip.compress(tarred(PAGES)), "a.tgz"),
    ],
)
def test_members_go_by_the_archive_and_their_path_in_it(data: bytes, name: str) -> None:
    found, said = read(data, name)
    assert found == {f"{name}!a.txt": PAGES["a.txt"], f"{name}!deep/b.html": PAGES["deep/b.html"]}
    assert not said


@pytest.mark.parametrize("pack", [zipped, tarred])
@pytest.mark.parametrize(
    "bad", ["../../etc/evil.txt", "/etc/evil.txt", "C:/evil.txt", "deep\\..\\..\\evil.txt"]
)
def test_a_name_that_leads_out_of_the_archive_is_refused(
    pack: Callable[[dict[str, bytes]], bytes], bad: str
) -> None:
    name = "a.zip" if pack is zipped else "a.tar"
    found, said = read(pack({bad: b"Evil.", "good.txt": b"Good."}), name)
    assert list(found) == [f"{name}!good.txt"]
    assert said == [f"{name}!{bad} names a place outside the archive. It is left out."]


def test_of_two_members_of_one_name_the_first_is_read_and_the_other_named() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("a.txt", "First.")
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr("a.txt", "Second.")
    found, said = read(target.getvalue(), "a.zip")
    assert found == {"a.zip!a.txt": b"First."}
    assert said == ["a.zip!a.txt stands in the archive more than once. Only the first was read."]


@pytest.mark.parametrize("ending", ["tar", "tar.gz"])
def test_of_members_of_one_name_in_a_tar_the_last_is_read_as_tar_does(ending: str) -> None:
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w") as archive:
        for name, text in (("a.txt", b"First."), ("b.txt", b"Other."), ("a.txt", b"Second.")):
            info = tarfile.TarInfo(name)
            info.size = len(text)
            archive.addfile(info, io.BytesIO(text))
    data = target.getvalue() if ending == "tar" else gzip.compress(target.getvalue())
    found, said = read(data, f"x.{ending}")
    assert found == {f"x.{ending}!b.txt": b"Other.", f"x.{ending}!a.txt": b"Second."}
    assert said == [
        f"x.{ending}!a.txt stands in the archive more than once. Only the last was read."
    ]


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (tarfile.SYMTYPE, "is a link, and links in archives are not followed."),
        (tarfile.LNKTYPE, "is a link, and links in archives are not followed."),
        (tarfile.CHRTYPE, "is not a file."),
        (tarfile.FIFOTYPE, "is not a file."),
    ],
)
def test_links_and_devices_in_a_tar_are_not_followed(kind: bytes, words: str) -> None:
    def change(info: tarfile.TarInfo) -> None:
        if info.name == "bad.txt":
            info.type, info.linkname, info.size = kind, "/etc/passwd", 0

    found, said = read(tarred({"bad.txt": b"", "good.txt": b"Good."}, change), "a.tar")
    assert found == {"a.tar!good.txt": b"Good."}
    assert said == [f"a.tar!bad.txt {words}"]


def test_a_link_in_a_zip_is_not_followed() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        info = zipfile.ZipInfo("bad.txt")
        info.create_system, info.external_attr = 3, 0o120777 << 16
        archive.writestr(info, "/etc/passwd")
    assert read(target.getvalue(), "a.zip") == (
        {},
        ["a.zip!bad.txt is a link, and links in archives are not followed."],
    )


def test_an_encrypted_member_is_said_to_be_so() -> None:
    data = bytearray(zipped({"a.txt": b"Secret."}))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + at] |= 1
    found, said = read(bytes(data), "a.zip")
    assert not found
    assert said == ["a.zip!a.txt is encrypted. Unpack it with its password, and ingest the folder."]


def test_a_broken_member_is_one_failure() -> None:
    data = bytearray(zipped({"a.txt": b"First one.", "b.txt": b"Second."}, zipfile.ZIP_STORED))
    data[data.index(b"First")] ^= 1
    found, [said] = read(bytes(data), "a.zip")
    assert found == {"a.zip!b.txt": b"Second."}
    assert said.startswith("a.zip!a.txt cannot be unpacked (Bad CRC-32")


def test_what_is_no_archive_or_breaks_off_is_said_and_what_came_before_is_kept() -> None:
    for name in ("a.zip", "a.tar", "a.tar.gz", "a.warc", "a.warc.gz"):
        found, [said] = read(b"nonsense " * 100, name)
        assert not found
        assert said.startswith(f"{name} cannot be ")
        assert read(b"", name) == ({}, [f"{name} is empty."])
    many = {f"{n}.txt": random.Random(n).randbytes(1000).hex().encode() for n in range(20)}
    whole = tarred(many)
    for data, name in ((whole[:9000], "a.tar"), (gzip.compress(whole)[:-9000], "a.tar.gz")):
        found, said = read(data, name)
        assert found
        assert all(many[key.partition("!")[2]] == text for key, text in found.items())
        assert said
        assert "What its first" in said[-1]
    garbled = bytearray(whole)
    garbled[10 * 2560 : 10 * 2560 + 512] = b"x" * 512
    found, [said] = read(bytes(garbled), "a.tar")
    assert len(found) == 10
    assert "What its first 10 members hold is in." in said


# -- bombs -----------------------------------------------------------------------------------------


def test_a_member_that_is_too_large_is_left_out_alone() -> None:
    large = bytes(range(256)) * 300
    for pack, name in ((zipped, "a.zip"), (tarred, "a.tar")):
        found, [said] = read(pack({"large.txt": large, "good.txt": b"Good."}), name, SMALL)
        assert list(found) == [f"{name}!good.txt"]
        assert "when it is unpacked. Unpack it" in said


def test_what_unpacks_to_many_times_its_size_is_a_bomb() -> None:
    zeros = b"0" * 40_000
    found, [said] = read(zipped({"bomb.txt": zeros, "good.txt": b"Good."}), "a.zip", SMALL)
    assert list(found) == ["a.zip!good.txt"]
    assert said.startswith("a.zip!bomb.txt unpacks to more than 50 times its size, as a bomb does.")
    found, said_all = read(gzip.compress(tarred({"bomb.txt": zeros})), "a.tar.gz", SMALL)
    assert not found
    assert "unpacks to more than 50 times its size" in said_all[-1]


def test_a_gzip_bomb_of_a_gigabyte_takes_no_memory_and_no_time() -> None:
    target = io.BytesIO()
    info = tarfile.TarInfo("large.txt")
    info.size = 1024 * 1024 * 1024
    with gzip.GzipFile(fileobj=target, mode="wb", compresslevel=1) as stream:
        stream.write(info.tobuf())
        for _ in range(1024):
            stream.write(bytes(1024 * 1024))
    tracemalloc.start()
    try:
        found, said = read(target.getvalue(), "bomb.tar.gz")
        assert not found
        assert "when it is unpacked" in said[0]
        assert "unpacks to more than 200 times its size" in said[1]
        assert tracemalloc.get_traced_memory()[1] < 100 * 1024 * 1024
    finally:
        tracemalloc.stop()


def test_more_bytes_or_members_than_an_archive_may_have_end_it() -> None:
    noise = bytes(range(256)) * 180
    found, said = read(zipped({f"{n}.txt": noise for n in range(9)}, 0), "a.zip", SMALL)
    assert len(found) == 4
    assert said[-1].startswith(
        "a.zip unpacks to more than 195 KB. What was read of it before is in."
    )
    found, said = read(tarred({f"{n}.txt": b"x" for n in range(30)}), "a.tar", SMALL)
    assert len(found) == 20
    assert said[-1].startswith("a.tar holds more than 20 members.")


def test_archives_lie_in_archives_only_so_deep() -> None:
    inner = zipped({"c.txt": b"Deep."})
    above = Container("a.zip", ".zip", io.BytesIO(zipped({"b.zip": inner})), limits=SMALL)
    members = above.members()
    member = next(members)
    assert isinstance(member, Member)
    second = Container(member.name, member.ending, io.BytesIO(member.read()), above=above)
    deep = next(second.members())
    assert isinstance(deep, Member)
    assert deep.name == "a.zip!b.zip!c.txt"
    with pytest.raises(SourceError, match="lies in 2 archives"):
        Container("x", ".zip", io.BytesIO(inner), above=second).members()


def test_a_tar_header_without_an_end_is_not_read_into_memory() -> None:
    info = tarfile.TarInfo("pax")
    info.type, info.size = tarfile.XHDTYPE, 4 * 1024 * 1024 * 1024
    target = io.BytesIO()
    with gzip.GzipFile(fileobj=target, mode="wb", compresslevel=1) as stream:
        stream.write(info.tobuf())
        for _ in range(300):
            stream.write(bytes(1024 * 1024))
    _, [said] = read(target.getvalue(), "a.tar.gz")
    assert "as a bomb does" in said or "a header has no end" in said
    plain = info.tobuf() + bytes(100_000)
    _, [said] = read(plain, "a.tar", SMALL)
    assert "a header has no end" in said


def test_a_zip_with_an_endless_list_of_members_is_not_opened(tmp_path: Path) -> None:
    data = bytearray(zipped({"a.txt": b"One."}))
    at = data.index(b"PK\x05\x06")
    data[at + 12 : at + 16] = (100 * 1024 * 1024).to_bytes(4, "little")
    file = tmp_path / "a.zip"
    with file.open("wb") as stream:
        stream.seek(128 * 1024 * 1024)  # a hole: it takes no room
        stream.write(data)
    with file.open("rb") as stream, pytest.raises(SourceError, match="lists more than"):
        list(Container("a.zip", ".zip", stream).members())


# -- names -----------------------------------------------------------------------------------------


def test_names_in_any_bytes_are_text_that_can_be_stored() -> None:
    odd = "caf\udce9\x07.txt"
    target = io.BytesIO()
    with tarfile.open(
        fileobj=target, mode="w", format=tarfile.GNU_FORMAT, errors="surrogateescape"
    ) as archive:
        info = tarfile.TarInfo(odd)
        info.size = 5
        archive.addfile(info, io.BytesIO(b"Text."))
    found, said = read(target.getvalue(), "a.tar")
    assert found == {"a.tar!caf\\xe9\\x07.txt": b"Text."}
    assert not said


def test_a_nul_in_a_name_is_harmless() -> None:
    def change(info: tarfile.TarInfo) -> None:
        info.pax_headers = {"path": "a\x00b.txt"}

    found, _ = read(tarred({"x.txt": b"Text."}, change), "a.tar")
    assert len(found) == 1
    assert all("\x00" not in name for name in found)


def test_hidden_members_and_empty_ones() -> None:
    found, said = read(
        zipped({"__MACOSX/._a.txt": b"x", ".git/a.txt": b"x", "empty.txt": b" \n"}), "a.zip"
    )
    assert not found
    assert said == ["a.zip!empty.txt is empty."]


# -- WARC --------------------------------------------------------------------------------------


def warc(*records: tuple[str, str, str, bytes], gzipped: bool = False) -> bytes:
    """Make a file of answers: address, status, content type and further headers, body."""
    made = b""
    for number, (url, status, kind, body) in enumerate(records, start=1):
        answer = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n\r\n".encode() + body
        head = (
            "WARC/1.0\r\nWARC-Type: response\r\n"
            f"WARC-Target-URI: {url}\r\nWARC-Date: 2024-03-0{number}T12:00:00Z\r\n"
            f"WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-00000000000{number}>\r\n"
            "Content-Type: application/http; msgtype=response\r\n"
            f"Content-Length: {len(answer)}\r\n\r\n"
        )
        record = head.encode() + answer + b"\r\n\r\n"
        made += gzip.compress(record) if gzipped else record
    return made


URL = "https://paper.example/lock?page=1"
PAGE = ("<p>" + "The lock of Stave was mended in a café on Friday. " * 5 + "</p>").encode()


@pytest.mark.parametrize("gzipped", [False, True])
def test_only_pages_that_were_fetched_well_are_taken_from_a_warc(gzipped: bool) -> None:
    data = warc(
        (URL, "200 OK", "text/html; charset=utf-8", PAGE),
        ("https://paper.example/gone", "404 Not Found", "text/html", PAGE),
        ("https://paper.example/a.css", "200 OK", "text/css", b"a {}"),
        ("https://paper.example/robots.txt", "200 OK", "text/plain", b"User-agent: *"),
        gzipped=gzipped,
    )
    name = "a.warc.gz" if gzipped else "a.warc"
    assert read(data, name) == ({f"{name}!{URL}": PAGE}, [])
    if gzipped:  # each record by itself, as it should be, or all of them in one
        one = gzip.compress(gzip.decompress(data))
        assert read(one, name) == ({f"{name}!{URL}": PAGE}, [])
    [member] = [
        one for one in Container(name, name[name.index(".") :], io.BytesIO(data)).members() if one
    ]
    assert isinstance(member, Member)
    assert (member.url, member.ending) == (URL, ".html")


def test_what_the_server_said_of_the_charset_counts() -> None:
    latin = PAGE.decode().encode("latin-1")
    found, said = read(warc((URL, "200 OK", "text/html; charset=ISO-8859-1", latin)), "a.warc")
    assert found == {f"a.warc!{URL}": b"\xef\xbb\xbf" + PAGE}
    assert not said


def test_a_later_fetch_of_an_address_goes_by_its_moment() -> None:
    answer = (URL, "200 OK", "text/html", PAGE)
    first, second = read(warc(answer, answer), "a.warc")[0]
    assert first == f"a.warc!{URL}"
    assert second.endswith("!https://paper.example/lock?page=1 (2024-03-02T12:00:00Z)")


def test_a_warc_file_that_breaks_off_keeps_what_came_before() -> None:
    data = warc((URL, "200 OK", "text/html", PAGE), (f"{URL}2", "200 OK", "text/html", PAGE))
    found, [said] = read(data[:-100], "a.warc")
    assert list(found) == [f"a.warc!{URL}"]
    assert said == f"a.warc!{URL}2 cannot be read (it breaks off)."


def bare_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "deflate": zlib.compress,
    "deflate, identity": bare_deflate,
    "br": brotli.compress,
    "zstd": zstandard.compress,
    "gzip, br": lambda data: brotli.compress(gzip.compress(data)),
}


@pytest.mark.parametrize("encoding", PACKERS)
@pytest.mark.parametrize("chunked", [False, True])
def test_a_page_that_the_server_packed_is_unpacked(encoding: str, chunked: bool) -> None:
    page = PAGE * 3000
    body = PACKERS[encoding](page)
    kind = f"text/html\r\nContent-Encoding: {encoding}"
    if chunked:
        kind += "\r\nTransfer-Encoding: chunked"
        cut = [body[at : at + 1000] for at in range(0, len(body), 1000)]
        body = b"".join(b"%x\r\n%s\r\n" % (len(one), one) for one in [*cut, b""])
    data = warc((URL, "200 OK", kind, body), (f"{URL}2", "200 OK", "text/html", PAGE))
    assert read(data, "a.warc") == ({f"a.warc!{URL}": page, f"a.warc!{URL}2": PAGE}, [])


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd"])
def test_a_page_that_the_archive_unpacked_and_left_the_header_of_is_read(encoding: str) -> None:
    kind = f"text/html\r\nContent-Encoding: {encoding}"
    assert read(warc((URL, "200 OK", kind, PAGE)), "a.warc") == ({f"a.warc!{URL}": PAGE}, [])


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd"])
def test_a_packed_page_that_is_broken_cut_off_or_a_bomb_is_one_failure(encoding: str) -> None:
    page = random.Random(1).randbytes(30_000)
    whole = PACKERS[encoding](page)
    broken = whole[:10_000] + bytes(3) + whole[10_003:]
    bomb = PACKERS[encoding](b"<p>" + b" " * 30_000_000)
    assert len(bomb) < 100_000
    kind = f"text/html\r\nContent-Encoding: {encoding}"
    # Neither brotli nor zstd has a checksum unless it is asked for one.
    for body in (whole[:-10], bomb, *([broken] if encoding in {"gzip", "deflate"} else [])):
        answers = [(URL, "200 OK", kind, body), (f"{URL}2", "200 OK", "text/html", PAGE)]
        tracemalloc.start()
        found, said = read(warc(*answers), "a.warc", Limits(member=MB, total=64 * MB))
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert list(found) == [f"a.warc!{URL}2"]
        assert said[0].startswith(f"a.warc!{URL} ")
        assert peak < 10 * MB


def test_a_package_that_unpacks_and_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "brotli", None)  # as where it is not installed
    answers = [
        (URL, "200 OK", "text/html\r\nContent-Encoding: br", brotli.compress(PAGE)),
        (f"{URL}2", "200 OK", "text/html\r\nContent-Encoding: compress", b"\x1f\x9d"),
        (f"{URL}3", "200 OK", "text/html", PAGE),
    ]
    found, said = read(warc(*answers), "a.warc")
    assert list(found) == [f"a.warc!{URL}3"]
    assert said == [
        f"a.warc!{URL} is packed as br. This format needs the package brotli, which is not "
        'installed. Install it with: pip install "citewire[warc]"',
        f"a.warc!{URL}2 is packed in a way that Citewire does not read: compress.",
    ]


# -- directories that are too long, and names that cannot be printed ------------------------------


def entry(name: bytes, at: int = 0, size: int = 200) -> bytes:
    """Return a member's entry in a zip archive's directory."""
    fields = (b"PK\x01\x02", 20, 3, 20, 0, 0, 8, 0, 0, 0, 100, size, len(name), 0, 0, 0, 0, 0, at)
    return struct.pack("<4s4B4HL2L5H2L", *fields) + name


def ended(directory: bytes, count: int, size: int | None = None, *, hidden: bool = False) -> bytes:
    """Return an archive of a directory alone, with the ends of zip64.

    ``count`` and ``size`` are what its end says; ``hidden`` has the older end say other, small
    numbers, which the standard library does not look at.
    """
    long = len(directory) if size is None else size
    record = struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, count, count, long, 0)
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, len(directory), 1)
    old = (1, 1, 46, 0, 0) if hidden else (0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    return directory + record + locator + struct.pack("<4s2H2H2LH", b"PK\x05\x06", 0, 0, *old)


@pytest.mark.parametrize("hidden", [False, True])
@pytest.mark.parametrize("said", [1_200_000, 3])
@pytest.mark.parametrize("name", ["a.zip", "a.docx", "a.epub"])
def test_a_directory_of_a_million_members_is_refused_at_once_whatever_its_end_says(
    name: str, said: int, hidden: bool
) -> None:
    data = ended(entry(b"a.txt") * 1_200_000, said, hidden=hidden)
    tracemalloc.start()
    began = time.process_time()
    try:
        if name == "a.zip":
            found, [words] = read(data, name)
            assert not found
        else:
            with pytest.raises(SourceError) as error:
                list(load(data, name, Reading()))
            words = str(error.value)
        taken = time.process_time() - began
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert re.search(r"lists more than (500,000 members|10,000 parts)", words)
    assert taken < 10
    assert peak < 4 * len(data)


@pytest.mark.parametrize("size", [2**63, 2**40, 10**9])
@pytest.mark.parametrize("count", [2**63, 10**7, 0])
def test_an_end_that_says_absurd_numbers_is_no_archive(size: int, count: int) -> None:
    found, [words] = read(ended(entry(b"a.txt"), count, size), "a.zip")
    assert not found
    assert words.startswith("a.zip cannot be unpacked")


def test_an_end_whose_count_lies_does_not_hide_a_member() -> None:
    data = zipped({"a.txt": b"One.", "b.txt": b"Two."})
    at = data.rindex(b"PK\x05\x06")
    lying = data[: at + 8] + b"\xff\xff\xff\xff" + data[at + 12 :]
    assert list(read(lying, "a.zip")[0]) == ["a.zip!a.txt", "a.zip!b.txt"]


ODD = "bill\u202efdp.\x1b[31mold\n\u2066x.txt"


@pytest.mark.parametrize("pack", [zipped, tarred])
def test_names_that_would_change_what_a_terminal_shows_are_written_out(
    pack: Callable[[dict[str, bytes]], bytes],
) -> None:
    name = "a.zip" if pack is zipped else "a.tar"
    [found] = read(pack({ODD: b"It rained."}), name)[0]
    assert found == rf"{name}!bill\u202efdp.\x1b[31mold\x0a\u2066x.txt"
    _, [words] = read(pack({f"../{ODD}": b"It rained."}), name)
    assert words.isprintable()


def test_what_is_reported_of_a_name_can_be_printed(tmp_path: Path) -> None:
    (tmp_path / ODD).write_text("It rained.")
    (tmp_path / f"{ODD}.txt").write_bytes(b"\x89PNG")
    (tmp_path / "a.zip").write_bytes(zipped({ODD: b"It snowed.", f"b{ODD}": b"\x89PNG"}))
    done: list[SourceDone] = []
    report = dry_run(None, tmp_path, on_source=done.append)
    assert (report.added, len(report.failed)) == (2, 2)
    words = [one.source + one.detail for one in done]
    words += [one.source + one.error for one in report.failed]
    words += [one.source + one.error for one in preview(tmp_path)]
    words += [str(one.article.source) for one in preview(tmp_path) if one.article]
    assert len(words) == 12
    assert all(map(str.isprintable, words))
    shown = CliRunner().invoke(main, ["ingest", "--dry-run", str(tmp_path)]).output
    assert "bill\\u202efdp.\\x1b[31mold\\x0a\\u2066x.txt" in shown
    assert all(map(str.isprintable, shown.splitlines()))


def test_nothing_is_printed_of_a_record_that_is_longer_than_it_says(
    capsys: pytest.CaptureFixture[str],
) -> None:
    data = warc((URL, "200 OK", "text/html", PAGE), (f"{URL}2", "200 OK", "text/html", PAGE))
    read(data.replace(PAGE, PAGE + b" And more of it."), "a.warc")
    assert capsys.readouterr() == ("", "")
