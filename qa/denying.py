"""What takes back what a question takes for a fact: what denies, doubts or only plans it.

A question asks who did something. A sentence that names somebody and says that he did not, may
yet, or goes on as before, gives no member of its list.
"""

from __future__ import annotations

import re

from qa.words import content_words, stem

_DENIES = (
    r"not|n['’]t|never|no longer|without|denie[sd]|deny|refuse[sd]?|declined?|reject(?:s|ed)?|"
    r"neither|nor|no plans?|cannot|instead of|ruled out|undecided|unlike|spared|escaped|"
    r"(?:dropped|scrapped|abandoned|shelved|reversed) (?:its|the|their|his|her) plans?|"
    r"called off|backed down"
)
_DOUBTS = (
    r"may|might|could|would|considers?|considering|considered|weigh(?:s|ing|ed)?|undecided|"
    r"thinking about|possibly|threaten(?:s|ed)?|whether|if"
)
_GOES_ON = (
    r"keep(?:s|ing)?|kept|continue[sd]?|continuing|goes on|go on|went on|going on|carries on|"
    r"carry on|carried on|remains? (?:open|on|in place)|"
    r"as (?:usual|before|ever|it is|it was)|unchanged|"
    r"stands? firm|resume[sd]?|restart(?:s|ed)?|reopen(?:s|ed)?"
)
_MONTH_MAY = re.compile(r"\bMay\b")
_YEAR = re.compile(r"\b(?:1[89]|20)\d\d\b")
_AGAINST = (
    re.compile(rf"\b(?:{_DENIES})\b|n['’]t\b", re.IGNORECASE),
    re.compile(rf"\b(?:{_DOUBTS})\b", re.IGNORECASE),
    re.compile(rf"\b(?:{_GOES_ON})\b", re.IGNORECASE),
)
_STOPS = re.compile(
    r"\b(?:stop|paus|halt|suspend|ceas|end(?:s|ed)?\b|withdr|with-?h(?:eld|old)|fr[eo]ez|froze|bann?|"
    r"refus)",
    re.IGNORECASE,
)
#: To do something no longer, or one thing instead of another, is such a change.
_CHANGES = re.compile(
    rf"{_STOPS.pattern}|\b(?:chang|alter|abandon|drop|g[ai]ve up|giving up|cut|clos|shut|leav|"
    r"left\b|quit|scrap|replac|reform|switch|mov(?:e|ing)\b)",
    re.IGNORECASE,
)
_CHANGED = re.compile(r"\b(?:no longer|instead of|rather than|without)\b", re.IGNORECASE)
#: A plan that was given up stands before what it was for.
_GIVEN_UP = re.compile(
    r"\b(?:dropp?(?:ed|s|ing)|scrap(?:ped|s)|abandon(?:ed|s)|shelv(?:ed|es)|revers(?:ed|es)|"
    r"withdr(?:ew|awn)|called off|ruled out) (?:[\w’'-]+ )?"
    r"(?:plans?|decision|intention|proposals?)\b[^,;:.]{0,60}$",
    re.IGNORECASE,
)
_FOR_A_TIME = re.compile(
    r"\b(?:paus(?:e|es|ed|ing)|suspend(?:s|ed|ing)?|interrupt(?:s|ed|ing|ion)?|temporar(?:y|ily)|"
    r"for a (?:time|while))\b",
    re.IGNORECASE,
)
_FOR_GOOD = re.compile(
    r"\b(?:for good|for ever|forever|permanently|once and for all)\b", re.IGNORECASE
)
_WITHOUT = re.compile(r"\b(?:without|not|instead of|rather than)\b[^,;.]*", re.IGNORECASE)
#: Who has left is no longer one; who was asked and declined never was.
_LEFT = re.compile(
    r"^(?:,[^,]{1,60},)? (?:has |have |had )?(?:left|quit|withdr[ae]wn?|resigned|stepped down|"
    r"dropped out|pulled out|declined|said no|turned (?:it|the offer) down|"
    r"was asked (?:and|but) (?:said no|declined|refused))\b",
)
_GONE = re.compile(
    r"^(?:,[^,]{1,60},)? (?:has |have |had )?(?:left|quit|withdr[ae]wn? from|resigned|stepped down|"
    r"dropped out|pulled out|declined)\b"
)
_ASKS_LEFT = re.compile(
    r"\b(?:left|leav|quit|withdr|resign|step|drop|pull|declin|turn(?:ed)? down|abandon)",
    re.IGNORECASE,
)
#: Asked for what is done now, a sentence of a year before its article's says nothing.
_NOW = re.compile(r"\b(?:this year|so far|now|currently|at present)\b", re.IGNORECASE)
_REFUSES = re.compile(
    r"(?:\b(?:not|never|no longer)\b|n['’]t\b).{1,100}?\b(?:unless|until|as long as)\b",
    re.IGNORECASE | re.DOTALL,
)
#: What follows these says something else about the member than whether it is one.
_ASIDE = re.compile(
    r"\b(?:but|although|though|while|whereas|because|after|before|until|unless|so that|since|who|"
    r"which|that|and (?:will|has|had|did|does|is|was|may|now|also))\b|[,;:–—]",
    re.IGNORECASE,
)


#: A verb in a question, or another word; those behind a verb are of it: "rule out".
_BASE = re.compile(r"\b(?!(?:out|off|down)\b)[a-z]{3,}\b")


def _asked(question: str) -> str:
    """Return the words of a question, and their past forms: "Did it escape?" asks who escaped.

    >>> _asked("Did Pell rule out a sale in May?")
    'Did Pell rule out a sale in ? Did Pell ruled out a saled in ?'
    """
    plain = _MONTH_MAY.sub("", question)
    past = _BASE.sub(lambda word: word[0] + ("d" if word[0].endswith("e") else "ed"), plain)
    return f"{plain} {past}"


def _content(text: str) -> frozenset[str]:
    return frozenset(map(stem, content_words(text)))


def denies(sentence: str) -> bool:
    """Say whether a sentence denies anything."""
    return bool(_AGAINST[0].search(sentence))


def denied_or_doubted(question: str, sentence: str, name: str) -> bool:
    """Say whether the clause of a name denies or doubts, where the question does neither.

    >>> denied_or_doubted("When did Wick Bank close?", "Wick Bank may close in May.", "Wick Bank")
    True
    >>> denied_or_doubted("From where did Bo escape?", "Bo escaped from a zoo.", "Bo")
    False
    """
    at = sentence.find(name)
    rest = re.sub(r"^\s*,[^,]{1,80},", "", sentence[at + len(name) :]) if at >= 0 else sentence
    clause = _MONTH_MAY.sub("", _ASIDE.split(rest, maxsplit=1)[0])
    asked = _asked(question)
    return any(
        bool(pattern.search(clause)) and not pattern.search(asked) for pattern in _AGAINST[:2]
    )


def against(question: str, sentence: str, name: str) -> bool:
    """Say whether a sentence takes back what the question takes for a fact of what it names.

    Looked at is the clause of the name; words that the question itself has count for nothing.

    >>> against("Which firms paused sales?", "Stellick will keep on selling it.", "Stellick")
    True
    >>> against("Which firms paused sales?", "Yarbeck has stopped, but did not say why.", "Yarbeck")
    False
    >>> against("Which shops shut in 2019?", "It shut its shop in Wick in 2016.", "Wick")
    True
    >>> against("Which firms paused sales?", "Pell paused sales in May.", "Pell")
    False
    """
    at = sentence.find(name)
    before = re.split(r"[;:–—]|\bbut\b|\band\b", sentence[: max(at, 0)])[-1]
    rest = sentence[at + len(name) :] if at >= 0 else sentence
    rest = re.sub(r"^\s*,[^,]{1,80},", "", rest)
    rest = re.sub(r"^\s*\([^)]*\)", "", rest)
    rest = re.sub(r"^,? (?:which|who) ", " ", rest)
    clause = f"{before[-25:]} {_ASIDE.split(rest, maxsplit=1)[0]}"
    goes_on = _AGAINST[2].search(question) and not _STOPS.search(question)
    if goes_on and _STOPS.search(f"{sentence[: max(at, 0)][-60:]} {clause}"):
        return True
    if _CHANGES.search(question):
        clause = _CHANGED.sub(" ", clause)
    if has_left(sentence, name) and not _ASKS_LEFT.search(question):
        return True
    if _GIVEN_UP.search(sentence[: max(at, 0)]) and not _GIVEN_UP.search(question):
        return True
    years = set(_YEAR.findall(sentence))
    if years and _YEAR.search(question) and years.isdisjoint(_YEAR.findall(question)):
        return True
    clause, asked = _MONTH_MAY.sub("", clause), _asked(question)
    return any(bool(pattern.search(clause)) and not pattern.search(asked) for pattern in _AGAINST)


def ends_for_good(question: str, sentence: str, name: str) -> bool:
    """Say whether a sentence says of a name that it is for good what a question asks for a time.

    >>> ends_for_good("Which shops paused sales?", "Pell has dropped it for good.", "Pell")
    True
    >>> ends_for_good("Which shops shut, for a time or for good?", "Pell shut for good.", "Pell")
    False
    """
    if not _FOR_A_TIME.search(question) or _FOR_GOOD.search(_WITHOUT.sub(" ", question)):
        return False
    at = sentence.find(name)
    return at >= 0 and bool(_FOR_GOOD.search(sentence[at + len(name) :].split(";")[0]))


def is_given_up(question: str, sentence: str, name: str) -> bool:
    """Say whether a sentence says that somebody left, or that a plan for him was given up.

    It must have a word of the question beside the name: who left a shop is still on the jury.

    >>> asked = "Which branches will close?"
    >>> is_given_up(asked, "The bank has dropped its plan to close in Kilvarra.", "Kilvarra")
    True
    >>> is_given_up("Who sits on the jury?", "Ann Lee has left the house.", "Ann Lee")
    False
    """
    at = sentence.find(name)
    if at < 0 or _content(question).isdisjoint(_content(sentence.replace(name, " "))):
        return False
    left = bool(_GONE.match(sentence[at + len(name) :])) and not _ASKS_LEFT.search(question)
    return left or (bool(_GIVEN_UP.search(sentence[:at])) and not _GIVEN_UP.search(question))


def has_left(sentence: str, name: str) -> bool:
    """Say whether a sentence says that somebody left, or never came.

    >>> has_left("Ann Lee, the poet, withdrew from the jury.", "Ann Lee")
    True
    """
    at = sentence.find(name)
    return at >= 0 and bool(_LEFT.match(sentence[at + len(name) :]))


def is_past(question: str, sentence: str, year: int, newest: int) -> bool:
    """Say whether a sentence of an article of a year tells of an earlier time than is asked for.

    ``newest`` is the year of the newest article: what is still to come then is told before.

    >>> is_past("Which shops are closing this year?", "It shut its shop in 2016.", 2019, 2019)
    True
    >>> is_past("Which films won in 2024?", "The prize went to “Chalk”.", 2023, 2024)
    True
    """
    years = [int(one) for one in _YEAR.findall(sentence)]
    if _NOW.search(question):
        return bool(years) and max(years) < year
    asked = [int(one) for one in _YEAR.findall(question)]
    return bool(asked) and year < min(asked) <= newest and not set(years) & set(asked)


def refusal(question: str, sentence: str) -> int:
    """Return where a sentence refuses what the question asks who stopped; 0 if it does not.

    Who will not do something unless a condition holds has stopped it for so long.

    >>> refusal("Which firms paused sales?", "Oxholt will not sell it until it is safe.")
    12
    """
    found = _REFUSES.search(sentence) if _STOPS.search(question) else None
    return found.start() if found else 0
