"""What has become of saved questions, as text for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import click

from qa import Citation, Fate, Quotation, Rechecked, Statement
from ui.terminal import command, wrapped
from ui.wording import many, minute, quotation_marks

#: Said of a quotation that no longer stands.
_FATES = {
    Fate.ALTERED: "no longer stands; the nearest sentence now is",
    Fate.GONE: "no longer stands, and no sentence of the article is like it now",
    Fate.REMOVED: "its article is not in the library any more",
}


def recheck_text(found: Sequence[Rechecked]) -> str:
    """Return each question with what no longer stands and what is new, then the counts."""
    if not found:
        return "No question is saved. citewire ask --save QUESTION saves one."
    parts = ["\n".join(_question(one)) for one in found]
    fallen = sum(len(one.fallen) for one in found)
    new = sum(len(one.new) for one in found)
    quotations = many(sum(len(one.quotations) for one in found), "quotation")
    summary = (
        f"{many(len(found), 'question')}, {quotations}: {fallen:,} no longer "
        f"{'stands' if fallen == 1 else 'stand'}; "
        f"{many(new, 'statement')} {'is' if new == 1 else 'are'} new."
    )
    return "\n\n".join([*parts, summary])


def _question(one: Rechecked) -> Iterator[str]:
    day = f", as of {one.as_of}" if one.as_of else ""
    yield click.style(f"{one.number}  {one.question}", bold=True)
    yield wrapped(f"answered {minute(one.answered_at)}{day}", 3, dim=True)
    if one.stands and not one.new:
        yield wrapped("All stands, and nothing is new.", 3)
    for quotation in one.fallen:
        yield from _fallen(quotation)
    for statement in one.new:
        yield from _new(statement)
    if one.answer.abstained and one.quotations:
        yield wrapped("The articles do not answer it any more.", 3)


def _fallen(one: Quotation) -> Iterator[str]:
    if one.was:
        yield _quote("-", one.was)
        yield command(one.was, 5)
    else:
        yield wrapped(f"- a quotation of {one.article_id or 'an article'}", 3)
    yield wrapped(f"{_FATES[one.fate]}{':' if one.now else '.'}", 5)
    if one.now:
        before, after = quotation_marks(one.now.quote)
        yield wrapped(f"{before}{one.now.quote}{after}", 7)
        yield command(one.now, 7)


def _new(statement: Statement) -> Iterator[str]:
    first = statement.citations[0]
    yield _quote("+", first)
    yield wrapped("is new", 5)
    yield command(first, 5)


def _quote(sign: str, one: Citation) -> str:
    before, after = quotation_marks(one.quote)
    return f"   {sign} {wrapped(f'{before}{one.quote}{after}', 5).lstrip()}"
