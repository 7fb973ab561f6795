from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ingest import ingest
from qa.told_days import resolved_dates
from vectorstore import Article, Library

#: A Wednesday. The Monday of its week is the 11th, the Sunday the 17th.
DAY = date(2024, 3, 13)


def told(text: str, published: date | None = DAY) -> list[tuple[str, str]]:
    article = Article.of(text, id="a", published=published)
    found = resolved_dates(article, 0, len(text))
    return [
        (one.text, f"{one.first}" if one.first == one.last else f"{one.first} {one.last}")
        for one in found
    ]


@pytest.mark.parametrize(
    ("text", "words", "day"),
    [
        ("The board met on Tuesday.", "Tuesday", "2024-03-12"),
        ("The board met on Wednesday.", "Wednesday", "2024-03-13"),
        ("The board met on Friday.", "Friday", "2024-03-08"),
        ("Police closed the road late on Monday evening.", "Monday evening", "2024-03-11"),
        ("Tuesday evening, police closed the road.", "Tuesday evening", "2024-03-12"),
        ("The company said in a statement Monday.", "Monday", "2024-03-11"),
        ("On Friday, the court ruled against him.", "Friday", "2024-03-08"),
        ("On Friday Brindlow opened a shop.", "Friday", "2024-03-08"),
        ("It is late, because a storm on Monday had flooded the site.", "Monday", "2024-03-11"),
        ("The bank on Monday announced a loss.", "Monday", "2024-03-11"),
        ("The P4 has been unavailable since Monday.", "Monday", "2024-03-11"),
        ("Will Smith sang on Saturday.", "Saturday", "2024-03-09"),
        ("The board will meet on Friday.", "Friday", "2024-03-15"),
        ("The board won’t meet on Friday.", "Friday", "2024-03-15"),
        ("The road is to be opened on Friday.", "Friday", "2024-03-15"),
        ("The group plans to close the plant on Monday.", "Monday", "2024-03-18"),
        ("On Friday the bank will decide.", "Friday", "2024-03-15"),
        ("The road will stay closed until Friday.", "Friday", "2024-03-15"),
        ("He resigned last Friday.", "last Friday", "2024-03-08"),
        ("He resigned last Wednesday.", "last Wednesday", "2024-03-06"),
        ("The fair opens next Monday.", "next Monday", "2024-03-18"),
        ("The fair opens this Friday.", "this Friday", "2024-03-15"),
        ("He resigned this past Sunday.", "this past Sunday", "2024-03-10"),
        ("The shop closed on Tuesday last week.", "Tuesday last week", "2024-03-05"),
    ],
)
def test_a_weekday_is_the_last_one_or_the_coming_one_as_its_verb_says(
    text: str, words: str, day: str
) -> None:
    assert told(text) == [(words, day)]


def test_each_weekday_of_a_sentence_goes_by_its_own_verb() -> None:
    text = "It will stop sales on Friday, the company said on Monday."
    assert told(text) == [("Friday", "2024-03-15"), ("Monday", "2024-03-11")]
    text = "The committee, which met on Monday, will report on Friday."
    assert told(text) == [("Monday", "2024-03-11"), ("Friday", "2024-03-15")]


@pytest.mark.parametrize(
    "text",
    [
        "The board meets on Thursday.",
        "The board will meet on Wednesday.",  # today, or in a week
        "The board met on Thursday.",  # the page may be of the day after
        "The board agreed to meet on Friday.",
        "The strike was planned for Friday.",
        "He was given until Friday.",
        "He resigned last Monday.",  # of this week, or of the last
        "The fair opens next Friday.",
        "He said he would resign on Friday.",
        "It will be colder than on Friday.",
        "Police will look into the crash on Friday.",
        "The rain that fell in Friday's storm stayed.",
        "He resigned a week ago on Friday.",
    ],
)
def test_a_weekday_is_left_alone_where_its_week_is_not_sure(text: str) -> None:
    assert [one for one in told(text) if "day" in one[0]] == []


@pytest.mark.parametrize(
    "text",
    [
        "The Sunday Times reported it.",
        "On Sunday Times reporters met him.",
        "Shoppers queued on Black Friday.",
        "The market was held on Mondays and every Friday.",
        "He died on a Sunday.",
        "The talks ran from Monday to Friday.",
        "It was Friday the 8th, and it rained.",
        "Sheffield Wednesday lost. They sacked him on Wednesday.",
        "USA Today reported it.",
        "She told the Today programme that he left.",
        "They had hoped for a better tomorrow.",
        "Today the village has 83 people.",
        "The ministers march in step, and they may stay.",
        "Theresa May won. They lost faith in May.",
        "It was shown in April Jones's house.",
        "It was the last year of his life, and the next week was cold.",
        "At this time last year they fell.",
        "A day earlier he had left, and the following week he came back.",
    ],
)
def test_what_may_be_a_name_a_habit_or_told_from_another_day_is_left_alone(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("yesterday", "2024-03-12"),
        ("tomorrow", "2024-03-14"),
        ("tonight", "2024-03-13"),
        ("last night", "2024-03-12"),
        ("this morning", "2024-03-13"),
        ("today", "2024-03-13"),
        ("the day before yesterday", "2024-03-11"),
        ("this week", "2024-03-11 2024-03-17"),
        ("last week", "2024-03-04 2024-03-10"),
        ("next week", "2024-03-18 2024-03-24"),
        ("earlier this week", "2024-03-11 2024-03-13"),
        ("later this month", "2024-03-13 2024-03-31"),
        ("this month", "2024-03-01 2024-03-31"),
        ("last month", "2024-02-01 2024-02-29"),
        ("next month", "2024-04-01 2024-04-30"),
        ("this year", "2024-01-01 2024-12-31"),
        ("last year", "2023-01-01 2023-12-31"),
        ("next year", "2025-01-01 2025-12-31"),
        ("three days ago", "2024-03-10"),
        ("3 days ago", "2024-03-10"),
        ("three weeks ago", "2024-02-18 2024-02-24"),
        ("a month ago", "2024-01-29 2024-02-28"),
        ("two years ago", "2022-01-01 2022-12-31"),
    ],
)
def test_near_days_and_periods_are_counted_from_the_day_of_publication(
    words: str, days: str
) -> None:
    assert told(f"The mill was sold {words}.") == [(words, days)]
    assert told(f"The mill was sold {words}, and it burned.") == [(words, days)]


@pytest.mark.parametrize(
    "words",
    [
        "about three weeks ago",
        "1,000 years ago",
        "20 years ago",
        "one or two years ago",
        "two and a half years ago",
        "a year ago today",
        "in the last week",
        "in the last week of May 2021",
    ],
)
def test_what_is_only_roundly_told_is_left_alone(words: str) -> None:
    assert told(f"The mill was sold {words}.") == []


def test_a_week_is_not_told_on_a_sunday_nor_a_year_ago_at_the_turn_of_one() -> None:
    assert told("It closed last week.", date(2024, 3, 17)) == []
    assert told("It closed two years ago.", date(2024, 1, 5)) == []
    assert told("Earlier this week it closed.", date(2024, 3, 11)) == []


@pytest.mark.parametrize(
    ("text", "words", "days"),
    [
        ("The fire broke out on 18 January.", "18 January", "2024-01-18"),
        ("The fire broke out on January 18.", "January 18", "2024-01-18"),
        ("The fire broke out on Nov. 30.", "Nov. 30", "2023-11-30"),
        ("The fire broke out on 13 March.", "13 March", "2024-03-13"),
        ("It will run again from 9 June.", "9 June", "2024-06-09"),
        ("The board votes on 17 April.", "17 April", "2024-04-17"),
        ("They were due by 12 April.", "12 April", "2024-04-12"),
        ("The ruler was too short on 1 March this year.", "1 March this year", "2024-03-01"),
        ("It reopened on Monday, 11 March, at last.", "Monday, 11 March", "2024-03-11"),
        ("It was closed in November.", "November", "2023-11-01 2023-11-30"),
        ("It has been closed since February.", "February", "2024-02-01 2024-02-29"),
        ("It will close in May.", "May", "2024-05-01 2024-05-31"),
        ("It opened in May last year.", "May last year", "2023-05-01 2023-05-31"),
    ],
)
def test_a_day_or_a_month_without_a_year_gets_the_nearest_that_fits(
    text: str, words: str, days: str
) -> None:
    assert told(text) == [(words, days)]


@pytest.mark.parametrize(
    "text",
    [
        "It closed on 6 March 2024 and on March 6, 2023.",
        "It opened on Sunday, 17 March 2024.",
        "It was closed in May 2023.",
        "It reopened on Monday, 13 March.",  # a Wednesday
        "In 1926 the miners struck on 3 May.",
        "In 1926 the miners struck on Monday.",
        "The attack came on 7 October.",
        "It was closed in March.",  # this one, or the last
        "The talks will resume on May 15-17.",
        "The factory burned down on 14 March.",
        "The sale goes on through tonight, December 4.",
    ],
)
def test_full_dates_and_those_of_an_uncertain_year_are_left_alone(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "“We will decide tomorrow,” she said.",
        '"We decided yesterday. It rained last week," she said.',
        "‘We don’t know. We’ll decide tomorrow,’ she said.",
        "“We waited.\n\n“It came yesterday.",
    ],
)
def test_what_is_said_in_quotation_marks_was_said_on_another_day(text: str) -> None:
    assert told(text) == []


def test_words_beside_quotation_marks_are_told() -> None:
    text = "“We'll stop tomorrow,” she said on Tuesday. A ‘mistake’ was made last week."
    assert told(text) == [("Tuesday", "2024-03-12"), ("last week", "2024-03-04 2024-03-10")]


def test_an_entry_of_a_diary_is_told_from_its_own_day() -> None:
    assert told("March 10: The fair was closed yesterday.") == []
    text = "Wednesday, 13 March 2024\n\nThe fair was closed yesterday."
    assert told(text) == [("yesterday", "2024-03-12")]
    assert told("13 March 2024\n\nThe fair was closed yesterday.") == [("yesterday", "2024-03-12")]


def test_without_a_day_of_publication_nothing_is_told() -> None:
    assert told("He left yesterday.", None) == []
    assert told("He left yesterday.", date(1, 1, 1)) == []
    assert told("He left yesterday.", date.max) == []


def test_words_that_go_on_beyond_the_quotation_are_not_taken_for_a_shorter_date() -> None:
    text = "It closed on 6 March 2023 and reopened last Friday."
    article = Article.of(text, published=DAY)
    assert resolved_dates(article, 0, text.index(" 2023")) == ()
    assert resolved_dates(article, text.index("Friday"), len(text)) == ()


def test_the_dates_of_the_samples_are_those_that_stand_in_them(samples: Library) -> None:
    title = "Tressel Bridge open again after 14 months"
    [gazette] = [one for one in samples.articles() if one.title == title]
    found = resolved_dates(gazette, 0, len(gazette.text))
    assert [(one.text, one.first, one.last) for one in found] == [
        ("Monday, 11 March", date(2024, 3, 11), date(2024, 3, 11)),
        ("November", date(2023, 11, 1), date(2023, 11, 30)),
        ("last year", date(2023, 1, 1), date(2023, 12, 31)),
    ]


def test_the_sentence_of_a_date_is_that_of_the_stored_article(library: Library) -> None:
    text = "The board of No. 12 will meet on Friday. It met on Monday."
    ingest(library, [Article.of(text, id="a", published=DAY)])
    stored = library.article("a")
    assert [str(one.first) for one in resolved_dates(stored, 0, len(text))] == [
        "2024-03-15",
        "2024-03-11",
    ]


pieces = st.sampled_from(
    "on Monday|next week|last Friday|the board|will meet|met|said|in May|5 March|March 5|, |. |“|”|"
    "today|three weeks ago|2021|Sunday Times|earlier this year|29 February|\n\n|until|’".split("|")
)


@settings(deadline=None)  # the first one imports a parser
@given(
    st.lists(pieces, max_size=12).map(" ".join),
    st.dates(date(1900, 1, 1), date(2100, 12, 31)),
    st.data(),
)
@example("The board met on Monday", date(2024, 2, 29), None)
def test_every_date_lies_in_the_quotation_in_order_and_says_its_own_words(
    text: str, published: date, data: st.DataObject | None
) -> None:
    article = Article.of(text, id="a", published=published)
    start, end = 0, len(text)
    if data:
        start = data.draw(st.integers(0, len(text)))
        end = data.draw(st.integers(start, len(text)))
    last = start
    for one in resolved_dates(article, start, end):
        assert last <= one.start < one.end <= end
        assert text[one.start : one.end] == one.text
        assert one.first <= one.last
        last = one.end


@settings(deadline=None)  # the first one imports a parser
@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)), st.integers(0, 5))
def test_a_weekday_in_the_past_names_the_day_itself_up_to_five_days_ago(
    published: date, days: int
) -> None:
    meant = published - timedelta(days=days)
    assert told(f"They met on {meant:%A}.", published) == [(f"{meant:%A}", meant.isoformat())]
