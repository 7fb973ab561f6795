"""What ``ask`` and ``search`` print, and with which exit status, wherever the library is open."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Literal, NamedTuple

from qa import answer, save_answer, search
from ui.answer_text import answer_text
from ui.render import evidence_text
from vectorstore import Library

ABSTAINED = 3


@dataclass(frozen=True, slots=True)
class Wanted:
    """A question as the command line takes it.

    ``as_of`` is ``YYYY-MM-DD``, today when left out; ``top`` counts for ``search`` alone, ``save``
    (for ``citewire recheck``) for ``ask``.
    """

    command: Literal["ask", "search"]
    question: str
    as_of: str | None = None
    top: int = 20
    as_json: bool = False
    save: bool = False


class Output(NamedTuple):
    """Text for standard output, text for standard error, and the exit status."""

    text: str
    aside: str
    status: int


def output(wanted: Wanted, library: Library) -> Output:
    """Return what to print; raises what ``answer``, ``search`` and ``save_answer`` raise."""
    if wanted.command == "search":
        found = search(wanted.question, library=library, k=wanted.top, as_of=wanted.as_of)
        dicts = [one.as_dict() for one in found]
        return Output(as_text(dicts) if wanted.as_json else evidence_text(found), "", 0)
    given = answer(wanted.question, library=library, as_of=wanted.as_of)
    text, aside = as_text(given.as_dict()) if wanted.as_json else answer_text(given), ""
    if wanted.save:
        number = save_answer(given, library=library, as_of=wanted.as_of)
        aside = f"Saved as question {number}; citewire recheck asks it again."
    return Output(text, aside, ABSTAINED if given.abstained else 0)


def as_text(value: object) -> str:
    """Return a value as JSON that a person can read too."""
    return json.dumps(value, ensure_ascii=False, indent=2)
