"""What form an answer has to take: one fact, a list, a table; and what its columns are."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from qa.several import AUXILIARY, PREPOSITION, called, is_list, may_be_several


class Form(StrEnum):
    """What a question asks for."""

    WHO = "who"
    WHAT = "what"
    WHEN = "when"
    WHERE = "where"
    HOW_MANY = "how_many"
    HOW_LONG = "how_long"
    HOW = "how"
    WHY = "why"
    YES_NO = "yes_no"
    QUOTATION = "quotation"
    LIST = "list"
    TABLE = "table"
    COMPARISON = "comparison"
    STATE = "state"
    DEFINITION = "definition"


@dataclass(frozen=True, slots=True)
class Attribute:
    """A column beside the first: what is asked of each entity.

    ``asked`` are the question's own words ("for how long"); ``form`` says what a cell holds.
    """

    asked: str
    form: Form

    @property
    def column(self) -> str:
        """What stands above the column."""
        return _COLUMNS.get(self.form, _plain(self.asked))


@dataclass(frozen=True, slots=True)
class Plan:
    """How a question is answered.

    ``main`` is the question that finds the members, the whole question unless it has
    ``attributes``; ``column`` is what the members are called. ``may_be_several`` is true of
    lists and tables, and where the grammar leaves open whether one or several are asked for
    ("Who resigned?").
    """

    form: Form
    main: str
    column: str = ""
    attributes: tuple[Attribute, ...] = ()
    may_be_several: bool = False


_COLUMNS = {
    Form.HOW_LONG: "how long",
    Form.WHEN: "when",
    Form.WHERE: "where",
    Form.WHY: "why",
}

_WH = r"(?:how|when|where|why|who|whom|whose|which|what)"
#: Where a second question begins inside a question.
_SECOND = re.compile(
    rf"(?:\s*[,;:–—]\s*(?:and\s+|or\s+|but\s+)?|\s+and\s+)(?=(?:{PREPOSITION}\s+)?{_WH}\b|{AUXILIARY}\s+(?:they|each|it)\b)",
    re.IGNORECASE,
)
_EACH = re.compile(r"\b(?:each|every one|they|their|them|respectively)\b", re.IGNORECASE)
_OF_EACH = re.compile(
    r"\b(?:(?:of|to|in|for|at|by|from|with)\s+)?(?P<each>each|every one)\s+of\s+(?:the\s+)?"
    r"(?:(?:two|three|four|five|six|seven|eight|nine|ten|\d+)\s+)?(?P<entity>.+?)\??$",
    re.IGNORECASE,
)
_EACH_OF = re.compile(
    rf"^(?P<asked>.*?\b{_WH}\b.*?)\s(?P<auxiliary>{AUXILIARY})\s+each\s+(?P<noun>[a-z-]+)\s+"
    r"(?P<rest>\w.*)$",
    re.IGNORECASE,
)
#: "The villages that were evacuated" are asked for with "Which villages were evacuated?"
_RELATIVE = re.compile(
    rf"^(Which [\w’'-]+(?: [\w’'-]+)?) (?:that|who|which) (?={AUXILIARY}\b)", re.I
)
#: "Two of the firms that paused sales had gone on by May. Which ones?"
_WHICH_ONES = re.compile(
    r"^(?:two|three|four|five|six|some|several) of (the .+)[.:;] "
    r"which(?: ones| are they| were they)?$",
    re.IGNORECASE,
)
#: "For how many years were the licences granted, company by company?"
_ONE_BY_ONE = re.compile(
    rf"^(?P<asked>.*?\b{_WH}\b.*?\s(?P<rest>{AUXILIARY}\s.+?)),? (?P<noun>[a-z-]+) by (?P=noun)$",
    re.IGNORECASE,
)
_PLURALS = {"was": "were", "is": "are", "has": "have", "does": "do"}
_FOR_THE = re.compile(r"^(?:for|of|among)\s+(?:each of\s+)?the\s+(?P<entity>.+)$", re.IGNORECASE)
_FORMS = (
    (
        Form.QUOTATION,
        re.compile(
            r"\bwhat (?:did|does|has|had|have) .{2,80}?\b(?:say|said|says|tell|told|write|written|"
            r"comment|answer|reply|announce|promise|claim)\b|\bhow did .{2,60}?\b(?:react|respond|"
            r"comment|explain|justify|answer)\b",
            re.I,
        ),
    ),
    (
        Form.COMPARISON,
        re.compile(
            r"\b(?:more|less|fewer|larger|bigger|smaller|longer|shorter|older|younger|higher|lower|"
            r"dearer|cheaper|earlier|later|faster|slower|taller|better|worse|first|most|least)\b"
            r".*,?\s\w.*\bor\b",
            re.I,
        ),
    ),
    (Form.YES_NO, re.compile(rf"^(?:{AUXILIARY}n['’]t|{AUXILIARY})\s", re.I)),
    (
        Form.DEFINITION,
        re.compile(
            r"^(?i:what (?:is|are|was|were)) "
            r"(?:(?i:an? |the )?(?:[“\"]?[A-Z][\w’'&.-]*[”\"]? ?){1,5}|"
            r"(?i:an? )[\w’' -]{2,40})\?*$|^(?i:who (?:is|was)) (?:[A-Z][\w’'.-]* ?){1,4}\?*$|"
            r"(?i:\bwhat (?:does|do|did|is|was) .{1,60}?\b(?:meant? by|stand for)\b)"
        ),
    ),
    (
        Form.HOW_LONG,
        re.compile(
            r"\bhow long\b|\buntil when\b|"
            r"\bhow many (?:days|weeks|months|years|hours|minutes|nights|seasons)\b",
            re.I,
        ),
    ),
    (
        Form.HOW_MANY,
        re.compile(
            r"\bhow (?:many|much|old|far|tall|big|large|fast|high|deep|wide|heavy|often)\b|"
            r"\b(?:which|what) (?:percentage|number|amount|share|price|sum|fee|size|proportion)\b|"
            r"\bwhat (?:is|are|was|were) the (?:percentage|number|amount|share|price|sum|size|"
            r"proportion|turnout) of\b|"
            r"\bby how much\b",
            re.I,
        ),
    ),
    (
        Form.WHEN,
        re.compile(
            r"\bwhen\b|\b(?:which|what) (?:year|day|date|month|time|hour|century|season)\b", re.I
        ),
    ),
    (
        Form.WHERE,
        re.compile(
            r"\bwhere\b|\b(?:in|at|to|from) (?:which|what) "
            r"(?:town|city|country|place|state|village|region|street|county|province)\b",
            re.I,
        ),
    ),
    (
        Form.WHY,
        re.compile(
            r"\bwhy\b|\b(?:what|which) (?:reason|cause|ground)s?\b|"
            r"\bwhat (?:is|are|was|were) the (?:reason|cause|ground)s?\b|\bbecause of what\b",
            re.I,
        ),
    ),
    (Form.WHO, re.compile(r"\bwho(?:m|se)?\b", re.I)),
    (Form.HOW, re.compile(r"\bhow\b", re.I)),
)
#: "Which ferries are faster, the old or the new ones?" chooses between what it names.
_CHOICE = re.compile(r"^(?!.*\bthan\b)[^,]+, [^,]+ or [^,]+$")
#: Who wins "when" and "how many" are in a side clause may still be several.
_NEVER_SEVERAL = frozenset({Form.YES_NO, Form.STATE, Form.COMPARISON, Form.DEFINITION})
#: A question's end mark; the stop of "U.S." is none.
_END = re.compile(r"(?:[?! ]|(?<!\b[A-Z])\.)+$")
_STATE = re.compile(
    r"\b(?:still|yet|now|nowadays|current|currently|latest|at present|so far|any more|"
    r"anymore|to date|most recent|newest|up to now|these days|by now)\b",
    re.IGNORECASE,
)


#: "Is it open again?" asks for the state, "When was it open again?" for a day.
_IS_AGAIN = re.compile(rf"^{AUXILIARY}\b.*\bagain\b", re.IGNORECASE)


def asks_for_now(question: str) -> bool:
    """Say whether the newest state is asked for.

    >>> asks_for_now("Is the bridge still closed?"), asks_for_now("When was it closed?")
    (True, False)
    """
    return bool(_STATE.search(question) or _IS_AGAIN.search(question))


def plan_of(question: str) -> Plan:
    """Tell what form the answer takes, and take a question for a table apart.

    >>> plan = plan_of("Which companies paused sales, for how long and why?")
    >>> plan.form.value, plan.main, plan.column, [one.asked for one in plan.attributes]
    ('table', 'Which companies paused sales?', 'companies', ['for how long', 'why'])
    >>> plan_of("How many people live in each of the villages that were evacuated?").main
    'Which villages were evacuated?'
    """
    text = _END.sub("", " ".join(question.split()))
    text = _WHICH_ONES.sub(r"Which of \1", text)
    if one_by_one := _ONE_BY_ONE.match(text):
        nouns = _plural(one_by_one["noun"])
        words = one_by_one["asked"].strip(" ,")
        column = Attribute(words, form_of(f"{words}?"))
        return Plan(Form.TABLE, f"Which {nouns} {one_by_one['rest']}?", nouns, (column,), True)
    whole = f"{text}?"
    first, *others = _SECOND.split(text)
    entities = _FOR_THE.match(first)
    if others and entities:
        first = f"Which {entities['entity']}"
    elif (of_each := _OF_EACH.search(text)) and not others:
        attribute = _attribute(f"{text[: of_each.end('each')].strip(' ,')}")
        main = _RELATIVE.sub(r"\1 ", f"Which {of_each['entity']}", count=1)
        return Plan(Form.TABLE, f"{main}?", called(main), (attribute,), True)
    elif (each := _EACH_OF.match(text)) and not others:
        nouns = _plural(each["noun"])
        auxiliary = _PLURALS.get(each["auxiliary"].lower(), each["auxiliary"])
        begin = "" if auxiliary in {"do", "did"} else f"{auxiliary} "
        asked = f"{each['asked']} {each['auxiliary']} each {each['rest']}"
        return Plan(
            Form.TABLE,
            f"Which {nouns} {begin}{each['rest']}?",
            nouns,
            (Attribute(asked, form_of(f"{each['asked']}?")),),
            True,
        )
    elif others and re.match(
        r"(?:which|who|what) (?:are|were) (?:they|these|those)$", others[0], re.I
    ):
        first, *others = f"Which {first[0].lower()}{first[1:]}", *others[1:]
    elif others and not re.match(rf"(?:{PREPOSITION}\s+)?(?:{_WH}|name|list)\b", first, re.I):
        first, *others = f"{others[0]} {first[0].lower()}{first[1:]}", *others[1:]
        first = f"{first[0].upper()}{first[1:]}"
    several = is_list(f"{first}?")
    by_person = re.match(r"who\b", first, re.IGNORECASE)
    if others and (several or by_person or any(_EACH.search(one) for one in others)):
        found = tuple(_attribute(one) for one in others)
        return Plan(Form.TABLE, f"{first}?", called(first), found, True)
    form = form_of(whole)
    several = form is Form.LIST or (form not in _NEVER_SEVERAL and may_be_several(whole))
    return Plan(form, whole, called(text) if several else "", may_be_several=several)


def _plural(noun: str) -> str:
    return f"{noun[:-1]}ies" if re.search(r"[^aeiou]y$", noun) else f"{noun}s"


def form_of(question: str) -> Form:
    """Return the form of a question that asks for one thing, or for a list.

    >>> [form_of(one).value for one in ("Is it open?", "What did Smith say about it?")]
    ['yes_no', 'quotation']
    """
    (quotation, said), (comparison, compares) = _FORMS[:2]
    if said.search(question):
        return quotation
    several = is_list(question)
    if compares.search(question) and (not several or _CHOICE.search(question)):
        return comparison
    if several:
        return Form.LIST
    asked = _main_clause(question)
    for form, pattern in _FORMS[2:]:
        if pattern.search(asked):
            return Form.STATE if form is Form.YES_NO and asks_for_now(question) else form
    return Form.WHAT


#: A clause in front of what is asked: "When the dam broke, how many people fled?"
_BEFORE = re.compile(
    rf"^(?:when|where|while|after|before|since|as|if|once)\b[^,?]{{3,80}}, "
    rf"(?=(?:{PREPOSITION} )?{_WH}\b|{AUXILIARY}\b)",
    re.IGNORECASE,
)
_ANY_WH = re.compile(rf"\b{_WH}\b", re.IGNORECASE)


def _main_clause(question: str) -> str:
    """Return a question without its side clauses: "What did it make when it began?" asks "what".

    >>> _main_clause("When it rained, where did the players who were there go?")
    'where did the players '
    """
    text = _BEFORE.sub("", question, count=1)
    found = list(_ANY_WH.finditer(text))
    until = re.match(r"until when\b", text, re.IGNORECASE)
    if len(found) < 2 or until:
        return text
    return text[: found[1].start()]


def _attribute(asked: str) -> Attribute:
    return Attribute(asked.strip(" ,;:"), form_of(f"{asked}?") if asked else Form.WHAT)


def _plain(asked: str) -> str:
    """Return an attribute's words as a column's title.

    >>> _plain("what share does each pay"), _plain("how many workers did it concern")
    ('share', 'workers')
    """
    found = re.match(
        rf"(?:{PREPOSITION}\s+)?(?:(?:which|what|whose)\s+(?!{AUXILIARY}\b)|how\s+(?:many|much)\s+)"
        rf"(?P<noun>[\w’'-]+(?:\s+(?!{AUXILIARY}\b|of\b)[\w’'-]+)??)(?:\s+{AUXILIARY}\b|\s*$)",
        asked,
        re.IGNORECASE,
    )
    of_each = re.match(rf"what\s+{AUXILIARY}\s+the\s+(?P<noun>[\w’' -]+?)\s+of\b", asked, re.I)
    if found or of_each:
        return str((found or of_each)["noun"])  # type: ignore[index]
    return asked if len(asked) <= 30 else f"{asked[:30].rsplit(' ', 1)[0]} …"
