"""Whether a claim's quotations are verbatim, and whether he says it who is said to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from qa.aligning import Alignment, Pair
from qa.clause_words import words_of
from qa.lexicon import base_set, is_known
from qa.members import same_name
from qa.name_words import GROUPS, PERSONS, PLACES
from qa.quoting import FILL, masked, quotations
from qa.saying_words import ATTRIBUTED, MIND, OPINES, SAYS, TRAILING
from qa.sources import Source, proper_names, said_by
from qa.speakers import speaker_of
from qa.splitting import Claim
from qa.synonyms import mean_the_same
from qa.verdicts import Fault, Reason
from qa.words import STOP_WORDS, words
from vectorstore import Span

#: A claim is a quotation when so much of it stands in quotation marks.
_MOSTLY = 0.8
#: Words in quotation marks that may be the writer's own, so-called ones.
_FEW = 2
_LOUD = re.compile(r"[^\w\s]|_")


def quotation_faults(text: str, sources: Sequence[Source]) -> Iterator[Reason]:
    """Yield quotations that no cited sentence has word for word, or that another spoke."""
    speaker = claimed_speaker(text)
    for span in quotations(text):
        said = _plain(text[slice(*span)])
        if not said:
            continue
        held = [one for one in sources if said in _plain(one.text)]
        spoken = [one for one in held if _is_spoken(said, one)]
        words_said = text[slice(*span)]
        if not held or (not spoken and len(said.split()) > _FEW):
            near = _nearest(said, sources)
            yield Reason(Fault.QUOTATION, span, words_said, near.number if near else None)
            continue
        if speaker and spoken and len(said.split()) > _FEW:
            tellers = [one for one in spoken if is_speaker(speaker, one)]
            if not tellers:
                other = spoken[0]
                told = other.speaker or ""
                yield Reason(
                    Fault.ATTRIBUTION, span, words_said, other.number,
                    *_place(other, told), bool(told),
                )  # fmt: skip


def _place(source: Source, told: str) -> tuple[Span | None, str]:
    at = source.text.find(told) if told else -1
    return (Span(at, at + len(told)), told) if at >= 0 else (None, "")


def _plain(text: str) -> str:
    """Return the words of a quotation without marks and capitals; an apostrophe is none."""
    return " ".join(_LOUD.sub("", re.sub(r"[’']", "", text).replace("-", " ")).lower().split())


def _is_spoken(said: str, source: Source) -> bool:
    return any(said in _plain(source.text[slice(*span)]) for span in source.quotations) or (
        # A quotation of several sentences is cut: its marks stand in others.
        not source.quotations and bool(source.speaker) and _opened(source.before)
    )


def _opened(before: str) -> bool:
    spans = quotations(before)
    return bool(spans) and before[spans[-1].end - 1] not in '”"' and spans[-1].end == len(before)


def _nearest(said: str, sources: Sequence[Source]) -> Source | None:
    mine = set(said.split())
    return max(sources, key=lambda one: len(mine & set(_plain(one.text).split())), default=None)


@lru_cache(maxsize=512)
def claimed_speaker(text: str) -> str | None:
    """Return who a claim says says it; None where it tells it as a fact.

    >>> claimed_speaker("According to Stroud, nobody was hurt.")
    'Stroud'
    """
    who = said_by(speaker_of(text, (Span(0, len(text)),), 0))
    if who and not _says_something(who, text):
        who = None
    if who is None and (found := _LAST.search(masked(text))):
        who = found["who"].strip()
    if who is None and (found := _VIEW.search(text)):
        who = (found["who"] or found["whose"]).strip()
    return who


#: "More recalls may come, a spokeswoman for the office said."
_LAST = re.compile(
    r", (?P<who>[^,;:.·]{3,80}) (?:said|says|say|added|told \w+|indicated|stated|explained|noted|"
    r"warned|argued|admitted|claimed|suggested|reported|thinks|believes|confirmed|insisted)"
    r"(?: on \w+day)?[.]?$"
)
_VIEW = re.compile(
    r"\bin the (?:view|opinion|words) of (?P<who>[^,;:.]+)|\b(?:[Ii]n|"
    r"[Ff]rom) (?P<whose>[^,;:.]+?)['’]s? "
    r"(?:view|opinion|words)\b"
)


def _says_something(who: str, text: str) -> bool:
    """Say whether what a speaker says is there: beside him stands a clause or a quotation."""
    if who.lower() in STOP_WORDS:
        return False
    at = text.lower().find(who.lower())
    if FILL in masked(text) or at < 0 or at > len(text) / 3:
        return True
    after = text[at + len(who) :]
    said = re.match(
        r"(?:[\w ]{0,30}?|,[^;:]{0,80}?,[\w ]{0,20}?|['’]s?\b[\w ]{0,30}?)\b(?:"
        + SAYS
        + r")\b(?P<rest>.*)",
        after,
        re.DOTALL,
    )
    if not said:
        return bool(re.search(r"\baccording to\b", text, re.IGNORECASE))
    rest = said["rest"]
    return bool(
        re.search(r"\bthat\b", rest)
        or (
            any(one.verb for one in words_of(rest).words)
            and not re.match(r"\s(?:to|of|about|for|on|at|in)\b", rest)
        )
    )


def is_speaker(who: str, source: Source) -> bool:
    """Say whether a claim's speaker is the sentence's."""
    told = source.speaker
    if told is None:
        return False
    return _is_same(who, told, source)


def _is_same(who: str, told: str, source: Source) -> bool:
    if {who.lower(), told.lower()} & _PRONOUNS:
        if who.lower() in _PRONOUNS:
            return True
        meant = source.stands_for(told.lower()) or source.antecedent
        known = f"{source.title}. {source.before} {source.text}"
        return same_name(meant, _named(who) or who) if meant else is_known_as(who, known)
    if _content(who) == _content(told):
        return True
    mine, theirs = _named(who), _named(told)
    if mine and theirs:
        return same_name(mine, theirs)
    if not mine and not theirs:
        return _alike(_head(who), _head(told))
    known = f"{source.title}. {source.before} {source.text}"
    if mine:  # the name, for "the company"
        return mine in known and not told.lower().startswith(("a ", "an ")) and _is_party(told)
    return is_known_as(who, _beside(theirs or "", source))


def _content(who: str) -> frozenset[str]:
    return frozenset(one for one in words(who) if one not in STOP_WORDS)


_PRONOUNS = frozenset({"he", "she", "it", "they"})


def is_known_as(who: str, text: str) -> bool:
    """Say whether a text calls somebody what a claim calls him: all its words stand there."""
    known = set(words(text))
    return all(
        one in known or any(mean_the_same(one, other) for other in known & PERSONS)
        for one in words(who)
        if one not in STOP_WORDS
    )


def _beside(name: str, source: Source) -> str:
    """Return what stands near a name in the article."""
    text = f"{source.title}. {source.before} {source.text}"
    return " ".join(
        text[max(0, found.start() - 160) : found.end() + 160]
        for found in re.finditer(re.escape(name), text)
    )


def _named(who: str) -> str | None:
    """Return the name that a speaker is called by; None for "staff at Pava", "a notice"."""
    names = [span for span in proper_names(f"By {who}") if span.start >= 3]
    if not names or (" " not in who and any(is_known(who.lower(), pos) for pos in "nv")):
        return None
    first = f"By {who}"[slice(*names[0])]
    ahead = f"By {who}"[3 : names[0].start]
    if re.search(r"\b(?:at|of|for|in|on|from|with)\b", ahead) and not who.startswith(first):
        return None
    rest = who[who.find(first) + len(first) :]
    if re.match(r"['’]s?\b", rest) or re.match(r"['’]s? ", rest):
        later = [span for span in names[1:]]
        return f"By {who}"[slice(*later[-1])] if later else None
    return first


def _head(who: str) -> str:
    """Return the noun that says who somebody is: of "staff at the plant" the first."""
    ahead = re.split(r"\s(?:at|of|for|in|on|from|with|who)\s", who)[0]
    found = words(ahead)
    return found[-1] if found else ""


def _alike(one: str, other: str) -> bool:
    return bool(one) and (bool(base_set(one) & base_set(other)) or mean_the_same(one, other))


def _is_party(told: str) -> bool:
    head = _head(told)
    return head in GROUPS | PERSONS | PLACES


def attribution_faults(
    text: str, own: Span, who: str | None, pairs: Sequence[Pair], alignment: Alignment
) -> Iterator[Reason]:
    """Yield what a claim tells as a fact and its sentence as said, and the other way round.

    ``who`` is who says it by the claim, None for a fact.
    """
    source = alignment.source
    told = source.speaker
    said = _said_part(source)
    inside = [pair for pair in pairs if pair.word.content and pair.other and pair.sure >= 0.4]
    within = (
        sum(said.start <= pair.other.start < said.end for pair in inside if pair.other)
        if said
        else 0
    )
    is_said = bool(told) and bool(inside) and 2 * within > len(inside)
    if who is None:
        if sum(e - s for s, e in quotations(text)) > _MOSTLY * len(text):
            return  # a quotation, as it was spoken
        lost = told if told and is_said and not _is_kept(text, told, source) else None
        if not (told and is_said):
            lost = _opinion(text, inside, source)
        if lost:
            place = _place(source, lost)
            yield Reason(Fault.ATTRIBUTION, own, text[slice(*own)], source.number, *place)
        return
    at = text.find(who)
    span = Span(at, at + len(who)) if at >= 0 else own
    if told is None or not is_said:
        if not _tells(who, source) and not (told and is_speaker(who, source)):
            yield Reason(Fault.ATTRIBUTION, span, text[slice(*span)], source.number)
    elif not is_speaker(who, source):
        place = _place(source, told)
        yield Reason(
            Fault.ATTRIBUTION, span, text[slice(*span)], source.number, *place, bool(place[1])
        )


def speakers_of(text: str, claims: Sequence[Claim]) -> list[str | None]:
    """Return for each claim of a statement who says it by the statement."""
    whole = claimed_speaker(text)
    found: list[str | None] = []
    last: str | None = None
    at_end = whole is not None and text.rfind(whole) > len(text) / 2
    for one in claims:
        own = text[slice(*one.own)].strip()
        mine = claimed_speaker(own) if len(claims) > 1 else whole
        if one.aside:
            found.append(mine)
            continue
        if mine is None and at_end:
            mine = whole
        if mine is None and one.link == "and" and len(one.spans) > 1:
            mine = last
        found.append(mine)
        last = mine
    return found


def _opinion(text: str, inside: Sequence[Pair], source: Source) -> str | None:
    """Return whose view a sentence tells that a claim tells as a fact."""
    found = OPINES.search(source.text)
    if not found or _names_mind(text, found["who"]):
        return None
    behind = any(pair.other and pair.other.start > found.end("verb") for pair in inside)
    return found["who"].strip() if behind else None


def _is_kept(text: str, told: str, source: Source) -> bool:
    """Say whether a claim may leave out who says what its sentence reports.

    So where it says it in another way, where it tells of the speaker's own plans, and where the
    sentence names its source in passing.
    """
    if quotations(text) and is_known_as(told, text):
        return True
    named = words(told)[-1:] and words(told)[-1] in words(text)
    by_name = told.lower() not in _PRONOUNS and not _only_subject(text, told)
    if by_name and (ATTRIBUTED.search(text) or named):
        return True
    mind = MIND.search(masked(text))
    if mind and (is_speaker(text[: mind.start()].strip(" ,"), source) or is_known_as(told, text)):
        return True
    first = [text[slice(*one)] for one in proper_names(text)[:1]]
    subject = any(
        same_name(name, each) for each in first for name in (told, source.antecedent or told)
    )
    if subject and any(one.sure for one in words_of(text).words):
        return True
    if told == "reports" or re.search(r"\b(?:rumou?rs?|speculation)\b", source.text):
        return False
    passing = TRAILING.search(masked(source.text))
    spoken = sum(end - start for start, end in source.quotations)
    if passing is None or 2 * spoken > len(source.text):
        return False
    return told in source.text[passing.start() :]


def _only_subject(text: str, told: str) -> bool:
    """Say whether a claim names the speaker as its subject alone, and no view of his."""
    names = [text[slice(*one)] for one in proper_names(text)[:1]]
    return any(same_name(told, one) for one in names) and not ATTRIBUTED.search(text)


def _names_mind(text: str, who: str) -> bool:
    """Say whether a claim tells whose view it is."""
    return bool(ATTRIBUTED.search(text) or MIND.search(masked(text)) or who.split()[-1] in text)


def _tells(who: str, source: Source) -> bool:
    """Say whether a sentence without a verb of saying tells somebody's mind, and his it is."""
    if not MIND.search(masked(source.text)):
        return False
    some = [who[slice(*span)] for span in proper_names(who)] or [who]
    return any(all(word in words(source.text) for word in words(one)[-1:]) for one in some) or bool(
        source.anaphors and any(one in f"{source.before} {source.title}" for one in some)
    )


def _said_part(source: Source) -> Span | None:
    """Return the part of a sentence that is what somebody says; None where nobody does."""
    told = source.speaker
    if not told:
        return None
    plain = source.text
    at = plain.lower().find(told.lower())
    if at < 0:
        pronoun = re.search(
            r"\b(?:he|she|it|they|[Tt]he \w+) (?:\w+ly )?(?:said|says|told|added|wrote)\b", plain
        )
        if not pronoun:
            return Span(0, len(plain))
        at, end = pronoun.start(), pronoun.end()
    else:
        end = at + len(told)
        verb = re.match(r"[^.;]{0,60}?\b(?:" + SAYS + r")\b", plain[end:])
        end += verb.end() if verb else 0
    before, after = plain[:at], plain[end:]
    if len(words_of(after).words) > 3 and not re.match(r"\s*[.\"”]", after):
        quoted = FILL in masked(plain)[:at] and not re.search(r"\bthat\b", after)
        return Span(0, len(plain)) if quoted else Span(end, len(plain))
    return Span(0, len(before))
