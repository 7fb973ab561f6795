"""Which words of a sentence are shown as its short answer: a whole clause, quotation or phrase.

The reader marks where an answer stands. What is asked for says how far it reaches: a reason is a
clause, what somebody said stands in quotation marks, a definition follows what it defines.
"""

from __future__ import annotations

import re

from qa.closed import members_asked
from qa.forms import Form
from qa.mentions import amounts_in, names_in
from qa.types import Evidence
from qa.words import stem_set
from vectorstore import Span

_CLAUSE_END = (
    r"(?=[.;:–—]?[\"”’]?$|[;:–—]|, (?:and|but|which|who|while|though|although|said|according|"
    r"(?:[\w’'-]+ ){1,7}(?:said|says|told|added|explained)\b))"
)
_REASON = re.compile(
    r"\b(?:because(?: of)?|since|due to|owing to|thanks to|as a result of|"
    r"on the grounds? (?:that|of)|"
    r"in order (?:to|that)|so that|so as to|for fear (?:of|that)|"
    r"as (?=(?:he|she|it|they|the|its|his|her|their|there|[a-z]+s)\b (?!as\b))) ?"
    rf"[^;:–—]+?{_CLAUSE_END}",
    re.IGNORECASE,
)
_PURPOSE = re.compile(rf"\bto [a-z]+\b[^;:–—]*?{_CLAUSE_END}")
_QUOTED = re.compile(r"[“\"](?P<said>[^“”\"]{3,}?)[,.]?(?:[”\"]|$)")
_SAID_THAT = re.compile(
    r"\b(?:said|says|told|added|argued|warned|wrote|explained|announced|claimed|promised|insisted|"
    r"believes?|thinks?|denied)\b(?: [\w’'-]+){0,3}? (?:that )?"
    rf"(?P<said>(?:that |he |she |it |they |the |there )[^;:–—]{{5,}}?){_CLAUSE_END}"
)


_PLACED = re.compile(
    r"\b(?:in|at|on|near|by|under|above|below|inside|outside|behind|beside|beneath|off|opposite|"
    r"between|aboard) (?:an?|the|his|her|its|their)? ?$"
)


def short_answer(question: str, form: Form, one: Evidence, known: Span | None) -> Span | None:
    """Return the words of a sentence to mark, a span of its article; None where there are none.

    ``known`` is the value in it by which it was compared with others.
    """
    members = members_asked(question)
    if members and one.answer and members.fullmatch(one.text[_within(one.answer, one)]):
        return one.answer
    span = known
    if span is None and form in (Form.WHO, Form.WHERE):
        span = _new(question, one)
    if span is None:
        return None
    here = Span(span.start - one.start, span.end - one.start)
    whole = completed(form, question, one.text, here)
    return Span(whole.start + one.start, whole.end + one.start)


def _within(span: Span, one: Evidence) -> slice:
    return slice(span.start - one.start, span.end - one.start)


def _new(question: str, one: Evidence) -> Span | None:
    """Return what the reader marks unless the question says it itself."""
    if one.answer is None:
        return None
    words = one.text[_within(one.answer, one)]
    return None if stem_set(words) <= stem_set(question) else one.answer


def completed(form: Form, question: str, sentence: str, marked: Span) -> Span:
    """Return the whole of what the marked words of a sentence are a part of.

    >>> text = "They gave it up because the cars were worn out and nobody would pay."
    >>> span = completed(Form.WHY, "Why?", text, Span(16, 32))
    >>> text[span.start : span.end]
    'because the cars were worn out and nobody would pay'
    """
    if form is Form.QUOTATION:
        return _said(sentence, marked)
    if form is Form.COMPARISON:
        return _chosen(question, sentence) or marked
    if form is Form.DEFINITION:
        return definition_of(question, sentence) or marked
    if form is Form.WHY or sentence[marked.start : marked.end].lower().startswith("because"):
        return _reason(sentence, marked)
    if form is Form.WHERE:
        placed = _PLACED.search(sentence[: marked.start])
        return Span(placed.start(), marked.end) if placed else marked
    if form is Form.WHAT:
        return next((one for one in amounts_in(sentence) if _holds(one, marked)), marked)
    return marked


def _holds(one: Span, other: Span) -> bool:
    return one.start <= other.start and other.end <= one.end


def _overlap(one: Span, other: Span) -> int:
    return min(one.end, other.end) - max(one.start, other.start)


def _reason(sentence: str, marked: Span) -> Span:
    clauses = [Span(*found.span()) for found in _REASON.finditer(sentence)]
    around = [one for one in clauses if _overlap(one, marked) > 0]
    if around:
        return around[0]
    if clauses:
        return clauses[-1]
    purposes = [Span(*found.span()) for found in _PURPOSE.finditer(sentence)]
    return next((one for one in purposes if _holds(one, marked)), marked)


def _said(sentence: str, marked: Span) -> Span:
    """Return the quotation that the marked words stand in, else the longest; else what is told."""
    quoted = [Span(*found.span("said")) for found in _QUOTED.finditer(sentence)]
    if quoted:
        return max(quoted, key=lambda one: (_overlap(one, marked) > 0, one.end - one.start))
    told = _SAID_THAT.search(sentence)
    return Span(*told.span("said")) if told else marked


_ASKED_TERM = re.compile(
    r"^(?:what|who) (?:is|are|was|were) (?:an? |the )?(?P<term>.+?)\??$|"
    r"\bby (?:an? |the )?(?P<by>.+?)\??$|"
    r"^what (?:does|do|did) (?:an? |the )?(?P<of>.+?) (?:mean|stand for)\b(?! by)",
    re.IGNORECASE,
)


def _chosen(question: str, sentence: str) -> Span | None:
    """Return which of what a question compares a sentence says it of; None when it is not sure.

    "Wick is older than Oban" says of Wick that it is older and of Oban that it is younger.
    """
    asked = question.lower()
    named = [
        span for span in names_in(sentence) if sentence[span.start : span.end].lower() in asked
    ]
    if len(named) < 2:
        return named[0] if named else None
    than = sentence.find(" than ")
    if than < 0:
        return None
    compared = _COMPARED.findall(sentence[:than].lower())
    same = not set(compared).isdisjoint(_COMPARED.findall(asked))
    return named[0] if same else named[-1]


_COMPARED = re.compile(r"\b(?:more|less|fewer|[a-z]{3,}er)\b")


def definition_of(question: str, sentence: str) -> Span | None:
    """Return what a sentence says that the thing is which a question asks about, if it does.

    >>> text = "The Golden Pine, the festival's main prize, is worth 50,000 euros."
    >>> span = definition_of("What is the Golden Pine?", text)
    >>> span and text[span.start : span.end]
    "the festival's main prize"
    """
    asked = _ASKED_TERM.search(" ".join(question.split()))
    if asked is None:
        return None
    term = (asked["term"] or asked["by"] or asked["of"] or "").strip(" “”\"'")
    if not term:
        return None
    plain = re.escape(term)
    own = r"(?:an?|the|its|his|her|their|one of)"
    found = re.search(
        rf"\b{plain}[”\"]?,? (?:is|are|was|were|means|meant) (?P<is>(?:{own}|what|when|where)\b"
        r"[^;:–—]+?)(?=[.;:–—]?[\"”]?$|[;:–—]|, (?:and|but|which)\b)|"
        rf"\b{plain}[”\"]?, (?P<apposed>(?:{own}|[\w-]+['’]s)\b[^,;:–—]+?)(?=[,.;])|"
        rf"\b(?P<before>(?:an?|the|its)\b (?:[\w’'-]+ ){{1,5}}?)(?:called |named |known as )"
        rf"[“\"]?{plain}\b",
        sentence,
        re.IGNORECASE,
    )
    if found is None:
        return None
    group = next(name for name in ("is", "apposed", "before") if found[name])
    start, end = found.span(group)
    return Span(start, end - (len(found[group]) - len(found[group].rstrip())))
