"""Whether a sentence names what a claim names, or means it by another word."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.aligning import Alignment, Pair
from qa.claim_facts import differs
from qa.claim_speakers import is_speaker
from qa.clause_words import Word, words_of
from qa.lexicon import base_set
from qa.members import same_name
from qa.name_words import GROUPS, PERSONS, PLACES
from qa.sources import Source, proper_names
from qa.verdicts import Fault, Reason
from qa.words import stem_set, words
from vectorstore import Span


def name_fault(
    text: str,
    name: Span,
    who: str | None,
    pairs: Sequence[Pair],
    alignment: Alignment,
    every: Sequence[Alignment],
) -> Reason | None:
    """Return what is wrong with a claim's name by a sentence; None where nothing is.

    ``who`` says it by the claim; ``every`` are the alignments with all the sentences cited.
    """
    source = alignment.source
    mine = text[slice(*name)]
    owns = re.match(r"['’]s?\s(?P<next>\w+)", text[name.end :])
    if who and is_speaker(who, source):
        at = text.find(who)
        named = is_named(mine, _around(source), ()) or not source.speaker
        if (mine in who and named) or (
            at >= 0 and abs(at - name.end) < 40 and mine in _around(source)
        ):
            return None
    if owns and (found := _possessed(text, owns, mine, source)):
        return found
    if rival := rival_of(text, name, pairs, source):
        return differs(Fault.NAME, text, name, source, rival)
    said = [one.lower for one in words_of(text).words]
    claimed = frozenset(base for one in said for base in (one, *base_set(one)))
    verb = min((pair.word.start for pair in pairs if pair.word.verb), default=0)
    is_owner = bool(owns) and not any(
        pair.word.verb and pair.word.start == name.end + owns.start("next")  # type: ignore[union-attr]
        for pair in pairs
    )
    told = names_told(mine, source, claimed, subject=name.start <= verb and not is_owner)
    if told == "meant" and not _may_be_meant(mine, text, source, every):
        told = ""
    return None if told else Reason(Fault.NAME, name, mine)


def _possessed(text: str, owns: re.Match[str], mine: str, source: Source) -> Reason | None:
    """Return that somebody's daughter did what the sentence says that he did himself."""
    opens = re.match(r"(?:He|She|It) ", source.text)
    noun = owns["next"]
    if not opens or not source.antecedent or not same_name(source.antecedent, mine):
        return None
    if noun not in PERSONS or stem_set(noun) & stem_set(source.text):
        return None
    at = text.find(noun)
    return differs(Fault.ROLES, text, Span(at, at + len(noun)), source, Span(0, opens.end() - 1))


def _around(source: Source) -> str:
    return f"{source.title} {source.before} {source.text}"


def _may_be_meant(mine: str, text: str, source: Source, every: Sequence[Alignment]) -> bool:
    """Say whether a name may be meant where another cited sentence names it outright.

    Not where this one names another that the claim has as well, and says no pronoun.
    """
    elsewhere = any(
        one.source is not source and is_named(mine, one.source.text, one.source.names)
        for one in every
    )
    if not elsewhere or (source.antecedent and same_name(source.antecedent, mine)):
        return True
    pronouns = any(
        source.text[start:end].lower() in _PRONOUNS | {"they", "them"}
        for start, end in source.anaphors
    )
    return pronouns or not any(is_named(one, text, ()) for one in source.names)


def names_told(name: str, source: Source, claimed: frozenset[str], *, subject: bool) -> str:
    """Say how a sentence gives a name: "named", "meant" by another word, or not, "".

    A name is meant where a pronoun or "the company" may stand for it: so when the article says
    so before, or in its title. ``claimed`` are the bases of the claim's words: "the company" that
    the claim has itself is not there for the name. ``subject`` says that the name is the claim's
    subject.
    """
    if is_named(name, source.text, source.names):
        return "named"
    antecedent = source.antecedent
    if antecedent and same_name(antecedent, name):
        return "meant"
    if not is_named(name, f"{source.title} . {source.before}", ()):
        return ""
    close = is_named(name, source.last_before, ())
    if subject and source.own_subject and source.own_subject != source.speaker:
        return ""
    for start, end in source.anaphors:
        *_, word = source.text[start:end].lower().split()
        if word in claimed & _OWNERS:  # it stands for what the claim calls so as well
            continue
        if word in {"they", "them"}:
            if close or (subject and not antecedent):
                return "meant"
        elif word in _PRONOUNS:
            opens = start == 0 and bool(antecedent)
            meant = None if opens else source.stands_for(word)
            if not opens and (meant is None or same_name(meant, name)):
                return "meant"
        elif word in _CALLED and not base_set(word) & claimed:
            if not (start == 0 and antecedent) or word in GROUPS:
                return "meant"
        elif any(base_set(word) & base_set(part) for part in words(name)):
            return "meant"
    return "meant" if close and not source.names and not source.anaphors else ""


_OWNERS = frozenset({"his", "her", "its", "their"})
_PRONOUNS = frozenset("he she it his her its their him this these those both there here".split())
_CALLED = (
    GROUPS
    | PERSONS
    | PLACES
    | frozenset(
        "film movie book novel play song album series show painting opera game model product "
        "programme program software app drug vaccine device heater cooker ship boat ferry bridge "
        "prize award festival".split()
    )
)


def rival_of(text: str, name: Span, pairs: Sequence[Pair], source: Source) -> Span | None:
    """Return the name that a sentence puts where the claim puts another one; None if there is none.

    So where the word beside the claim's name stands beside another name in the sentence, on the
    same side, and the claim's name does not stand near it.
    """
    mine = text[slice(*name)]
    others = [
        one for one in proper_names(source.text) if not same_name(source.text[slice(*one)], mine)
    ]
    places = [one for one in proper_names(source.text) if same_name(source.text[slice(*one)], mine)]
    if not others:
        return None
    if maker := _maker(text, name, source, others):
        return maker
    others = [one for one in others if not _overlap(source.text[slice(*one)], mine)]
    content = [
        pair
        for pair in pairs
        if pair.other is not None and (pair.word.content or pair.word.lower in {"said", "says"})
    ]
    before = [p for p in content if p.word.end <= name.start and name.start - p.word.end <= 14]
    after = [p for p in content if p.word.start >= name.end and p.word.start - name.end <= 14]
    named = is_named(mine, source.text, source.names)
    for pair, is_before in [*((p, True) for p in before[-1:]), *((p, False) for p in after[:1])]:
        other = pair.other
        if other is None or pair.sure < 0.9 or pair.word.text[0].isupper():
            continue
        between = (
            text[pair.word.end : name.start] if is_before else text[name.end : pair.word.start]
        )
        if re.search(r"[,;:]", between):
            continue
        if any(_near(one, other.start, other.end, source.text) for one in places):
            continue
        by = source.text[other.end : other.end + 4] == " by "
        if by != (" by " in between) if is_before else by:
            continue
        found = [
            one
            for one in others
            if (one.start >= other.end if is_before else one.end <= other.start)
            and _near(one, other.start, other.end, source.text)
            and (by or (not named and _touches(one, other, source.text)))
        ]
        if found and not is_named(source.text[slice(*found[0])], text, ()):
            return found[0]
    return None


def _overlap(one: str, other: str) -> bool:
    """Say whether two names share a word, or one is short for the other."""
    mine, theirs = set(words(one)), set(words(other))
    return bool(mine & theirs) or same_name(one, other)


def _touches(name: Span, word: Word, text: str) -> bool:
    """Say whether a name stands next to a word, with nothing but a small word between."""
    between = text[word.end : name.start] if name.start >= word.end else text[name.end : word.start]
    return len(between.split()) <= 1


def _maker(text: str, name: Span, source: Source, others: Sequence[Span]) -> Span | None:
    """Return who made a work by the sentence, where a claim says that another did: "X by Y"."""
    if not re.search(r"\b(?:by|of) $", text[: name.start]):
        return None
    mine = text[slice(*name)]
    for work in proper_names(text):
        at = source.text.find(text[slice(*work)])
        end = at + work.end - work.start
        if work == name or at < 0:
            continue
        made = re.match(r"[”\"']? by (?=[A-Z])", source.text[end:])
        if not made:
            continue
        maker = next((one for one in others if one.start == end + made.end()), None)
        if maker and not same_name(source.text[slice(*maker)], mine):
            return maker
    return None


def _near(name: Span, start: int, end: int, text: str) -> bool:
    """Say whether few words and no mark stand between a name and a word."""
    between = text[end : name.start] if name.start >= end else text[name.end : start]
    return len(between.split()) <= 5 and not re.search(r"[;:,]|\b(?:and|but)\b", between)


#: Countries and what is theirs, where the one is not the other's beginning.
_PEOPLES = tuple(
    frozenset(line.split())
    for line in (
        "france french|britain british briton britons uk|england english|scotland scottish scots|"
        "wales welsh|ireland irish|spain spanish spaniards|netherlands holland dutch|"
        "denmark danish "
        "danes|sweden swedish swedes|finland finnish finns|poland polish poles|"
        "turkey turkish turks|"
        "greece greek greeks|switzerland swiss|norway norwegian|states american americans us usa|"
        "america american americans us|philippines filipino|peru peruvian|iraq iraqi|"
        "israel israeli|"
        "china chinese|japan japanese|cyprus cypriot|germany german germans|croatia croatian croat"
    ).split("|")
)


def is_named(name: str, text: str, names: Sequence[str]) -> bool:
    """Say whether a text gives a name, or the name's last word for a person, or its adjective."""
    mine = [word for word in words(name) if word not in {"the", "a", "an", "of", "and", "for"}]
    if not mine:
        return True
    if any(same_name(name, other) for other in names):
        return True
    held = set(words(text))
    if set(mine) <= held:
        return True
    stems = stem_set(text)
    if stem_set(" ".join(mine)) <= stems:
        return True
    if any(mine[-1] in some and not held.isdisjoint(some) for some in _PEOPLES):
        return True
    if len(mine) == 1 and mine[0].isalpha() and 2 <= len(mine[0]) <= 5 and name.isupper():
        letters = "".join(word[0] for word in re.findall(r"\b[A-Z]\w+", text))
        if name in letters:
            return True
    if (
        len(mine) == 1
        and len(mine[0]) > 5
        and any(
            len(word) > 4 and (word.startswith(mine[0]) or mine[0].startswith(word))
            for word in held
        )
    ):
        return True  # Protestantism and Protestant
    if len(mine) == 1 and len(mine[0]) > 4:  # Italian and Italy
        return any(
            len(word) > 4 and word[:5] == mine[0][:5] and _demonym(word, mine[0]) for word in held
        )
    return (
        len(mine) > 1
        and mine[-1] in held
        and len(mine[-1]) > 3
        and not any(
            mine[-1] in words(other) and len(other.split()) > 1 and not same_name(other, name)
            for other in names
        )
        and any(same_name(mine[-1], other) for other in names)
    )


def _demonym(one: str, other: str) -> bool:
    ends = ("ian", "an", "ish", "ese", "n", "ic", "i", "er", "ans", "ians")
    return one.endswith(ends) or other.endswith(ends)
