"""The extractive answerer: which of the evidence makes the answer, and in which order."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from qa.about import About
from qa.abstention import abstention, find_facts
from qa.calibrated import threshold_of
from qa.cell_kinds import tells_age
from qa.closer import Closer
from qa.corrections import Told
from qa.forms import Form, plan_of
from qa.holders import holders
from qa.kinds import figures, holds, kind_of, names, satisfies
from qa.leading import LEAD, leading
from qa.listing import listing_of
from qa.marking import short_answer
from qa.mismatch import weighed
from qa.name_kinds import have_names
from qa.relations import most_told, newest_first, told_values
from qa.stating import cite_evidence, statement_of
from qa.types import Answer, Citation, Evidence, Searched, Statement
from qa.values import COMPARABLE, value_of
from qa.words import stem, stem_set
from vectorstore import Library

#: Two sentences say the same when the shorter one shares this much of its words with the longer
#: one, and both have the same figures and the same words that turn a meaning round.
SAME = 0.8
_TURNING = frozenset(
    stem(word)
    for word in "not no never none nobody without may might could would should if unless until "
    "deny denies denied refuse refused except resume resumed end ended extend extended".split()
)

#: How far below the best score a further statement may lie: one of the same article, one of
#: another article (which may disagree), a member of a list, one that holds as many of the
#: question's words as the best, a member beside the only one.
BESIDE = 0.5
RIVAL = 1.5
MEMBER = 3.5
AGREEING = 4.5
ALONE = 8.0

#: Statements of an answer that is not a list, at most.
MAX_SINGLE = 3

_ASKS_AGE = re.compile(r"\bhow old\b", re.IGNORECASE)

#: Nearest sentences shown with an abstention.
NEAREST = 3


@dataclass(slots=True)
class _Member:
    """A statement in the making: the sentences that say it, best first."""

    sentences: list[Evidence]
    stems: frozenset[str]
    figures: frozenset[str]
    names: frozenset[str]

    @classmethod
    def of(cls, evidence: Evidence, asked: frozenset[str]) -> _Member:
        text = evidence.text
        found = stem_set(text)
        return cls([evidence], found, figures(text), frozenset(names(text, asked, None)))

    def says_the_same(self, other: _Member) -> bool:
        if self.figures != other.figures or (self.stems ^ other.stems) & _TURNING:
            return False
        shorter = min(len(self.stems), len(other.stems))
        return len(self.stems & other.stems) >= SAME * shorter


def compose(
    question: str,
    evidence: Sequence[Evidence],
    library: Library,
    timings: dict[str, float],
    *,
    as_of: date | None = None,
) -> Answer:
    """Make an answer of evidence that is sorted best first, or an abstention.

    Abstains below the library's threshold. Adds "compose" and "total" to ``timings``
    (ms).
    """
    began = time.perf_counter()
    evidence = of_the_kind(question, evidence)
    searched = Searched(*library.catalogue.counts(as_of))
    closer = Closer(library)
    plan = plan_of(question)
    compared = evidence
    if plan.form not in (Form.LIST, Form.TABLE):
        evidence, compared = weighed(question, plan.form, evidence, closer)
    confidence = evidence[0].probability if evidence else 0.0
    listing = None
    statements: tuple[Statement, ...] = ()
    nearest: tuple[Citation, ...] = ()
    sure = bool(evidence) and confidence >= threshold_of(library)
    most = library.settings.max_statements
    if sure and plan.form in (Form.LIST, Form.TABLE):
        listing = listing_of(plan, evidence, closer, most)
    if listing:
        statements = listing.statements
    elif sure and not (plan.form is Form.LIST and have_names(plan.column)):
        statements = facts_of(question, plan.form, compared, closer)[:most]
    if statements:
        text = in_words(statements)
    else:
        members = _folded(evidence, stem_set(question))[:NEAREST]
        nearest = tuple(
            replace(citation, score=member.sentences[0].score)
            for member in members
            if (citation := cite_evidence(closer, member.sentences[0]))
        )
        of_names = plan.form in (Form.LIST, Form.TABLE) and have_names(plan.column)
        facts = find_facts(
            question,
            library,
            as_of=as_of,
            changed=sure and not of_names,
            unnamed=sure and of_names,
        )
        text = abstention(facts)
    timings["compose"] = 1000 * (time.perf_counter() - began)
    timings.setdefault("total", sum(timings.values()))
    return Answer(
        " ".join(question.split()),
        abstained=not statements,
        confidence=confidence,
        text=text,
        statements=statements,
        nearest=nearest,
        searched=searched,
        timings_ms=timings,
        as_of=as_of,
        form=plan.form.value,
        table=listing.table if listing else None,
        coverage=listing.coverage if listing else "",
    )


def of_the_kind(question: str, evidence: Sequence[Evidence]) -> Sequence[Evidence]:
    """Return the sentences that can answer: of money where money is asked for, of an age, too.

    Where none does all are returned with a probability of 0: they are near, and no answer.
    """
    if kind_of(question).wanted == ("money",):
        held = [one for one in evidence if holds(one.text, "money", frozenset(), frozenset())]
    elif _ASKS_AGE.search(question):
        held = [one for one in evidence if tells_age(one.text)]
    else:
        return evidence
    return held or [replace(one, probability=0.0) for one in evidence]


def facts_of(
    question: str, form: Form, evidence: Sequence[Evidence], closer: Closer
) -> tuple[Statement, ...]:
    """Return the statements of an answer that is no list: one fact, or what is told of it."""
    if form is Form.STATE:
        evidence = About(question, closer).leading(evidence)
    else:
        evidence = leading(question, form, evidence)
        if form not in (Form.QUOTATION, Form.DEFINITION):
            evidence = most_told(question, form, evidence, closer)
    told = holders(question, form, evidence, closer)
    told = told or newest_first(question, form, evidence, closer)
    told = told or told_values(question, form, evidence, closer) or []
    if not told or (form not in COMPARABLE and len(told) == 1):
        asked = stem_set(question)
        known = {id(one) for some in told for one in some.sentences}
        told += [
            Told(value_of(member.sentences[0], form, asked), member.sentences)
            for member in choose(question, evidence)
            if not known & {id(one) for one in member.sentences}
        ]
    made = (
        statement_of(
            closer,
            one.sentences,
            short_answer(question, form, one.sentences[0], one.value.span if one.value else None),
            standing=one.standing,
        )
        for one in told[:MAX_SINGLE]
    )
    return tuple(filter(None, made))


def choose(question: str, evidence: Sequence[Evidence]) -> list[_Member]:
    """Choose the statements: each member of a list, else the best and those that rival it.

    A sentence that holds less of what is asked for than the best one, or fewer of the names in the
    question, does not rival it. A list of one member looks further down in that member's article.
    """
    kind = kind_of(question)
    asked = stem_set(question)
    known = frozenset(name for one in evidence for name in names(one.text, asked))
    subjects = frozenset(names(question, kind.head))
    fit = [(satisfies(one.text, kind, asked, known), _share(subjects, one)) for one in evidence]
    close = [i for i, one in enumerate(evidence) if one.score >= evidence[0].score - LEAD]
    first = max(close, key=lambda i: (*fit[i], -i))
    best = evidence[first]

    def beside(further: float) -> list[_Member]:
        chosen = [best]
        for one, (holding, naming) in zip(evidence, fit, strict=True):
            same = one.article_id == best.article_id
            gap = BESIDE if same else RIVAL
            if kind.is_list:
                agrees = len(asked & stem_set(one.text)) >= len(asked & stem_set(best.text))
                gap = max(AGREEING if agrees else MEMBER, further * same)
            fits = holding >= fit[first][0] and naming >= fit[first][1]
            if one is not best and fits and one.score >= best.score - gap and not _asks(one.text):
                chosen.append(one)
        return _folded(chosen, asked)

    members = beside(0.0)
    if kind.is_list and len(members) == 1:
        members = beside(ALONE)
    for one in evidence:  # who else says what was chosen, however far below
        _fold(one, members, asked)
    if kind.is_list:
        return sorted(_with_something_new(members), key=_reading_order)
    return members[:MAX_SINGLE]


def _share(subjects: frozenset[str], one: Evidence) -> float:
    """Return the share of the question's names that the sentence or its article's title holds."""
    found = stem_set(one.text) | stem_set(one.title)
    return len(subjects & found) / len(subjects) if subjects else 1.0


def _folded(evidence: Sequence[Evidence], asked: frozenset[str]) -> list[_Member]:
    """Fold sentences that say the same into one member each, best first."""
    members: list[_Member] = []
    for one in evidence:
        if not _fold(one, members, asked):
            members.append(_Member.of(one, asked))
    return members


def _fold(one: Evidence, members: Sequence[_Member], asked: frozenset[str]) -> bool:
    """Add a sentence to the member that says the same, one citation an article; say if any does."""
    new = _Member.of(one, asked)
    same = next((member for member in members if member.says_the_same(new)), None)
    if same and all(one.article_id != other.article_id for other in same.sentences):
        same.sentences.append(one)
    return same is not None


def _with_something_new(members: list[_Member]) -> list[_Member]:
    """Keep the members of a list that bring a name or a figure that no better one has brought."""
    kept: list[_Member] = []
    brought: set[str] = set()
    for member in members:
        if not kept or (member.names | member.figures) - brought:
            kept.append(member)
            brought |= member.names | member.figures
    return kept


def _reading_order(member: _Member) -> tuple[date, str, int]:
    """Order by day, then by article and place; what has no date comes last."""
    first = member.sentences[0]
    return first.published or date.max, first.article_id, first.start


def _asks(text: str) -> bool:
    return bool(re.search(r"\?[\"'”’»)]*$", text))


def in_words(statements: Sequence[Statement]) -> str:
    """Return the answer as text, a line a statement, citations numbered from 1."""
    lines = []
    number = 0
    for statement in statements:
        marks = ""
        for _ in statement.citations:
            number += 1
            marks += f"[{number}]"
        lines.append(f"{statement.text} {marks}")
    return "\n".join(lines)
