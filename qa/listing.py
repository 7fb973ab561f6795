"""Answers that are a list or a table: every member that the articles support, each once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from qa.cell_kinds import is_money
from qa.closer import Closer, Finder, Place
from qa.denying import refusal
from qa.forms import Form, Plan
from qa.further import of_the_subject, sentences_like
from qa.members import Member, given_up, members_of, merged
from qa.mentions import amounts_in, names_in
from qa.stating import cite, statement_of
from qa.tables import Filled, cells_of
from qa.types import Cell, Citation, Evidence, Mention, Statement, Table
from qa.words import stem_set
from vectorstore import Span

#: How far below the best score a sentence is looked at for members: any, one that shares as many
#: words with the question as the best, one of the article of a list's only member.
GAP = 3.0
AGREEING = 4.5
ALONE = 8.0

#: Down to here a sentence of another article is looked at too: it may tell of a member in other
#: words than the question's. The reader must be sure of such a member, log-odds.
FURTHER = 7.0
SURE = 0.5

#: Articles in which the cells of a table are looked for.
MOST_ARTICLES = 12

#: How many sentences are looked at in one go.
AT_ONCE = 25

#: A member that is less likely than this share of the likeliest one is left out.
SHARE = 0.3
SHARE_ALONE = 0.1
SHARE_FURTHER = 0.18

#: Citations of one member, and of one cell.
MOST_CITED = 6

#: Members that are sums of money.
_SUMS = frozenset("jackpots fines amounts sums prices fees bids offers settlements".split())

_ASKS = re.compile(r"\?[\"'”’»)]*$")


@dataclass(frozen=True, slots=True)
class Listing:
    """The statements of a list, in reading order, the table if one was asked for, its reach."""

    statements: tuple[Statement, ...]
    table: Table | None
    coverage: str


def listing_of(
    plan: Plan, evidence: Sequence[Evidence], closer: Closer, most_members: int
) -> Listing | None:
    """Return the list or table that the evidence gives, best first; None without a member.

    ``evidence`` is sorted, the best first.
    """
    evidence = of_the_subject(plan, evidence, closer)
    near = _near(plan, evidence, GAP, AGREEING)
    members, share = _members(plan, near, closer), SHARE
    if len(members) == 1:  # the other one may stand in the same article, in other words
        share = SHARE_ALONE
        only = {one.article_id for one, _ in members[0].given_by}
        near += [one for one in _near(plan, evidence, ALONE, ALONE) if one not in near]
        near = [one for one in near if one.article_id in only or one.score >= near[0].score - GAP]
        members = _members(plan, near, closer)
    if not members:
        return None
    most = max(member.confidence for member in members)
    members = [one for one in members if one.on_condition or one.confidence >= share * most]
    members += _further(plan, evidence, near, members, closer)
    members = [one for one in members if not given_up(plan.main, one, evidence, closer)]
    members = sorted(members[:most_members], key=_reading_order)
    articles = list(dict.fromkeys(one.article_id for one in evidence))[:MOST_ARTICLES]
    is_table = plan.form is Form.TABLE
    cells = cells_of(plan, members, articles, closer) if is_table else [[] for _ in members]
    made = [
        one
        for member, row in zip(members, cells, strict=True)
        if (one := _row(plan, member, row, closer)) is not None
    ]
    if not made:
        return None
    statements = tuple(statement for statement, _ in made)
    table = None
    if is_table:
        columns = (singular(plan.column), *(attribute.column for attribute in plan.attributes))
        table = Table(columns, tuple(row for _, row in made))
    return Listing(statements, table, coverage_of(plan, statements, near))


def _near(plan: Plan, evidence: Sequence[Evidence], gap: float, agreeing: float) -> list[Evidence]:
    """Return the sentences near the best one; those that share fewer words must be nearer."""
    asked = stem_set(plan.main) - stem_set(plan.column)
    shared = len(asked & stem_set(evidence[0].text))
    return [
        one
        for one in evidence
        if one.score
        >= evidence[0].score - (agreeing if len(asked & stem_set(one.text)) >= shared else gap)
        and not _ASKS.search(one.text)
    ]


def _further(
    plan: Plan,
    evidence: Sequence[Evidence],
    near: Sequence[Evidence],
    members: Sequence[Member],
    closer: Closer,
) -> list[Member]:
    """Return the sure members in other articles than those of the sentences near the best one.

    An article that gives one tells of another matter that the question asks for as well, in its
    own words. It is read through: its other members may be less sure.
    """
    read = {one.article_id for one in near}
    beyond = [one for one in _near(plan, evidence, FURTHER, FURTHER) if one.article_id not in read]
    names = [name for member in members for name in member.names]
    found: list[Member] = []
    for one in _members(plan, beyond, closer):
        known = [*names, *(name for member in found for name in member.names)]
        if (
            one.odds < SURE
            or one.confidence < SHARE_FURTHER * evidence[0].probability
            or any(one.is_called(name) for name in known)
        ):
            continue
        found.append(one)
        best = max((given for given, _ in one.given_by), key=lambda given: given.score)
        found = _read_through(plan, best, found, names, closer)
    return found


def _read_through(
    plan: Plan, best: Evidence, found: list[Member], names: Sequence[str], closer: Closer
) -> list[Member]:
    """Add the members that the sentences of an article give beside its best one."""
    whole = sentences_like(best, plan.main, closer)
    others = [
        one
        for one in _members(plan, whole, closer)
        if one.on_condition or one.confidence >= SHARE_ALONE * best.probability
        if not any(one.is_called(name) for name in names)
    ]
    return merged([*found, *others])


def _members(plan: Plan, near: Sequence[Evidence], closer: Closer) -> list[Member]:
    """Return the members that sentences give, reading on as long as there are new ones."""
    mentions: dict[Place, Sequence[Mention]] = {}
    members: list[Member] = []
    for at in range(0, len(near), AT_ONCE):
        mentions |= _mentions(plan, near[at : at + AT_ONCE], closer)
        found = members_of(plan.main, near[: at + AT_ONCE], mentions, closer, plan.column)
        if at and len(found) == len(members):  # as deep as members keep coming
            break
        members = found
    return members


def _mentions(
    plan: Plan, evidence: Sequence[Evidence], closer: Closer
) -> dict[Place, Sequence[Mention]]:
    """Return what each sentence names, measured by the question for the members alone.

    The sentences of a table were read with another question, some of a list with none.
    """
    places = {
        place: one for one in evidence if (place := closer.place_of(one.article_id, one.start))
    }
    unread = [
        place
        for place, one in places.items()
        if plan.attributes or (one.answer is None and not one.mentions)
    ]
    finder = members_in(plan.column)
    if finder is not names_in:
        unread = list(places)
    told = closer.read(plan.main, unread)
    mentions: dict[Place, Sequence[Mention]] = {}
    for place, one in places.items():
        mentions[place] = one.mentions
        if place in told:
            spans = [Span(s + one.start, e + one.start) for s, e in finder(one.text)]
            mentions[place] = [Mention(*span, told[place].odds_of(span)) for span in spans]
    return mentions


def members_in(column: str) -> Finder:
    """Return what finds the members of a list: names, unless years or sums are asked for.

    >>> members_in("years")("It won in 2017 and on 3 May."), members_in("towns")("It is Wick.")
    ([Span(start=10, end=14)], [Span(start=6, end=10)])
    """
    nouns = column.lower().split()
    if nouns[-1:] == ["years"]:
        return _years_in
    if nouns[-1:] and nouns[-1] in _SUMS:
        return _sums_in
    return names_in


def _years_in(sentence: str) -> list[Span]:
    return [Span(*found.span()) for found in re.finditer(r"\b(?:1[5-9]|20)\d\d\b", sentence)]


def _sums_in(sentence: str) -> list[Span]:
    return [one for one in amounts_in(sentence) if is_money(sentence, one)]


def _row(
    plan: Plan, member: Member, cells: Sequence[Sequence[Filled]], closer: Closer
) -> tuple[Statement, tuple[Cell, ...]] | None:
    """Return a member as a statement and as a row; None when its articles are gone.

    Of a member on a condition the sentence leads that tells it.
    """

    def order(given: tuple[Evidence, Span]) -> tuple[bool, float]:
        one, _ = given
        return member.on_condition and not refusal(plan.main, one.text), -one.score

    best = sorted(member.given_by, key=order)
    filled = [_cell(cell, closer) for cell in cells]
    statement = statement_of(
        closer,
        [one for one, _ in best],
        best[0][1],
        further=[citation for cell in filled for citation in cell.citations],
    )
    if statement is None or statement.answer is None:
        return None
    return statement, (Cell(statement.answer.text, statement.citations[:1]), *filled)


def _cell(filled: Sequence[Filled], closer: Closer) -> Cell:
    """Return a cell of the best words, cited wherever the same words stand."""
    citations: list[Citation] = []
    text = ""
    for one in filled:
        span = closer.span(one.place)
        citation = cite(closer, one.place.article_id, *span)
        if citation is None:
            continue
        words = citation.article.text[one.span.start : one.span.end]
        text = text or words
        again = any(one.place.article_id == known.article_id for known in citations)
        if words.lower() == text.lower() and not again:
            citations.append(citation)
    return Cell(text, tuple(citations[:MOST_CITED]))


def _reading_order(member: Member) -> tuple[date, str]:
    """Order by the day of the first article that gives a member, then by name."""
    days = [one.published for one, _ in member.given_by if one.published]
    return min(days, default=date.max), member.name


def singular(nouns: str) -> str:
    """Return what one of the members is called.

    >>> singular("ferry and bus companies"), singular("people"), singular("who"), singular("losses")
    ('ferry and bus company', 'person', 'who', 'loss')
    """
    for plural, one in (("people", "person"), ("men", "man"), ("ies", "y"), ("sses", "ss")):
        if nouns.endswith(plural):
            return f"{nouns.removesuffix(plural)}{one}"
    return nouns.removesuffix("s")


def coverage_of(plan: Plan, statements: Sequence[Statement], near: Sequence[Evidence]) -> str:
    """Say how far a list reaches: members, articles, and articles that name none."""
    cited = {one.article_id for statement in statements for one in statement.citations}
    further = {one.article_id for one in near} - cited
    what = plan.column if plan.column not in {"", "who", "what", "where"} else "names"
    if len(statements) == 1:
        what = "of these" if what == "names" else f"of the {what}"
    said = f"{len(statements)} {what} in {_many(len(cited), 'article')}"
    if further:
        verb = "touches" if len(further) == 1 else "touch"
        said += f"; {_many(len(further), 'further article')} {verb} the subject without naming one"
    return f"{said}."


def _many(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
