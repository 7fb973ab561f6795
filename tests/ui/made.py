"""Answers made by hand, over articles made by hand: one of every kind that a face shows."""

from __future__ import annotations

from datetime import date

from qa import (
    Answer,
    Cell,
    Citation,
    ResolvedDate,
    Searched,
    ShortAnswer,
    Standing,
    Statement,
    Table,
)
from vectorstore import Article

PAUSED = "Amazon paused sales of the camera to the police for 1 year on Wednesday."
UNLESS = "Microsoft will not sell it to police departments until there is a national law."
LEFT = "IBM left the business for good."
SMALL = "Smaller makers continue to sell to the police."
NAMES = "Amazon has been asked by its own staff to act."
STOPPED = "The company will not sell the system for a year, it said on Wednesday."


def an_article(text: str, outlet: str | None, day: date | None, title: str = "") -> Article:
    return Article.of(text, title=title, outlet=outlet, published=day)


def cite(
    article: Article, quote: str, *, context: bool = False, dates: tuple[ResolvedDate, ...] = ()
) -> Citation:
    start = article.text.index(quote)
    return Citation(article, start, start + len(quote), context=context, dates=dates)


def a_date(article: Article, words: str, first: date, last: date | None = None) -> ResolvedDate:
    start = article.text.index(words)
    return ResolvedDate(start, start + len(words), words, first, last or first)


def short(article: Article, words: str) -> ShortAnswer:
    """Return the last place of some words as a short answer."""
    start = article.text.rindex(words)
    return ShortAnswer(start, start + len(words), words)


GAZETTE = an_article(
    f"{PAUSED} {UNLESS} {SMALL}", "Tarnholm Gazette", date(2020, 6, 11), "Makers step back"
)
POST = an_article(
    f"{LEFT} {PAUSED}", "Lindesby Post", date(2020, 6, 12), "Who sells, and who does not"
)
COURIER = an_article(
    f"{NAMES} {STOPPED}", "The Castrel Courier", date(2020, 6, 11), "A year without sales"
)


def an_answer(question: str, *statements: Statement, **fields: object) -> Answer:
    """Return an answer of today, or of what ``fields`` say."""
    answered: dict[str, object] = {
        "question": question,
        "abstained": False,
        "confidence": 0.86,
        "text": "\n".join(one.text for one in statements),
        "statements": statements,
        "nearest": (),
        "searched": Searched(20, 64, 412),
        "timings_ms": {"total": 412.0},
        **fields,
    }
    return Answer(**answered)  # type: ignore[arg-type]


def with_table() -> Answer:
    """Return a table with an empty cell, a cell with two citations, and a standing."""
    wednesday = (a_date(GAZETTE, "Wednesday", date(2020, 6, 10)),)
    amazon = (cite(GAZETTE, PAUSED, dates=wednesday), cite(POST, PAUSED))
    microsoft = cite(GAZETTE, UNLESS)
    ibm = cite(POST, LEFT)
    return an_answer(
        "Which companies paused sales, and for how long, and on what condition?",
        Statement(PAUSED, 0.9, amazon, short(GAZETTE, "1 year"), sources=2),
        Statement(UNLESS, 0.8, (microsoft,), speaker="Brad Smith"),
        Statement(LEFT, 0.7, (ibm,), standing=Standing.SUPERSEDED),
        form="table",
        table=Table(
            ("company", "how long", "condition"),
            (
                (Cell("Amazon", amazon), Cell("1 year", amazon[:1]), Cell()),
                (
                    Cell("Microsoft", (microsoft,)),
                    Cell(),
                    Cell("until there is a national law", (microsoft,)),
                ),
                (Cell("IBM", (ibm,)), Cell("for good", (ibm,)), Cell()),
            ),
        ),
        coverage="3 companies in 2 articles; 1 further article touches the subject without "
        "naming one.",
    )


def with_conflict() -> Answer:
    """Return two values for one thing, the first in two independent sources."""
    first = "The repairs of the bridge cost 23 million crowns."
    second = "Taxpayers paid 31 million crowns for the repairs, the county said."
    gazette = an_article(first, "Tarnholm Gazette", date(2024, 3, 11), "Tressel Bridge open again")
    mail = an_article(first, "Brackwater Mail", date(2024, 3, 12), "Bridge reopens")
    post = an_article(second, "Lindesby Post", date(2024, 3, 14), "What the bridge has cost")
    return an_answer(
        "How much did the repairs of the Tressel Bridge cost?",
        Statement(
            first,
            0.9,
            (cite(gazette, first), cite(mail, first)),
            short(gazette, "23 million crowns"),
            sources=2,
            standing=Standing.DISPUTED,
        ),
        Statement(
            second,
            0.8,
            (cite(post, second),),
            short(post, "31 million crowns"),
            speaker="the county",
            standing=Standing.DISPUTED,
        ),
    )


def with_update() -> Answer:
    """Return a newer state with the older one, as of a day."""
    new = "Brindlow Stores has extended its pause from six weeks to ten, until 15 May."
    old = "Brindlow Stores will stop selling the heater for six weeks."
    late = an_article(
        new, "The Castrel Courier", date(2024, 3, 25), "Brindlow extends heater pause"
    )
    early = an_article(old, None, date(2024, 3, 5), "Brindlow stops selling heater")
    return an_answer(
        "How long does Brindlow still pause sales?",
        Statement(new, 0.9, (cite(late, new),), short(late, "ten"), standing=Standing.CURRENT),
        Statement(
            old, 0.8, (cite(early, old),), short(early, "six weeks"), standing=Standing.SUPERSEDED
        ),
        as_of=date(2024, 3, 28),
    )


def with_antecedent(meant: str | None = "Amazon") -> Answer:
    """Return a single statement that begins with "The company", and says "on Wednesday"."""
    wednesday = (a_date(COURIER, "Wednesday", date(2020, 6, 10)),)
    return an_answer(
        "How long does Amazon pause sales to the police?",
        Statement(
            STOPPED,
            0.9,
            (cite(COURIER, STOPPED, dates=wednesday), cite(COURIER, NAMES, context=True)),
            short(COURIER, "a year"),
            antecedent=meant,
        ),
    )
