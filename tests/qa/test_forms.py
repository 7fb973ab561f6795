"""Questions are taken for what they ask, and tables are taken apart."""

from __future__ import annotations

import pytest

from qa.forms import Form, asks_for_now, form_of, plan_of


@pytest.mark.parametrize(
    ("question", "form"),
    [
        ("Who leads the inspectorate?", Form.WHO),
        ("What did the divers find?", Form.WHAT),
        ("When does the night train run?", Form.WHEN),
        ("In which year was the bridge built?", Form.WHEN),
        ("Where was the beetle found?", Form.WHERE),
        ("How many heaters were sold?", Form.HOW_MANY),
        ("By how much did fares rise?", Form.HOW_MANY),
        ("How long does the pause last?", Form.HOW_LONG),
        ("Until when is the shop shut?", Form.HOW_LONG),
        ("Why was the Tressel Bridge closed?", Form.WHY),
        ("Did the drivers take part in the strike?", Form.YES_NO),
        ("Is the bridge still closed?", Form.STATE),
        ("What did Smith say about the vote?", Form.QUOTATION),
        ("Which companies paused sales?", Form.LIST),
        ("Name the films that were given a prize.", Form.LIST),
        ("In which places is the bank giving up its branch?", Form.LIST),
        ("Which tunnel is longer, the Kessel or the Orme?", Form.COMPARISON),
        ("What is the Golden Pine?", Form.DEFINITION),
        ("How did the thief get in?", Form.HOW),
        ("What did the firm make when it was founded?", Form.WHAT),
        ("What is the profession of the woman who drew it?", Form.WHAT),
        ("Where did they play when the field was flooded?", Form.WHERE),
        ("When the dam broke, how many people fled?", Form.HOW_MANY),
        ("To whom do bees belong?", Form.WHO),
        ("What do pilots mean by a ghost leg?", Form.DEFINITION),
    ],
)
def test_each_kind_of_question_is_recognized(question: str, form: Form) -> None:
    assert plan_of(question).form is form


@pytest.mark.parametrize(
    "question",
    [
        "Which movie theater chain announced plans to price tickets by seat?",
        "Which virus is not in the report?",
        "Which professional sports league is back this week?",
        "What number of cookers did Brenwick call back?",
        "Which of the villages is still empty?",
        "On which day did Skjelvik's ferries go back to sea?",
        "Who won the prize for best actress?",
    ],
)
def test_what_only_looks_like_several_is_no_list(question: str) -> None:
    assert form_of(question) is not Form.LIST


@pytest.mark.parametrize(
    ("question", "main", "attributes"),
    [
        (
            "Which companies paused sales and for how long?",
            "Which companies paused sales?",
            [("for how long", Form.HOW_LONG)],
        ),
        (
            "Which clubs signed a keeper, when, and for what fee?",
            "Which clubs signed a keeper?",
            [("when", Form.WHEN), ("for what fee", Form.HOW_MANY)],
        ),
        (
            "Who bears the cost, and what share does each pay?",
            "Who bears the cost?",
            [("what share does each pay", Form.HOW_MANY)],
        ),
        (
            "How many people live in each of the four villages that were cleared?",
            "Which villages were cleared?",
            [("How many people live in each", Form.HOW_MANY)],
        ),
        (
            "For the firms that stood still: how long did each stoppage last?",
            "Which firms that stood still?",
            [("how long did each stoppage last", Form.HOW_LONG)],
        ),
        (
            "With what share of the vote was each mayor elected in the valley?",
            "Which mayors were elected in the valley?",
            [("With what share of the vote was each elected in the valley", Form.HOW_MANY)],
        ),
        (
            "After a week, which keepers had changed clubs, and for what fee?",
            "Which keepers had changed clubs after a week?",
            [("for what fee", Form.HOW_MANY)],
        ),
        (
            "Which heads were questioned, and did they stay in office?",
            "Which heads were questioned?",
            [("did they stay in office", Form.YES_NO)],
        ),
    ],
)
def test_a_question_for_a_table_is_taken_apart(
    question: str, main: str, attributes: list[tuple[str, Form]]
) -> None:
    plan = plan_of(question)
    assert plan.form is Form.TABLE
    assert plan.main == main
    assert [(one.asked, one.form) for one in plan.attributes] == attributes


def test_columns_have_names_that_a_reader_understands() -> None:
    plan = plan_of("Which firms stood still, for how long, and how many workers did it concern?")
    assert (plan.column, *(one.column for one in plan.attributes)) == (
        "firms",
        "how long",
        "workers",
    )


def test_a_question_about_one_thing_with_two_parts_is_no_table() -> None:
    assert plan_of("When was the bridge closed and why?").form is not Form.TABLE


def test_words_of_the_present_ask_for_the_newest_state() -> None:
    assert asks_for_now("Does Ardglen still mean to close in Kilvarra?")
    assert not asks_for_now("Did Ardglen close in Kilvarra?")


@pytest.mark.parametrize(
    ("question", "form", "main"),
    [
        (
            "Two of the firms that paused sales had gone on by May. Which ones?",
            Form.LIST,
            "Which of the firms that paused sales had gone on by May?",
        ),
        (
            "For how many years were licences granted, company by company?",
            Form.TABLE,
            "Which companies were licences granted?",
        ),
        (
            "Airlines that dropped a route: which were they and what was the reason in each case?",
            Form.TABLE,
            "Which airlines that dropped a route?",
        ),
    ],
)
def test_lists_are_asked_for_in_other_words(question: str, form: Form, main: str) -> None:
    plan = plan_of(question)
    assert (plan.form, plan.main) == (form, main)


@pytest.mark.parametrize(
    ("question", "column"),
    [
        ("Which partners run the cannery?", "partners"),
        ("Which guilds support Brandel's plan for the quay?", "guilds"),
        ("Which grandchildren of Ilona Varga sued the bank?", "grandchildren"),
        ("Which of Marrow Line's tugs had accidents?", "tugs"),
        ("Which of the looted chapels have been repaired?", "looted chapels"),
        ("Which of its kilns is the pottery closing?", "kilns"),
        ("Which women won the sprint in Orme?", "women"),
        ("Which three salespeople left Quillon?", "salespeople"),
        ("Which wolves were shot near the pass?", "wolves"),
        ("Which species are protected on the reef?", "species"),
        ("Which police took part in the search?", "police"),
        ("Which staff were dismissed after the fire?", "staff"),
        ("What two things did the conductor forbid?", "things"),
        ("Between which harbours does the mail boat run?", "harbours"),
        ("Which newly elected reeves resigned?", "newly elected reeves"),
        ("Which counties' archives were flooded?", "counties"),
        ("Which choirs sang a first or second encore?", "choirs"),
        ("The roofs of which barns blew off?", "barns"),
        ("After the thaw, which lanes were shut?", "lanes"),
        ("What are the conditions of the lease?", "conditions"),
        ("Which ones reopened in May?", "what"),
        ("Who were the finalists of the chess cup?", "who"),
        ("Who won the regatta in 2017 and 2018?", "who"),
        ("List all quarries that stood idle.", "quarries"),
    ],
)
def test_a_noun_in_the_plural_asks_for_a_list(question: str, column: str) -> None:
    plan = plan_of(question)
    assert (plan.form, plan.column, plan.may_be_several) == (Form.LIST, column, True)


@pytest.mark.parametrize(
    "question",
    [
        "Which tug's passengers fell ill?",
        "Which county's reeves walked out?",
        "Which series was dropped in June?",
        "Which campus shut its canteen?",
        "Which news agency lost its licence?",
        "Which drinks company withdrew its cider?",
        "Which barge stays moored at Orme?",
        "Which ferry holds on to its old timetable?",
        "Between what hours must dogs be kept in?",
        "What colour shorts does the team wear?",
        "Which of the two tunnels was flooded?",
        "What share of the voters stayed at home?",
        "Name the reeve who resigned.",
        "Who is the head of the harbour board?",
        "Who was elected mayor of Orme in 2019?",
        "What is the fare to Orme?",
        "What did the repair cost?",
        "Where is the depot?",
        "Did the reeves resign?",
    ],
)
def test_the_grammar_of_one_thing_leaves_nothing_open(question: str) -> None:
    plan = plan_of(question)
    assert plan.form not in (Form.LIST, Form.TABLE)
    assert not plan.may_be_several


@pytest.mark.parametrize(
    ("question", "form", "column"),
    [
        ("Who resigned?", Form.WHO, "who"),
        ("Who has resigned over the dyke affair?", Form.WHO, "who"),
        ("Who signed the lease this week?", Form.WHO, "who"),
        ("Against whom were charges brought?", Form.WHO, "who"),
        ("What was stolen from the chapel?", Form.WHAT, "what"),
        ("What did the weavers want?", Form.WHAT, "what"),
        ("What warms the swimming hall?", Form.WHAT, "what"),
        ("Where were schools closed?", Form.WHERE, "where"),
        ("From where do the bricks come?", Form.WHERE, "where"),
        ("Which species did the divers see?", Form.WHAT, "species"),
    ],
)
def test_who_what_and_where_leave_open_how_many(question: str, form: Form, column: str) -> None:
    plan = plan_of(question)
    assert (plan.form, plan.column, plan.may_be_several) == (form, column, True)


@pytest.mark.parametrize(
    ("question", "main"),
    [
        ("Name the cities that lost a court.", "Name the cities that lost a court?"),
        ("Name the cities that lost a court!", "Name the cities that lost a court?"),
        ("Which firms moved to the U.S.?", "Which firms moved to the U.S.?"),
    ],
)
def test_an_end_mark_is_dropped_before_the_question_mark(question: str, main: str) -> None:
    assert plan_of(question).main == main
