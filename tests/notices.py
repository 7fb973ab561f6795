"""A small archive of invented notices, and questions enough to calibrate on.

The articles are two sentences long, so that sixty questions are asked in seconds.
"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from qa import Question
from vectorstore import Article

#: The day on which all questions are asked.
DAY = date(2024, 5, 20)

_FIRST = "Bram Cold Dun Elm Fair Grim Hazel Iron Kings Lark".split()
_LAST = "bury ford holt mere wick".split()
_NAMES = "Ada Benno Clara Dietmar Edda Falk Greta Hanno Ines Jorin".split()
_FAMILIES = "Arkwell Brannoch Cressing Dunmore Eskdale".split()

TOWNS = [first + last for first in _FIRST for last in _LAST]
MAYORS = [f"{name} {family}" for family in _FAMILIES for name in _NAMES]

#: So many of the towns have a notice.
TOLD = 44


def articles() -> list[Article]:
    """Return a notice of each town that is told of."""
    return [
        Article.of(
            f"The council of {town} elected {mayor} mayor on Monday. "
            f"The harvest fair of {town} brought in {310 + 7 * number} crowns.",
            id=f"notice-{number}",
            published=date(2024, 5, 13),
        )
        for number, (town, mayor) in enumerate(list(zip(TOWNS, MAYORS, strict=True))[:TOLD])
    ]


def questions() -> list[Question]:
    """Return a question about the mayor of each town, and of some about what nobody tells."""
    told = [
        Question(f"mayor-{n}", f"Who is the mayor of {TOWNS[n]}?", (MAYORS[n],), (), n < TOLD, DAY)
        for n in range(len(TOWNS))
    ]
    untold = [
        Question(f"bridge-{n}", f"Who designed the bridge of {TOWNS[n]}?", asked_on=DAY)
        for n in range(10)
    ]
    return told + untold


def write(path: Path, asked: list[Question]) -> Path:
    """Write a questions file."""
    path.write_text("".join(json.dumps(one.as_dict()) + "\n" for one in asked), "utf-8")
    return path
