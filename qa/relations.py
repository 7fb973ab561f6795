"""How the sources of one fact stand to each other: they agree, disagree, correct or follow.

Values are compared, not sentences: 4,200 and "about 4,200 people" agree. Of different values the
one wins that an article gives as a correction; of states of different days the newest leads, where
the question or the articles show that it changed. Otherwise the articles disagree, and all values
are shown: none is chosen silently.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from qa.about import LEADS, About
from qa.agreeing import is_parallel, shared_answer, tells_the_same
from qa.closer import Closer
from qa.corrections import Told, corrected, corrects, right_value, stands
from qa.forms import Form, asks_for_now
from qa.independent import source_groups
from qa.types import Evidence, Standing
from qa.values import COMPARABLE, Value, value_of
from qa.words import stem_set

#: A sentence that is less likely than this share of the likeliest one gives no other value: less
#: is asked of one that counts the same things, and least of one that says it in the same words.
SHARE = 0.7
COUNTING = 0.5
PARALLEL = 0.2

#: Below this share it does not count as saying the same: less is asked where it is about the same.
AGREES = 0.4
FAINT = 0.3

#: An older or newer state may be less likely than the best sentence by this share.
STATE_SHARE = 0.55

_CHANGED = re.compile(
    r"\b(?:now|new|rose|risen|rises|raised|grown|increased|fell|fallen|dropped|lowered|cut|"
    r"extend(?:s|ed)?|shorten(?:s|ed)?|postponed?|brought forward|instead|replace[sd]?|successor|"
    r"succeed(?:s|ed)?|took over|takes over|resigned|stepped down|reopen(?:s|ed)?|resume[sd]?|"
    r"again|no longer|since|meanwhile|by \w+day|latest|updated|another|further|more|"
    r"br(?:ings?|inging|ought) (?:\w+ ){1,15}to|rais(?:es|ing) (?:\w+ ){1,15}to)\b",
    re.IGNORECASE,
)


def told_values(
    question: str, form: Form, evidence: Sequence[Evidence], closer: Closer
) -> list[Told] | None:
    """Return the different values that likely sentences give, in reading order.

    None when they cannot be compared, or none is found. ``evidence`` is sorted, best first.
    """
    asked = stem_set(question)
    about = About(question, closer)
    best = evidence[0]
    told: list[Told] = []
    for one in evidence:
        if one.probability < PARALLEL * best.probability:
            break
        value = _value(one, form, asked)
        if value is None:
            if one is best:
                return None
            continue
        same = next((t for t in told if _is_told(value, one, t, asked)), None)
        if same is not None:
            if _counts(one, best, about):
                same.sentences.append(one)
        elif not told or (form in COMPARABLE and _rivals(value, one, told[0], about)):
            told.append(Told(value, [one]))
    if form not in COMPARABLE and told and told[0].value:
        pairs = [(one, value) for one in told[0].sentences if (value := _value(one, form, asked))]
        told[0].value = shared_answer(told[0].sentences[0], told[0].value, pairs[1:])
    apart = _of_different_articles(told)
    return _related(question, apart, closer) if len(apart) > 1 else apart


def most_told(
    question: str, form: Form, evidence: Sequence[Evidence], closer: Closer
) -> list[Evidence]:
    """Return evidence with that answer first which most independent sources give.

    Only one that is nearly as likely as the best may lead, and only where answers are words: two
    articles may give a short answer in passing, which a third gives in so many words.
    """
    asked = stem_set(question)
    best = evidence[0]
    if form in COMPARABLE:
        return list(evidence)
    likely = [one for one in evidence if one.probability >= AGREES * best.probability]
    valued = [(one, value) for one in likely if (value := _value(one, form, asked))]

    def sources(first: Evidence, value: Value) -> int:
        same = [o for o, v in valued if tells_the_same(first, value, o, v, asked)]
        articles = {o.article_id: closer.article(o.article_id) for o in (first, *same)}
        there = [one for one in articles.values() if one]
        return len(set(source_groups(there, closer.copies(articles))))

    near = [(o, v) for o, v in valued if o.probability >= LEADS * best.probability]
    if not near:
        return list(evidence)
    first, _ = max(near, key=lambda pair: sources(*pair))
    return [first, *(one for one in evidence if one is not first)]


def _value(one: Evidence, form: Form, asked: frozenset[str]) -> Value | None:
    value = value_of(one, form, asked)
    return right_value(one, value, form, asked) if value and corrects(one.text) else value


def _is_told(value: Value, one: Evidence, told: Told, asked: frozenset[str]) -> bool:
    first = told.sentences[0]
    return told.value is not None and tells_the_same(one, value, first, told.value, asked)


def _counts(one: Evidence, best: Evidence, about: About) -> bool:
    """Say whether a sentence of the same value is likely enough to be of the same fact."""
    if one.probability >= AGREES * best.probability:
        return True
    return about.near(one, best) and one.probability >= FAINT * best.probability


def _rivals(value: Value, one: Evidence, best: Told, about: About) -> bool:
    """Say whether another value may be of the same fact as the best one."""
    first = best.sentences[0]
    if best.value is None or not value.compares_to(best.value) or about.is_another(one, first):
        return False
    if value.form in (Form.WHO, Form.WHERE) and not (value.is_name and best.value.is_name):
        return False
    share = one.probability / first.probability
    if value.form is Form.HOW_MANY and is_parallel(one, first):
        return share >= PARALLEL
    counting = value.counts_like(best.value) or (not value.counted and about.counts(one))
    return about.near(one, first) and share >= (COUNTING if counting else SHARE)


def _of_different_articles(told: Sequence[Told]) -> list[Told]:
    """Leave out values that stand beside a better one in the same articles: another thing's."""
    kept: list[Told] = []
    seen: set[str] = set()
    for one in told:
        own = {sentence.article_id for sentence in one.sentences}
        if kept and own <= seen:
            continue
        kept.append(one)
        seen |= own
    return kept


def _related(question: str, told: list[Told], closer: Closer) -> list[Told]:
    if right := corrected(told, closer):
        return right
    days = [one.day for one in told]
    if all(days) and len(set(days)) > 1 and (asks_for_now(question) or _shows_change(told)):
        ordered = sorted(told, key=lambda one: one.day or date.min, reverse=True)
        ordered[0].standing = Standing.CURRENT
        for one in ordered[1:]:
            one.standing = Standing.SUPERSEDED
        return ordered
    for one in told:
        one.standing = Standing.DISPUTED
    return sorted(told, key=lambda one: one.day or date.max)


def _shows_change(told: Sequence[Told]) -> bool:
    """Say whether the newest sentences tell of a change: in its words, or by the older value."""
    newest = max(told, key=lambda one: one.day or date.min)
    older = [one.value for one in told if one is not newest and one.value]
    return any(
        _CHANGED.search(one.text) or any(stands(value, one.text) for value in older)
        for one in newest.sentences
    )


def newest_first(
    question: str, form: Form, evidence: Sequence[Evidence], closer: Closer
) -> list[Told] | None:
    """Return the states that likely sentences of different days tell, the newest first.

    None unless the question asks for the state now, or there is only one day.
    """
    if form is not Form.STATE and not asks_for_now(question):
        return None
    best = evidence[0]
    asked = stem_set(question)
    about = About(question, closer)
    near = [
        one
        for one in evidence
        if one.probability >= STATE_SHARE * best.probability
        and one.published
        and about.near(one, best)
    ]
    newest: dict[str, Evidence] = {}
    for one in near:
        newest.setdefault(one.article_id, one)
    ordered = sorted(newest.values(), key=lambda one: one.published or date.min, reverse=True)
    if len({one.published for one in ordered}) < 2:
        return None
    return [
        Told(
            value_of(one, form, asked),
            [one],
            Standing.SUPERSEDED if one.published != ordered[0].published else Standing.CURRENT,
        )
        for one in ordered[:3]
    ]
