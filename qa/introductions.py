"""Names that an article introduces with the noun that later takes them up."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.name_words import PERSONS
from qa.naming import Named


def introduced(plain: str, names: Sequence[Sequence[Named]], noun: str) -> list[Named]:
    """Return the names that are introduced with a noun: "Stellick, the chain", "the city of Rom".

    ``plain`` is an article's text with its quotations filled in; ``names`` are those of each of its
    sentences that are looked at. The noun of an age is "34-year-old".
    """
    age = noun.removesuffix("-year-old")
    stem = re.escape(noun[: max(5, len(noun) - 3)])
    name_has = re.compile(rf"\b{stem}\w*(?:$| of\b)", re.IGNORECASE)
    after = re.compile(
        rf"(?:,| is| was|, which is) (?:the|an?|its|one of the)\b(?: (?!of\b)[\w-]+){{0,5}}? "
        rf"{re.escape(noun)}(?=[,.;)]| (?:that|which|who|whose|of|in|based|with|from|for|at|on)\b)"
        if age == noun
        else rf",? \(?{age}\b"
    )
    before = re.compile(rf"\b{re.escape(noun)}(?: of)?,? $", re.IGNORECASE)
    found: list[Named] = []
    for some in names:
        for one in some:
            start, end = one.span
            if one.is_person and noun not in PERSONS and age == noun:
                continue
            if (
                (noun not in PERSONS and name_has.search(one.text))
                or after.match(plain, end)
                or before.search(plain[max(0, start - 40) : start])
            ):
                found.append(one)
    return found


def is_alias(one: Named, linked: Named) -> bool:
    """Say whether a name is the linked one: "Houston" is not the Houston Police Department."""
    short, long = sorted((len(one.text.split()), len(linked.text.split())))
    return one.is_same(linked) and (bool(one.is_person) or long - short <= 1)
