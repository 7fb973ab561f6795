from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.decode import decode
from vectorstore import SourceError

CURLY = "“I’m done,” the café’s owner said — and left… It cost €5."
GERMAN = "Der Bürgermeister sagte, die Straße sei gesperrt. Größe, Käse und Öl."


@pytest.mark.parametrize(
    ("text", "written", "said"),
    [
        (CURLY, "utf-8", "utf-8"),
        (CURLY, "utf-8-sig", "utf-8-sig"),
        (CURLY, "utf-16", "utf-16"),
        (CURLY, "cp1252", "cp1252"),
        (GERMAN, "latin-1", "cp1252"),
        (GERMAN, "cp1252", "cp1252"),
        ("El año pasado, ¿qué pasó? “Nada”, dijo.", "cp1252", "cp1252"),
        ("Премьер-министр сказал, что цены выросли.", "cp1251", "cp1251"),
        ("Żółw gęsią jaźń. Premier powiedział, że ceny wzrosły.", "cp1250", "cp1250"),
        ("总理表示价格上涨了。", "gb18030", "gb18030"),
        ("Title;Text\nČesko;Příliš žluťoučký kůň.", "utf-16-le", "utf-16-le"),
        ("标题,正文\n东京,总理表示价格上涨了。\n", "utf-16-be", "utf-16-be"),
        (CURLY, "utf-16-be", "utf-16-be"),
        ("", "utf-8", "utf-8"),
    ],
)
def test_a_text_is_read_in_the_encoding_it_was_written_in(
    text: str, written: str, said: str
) -> None:
    assert decode(text.encode(written), "a.txt") == (text, said)


def test_one_wrong_byte_late_in_a_long_text_is_enough_to_look_elsewhere() -> None:
    text = "The mayor resigned. " * 40_000 + "“No,” he said."
    assert decode(text.encode("cp1252"), "a.txt") == (text, "cp1252")


@given(st.text())
def test_utf_8_is_never_guessed_at(text: str) -> None:
    if "\x00" not in text and not text.startswith(
        ("PK\x03\x04", "GIF8", "BZh", "%PDF-", "\x7fELF")
    ):
        expected = text.removeprefix("\ufeff")
        assert decode(text.encode(), "a.txt")[0] == expected


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7\n1 0 obj\n",
        b"PK\x03\x04word/document.xml",
        b"\x89PNG\r\n\x1a\n",
        b"\xff\xd8\xff\xe0JFIF",
        b"\x7fELF\x02\x01",
        b"text\x00\x01\x02text",
        bytes(byte for n in range(400) for byte in (n % 9, 0)),
        bytes(range(256)) * 8,
        "title,text\nA,One.".encode("utf-16-le")[:-1],
        "title,text\nA,One.".encode("utf-32-le"),
        bytes(range(1, 32)) * 20 + b"\xff\xfe\xfd\x81\x8d",
    ],
    ids=[
        "PDF",
        "Word",
        "PNG",
        "JPEG",
        "program",
        "zero bytes",
        "small numbers",
        "all bytes",
        "UTF-16 that breaks off",
        "UTF-32",
        "control characters",
    ],
)
def test_bytes_that_are_no_text_are_refused(data: bytes) -> None:
    with pytest.raises(SourceError, match=r"a\.txt is not text"):
        decode(data, "a.txt")
