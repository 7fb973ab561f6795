"""Members of a list: what takes one back, when two names are one, what a name is a name of."""

from __future__ import annotations

from datetime import date

import pytest

from ingest import ingest
from qa import answer
from qa.candidates import announced, counted
from qa.denying import against, ends_for_good, is_given_up, is_past
from qa.members import same_name
from qa.mentions import names_in
from qa.name_kinds import Naming, fits, is_no_business, namings_of, wanted_naming
from vectorstore import Article, Library


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("Stellick will keep on selling the heater.", "Stellick"),
        ("Ottervale Co-operative may pause sales, but has not decided.", "Ottervale Co-operative"),
        ("Brack denied that it had stopped.", "Brack"),
        ("Quorrin Direct resumed sales on Saturday.", "Quorrin Direct"),
        ("Tallow has not yet stopped.", "Tallow"),
    ],
)
def test_a_sentence_that_takes_it_back_gives_no_member(sentence: str, name: str) -> None:
    assert against("Which companies paused sales?", sentence, name)


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("Yarbeck has stopped, but did not say for how long.", "Yarbeck"),
        ("Maddick & Rowe paused sales until the tests are done.", "Maddick & Rowe"),
        ("Brindlow, which may reopen in May, paused sales.", "Brindlow"),
        ("Stellick goes on, but Pellmarsh has ended sales.", "Pellmarsh"),
    ],
)
def test_doubts_about_something_else_do_not_count(sentence: str, name: str) -> None:
    assert not against("Which companies paused sales?", sentence, name)


def test_a_plan_that_was_given_up_and_what_stays_as_it_is_give_no_member() -> None:
    question = "Which branches is the bank closing this year?"
    dropped = "The bank has dropped its plan to close in Kilvarra."
    assert against(question, dropped, "Kilvarra")
    assert against("Where did crews strike?", "Torgard will drive as usual.", "Torgard")
    assert is_past(question, "It closed in Clonbrack in 2016.", 2019, 2019)
    assert not is_past(question, "It will close in Rathcullen in May 2019.", 2019, 2019)


def test_who_left_or_declined_is_no_member() -> None:
    question = "Who sits on the jury?"
    assert against(question, "Ann Lee has left the jury.", "Ann Lee")
    assert against(question, "Bo Wick was asked and said no.", "Bo Wick")
    assert not against("Who left the jury?", "Ann Lee has left the jury.", "Ann Lee")


def test_an_article_of_a_year_before_says_nothing_of_what_was_asked_for() -> None:
    question = "Which films won a prize in 2024?"
    assert is_past(question, "The prize went to “Chalk”.", 2023, 2024)
    assert not is_past(question, "The prize of 2024 goes to “Chalk”.", 2023, 2024)
    assert not is_past("Who hosts the games of 2026?", "Wick hosts them.", 2023, 2023)


def test_doing_something_no_longer_is_a_change() -> None:
    sentence = "Norrhaven will no longer test its applicants."
    assert not against("Which universities changed their tests?", sentence, "Norrhaven")
    assert against("Which universities test applicants?", sentence, "Norrhaven")


def test_an_enumeration_of_what_is_asked_for_gives_all_its_names() -> None:
    text = "The host cities are Wick, Ems, Fern and Tarn, said Ann Lee."
    spans = names_in(text)
    given = sorted(announced(text, spans, 0, "cities"))
    assert [text[s:e] for s, e in given] == ["Wick", "Ems", "Fern", "Tarn"]
    assert not announced(text, spans, 0, "teams")


def test_words_that_the_question_has_itself_count_for_nothing() -> None:
    sentence = "Stellick will keep on selling the heater."
    assert not against("Which shops kept selling it?", sentence, "Stellick")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Brindlow", "Brindlow Stores", True),
        ("the Brindlow Stores", "Brindlow Stores", True),
        ("Farrant", "Ludo Farrant", True),
        ("UN", "United Nations", True),
        ("Maddick & Rowe", "Rowe Bank", False),
        ("Norsund Line", "Norsund Buses", False),
        ("", "Brindlow", False),
    ],
)
def test_names_are_folded_when_one_is_part_of_the_other(one: str, other: str, same: bool) -> None:
    assert same_name(one, other) is same
    assert same_name(other, one) is same


def test_what_a_question_calls_its_members_says_what_they_may_be() -> None:
    assert wanted_naming("British manufacturers") == {Naming.PERSON, Naming.BODY} & wanted_naming(
        "manufacturers"
    )
    assert wanted_naming("villages") == {Naming.PLACE}
    assert wanted_naming("who") == {Naming.PERSON, Naming.BODY}
    assert wanted_naming("categories") == frozenset()


@pytest.mark.parametrize(
    ("name", "text", "naming"),
    [
        ("Ludo Farrant", "“Not yet,” said Ludo Farrant, its chairman.", Naming.PERSON),
        ("Kolbach", "The road to the village of Kolbach is shut.", Naming.PLACE),
        ("Quorrin", "Quorrin, the online shop, sells them again.", Naming.BODY),
        ("Tram 9", "The jury liked the film “Tram 9” best.", Naming.WORK),
    ],
)
def test_what_stands_by_a_name_tells_what_it_names(name: str, text: str, naming: Naming) -> None:
    assert namings_of(name, [text]).most_common(1)[0][0] is naming


def test_where_a_firm_is_and_what_it_makes_is_no_firm() -> None:
    firms = wanted_naming("firms")
    assert not fits("Riga", firms, ["Bluecrest, the Riga airline, flies from Riga to Wick."])
    assert not fits("Footfall", firms, ["It sold the program, which is called Footfall."])
    assert fits("Oxholt", firms, ["“No,” said Oxholt’s managing director, Gwen Tarleton."])


def test_a_town_is_not_its_mayor_and_a_prize_is_no_person() -> None:
    assert fits("Lindesby", wanted_naming("towns"), ["The mayor of Lindesby, Bo Wick, spoke."])
    prize = "The Golden Pine, the festival’s main prize, is worth 50,000 euros."
    assert not fits("Golden Pine", frozenset({Naming.PERSON}), [prize])
    assert not fits("Bo Aubrac", wanted_naming("clubs"), ["They signed Bo Aubrac, the Frenchman."])


def test_a_question_about_may_is_not_in_doubt() -> None:
    assert against("Who sat on the jury in May 2024?", "Ann Lee may join as a guest.", "Ann Lee")


def test_who_goes_on_has_not_stopped() -> None:
    question = "Which makers kept on producing?"
    assert against(question, "The compound has stopped work at Dunmarrow.", "Dunmarrow")


def test_the_last_word_of_a_name_tells_its_kind() -> None:
    states = wanted_naming("states")
    assert fits("United States", states, [])
    assert not fits("Heroes Act", states, [])
    assert not fits("World Cup", frozenset({Naming.PERSON}), [])


def test_a_prize_is_no_film_and_a_carmaker_a_body() -> None:
    assert not fits("Golden Pine", wanted_naming("films"), ["The Golden Pine, the prize, is gold."])
    assert wanted_naming("automakers") == {Naming.BODY}


def test_a_name_that_is_used_for_something_else_does_not_fit() -> None:
    texts = ["“Not yet,” said Ludo Farrant, its chairman.", "Ludo Farrant, 61, waits."]
    assert not fits("Ludo Farrant", frozenset({Naming.BODY}), texts)
    assert fits("Ludo Farrant", frozenset({Naming.PERSON}), texts)
    assert fits("Grindle", frozenset({Naming.BODY}), ["Grindle has closed."])


def test_who_ends_for_good_has_not_paused() -> None:
    asked = "Which chains paused sales?"
    assert ends_for_good(asked, "Pellmarsh has dropped the heater for good.", "Pellmarsh")
    assert not ends_for_good(asked, "Pellmarsh has paused sales of the heater.", "Pellmarsh")
    both = "Which chains took it off sale, for a time or for good?"
    assert not ends_for_good(both, "Pellmarsh has dropped the heater for good.", "Pellmarsh")
    without = "Which chains took it off sale for a time, that is, without dropping it for good?"
    assert ends_for_good(without, "Pellmarsh has dropped the heater for good.", "Pellmarsh")


def test_a_public_body_makes_and_sells_nothing() -> None:
    assert is_no_business("Household Safety Inspectorate", "retailers")
    assert not is_no_business("Household Safety Inspectorate", "authorities")
    assert not is_no_business("Maddick & Rowe", "retailers")


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("Three villages, Kolbach, Fern and Ems, were evacuated.", ["Kolbach", "Fern", "Ems"]),
        ("Four villages, Kolbach, Fern and Ems, were evacuated.", []),
        ("Three other villages, Kolbach, Fern and Ems, were evacuated.", []),
        ("Villages, Kolbach, Fern and Ems, were evacuated.", []),
        ("Kolbach, Fern and Ems were evacuated.", []),
    ],
)
def test_an_enumeration_whose_number_is_told_is_whole(sentence: str, names: list[str]) -> None:
    assert counted(sentence, "villages") == names


def test_a_list_holds_those_that_are_meant_and_not_what_stands_near(library: Library) -> None:
    text = (
        "Water poured over the dam in the upper Varn valley on Monday. Three villages, Kolbach, "
        "Innerlahn and Fernitzau, were evacuated before noon. About 1,400 people were evacuated "
        "to the sports hall in Oberau."
    )
    ingest(library, [Article.of(text, title="Villages evacuated below the Grauwand dam")])
    found = answer("Which villages were evacuated?", library=library).statements
    names = {one.answer.text for one in found if one.answer}
    assert names == {"Kolbach", "Innerlahn", "Fernitzau"}


def test_films_are_those_in_quotation_marks_where_films_are(library: Library) -> None:
    text = (
        "“Ash Orchard”, the film by Selma Tvardo, won the main prize at Amarela on Saturday. The "
        "special prize at Amarela went to “Copper”, by Wen Lihua. Rui Salvado gave the prizes."
    )
    ingest(library, [Article.of(text, title="Prizes at Amarela")])
    found = answer("Which films won a prize at Amarela?", library=library).statements
    assert {one.answer.text for one in found if one.answer} == {"Ash Orchard", "Copper"}


def test_whoever_is_called_as_the_question_says_is_no_member(library: Library) -> None:
    text = (
        "The rings were made by Corvane Polymers, whose rubber has stopped work at the makers "
        "Dunmarrow and Oxholt. Dunmarrow, the maker of cookers, has stopped production."
    )
    ingest(library, [Article.of(text, title="Makers stop over soft rubber")])
    question = "Which makers have stopped production over Corvane's rubber?"
    names = {one.answer.text for one in answer(question, library=library).statements if one.answer}
    assert "Dunmarrow" in names
    assert "Corvane Polymers" not in names


@pytest.mark.parametrize(
    ("sentence", "name", "gone"),
    [
        ("The bank has dropped its plan to close in Kilvarra.", "Kilvarra", True),
        ("Kilvarra will close in July.", "Kilvarra", False),
        ("Oban withdrew from the close of play.", "Oban", True),
        ("Oban withdrew the branches that will close.", "Oban", False),
        ("Oban has left the island.", "Oban", False),
    ],
)
def test_a_sentence_gives_up_what_was_planned(sentence: str, name: str, gone: bool) -> None:
    assert is_given_up("Which branches will close?", sentence, name) is gone


def test_a_member_is_none_that_a_later_article_gives_up(library: Library) -> None:
    before, after = date(2019, 3, 14), date(2019, 6, 20)
    told = (
        "Ardglen Bank told its staff that it would close its branches in Ballyhurn, Kilvarra and "
        "Dromeskin this year. Kilvarra will follow on 12 July."
    )
    later = "Ardglen Bank has dropped its plan to close its branch in Kilvarra."
    ingest(library, [Article.of(told, title="Ardglen closes branches", published=before)])
    question = "Which Ardglen branches are closing this year, and on what date?"
    day = date(2019, 7, 1)
    table = answer(question, library=library, as_of=day).table
    assert table is not None
    assert "Kilvarra" in {row[0].text for row in table.rows}
    ingest(library, [Article.of(later, title="Kilvarra saved", published=after)])
    table = answer(question, library=library, as_of=day).table
    assert table is not None
    rows = {row[0].text for row in table.rows}
    assert "Ballyhurn" in rows
    assert "Kilvarra" not in rows
