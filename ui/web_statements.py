"""Statements as HTML: the quotation, what there is to say about it, the cards of its citations."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from qa import Citation, ShortAnswer, Standing
from ui.notes import (
    BEFORE,
    CONTEXT,
    DISAGREE,
    Numbered,
    antecedent_words,
    dates_words,
    origin,
    sides,
    sources_words,
    speaker_words,
    standing_words,
)
from ui.pages import Place, esc
from ui.wording import day, quotation_marks

#: A citation's number is kept on the line of a last word shorter than this.
_LONG_WORD = 24

#: What is no longer so, or never was: set back, so that what holds is seen first.
_PAST = (Standing.SUPERSEDED, Standing.CORRECTED)


def statements_html(statements: Sequence[Numbered]) -> str:
    """Return statements one under the other, those that disagree side by side."""
    every = [citation for one in statements for _, citation in one.cited]
    parts = []
    for group in sides(statements):
        if len(group) == 1:
            parts.append(_statement(group[0], every))
            continue
        beside = "".join(_statement(one, every, disagrees=True) for one in group)
        parts.append(
            f'<div class="cw-disagree"><h3 class="cw-label">{DISAGREE}</h3>'
            f'<div class="cw-sides">{beside}</div></div>'
        )
    return "".join(parts)


def _statement(one: Numbered, every: Sequence[Citation], *, disagrees: bool = False) -> str:
    past = " cw-past" if one.statement.standing in _PAST else ""
    before = "".join(_before(number, context, every) for number, context in one.before)
    cards = "".join(
        # What the dates of the quotation mean stands beside it already.
        f"<li>{card(citation, every, number, dated=number != one.first)}</li>"
        for number, citation in one.cited
    )
    return (
        f'<div class="cw-statement{past}">{_head(one, disagrees=disagrees)}'
        f"<blockquote>{_quotation(one, every)}{_meant(one, every)}</blockquote>{_notes(one)}"
        f'{before}<ol class="cw-cards">{cards}</ol></div>'
    )


def _head(one: Numbered, *, disagrees: bool) -> str:
    """Return how a statement stands among the others, with its outlet and day: they decide."""
    words = standing_words(one.statement)
    if not words:
        return ""
    outlet, published = origin(one.statement.citations[0])
    standing = "" if disagrees else f"{tag(words)} "
    who = f'<span class="cw-outlet">{esc(outlet)}</span> · {esc(published)}'
    return f'<p class="cw-standing">{standing}<span class="cw-who">{who}</span></p>'


def tag(words: str) -> str:
    """Return a small label in words."""
    return f'<span class="cw-tag">{esc(words)}</span>'


def _quotation(one: Numbered, every: Sequence[Citation]) -> str:
    statement = one.statement
    text, short, begin = statement.text, statement.answer, statement.citations[0].start
    # The first number stays on the line of the last word, or of a short answer that ends with it,
    # unless that would make it a long one.
    cut = text.rfind(" ") + 1
    if short and short.start - begin < cut < short.end - begin:
        cut = short.start - begin
    head, tail = (
        _marked(text, start, end, short, begin) for start, end in ((0, cut), (cut, len(text)))
    )
    marks = [number_html(citation, every, number) for number, citation in one.evidence]
    kind = ' class="cw-together"' if len(text) - cut < _LONG_WORD else ""
    before, after = quotation_marks(text)
    return f"{before}{head}<span{kind}>{tail}{after}{marks[0]}</span>{''.join(marks[1:])}"


def _marked(text: str, start: int, end: int, short: ShortAnswer | None, begin: int) -> str:
    """Return ``text[start:end]``; the short answer is in it or not, and ``begin`` is the text's."""
    if short is None or not start <= short.start - begin < end:
        return esc(text[start:end])
    first, last = short.start - begin, short.end - begin
    return f"{esc(text[start:first])}<mark>{esc(text[first:last])}</mark>{esc(text[last:end])}"


def _meant(one: Numbered, every: Sequence[Citation]) -> str:
    """Return what the begin of the quotation means, behind it, in brackets."""
    words, naming = antecedent_words(one.statement), one.naming
    if not words:
        return ""
    mark = number_html(naming[1], every, naming[0]) if naming else ""
    return f' <span class="cw-meant">[{esc(words)}{mark}]</span>'


def _notes(one: Numbered) -> str:
    statement = one.statement
    said = [
        speaker_words(statement),
        *dates_words(statement.citations[0]),
        sources_words(statement),
    ]
    items = "".join(f"<li>{esc(part)}</li>" for part in said if part)
    return f'<ul class="cw-notes">{items}</ul>' if items else ""


def _before(number: int, context: Citation, every: Sequence[Citation]) -> str:
    before, after = quotation_marks(context.quote)
    quotation = f"{before}{esc(context.quote)}{after}{number_html(context, every, number)}"
    return f'<p class="cw-before"><span class="cw-about">{BEFORE}:</span> {quotation}</p>'


def number_html(citation: Citation, every: Iterable[Citation], number: int) -> str:
    """Return a citation's number, which opens its sentence; those of ``every`` are marked there."""
    link = esc(Place.of(citation, tuple(every)).link())
    label = f"Open citation {number}: {esc(citation.title or 'untitled')}"
    return (
        f'<sup><button type="button" class="cw-ref" data-open="{link}" aria-label="{label}">'
        f"{number}</button></sup>"
    )


def card(
    citation: Citation, every: Sequence[Citation], number: int | None = None, *, dated: bool = True
) -> str:
    """Return a citation as a card that opens its sentence, with what its dates mean."""
    about = [
        f'<span class="cw-outlet">{esc(citation.outlet)}</span>' if citation.outlet else "",
        f"<time>{day(citation.published)}</time>" if citation.published else "",
    ]
    before, after = quotation_marks(citation.quote)
    role = tag(CONTEXT) if citation.context else ""
    badge = f'<span class="cw-number">{number}</span>' if number else ""
    dates = " · ".join(dates_words(citation)) if dated else ""
    meaning = f'<span class="cw-about">{esc(dates)}</span>' if dates else ""
    link = esc(Place.of(citation, every).link())
    return (
        f'<button type="button" class="cw-card" data-open="{link}">{badge}<span class="cw-line">'
        f'<span class="cw-title">{esc(citation.title or "Untitled")}</span> '
        f'<span class="cw-about">{role}{" · ".join(part for part in about if part)}</span></span>'
        f'<span class="cw-quote">{before}{esc(citation.quote)}{after}</span>{meaning}</button>'
    )
