"""Invented pages."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

LEAD = "The harbor board of Lindmouth voted on Tuesday to close the old ferry pier for repairs."
SECOND = (
    "Work will begin in March and is expected to last nine weeks, the harbor master, Ines Okafor, "
    "told reporters after the meeting."
)
THIRD = (
    "Islanders who depend on the ferry said they had not been asked, and that the nearest bridge "
    "lies forty kilometers to the north."
)
LAST = "The board will meet again on the ninth of April to hear what they have to say."
STORY = (LEAD, SECOND, THIRD, LAST)


def page(
    *inside: str,
    head: str = "",
    around: tuple[str, str] = ("", ""),
    title: str = "Pier to close",
    story: Sequence[str] = STORY,
) -> str:
    """Return a page whose article holds the story's paragraphs, with ``inside`` after the first."""
    paragraphs = [f"<p>{one}</p>" for one in story]
    body = "\n".join([*paragraphs[:1], *inside, *paragraphs[1:]])
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>{head}'
        f"</head><body>{around[0]}<article><h1>{title}</h1>{body}</article>{around[1]}</body></html>"
    )


def json_ld(*nodes: dict[str, Any]) -> str:
    """Return a script with JSON-LD."""
    value = nodes[0] if len(nodes) == 1 else list(nodes)
    return f'<script type="application/ld+json">{json.dumps(value)}</script>'
