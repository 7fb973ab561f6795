"""The lines of a PDF's pages become paragraphs: a PDF knows where letters stand, not what they are.

Nothing is put in and nothing is guessed for certain: a line that could be the end of a paragraph
ends one, and a hyphen at the end of a line stays unless the same document shows that it goes.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import chain

from ingest.structure import looks_like_heading
from vectorstore import BlockKind

_NUMBER = re.compile(r"(?:page\s+)?[-–—|\s]*\d{1,4}[-–—|\s]*(?:(?:of|/)\s*\d{1,4})?", re.I)
_DIGITS = re.compile(r"\d+")
_WORDS = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_ENDED = re.compile(r"""[.!?…:]["'”’»)\]]*$""")
_BROKEN = re.compile(r"(?<![^\W\d_])([^\W\d_]+)-$")
#: How many lines at a page's top and bottom may be running heads and feet.
_EDGE = 3
#: A line shorter than this share of the longest usual one does not fill the column; one shorter
#: than the second share may be a heading.
_FULL, _HALF = 0.8, 0.6
_BULLET = re.compile(r"[•‣▪◦●·*–-]\s+")


def paragraphs(pages: Sequence[Sequence[str]]) -> list[tuple[BlockKind, str]]:
    """Return the parts of pages, given as lines, without what runs along every page.

    >>> for part in paragraphs([["Found", "It was in a far-", "away country that the informa-",
    ...     "tion was found.", "1"], ["More information came from the place.", "2"]]):
    ...     print(part)
    ('heading', 'Found')
    ('paragraph', 'It was in a far-away country that the information was found.')
    ('paragraph', 'More information came from the place.')
    """
    cleaned = _without_running([[" ".join(line.split()) for line in page] for page in pages])
    lines = list(chain.from_iterable(cleaned))
    words = Counter(
        word.lower() for line in lines for word in _WORDS.findall(_BROKEN.sub("", line))
    )
    longest = _usual_length(lines)
    found: list[tuple[BlockKind, str]] = []
    some: list[str] = []

    def end(kind: BlockKind = "paragraph") -> None:
        if some:
            item = _BULLET.match(some[0])
            text = _joined(some, words)
            found.append(("item", text[item.end() :]) if item else (kind, text))
            some.clear()

    for at, line in enumerate(lines):
        following = lines[at + 1] if at + 1 < len(lines) else ""
        if not line:
            end()
            continue
        if _BULLET.match(line):
            end()
        some.append(line)
        short = len(line) < longest * _FULL
        if _ENDED.search(line):
            if short:
                end()
        elif len(some) == 1 and len(line) < longest * _HALF and _begins(following):
            end("heading")
    end()
    return _with_headings(found)


def _with_headings(parts: Sequence[tuple[BlockKind, str]]) -> list[tuple[BlockKind, str]]:
    """Return parts with those as headings that look like one, however wide they are."""
    found: list[tuple[BlockKind, str]] = []
    for number, (kind, text) in enumerate(parts, start=1):
        following = parts[number][1] if number < len(parts) else ""
        if kind == "paragraph" and looks_like_heading(text, following):
            kind = "heading"
        found.append((kind, text))
    return found


def _begins(line: str) -> bool:
    """Say whether a line can be the first of a paragraph below a heading; a blank one can."""
    return not line or not (line[0].islower() or line[0].isdigit())


def _without_running(pages: list[list[str]]) -> list[list[str]]:
    """Take out the first and last lines that pages share but for numbers, and page numbers."""
    counts: Counter[str] = Counter()
    for page in pages:
        counts.update({_DIGITS.sub("#", line) for line in _edges(page)})
    often = max(2, (len(pages) + 1) // 2)

    def runs(line: str) -> bool:
        if _NUMBER.fullmatch(line):
            return True
        return len(pages) > 1 and counts[_DIGITS.sub("#", line)] >= often and not _is_prose(line)

    result = []
    for page in pages:
        lines = list(page)
        for end in (0, -1):
            for _ in range(_EDGE):
                while lines and not lines[end]:
                    lines.pop(end)
                if len(lines) > 1 and runs(lines[end]):
                    lines.pop(end)
        result.append(lines)
    return result


def _edges(page: list[str]) -> list[str]:
    lines = [line for line in page if line]
    return lines[:_EDGE] + lines[-_EDGE:]


def _is_prose(line: str) -> bool:
    """Say whether a line is a sentence that happens to stand on several pages, and stays."""
    return len(line) > 60 and _ENDED.search(line) is not None


def _usual_length(lines: list[str]) -> int:
    """Return the length that nine of ten lines do not exceed."""
    lengths = sorted(len(line) for line in lines if line)
    return lengths[int(len(lengths) * 0.9)] if lengths else 0


def _joined(lines: list[str], words: Counter[str]) -> str:
    pieces = [lines[0]]
    for line in lines[1:]:
        last = pieces[-1]
        if last.endswith("\u00ad"):
            pieces[-1] = last[:-1]
        elif (found := _BROKEN.search(last)) and (head := _WORDS.match(line)):
            whole = (found[1] + head[0]).lower()
            hyphened = f"{found[1]}-{head[0]}".lower()
            if line[0].islower() and words[whole] > words[hyphened]:
                pieces[-1] = last[:-1]
        else:
            pieces.append(" ")
        pieces.append(line)
    return "".join(pieces)
