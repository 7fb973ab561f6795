"""The words that may name a day, and whether they do.

"Sunday" may be part of a newspaper's name, "May" a person and "Friday" every Friday. The
expressions of this page find words; its functions tell from what stands around them whether they
are what they look like.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from qa.tense import Tense, clause_before, tense_at
from vectorstore import Article, Span

_BLANK = r"(?:[^\S\n]+|\n(?!\s*\n))"
WEEKDAYS = list(calendar.day_name)
_WEEKDAY = "|".join(WEEKDAYS)
_MONTH = "|".join(calendar.month_name[1:])
_SHORT_MONTH = rf"(?:{_MONTH}|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?)"
_DAY = r"(?<![\d.,/–-])\d{1,2}(?!\d)(?:st|nd|rd|th)?"
_DAY_MONTH = (
    rf"(?:{_DAY}{_BLANK}(?:of{_BLANK})?{_SHORT_MONTH}(?!\w)|{_SHORT_MONTH}{_BLANK}{_DAY})"
    rf"(?!,?{_BLANK}(?:of{_BLANK})?(?:\d{{4}}|['’]\d\d))(?![:%\w]|[.,/]\d|\s?[-–—/]\s?\d)"
)
_THAT_YEAR = rf"(?:{_BLANK}(?:of{_BLANK})?(?P<year>this|last|next){_BLANK}year\b)?"
_PART = rf"(?:{_BLANK}(?P<part>morning|afternoon|evening|night)\b)?"
NUMBERS = "one two three four five six seven eight nine ten eleven twelve".split()

ON_WEEKDAY = re.compile(
    rf"\b(?:(?P<which>[Ll]ast|[Nn]ext|[Tt]his|[Tt]his{_BLANK}past|[Tt]his{_BLANK}coming)"
    rf"{_BLANK})?(?P<weekday>{_WEEKDAY})(?!\w){_PART}(?P<date>,?{_BLANK}{_DAY_MONTH})?"
    rf"(?:{_BLANK}(?:of{_BLANK})?(?P<week>this|last|next){_BLANK}week\b)?"
)
ON_DAY = re.compile(
    rf"(?<!\w)(?:[Oo]n|[Uu]ntil|[Tt]ill|[Bb]y|[Ss]ince|[Ff]rom|[Bb]efore|[Aa]fter|[Tt]o|[Oo]f|[Ff]or)"
    rf"{_BLANK}(?P<span>(?P<date>{_DAY_MONTH}){_THAT_YEAR})"
)
IN_MONTH = re.compile(
    rf"\b(?P<word>[Ii]n|[Ss]ince|[Uu]ntil|[Bb]y){_BLANK}(?:(?:early|late|mid){_BLANK}|mid-)?"
    rf"(?P<span>(?:(?P<which>last|next|this){_BLANK})?(?P<month>{_MONTH})\b{_THAT_YEAR})"
    rf"(?!,?{_BLANK}(?:of{_BLANK})?(?:\d|[A-Z])|['’/–—-])"
)
NEAR_DAY = re.compile(
    rf"\b(?P<day>[Tt]he{_BLANK}day{_BLANK}before{_BLANK}yesterday"
    rf"|[Tt]he{_BLANK}day{_BLANK}after{_BLANK}tomorrow"
    rf"|[Yy]esterday|[Tt]omorrow|[Tt]oday|[Tt]onight|[Ll]ast{_BLANK}night"
    rf"|[Tt]his{_BLANK}(?:morning|afternoon|evening)){_PART}(?![\w-])"
)
PERIOD = re.compile(
    rf"\b(?:(?P<side>[Ee]arlier|[Ll]ater){_BLANK}(?=this))?"
    rf"(?P<which>[Tt]his|[Ll]ast|[Nn]ext){_BLANK}(?P<unit>week|month|year)(?![\w-])"
    rf"(?!{_BLANK}(?:of|and{_BLANK}a{_BLANK}half|or{_BLANK}so|or{_BLANK}two)\b)"
)
AGO = re.compile(
    rf"\b(?P<count>[Aa]n?|{'|'.join(f'[{n[0].upper()}{n[0]}]{n[1:]}' for n in NUMBERS)}|\d{{1,2}})"
    rf"{_BLANK}(?P<unit>day|week|month|year)s?{_BLANK}ago\b"
    rf"(?!{_BLANK}(?:today|yesterday|tomorrow|tonight|this|last|next|on|to|{_WEEKDAY})\b)"
)
#: A date of which the year may be told or not, as an expression.
DATE = (
    rf"(?:(?:{_WEEKDAY}),?{_BLANK})?(?:{_DAY}{_BLANK}{_SHORT_MONTH}(?!\w)"
    rf"|{_SHORT_MONTH}{_BLANK}{_DAY})"
)
#: A line that begins with a date or is one: an entry of a diary, and what follows is told of it.
ENTRY = re.compile(rf"^\W*(?P<date>{DATE})(?:,?{_BLANK}\d{{4}})?[^\S\n]*(?::|[–—]|$)", re.MULTILINE)

_YEAR = re.compile(r"(?<![\d.,$£€])(?:1[5-9]\d\d|20\d\d)(?![\d%]|[.,]\d)")
_SPOKEN = re.compile(
    r"[“\"][^“”\"]*?(?:[”\"]|\n\s*\n|\Z)"
    r"|(?<!\w)[‘'](?=\w)(?:[^‘'’]|(?<=\w)['’])*+(?<=[,.!?…])[’']"
)
_SENTENCE_END = re.compile(r"""[.!?]["”’')]*\s+(?=["“‘(]?[A-Z])|\n\s*\n""")
_BEGIN = re.compile(r"(?:\A|[.!?:;–—“‘\"(]|\n)\s*\Z")
_FRAME = re.compile(
    r"\b(?:(?:last|next|previous|following|earlier) (?:week|month|year)|ago|weeks? (?:later|before"
    r"|after|earlier))\b"
)
_NOT_A_WEEKDAY = re.compile(
    rf"\b(?:an?|every|each|the|one|that|any|some|following|previous|another|alternate|most|many"
    rf"|no|or|ago|week|weeks|fortnight|month|beat|against|(?:{_WEEKDAY})(?:,| and| or| to| through)"
    r"|(?:week|weeks|month|months|fortnight|year|years) (?:from|on|after|before))[\s–—/-]*\Z"
    r"|[-–—/]\Z|\d\s+\Z|(?:last|next|this) week,?(?: on)? \Z"
)
_ON = re.compile(r"(?:\A|\W)(?:[Oo]n|[Ss]ince|[Uu]ntil|[Bb]y|[Ll]ate|[Ee]arly|[Ff]rom)\s+\Z")
NAME_GOES_ON = re.compile(
    r"\s+(?:Times|Telegraph|Mail|Mirror|Express|Post|Herald|Independent|Sun|Star|World|People"
    r"|Business|Night|Morning|Club|School|Group|Market|Service|Mass|Island|League|Politics"
    r"|Football|Roast|Brunch|Lunch|Best|Sport|Review|Magazine|News|Street|Road|Addams|Prayers"
    r"|World|Mercury|Record|Tribune|Brigade|Movement|Platform|Today|Live|Show|Agreement|Hall)\b"
)
_WEEKDAY_GOES_ON = re.compile(
    rf"['’]s|['’]|[-–—/]|\s[-–—]\s?(?:{_WEEKDAY})|\s(?:and|or|to|through)\s(?:{_WEEKDAY})\b"
    rf"|,?\s(?:the\s)?(?:\d|(?:{_SHORT_MONTH})\s\d)|\s(?:week|fortnight|prayers)\b"
)
_CLUBS = re.compile(r"Sheffield Wednesday|Wednesday Addams|Man Friday")
OWN = re.compile(
    r"(?:\b(?:the|his|her|its|their|our|my|your|an?|every|each|one|this|that|these|those|time|very"
    r"|final|or|and|week|month|year)|\w['’]s|s['’])\s+\Z",
    re.IGNORECASE,
)
ROUNDLY = re.compile(
    r"(?:\b(?:about|around|almost|nearly|over|than|some|roughly|approximately|least|most|to|or|and"
    r"|as|half|not|exactly a|up|under|within|hundred|thousand|\w+ty)|[\d.,/–—-])[\s-]*\Z",
    re.IGNORECASE,
)
NO_DAY = re.compile(
    r"\b(?:of|for|until|as of|even|still|better|brighter|than|USA|only)\s+\Z", re.IGNORECASE
)
SHOW = re.compile(r"['’]s|\s(?:show|programme|program|newspaper|FM)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Told:
    """Words that may be a date, and where they stand."""

    article: Article
    day: date
    span: Span

    @property
    def before(self) -> str:
        """The text before the words, as far as it matters."""
        return self.article.text[max(0, self.span.start - 60) : self.span.start]

    @property
    def after(self) -> str:
        """The text after the words, as far as it matters."""
        return self.article.text[self.span.end : self.span.end + 40]

    @property
    def sentence(self) -> Span:
        """The sentence with the words, before ingestion a rough one."""
        for one in self.article.sentences:
            if one.start <= self.span.start and self.span.end <= one.end:
                return one
        text = self.article.text
        ends = [one.end() for one in _SENTENCE_END.finditer(text, 0, self.span.start)]
        stop = _SENTENCE_END.search(text, self.span.end)
        return Span(ends[-1] if ends else 0, stop.end() if stop else len(text))

    def own_words(self) -> tuple[str, int]:
        """Return the sentence with what is quoted in it blanked, and where it begins."""
        start, end = self.sentence
        words = self.article.text[start:end]
        for one in spoken_in(self.article.text):
            first, last = max(one.start, start) - start, min(one.end, end) - start
            if first < last:
                words = words[:first] + "_" * (last - first) + words[last:]
        return re.sub(r"\s", " ", words), start

    def tense(self) -> Tense:
        """Tell the tense of what the words date."""
        words, at = self.own_words()
        return tense_at(words, self.span.start - at, self.span.end - at)

    def is_framed(self) -> bool:
        """Say whether another date tells in which week or month a weekday is, "last week"."""
        words, at = self.own_words()
        clause = clause_before(words, self.span.start - at)
        return bool(_FRAME.search(clause) or _FRAME.match(words.lower()))

    def is_of_another_year(self, *, paragraph: bool) -> bool:
        """Say whether the sentence, or the paragraph up to its end, names another year."""
        start, end = self.sentence
        if paragraph:
            start = min(start, self.article.text.rfind("\n", 0, start) + 1)
        years = _YEAR.findall(self.article.text, start, end)
        return any(int(year) != self.day.year for year in years)

    def is_spoken(self) -> bool:
        """Say whether some of the words stand in quotation marks."""
        start, end = self.span
        return any(one.start < end and start < one.end for one in spoken_in(self.article.text))

    def is_titled(self) -> bool:
        """Say whether the words have a capital letter that no begin of a sentence explains."""
        first = self.article.text[self.span.start]
        return first.isupper() and not _BEGIN.search(self.before)


@lru_cache(maxsize=16)
def spoken_in(text: str) -> tuple[Span, ...]:
    """Return what stands in quotation marks; an unclosed one reaches to the paragraph's end."""
    return tuple(Span(*one.span()) for one in _SPOKEN.finditer(text))


def is_weekday(told: Told, match: re.Match[str]) -> bool:
    """Say whether a weekday's name is one, and not part of a name, a habit or a row of days."""
    before, after = told.before, told.after
    if _CLUBS.search(told.article.text) or NAME_GOES_ON.match(after):
        return False
    if _WEEKDAY_GOES_ON.match(after) or _NOT_A_WEEKDAY.search(before):
        return False
    if match["which"]:
        return not told.is_titled() and not OWN.search(before)
    if _ON.search(before):
        return True
    if re.match(r"\s+[A-Z]", after):
        return False
    if _BEGIN.search(before):
        return bool(match["part"])
    return bool(re.search(r"[a-z,]\s+\Z", before)) and not re.search(r"\b[A-Z]\w*\s+\Z", before)


def is_name(month: str, text: str) -> bool:
    """Say whether an article knows somebody by the name of a month, "Theresa May"."""
    plain = rf"(?:In|On|By|Since|Until|From|Last|Next|This|Early|Late|Of|And|To|{_WEEKDAY})"
    return bool(re.search(rf"\b(?!{plain} )(?:[A-Z][\w’'-]+|Mr\.|Mrs\.|Ms\.|Dr\.) {month}\b", text))
