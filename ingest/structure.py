"""What the lines of a text are: headings, paragraphs, list items.

Where a source marks its paragraphs, it is believed. Where it marks none, in plain text say, they
are guessed from the lines, and a guess is careful: what it takes for a heading is never quoted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from vectorstore import Block, BlockKind, Span

#: What a part of a source is: a block, or a text of which the source says nothing more.
PartKind = BlockKind | Literal["text"]

LIST_MARK = re.compile(r"(?:[-*•‣◦·▪–—>]|\(?\d{1,3}[.)]|\(?[a-z]\))\s+")
WORD = re.compile(r"\w")
_NUMBER = re.compile(r"\(?\d{1,3}[.)]\s+")
_ENDED = re.compile(r"""[.!?…。！？]["'”’»)\]*]*$""")
_ASKED = re.compile(r"[^\W_][^.!?…\"“”«»:\n]*[?？]")
#: A block that its source sets in bold letters is a heading unless it ends as a sentence does.
_SAID = re.compile(r"""[.!…。！,;]["'”’»)\]*]*$""")
#: The end of a sentence with another one behind it, abbreviations aside.
_GOES_ON = re.compile(r"""\w{3,}[.!?…]["'”’»)\]*]* +["'“‘«(]*[A-ZÀ-Þ]""")
_DASHES = "–—"
#: Characters; what is longer is no heading.
_LONG = 100


class _Unit(NamedTuple):
    """What no sentence reaches across; ``kind`` is what the source says, if it says anything."""

    start: int
    end: int
    kind: BlockKind | None


def blocks_of(text: str) -> tuple[Block, ...]:
    """Return the headings, paragraphs and list items of a text whose source marks none.

    >>> blocks_of("Prices\\n\\nThey rose.\\n\\n- One")[0]
    Block(start=0, end=6, kind='heading')
    """
    found: list[Block] = []
    for unit, kind in kinds(text, ()):
        if kind == "heading" and not WORD.search(text[unit.start : unit.end]):
            kind = "paragraph"  # a rule between two parts
        start, end = unit
        last = found[-1] if found else None
        if last and last.kind == kind == "paragraph" and "\n\n" not in text[last.end : start]:
            start = found.pop().start  # a line of the same paragraph
        found.append(Block(start, end, kind))
    return tuple(found)


def kinds(text: str, blocks: Sequence[Block]) -> Iterator[tuple[Span, BlockKind]]:
    """Yield what sentences do not reach across, each with what it is.

    ``blocks`` are those that the source marks: what lies between them is guessed.
    """
    units = list(_units(text, blocks))
    for number, unit in enumerate(units):
        before = units[number - 1] if number else None
        after = units[number + 1] if number + 1 < len(units) else None
        yield Span(unit.start, unit.end), _kind(text, unit, before, after)


def looks_like_heading(line: str, following: str) -> bool:
    """Say whether a line is a heading: short, unended, and before words longer or ended.

    >>> looks_like_heading("A long wait", "Ships stood at sea for days.")
    True
    >>> looks_like_heading("A long wait.", "It is over.")
    False
    """
    if len(line) > 80 or len(line.split()) > 12 or "\n" in line:
        return False
    if _ENDED.search(line) or LIST_MARK.match(line):
        return False
    if line.endswith(":") and (len(line.split()) > 4 or LIST_MARK.match(following)):
        return False  # what leads to a list, or to a poem
    return _is_told(following)


def may_be_heading(line: str) -> bool:
    """Say whether a block in bold letters, or called a heading by its class, can be one.

    >>> may_be_heading("What now?"), may_be_heading("It is over."), may_be_heading("Over. Why?")
    (True, False, False)
    """
    short = len(line) <= _LONG and len(line.split()) <= 15 and "\n" not in line
    said = _SAID.search(line) or _GOES_ON.search(line)
    return short and said is None and WORD.search(line) is not None


def trimmed(text: str, start: int, end: int) -> Span:
    """Return a span without the blanks at its ends; it may be empty."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)


# -- what a unit is ------------------------------------------------------------------------------


def _kind(text: str, unit: _Unit, before: _Unit | None, after: _Unit | None) -> BlockKind:
    start, end, said = unit
    if said is not None and said != "paragraph":
        return said
    if said is None and not WORD.search(text, start, end):
        return "heading"
    mark = LIST_MARK.match(text, start, end)
    if end - start > _LONG and text[start] not in _DASHES:
        return "item" if mark else "paragraph"
    line = text[start:end]
    earlier = text[before.start : before.end] if before else ""
    following = text[after.start : after.end] if after else ""
    if said is None:
        alone = _is_apart(text, before, unit) and _is_apart(text, unit, after)
        if looks_like_heading(line, following) or (
            alone and _is_question_or_numbered(line, earlier, following)
        ):
            return "heading"
    if mark is None or (line[0] in _DASHES and _is_speech(line, earlier, following)):
        return "paragraph"
    return "item"


def _is_question_or_numbered(line: str, earlier: str, following: str) -> bool:
    """Say whether a paragraph is "What now?", or "1. The money" where that begins no list."""
    number = _NUMBER.match(line)
    if number:
        listed = LIST_MARK.match(earlier) or LIST_MARK.match(following)
        return not listed and looks_like_heading(line[number.end() :], following)
    short = len(line) <= 80 and len(line.split()) <= 12
    return short and _ASKED.fullmatch(line) is not None and _is_told(following)


def _is_speech(line: str, earlier: str, following: str) -> bool:
    """Say whether a dash opens what someone says, and no list: nothing near it begins alike."""
    listed = earlier.endswith(":") or line[0] in (earlier[:1], following[:1])
    return not listed and _ENDED.search(line) is not None


def _is_told(line: str) -> bool:
    """Say whether there are words, long or ended, that can stand below a heading."""
    if not WORD.search(line):
        return False
    return bool(_ENDED.search(line)) or line.endswith(":") or len(line) > 80


def _is_apart(text: str, before: _Unit | None, after: _Unit | None) -> bool:
    """Say whether a blank line stands between two units, or one of them is none."""
    return before is None or after is None or "\n\n" in text[before.end : after.start]


# -- where units are -----------------------------------------------------------------------------


def _units(text: str, blocks: Sequence[Block]) -> Iterator[_Unit]:
    """Yield the blocks' lines and those between them."""
    at = 0
    for start, end, kind in blocks:
        yield from (_Unit(*span, None) for span in _lines(text, at, start))
        if kind == "heading":
            span = trimmed(text, start, end)
            if span.start < span.end:
                yield _Unit(*span, kind)
        else:
            yield from (_Unit(*span, kind) for span in _lines(text, start, end))
        at = end
    yield from (_Unit(*span, None) for span in _lines(text, at, len(text)))


def _lines(text: str, at: int, end: int) -> Iterator[Span]:
    """Yield the paragraphs of a range, or the lines of one; a comma leads to the next line."""
    for block in re.split(r"(\n[^\S\n]*\n\s*)", text[at:end]):
        start, at = at, at + len(block)
        if not block.strip():
            continue
        if is_wrapped(block):
            yield trimmed(text, start, at)
            continue
        last: Span | None = None
        for line in re.finditer(r"[^\n]+", block):
            if not line[0].strip():
                continue
            span = trimmed(text, start + line.start(), start + line.end())
            if last and text[last.end - 1] == "," and not LIST_MARK.match(text, *span):
                last = Span(last.start, span.end)
                continue
            if last:
                yield last
            last = span
        if last:
            yield last


def is_wrapped(block: str) -> bool:
    """Say whether the lines are those of one paragraph that was broken at some width."""
    lines = block.strip().split("\n")
    if len(lines) < 2 or max(map(len, lines)) > 100:
        return False
    if any(LIST_MARK.match(line) or " | " in line for line in lines):
        return False
    full = sorted(map(len, lines[:-1]))
    unended = sum(not _ENDED.search(line.rstrip()) for line in lines[:-1])
    return full[len(full) // 2] >= 50 and unended * 2 >= len(lines) - 1
