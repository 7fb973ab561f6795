"""Which name is the subject of a sentence.

There is no parser: a subject is a name before the first verb, with nothing before it but what leads
to it, and nothing after it but its verb or an apposition.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.naming import Named
from qa.openings import NOUNS, SAYING
from qa.quoting import FILL

_VERB = (
    r"(?:is|are|was|were|has|have|had|will|would|can|could|may|might|must|should|did|does|do|"
    r"[a-z]{2,}ed|sold|made|ran|took|gave|came|went|began|lost|won|told|fell|rose|left|held|kept|"
    r"saw|met|grew|found|built|bought|brought|paid|put|set|cut|got|led|sent|spent|stood|became|"
    r"wrote|knew|thought|felt|drew|chose|fought|said|hit|beat|let|read|shot|sat|spoke|broke|"
    r"wore|drove|flew|threw|struck|sought|taught|caught|"
    r"(?!his\b|its\b|this\b|as\b|plus\b)[a-z]{2,}[^s\W]s)"
)
_HEAD = re.compile(
    rf"(?:,? (?:who|which)\b|, |\s\(|\s(?:also |now |then |later |still |never |already |first |"
    rf"has |[a-z]+ly |both )?{_VERB}(?=$|[\s,.;:’']))"
)
_FIRST_VERB = re.compile(rf"(?<=[\w,)’'] ){_VERB}\b")


def subject_of(plain: str, offset: int, names: Sequence[Named]) -> Named | None:
    """Return the name that is the subject of a sentence; None when none of its names is.

    ``plain`` is the sentence with its quotations filled in, ``offset`` where it begins in the text
    of the names' spans. Beside a quotation the speaker is the subject.
    """
    for one in names:
        before = plain[: one.span.start - offset]
        if re.search(rf"{FILL},? (?:{SAYING} )?(?:[\w’'-]+ ){{0,5}}$", before):
            return one
        after = _HEAD.match(plain, one.span.end - offset)
        first = _FIRST_VERB.search(plain)
        if not after or (first and first.start() < one.span.start - offset):
            return None
        if re.match(r", ", after[0]) and _is_listed(plain[one.span.end - offset :]):
            return None
        if _is_introduction(before):
            return one
        return None
    return None


def _is_listed(after: str) -> bool:
    return bool(re.match(r", [A-ZÀ-Þ][\w’' -]+(?:,| and )", after))


def _is_introduction(before: str) -> bool:
    """Say whether the words before a name are a part of it, or lead to it."""
    if not before.strip() or re.fullmatch(r"(?:The|But|And|Yet|So) (?:the )?", before):
        return True
    if re.fullmatch(r"[^,]{1,60}, (?:the )?", before) and not re.search(
        r"\b[A-Z]\w+ [A-Z]", before
    ):
        return bool(
            re.match(r"(?:In|On|At|By|Since|Last|Earlier|During|Later|After|Before)\b", before)
        )
    words = before.split()
    return words[-1].strip(",").lower() in NOUNS or (len(words) > 1 and words[-1][0].isupper())
