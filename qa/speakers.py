"""Who says what a sentence reports, where it reports a saying rather than tells a fact.

Rules over words and positions, made for being right: a verb of saying counts where its clause is
the sentence's main one or stands at its end. Announcing is a deed, not a saying.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.antecedents import stands_for
from qa.name_words import PERSONS
from qa.quoting import FILL, is_quoted, masked, quotations
from vectorstore import Span

_SAY = (
    r"said|says|say|told|tells|claimed|claims|claim|denied|denies|deny|admitted|admits|argued|"
    r"argues|argue|warned|warns|warn|insisted|insists|insist|explained|explains|believes|believed|"
    r"believe|acknowledged|acknowledges|conceded|concedes|contends|contended|contend|alleges|"
    r"alleged|allege|asserts|asserted|complained|complains|tweeted|testified|thinks|quipped|joked|"
    r"replied|recalled|recalls|remarked|asked|asks|wondered|suggests|suggested|predicts|predicted"
)
#: Verbs that say something only with "that" after them, or beside a quotation.
_MAY_SAY = (
    r"added|adds|add|wrote|writes|write|reported|reports|report|noted|notes|note|estimates|"
    r"estimated|estimate|maintains|maintained|stressed|stresses|stated|continued|concluded|"
    r"repeated|repeats|emphasized|emphasised|reiterated|observed|mentioned|commented|posted|shared|"
    r"cautioned|cautions|pleaded|shouted|promised|writes|finds"
)
_PASSIVE = re.compile(
    r"\b(?:is|are|was|were|be|been|being|to|not|n['’]t|would|will|can|could|may|might|must|should|"
    r"cannot|never|or|widely|get|got)(?: \w+ly)? $"
)
_VERB = re.compile(rf"(?<=[\w,)’'”{FILL}] )(?P<sure>{_SAY})\b|(?<= )(?P<may>{_MAY_SAY})\b")
_CLAUSE_FOLLOWS = re.compile(
    r"(?: (?:on|in|at|to|during|after|late|early|this|last|via|by|through)\b[^,.;]{0,60}?|"
    r" [A-Z]\w+day| again| earlier| later| yesterday| today)? that\b"
)
_QUOTATION_FOLLOWS = re.compile(rf"(?:[^,:{FILL}]{{0,60}}[,:])?(?: that)? ?{FILL}")
_MAY_BE_NOUN = re.compile(r"claims?|reports?|estimates?|notes?|asks?")
_OBJECT = re.compile(
    rf"\s*(?:[.,;{FILL}]|$)| (?:that|the|an?|its|his|her|their|it|he|she|they|there|to|this|these|"
    r"[A-Z]\w*)\b"
)
_DEED = re.compile(
    r"(?: (?:(?:him|her|them|us|me|people|staff|\w+s|the \w+) (?:not )?to (?!\w+day)\w+|goodbye|"
    r"no to|yes to|farewell|an? (?:story|joke|lie)|stories|jokes|lies)\b"
    r"| (?:bail|entry|access|permission|responsibility|victory|first|second|third|\d+|asylum|"
    r"defeat|the (?:title|life|lives|crown)|lives|a (?:win|wide|medal|place))\b)"
)
_SUBORDINATE = re.compile(
    r"(?:^|[\s,])(?:when|because|although|though|while|if|unless|since|than|before|after|whether|"
    r"until|who|which|that|what|where|how|why|whose|as)\b",
    re.IGNORECASE,
)
_ABBREVIATED = re.compile(r"\b(Mr|Mrs|Ms|Dr|Gov|Sen|Rep|Lt|Sgt|St|[A-Z])\.")
_ACCORDING = re.compile(rf"\b[Aa]ccording to (?P<who>[^,.;:{FILL}—–]+)")
#: Figures say nothing themselves: who has seen or collected them stands behind them.
_PAPERS = re.compile(
    r"(?:[a-z]+ ){0,3}?[a-z]+ (?:seen|obtained|reviewed|published|released|compiled|collected|"
    r"issued|gathered) by (?=\w)"
)
_UNNAMED = re.compile(
    r"\breportedly\b|\breports? (?:say|said|says|suggest|suggested)\b", re.IGNORECASE
)
_LEADING = re.compile(
    r"^(?:(?:But|And|Yet|So|Still|Then|Now|Also|However|Meanwhile|Instead|Later|Earlier),? |"
    r"(?:In|On|At|By|During|Last|Earlier|After|Before|As|For|Since|Following|Speaking|Asked|Of)\b"
    r"[^,]*, )"
)
_TRAILING = re.compile(
    r" (?:on (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|in an? |in the|at (?:a|the)|during|of the|"
    r"of his|of her|when |as |before|after|while|about|afterwards?|later|to reporters|"
    r"this week|last |earlier|yesterday|today|via |by |from the|with |who |but |"
    r"and (?:he|she|the)\b|because|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)"
)
_PRONOUN = re.compile(r"(?:he|she|it|they|we|I|you)", re.IGNORECASE)
_SAID = (
    r"(?:said|says|wrote|writes|added|adds|asked|asks|explained|recalled|told|argued|warned|joked|"
    r"noted|admitted|insisted|continued|tweeted|shouted|claimed|replied|according to)"
)
_INVERTED = re.compile(
    rf"(?:,|{FILL}) (?!told\b){_SAID} (?!that\b|in\b|on\b|to\b|at\b|of\b|reporters\b|"
    rf"(?:he|she|it|they)\b \w)(?P<who>[^,.;:{FILL}—–]+)"
)
_ADVERB = re.compile(
    r" (?:has|have|had|also|then|later|still|now|"
    r"(?!family|ally|assembly|monopoly|anomaly)[a-z]+ly)$"
)
_NO_SUBJECT = re.compile(
    r"^[a-z]+ing\b|['’]s?$|"
    r"\b(?:is|are|was|were|had|has|have|will|would|could|can|may|might|should)\b"
)
_NO_NOUN = re.compile(
    r"(?:[Ii]n|[Aa]t|[Oo]n|[Ee]ven|[Uu]nlike|[Ww]ith|[Dd]uring|[Ff]or|[Aa]s|[Tt]o|[Nn]or|[Oo]nly)\b"
)
_NO_PARTY = re.compile(
    r"^(?:\w+day\b|[a-z]+ing\b|this\b|that\b|there\b|it\b|[a-z]\w+$|yesterday|today)|"
    r"\b(?:is|are|was|were|had|has|have|will|would|could|can|may|might|should|did|does)\b"
)
_INVERTED_PRONOUN = re.compile(rf"(?:,|{FILL}) {_SAID} (?P<who>he|she|they)\s*[,.]")


def speaker_of(text: str, sentences: Sequence[Span], number: int) -> str | None:
    """Return who says what a sentence reports, in the article's words; None for the article itself.

    ``sentences`` are half-open spans of ``text``, counted from 0. A pronoun is resolved where it is
    sure whom it means, else it is returned as it stands. Sayings without a name ("reportedly") are
    those of "reports".

    >>> text = "“We waited,” said its chairman, Ludo Farrant. Amazon announced a pause."
    >>> [speaker_of(text, [Span(0, 45), Span(46, 71)], number) for number in (0, 1)]
    ['Ludo Farrant', None]
    """
    start, end = sentences[number]
    who = _told_in(masked(text)[start:end])
    if who is None:
        who_at = _beside(text, sentences, number)
        if who_at is None:
            return "reports" if _UNNAMED.search(masked(text)[start:end]) else None
        who, number = who_at
    if _PRONOUN.fullmatch(who):
        return stands_for(text, sentences, number, who) or who.lower()
    return who


def _beside(text: str, sentences: Sequence[Span], number: int) -> tuple[str, int] | None:
    """Return the speaker of a quotation that the sentence is a part of, and where he stands."""
    start, end = sentences[number]
    own = masked(text)[start:end]
    if re.search(r"[^\W\d]", own):
        return None
    around = [q for q in quotations(text) if q.start < end and start < q.end]
    first, last = around[0].start if around else start, around[-1].end if around else end
    for step in (-1, 1):
        at = number + step
        while 0 <= at < len(sentences):
            other = sentences[at]
            if "\n" in text[min(other.end, end) : max(other.start, start)].strip(" "):
                break
            who = _told_in(masked(text)[other.start : other.end])
            touches = other.end > first and other.start < last
            if who and (step == -1 or touches):
                return who, at
            if re.search(r"[^\W\d]", masked(text)[other.start : other.end]):
                break
            at += step
    if is_quoted(text, start) or not own.startswith(FILL):
        return None
    return _goes_on(text, sentences, number)


def _goes_on(text: str, sentences: Sequence[Span], number: int) -> tuple[str, int] | None:
    """Return the speaker of a quotation that was left open at the end of the paragraph before."""
    if number == 0:
        return None
    before = [q for q in quotations(text) if q.end <= sentences[number].start]
    at = number - 1
    if not before or text[before[-1].end - 1] in '”"' or before[-1].end < sentences[at].end:
        return None
    who = _told_in(masked(text)[slice(*sentences[at])])
    return (who, at) if who else _beside(text, sentences, at)


def _told_in(plain: str) -> str | None:
    """Return the speaker whom a sentence names; its quotations are filled in."""
    inverted = _INVERTED_PRONOUN.search(plain) or _INVERTED.search(plain)
    if inverted and not _NO_PARTY.search(inverted["who"]):
        who = _party(plain[inverted.start("who") :])
        if who:
            return who
    for verb in _VERB.finditer(plain):
        who = _subject(plain, verb)
        if who:
            return who
    according = _ACCORDING.search(plain)
    return _party(plain[according.start("who") :]) if according else None


def _subject(plain: str, verb: re.Match[str]) -> str | None:
    before, after = plain[: verb.start()], plain[verb.end() :]
    if _PASSIVE.search(before) or _DEED.match(after) or re.search(r"[\w,] and $", before):
        return None
    if _MAY_BE_NOUN.fullmatch(verb[0]) and not _OBJECT.match(after):
        return None
    quoted = FILL in before or _QUOTATION_FOLLOWS.match(after)
    ends = bool(re.match(r"\s*(?:[.,;]|$)", after))
    if verb["may"] and not (quoted or ends or _CLAUSE_FOLLOWS.match(after)):
        return None
    for _ in range(2):
        before = _ADVERB.sub("", before.rstrip())
    clause = _last_clause(before)
    if clause is None or _NO_SUBJECT.search(clause):
        return None
    return _clean(clause)


def _last_clause(before: str) -> str | None:
    """Return the noun phrase at the end before a verb in a main clause."""
    quote = before.rfind(FILL)
    words = before[quote + 1 :] if quote >= 0 else _LEADING.sub("", before)
    words = words.strip().lstrip(",").strip()
    if words.endswith(","):
        inner = words[:-1].split(", ")
        if len(inner) < 2 and quote < 0:
            return None
        last = inner[-1]
        if re.fullmatch(
            r"[A-ZÀ-Þ][\w.’'-]*(?: (?:[A-ZÀ-Þ][\w.’'-]*|de|van|von|bin|al|der|la))*", last
        ):
            role = inner[-2].split()[-1].lower() if len(inner) > 1 else ""
            if role in PERSONS or " " in last or quote >= 0:
                return last
        for piece in reversed(inner[:-1]):
            if not re.match(r"(?:who|which|whose|an?|the|its|his|her|their|\d|[a-z])", piece):
                return None if _SUBORDINATE.search(piece) else piece
        return inner[0] if len(inner) > 1 else None
    if ", " in words:
        words = words.rsplit(", ", 1)[1]
    words = re.sub(r"^(?:and|but|so|yet) ", "", words)
    return None if _SUBORDINATE.search(words) or not words else words


def _party(words: str) -> str | None:
    """Return the noun phrase at the begin of some words, or the name that stands beside it."""
    whole = _ABBREVIATED.sub("\\1\0", words)
    phrase = re.split(rf"[,;:{FILL}—–]|\.(?=\s|$)", whole, maxsplit=1)
    who = phrase[0].replace("\0", ".").strip()
    rest = words[len(phrase[0]) :]
    if who.split() and who.split()[-1] in PERSONS:
        named = re.match(r", ([A-ZÀ-Þ][\w.’'-]+(?: [A-ZÀ-Þ][\w.’'-]+)*)", rest)
        if named:
            return named[1].rstrip(".")
    papers = _PAPERS.match(who)
    cut = _TRAILING.search(who, papers.end() if papers else 0)
    return _clean(who[: cut.start()] if cut else who)


def _clean(words: str) -> str | None:
    """Return a noun phrase as it is shown; None for what is none."""
    words = re.sub(r" (?:of|in|at|on|for|with|from|and)$", "", words.strip(" ,\n"))
    if not words or len(words) > 90 or len(words.split()) > 9 or _NO_NOUN.match(words):
        return None
    if (
        re.fullmatch(
            r"(?:who|which|that|there|the|a|it|this|what|one|some|many|and|also|I|we|you)",
            words,
            re.I,
        )
        and words.lower() != "it"
    ):
        return None
    if re.match(r"(?:The|A|An|It|He|She|They|His|Her|Its|Their|Some|Two|Three|Many|One)\b", words):
        words = words[0].lower() + words[1:]
    return words
