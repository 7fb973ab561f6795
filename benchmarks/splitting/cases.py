"""The hard cases: short texts of many kinds and languages, cut by hand.

``cases.jsonl`` has a case a line: its kind, its language, whether it is held out, and the text with
each sentence between ``⟦`` and ``⟧``. What stands outside of them, a heading or a list mark, is no
sentence. Cases that are held out were never looked at while the splitter was mended.
``fresh.jsonl`` was written later and in another style, that of news as papers print them, before
anything was run on it; what it showed was mended afterwards.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from vectorstore import Span

Part = Literal["seen", "held out", "fresh"]

CASES = Path(__file__).with_name("cases.jsonl")
FRESH = Path(__file__).with_name("fresh.jsonl")


@dataclass(frozen=True, slots=True)
class Case:
    """A text, and the half-open spans of its sentences; ``part`` says when it was judged."""

    kind: str
    language: str
    part: Part
    text: str
    sentences: tuple[Span, ...]


def read_cases() -> list[Case]:
    """Return the cases of both files."""
    first = [_case(one, "held out" if one["held_out"] else "seen") for one in _records(CASES)]
    return first + [_case(one, "fresh") for one in _records(FRESH)]


def _records(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def _case(one: dict[str, Any], part: Part) -> Case:
    text, sentences = unmarked(one["marked"])
    return Case(one["kind"], one["language"], part, text, sentences)


def unmarked(marked: str) -> tuple[str, tuple[Span, ...]]:
    """Return a text without its marks, and the spans they stood around.

    >>> unmarked("1. ⟦Mix.⟧ ⟦Bake.⟧")
    ('1. Mix. Bake.', (Span(start=3, end=7), Span(start=8, end=13)))
    """
    text, spans, start = "", [], 0
    for character in marked:
        if character == "⟦":
            start = len(text)
        elif character == "⟧":
            spans.append(Span(start, len(text)))
        else:
            text += character
    return text, tuple(spans)


def shown(text: str, spans: tuple[Span, ...]) -> str:
    """Return a text on one line with marks around its spans."""
    parts, at = [], 0
    for start, end in spans:
        parts += [text[at:start], "⟦", text[start:end], "⟧"]
        at = end
    return "".join([*parts, text[at:]]).replace("\n", "⏎")
