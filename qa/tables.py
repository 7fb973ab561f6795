"""A table: a row an entity, and in each cell what the articles say of that entity alone.

For each member the question of a column is put about it by name and read beside the sentences
that are about it: those that name it, and what follows one of them without naming another. A cell
holds only words of the kind that the column asks for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from qa.cell_kinds import asks_origin, typed_spans
from qa.closer import Closer, Place, Told
from qa.forms import Attribute, Form, Plan
from qa.members import Member, same_name
from qa.mentions import names_in
from qa.words import stem_set, words
from vectorstore import Span

#: Below these log-odds a cell stays empty.
FLOOR = -2.5

#: The same for a length of time in the sentence that gives the member, where no other one is told.
FLOOR_GIVEN = -7.0

#: By so much the log-odds are raised of a length of time that was changed.
CHANGED = 4.0

#: Sentences that are read for one row, at most.
MOST_READ = 16

_TAKES_UP = re.compile(r"^[\"“'‘]?(?:he|she|it|they|his|her|its|their|the)\b", re.IGNORECASE)
#: These are told beside a name: "the poet Lucan Whitrow", "Lucan Whitrow, a poet".
_DESCRIBES = re.compile(
    r"\b(?:professions?|occupations?|jobs?|roles?|posts?|positions?|trades?|function)\b|"
    r"\bwhat (?:was|were|is|are) (?:they|he|she|each)\b",
    re.IGNORECASE,
)
_REASON = re.compile(r"(?:because|since|due to)\b", re.IGNORECASE)
_NO_ROLE = re.compile(r"\b(?:since|after|before|when|while|with|that|about|more)$", re.IGNORECASE)
#: No role holds a verb, or joins two things.
_RUNS_ON = re.compile(
    r"\b(?:and|or|but|left|beat|met|told|said|says|named|called|wants?|will|has|had|was|were|is|"
    r"are|by|for|against|between|[a-z]{4,}ed)\b"
)
_CONDITION = re.compile(r"(?:unless|until|till|as long as)\b", re.IGNORECASE)
_LENGTHENS = re.compile(
    r"\b(?:extend(?:s|ed)?|lengthen(?:s|ed)?|prolong(?:s|ed)?|shorten(?:s|ed)?|after a stoppage)\b",
    re.IGNORECASE,
)
_NEGATED = re.compile(r"\b(?:not|never|no longer|no)\b|n['’]t\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Filled:
    """A cell: a span of a sentence, and how sure the reader is, log-odds."""

    place: Place
    span: Span
    odds: float


def cells_of(
    plan: Plan, members: Sequence[Member], articles: Sequence[str], closer: Closer
) -> list[list[list[Filled]]]:
    """Return for each member and attribute what the articles say, best first; empty where none.

    ``articles`` are the ids of all that a search found, the best first.
    """
    others = [name for member in members for name in member.names]
    rows = []
    for member in members:
        places = about(member, others, articles, closer)
        rivals = [name for name in others if not member.is_called(name)]
        rows.append(
            [
                _cell(plan, attribute, member, rivals, places, closer)
                for attribute in plan.attributes
            ]
        )
    return rows


def about(
    member: Member, others: Iterable[str], articles: Sequence[str], closer: Closer
) -> list[Place]:
    """Return the sentences about a member, those that give it first."""
    rivals = [name for name in others if not member.is_called(name)]
    found: list[Place] = []
    for id in dict.fromkeys((*(one.article_id for one, _ in member.given_by), *articles)):
        before = False
        article = closer.article(id)
        speaking = voices(member.names, article.text) if article else []
        for number in range(len(closer.spans(id))):
            place = Place(id, number)
            text = closer.text(place)
            rival = _names(text, rivals)
            named = _names(text, member.names) or (not rival and _names(text, speaking))
            if named or (before and not rival and _TAKES_UP.match(text)):
                found.append(place)
                before = True
            else:
                before = False
    given = {closer.place_of(one.article_id, one.start) for one, _ in member.given_by}
    return sorted(found, key=lambda place: place not in given)[:MOST_READ]


def voices(names: Iterable[str], text: str) -> list[str]:
    """Return the persons that a text introduces as somebody of a member.

    >>> voices({"Microsoft"}, "Microsoft’s president, Brad Smith, said no. Amazon will not.")
    ['Brad Smith']
    """
    found = []
    for name in names:
        for introduced in re.finditer(
            rf"\b{re.escape(name)}(?:['’]s?)? (?:[a-z-]+ ){{0,3}}[a-z-]+,? ([A-ZÀ-Þ][\w’'-]+"
            r"(?: [A-ZÀ-Þ][\w’'-]+)*)|([A-ZÀ-Þ][\w’'-]+(?: [A-ZÀ-Þ][\w’'-]+)+), "
            rf"{re.escape(name)}['’]",
            text,
        ):
            found.append(introduced[1] or introduced[2])
    return found


def _names(text: str, names: Iterable[str]) -> bool:
    found = [text[s:e] for s, e in names_in(text)]
    return any(same_name(one, name) for one in found for name in names)


def _cell(
    plan: Plan,
    attribute: Attribute,
    member: Member,
    rivals: Sequence[str],
    places: Sequence[Place],
    closer: Closer,
) -> list[Filled]:
    question = question_about(plan, attribute, member.name)
    told = closer.read(question, places)
    asked = stem_set(question) | stem_set(plan.main)
    nouns = frozenset(words(plan.main)) - frozenset(words(attribute.asked))
    filled = []
    for place in places:
        if place not in told:
            continue
        text, start = closer.text(place), closer.span(place).start
        own = parts_about(text, member.names, rivals)
        describes = attribute.form is Form.WHAT and bool(_DESCRIBES.search(attribute.asked))
        if describes:
            described = [
                one
                for one in _described(place, member.names, text, start)
                if not stem_set(text[one.span.start - start : one.span.end - start]) <= asked
            ]
            filled += described
            if described:
                continue
        if asks_origin(attribute):
            origin = _origin(place, member.names, text, start)
            filled += origin
            if origin:
                continue
        found = _typed(told[place], attribute, asked, nouns, text, start)
        if describes:
            found = [one for one in found if one.odds >= 0 and not _names_other(one, text, start)]
        for one in found:
            here = one.span.start - start
            own_name = member.is_called(text[here : one.span.end - start])
            if not own_name and any(s <= here < e for s, e in own):
                filled.append(one)
    if attribute.form is Form.HOW_LONG:
        filled = _lasting(filled, member, closer)
    best = sorted(filled, key=lambda one: -one.odds)
    kept = [one for one in best if one.odds >= max(FLOOR, best[0].odds - 3)]
    return kept or [one for one in best if _is_condition(one, closer)][:1]


def _names_other(one: Filled, text: str, start: int) -> bool:
    """Say whether words that should describe somebody hold a name, or run on."""
    words = text[one.span.start - start : one.span.end - start]
    return bool(names_in(f"- {words}")) or len(words.split()) > 5


def _lasting(filled: Sequence[Filled], member: Member, closer: Closer) -> list[Filled]:
    """Put first what a length was changed to, and trust the sentence that gives the member.

    Such a sentence that tells of a length of time tells of the member's, unless the reader has
    something better.
    """
    given = {closer.place_of(one.article_id, one.start) for one, _ in member.given_by}
    changed = [
        Filled(one.place, one.span, one.odds + CHANGED)
        if _LENGTHENS.search(closer.text(one.place))
        else one
        for one in filled
    ]
    if all(one.odds < FLOOR for one in changed):
        lifted = [one for one in changed if one.place in given and one.odds >= FLOOR_GIVEN]
        return [Filled(one.place, one.span, FLOOR) for one in lifted] or changed
    return changed


def _described(place: Place, names: Iterable[str], text: str, start: int) -> list[Filled]:
    """Return what a sentence calls the bearer of a name, beside it."""
    for name in sorted(names, key=len, reverse=True):
        plain = re.escape(name)
        found = re.search(
            rf"\b(?:[Tt]he|[Ii]ts|[Aa]n?) ((?:[a-z-]+ ){{0,3}}[a-z-]+),? {plain}\b|"
            rf"\b{plain}, (?:\d\d?, )?(?:an?|the|its|their|his|her) ((?:[\w’'-]+ ){{0,4}}?[\w’'-]+)"
            rf"(?=[,.;]| who\b| of\b|$)|\b((?:[a-z-]+ ){{0,1}}[a-z-]{{3,}}) {plain}\b|"
            rf"\b{plain} (?:is|was) an? ((?:[a-z-]+ ){{0,2}}[a-z-]+)\b",
            text,
        )
        if found:
            group = next(n for n in (1, 2, 3, 4) if found[n])
            if _NO_ROLE.search(found[group]) or _RUNS_ON.search(found[group]):
                continue
            span = Span(found.start(group) + start, found.end(group) + start)
            return [Filled(place, span, 0.0)]
    return []


def _origin(place: Place, names: Iterable[str], text: str, start: int) -> list[Filled]:
    """Return where a sentence says beside a name that its bearer is from."""
    for name in sorted(names, key=len, reverse=True):
        plain = re.escape(name)
        found = re.search(
            rf"\b(?:[Tt]he|[Aa]n?) ([A-ZÀ-Þ][\w’-]+) (?:[a-z-]+ ){{1,3}}{plain}\b|"
            rf"\b{plain}, (?:\d\d?, )?(?:an?|the) ([A-ZÀ-Þ][\w’-]+) [a-z]|"
            rf"\b{plain}, (?:\d\d?, )?(?:an?|the) (?:[a-z-]+ ){{1,4}}(?:from|of|in) "
            r"([A-ZÀ-Þ][\w’-]+)|"
            rf"\b{plain} (?:of|from) ([A-ZÀ-Þ][\w’-]+)\b",
            text,
        )
        if found:
            span = Span(*found.span(found.lastindex or 0))
            return [Filled(place, Span(span.start + start, span.end + start), 0.0)]
    return []


def _is_condition(one: Filled, closer: Closer) -> bool:
    """Say whether a span is what something that is not done depends on: as long as it lasts."""
    start = closer.span(one.place).start
    text = closer.text(one.place)
    begin = text[one.span.start - start :]
    return bool(_CONDITION.match(begin) and _NEGATED.search(text[: one.span.start - start]))


def parts_about(text: str, names: Iterable[str], rivals: Iterable[str]) -> list[Span]:
    """Return the parts of a sentence that are about one of the members that it names.

    From its name to the next other one's; the whole sentence when it names no other.

    >>> text = "Tallow stays shut for a month and Grindle until autumn."
    >>> [text[s:e] for s, e in parts_about(text, {"Grindle"}, {"Tallow"})]
    ['Grindle until autumn.']
    """
    named = [(span, text[span.start : span.end]) for span in names_in(text)]
    own = [span for span, name in named if any(same_name(name, one) for one in names)]
    others = [span for span, name in named if any(same_name(name, one) for one in rivals)]
    if not others or not own:
        return [Span(0, len(text))] if not others else []
    parts = []
    for number, span in enumerate(own):
        end = min((one.start for one in others if one.start > span.start), default=len(text))
        before = max((one.end for one in others if one.end <= span.start), default=None)
        begin = 0 if before is None and not number else span.start
        parts.append(Span(begin, end))
    return parts


def question_about(plan: Plan, attribute: Attribute, name: str) -> str:
    """Return the question of a column, asked of one member.

    >>> from qa.forms import plan_of
    >>> plan = plan_of("Which companies paused sales, and for how long?")
    >>> question_about(plan, plan.attributes[0], "Brindlow")
    'For how long did Brindlow paused sales?'
    """
    asked = attribute.asked
    if re.search(r"\b(?:each|they|their|them|it)\b", asked, re.IGNORECASE):
        asked = re.sub(r"\b(in|of|for|at|to) each (?=[a-z]+$)", rf"\1 {name}'s ", asked)
        asked = re.sub(
            r"\b(?:each(?: one| of them)?|they|them|it)\b", name, asked, count=1, flags=re.I
        )
        asked = re.sub(r"\btheir\b", f"{name}'s", asked, count=1, flags=re.IGNORECASE)
        return f"{asked[0].upper()}{asked[1:]}?"
    main = plan.main.rstrip("?")
    if asked.lower().endswith(main.split(" ", 2)[-1].lower()):  # "... were licences granted"
        return f"{asked[0].upper()}{asked[1:]}, in the case of {name}?"
    rest = re.sub(
        rf"^(?:\w+\s+)?(?:which|what|who)\s+(?:{re.escape(plan.column)})?\s*", "", main, flags=re.I
    )
    auxiliary = re.match(
        r"(?:is|are|was|were|has|have|had|will|would|can|did|do|does)\b", rest, re.I
    )
    begun = f"{auxiliary[0]} {name}{rest[auxiliary.end() :]}" if auxiliary else ""
    phrase = begun or f"did {name} {rest}"
    return f"{asked[0].upper()}{asked[1:]} {phrase}?"


def _typed(
    said: Told,
    attribute: Attribute,
    asked: frozenset[str],
    nouns: frozenset[str],
    text: str,
    start: int,
) -> list[Filled]:
    """Return the spans of a sentence that are of the attribute's kind, with their log-odds."""
    typed = typed_spans(attribute, text)
    if typed is None:
        if said.answer is None or not _may_answer(
            text[said.answer.start - start : said.answer.end - start], attribute
        ):
            return []
        return [Filled(said.place, said.answer, said.odds_of(said.answer))]
    spans = [Span(s + start, e + start) for s, e in typed]
    return [
        Filled(said.place, span, said.odds_of(span))
        for span in spans
        if not stem_set(text[span.start - start : span.end - start]) <= asked
        and not _counts_members(text[span.end - start :], attribute, nouns)
    ]


def _counts_members(following: str, attribute: Attribute, nouns: frozenset[str]) -> bool:
    """Say whether an amount counts what the question names, and not what the column asks for.

    "Three villages" are not how many people live in one; 610 villagers may be.
    """
    if attribute.form is not Form.HOW_MANY:
        return False
    counted = following[:25].split(".")[0].partition(" ")[2].split(" ")[0].strip(",;:").lower()
    return bool(counted) and counted in nouns


def _may_answer(words: str, attribute: Attribute) -> bool:
    """Say whether the reader's words may fill an open cell: a reason takes more than a name."""
    if attribute.form is Form.WHY:
        return len(words.split()) > 3
    return not _REASON.match(words)
