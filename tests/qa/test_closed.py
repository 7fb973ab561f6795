"""Questions for a country, a state, a month: what names none does not answer."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from ingest import ingest
from qa import answer, score, search
from qa.closed import is_place_or_time, members_asked, named
from vectorstore import Article, Library

ASKED = {
    "Which country banned the ferries?": "Norway",
    "Which two European countries signed it?": "Sweden",
    "In which U.S. state was the bridge closed?": "West Virginia",
    "To which state did she move?": "Ohio",
    "In which month does the fair open?": "March",
    "On which day of the week is it closed?": "Monday",
    "Which planet has a new moon?": "Saturn",
    "What nation won?": "Côte d’Ivoire",
    "Which nation won the final?": "Springboks",
    "Which country's envoy was called in?": "South African",
    "Which country expelled whom?": "Spaniards",
    "Which country was dissolved in 1947?": "Prussia",
    "In which state was the winning ticket bought?": "Ohio",
    "Which state was flooded?": "Bihar",
    "Which state banned the bags?": "Queensland",
    "In which state in Mexico was it?": "Michoacán",
    "Which German states voted?": "Saxony-Anhalt",
    "Which planet did they find?": "TRAPPIST-1e",
}


@pytest.mark.parametrize(("question", "member"), ASKED.items())
def test_a_closed_class_is_recognised_and_its_members_found(question: str, member: str) -> None:
    members = members_asked(question)
    assert members is not None
    text = f"They said {member} would do."
    assert [text[s:e] for s, e in named(text, members, question)] == [member]
    assert not named("They said that nobody would do.", members, question)


@pytest.mark.parametrize(
    "question",
    [
        "Which company left the country?",
        "Who runs the state department?",
        "Which state department employee resigned?",
        "Which of the two countries' leaders spoke first?",
        "How many months did it take?",
        "Which season did they win the cup?",
        "Which Country Club hosts the cup?",
        "What country music star died?",
        "What did the country do?",
        "What is the country's population?",
        "What makes countries rich?",
        "Which country pub was sold?",
        "Which cross country runner won?",
        "Which First Nation signed the treaty?",
        "Which state-owned company was sold?",
        "Which state senator resigned?",
        "Which state university won?",
        "What state is the patient in?",
        "Which month-long festival opened?",
        "Which ocean liner sank?",
        "Which dwarf planet has salt?",
    ],
)
def test_what_asks_for_something_else_is_left_alone(question: str) -> None:
    assert members_asked(question) is None


@pytest.mark.parametrize(
    "word", ["Swedish", "Brazilian", "Swiss", "Portuguese", "Kenyan", "Chinese", "U.S.", "UK"]
)
def test_an_adjective_or_short_form_names_a_country(word: str) -> None:
    question = "Which country closed its port?"
    members = members_asked(question)
    assert members is not None
    assert named(f"The {word} government closed its port.", members, question)


def test_states_are_those_of_the_federation_that_is_meant() -> None:
    text = "Queensland and Georgia did so before Bihar and Ohio did."
    asked = {
        "Which state did so?": ["Queensland", "Georgia", "Bihar", "Ohio"],
        "Which U.S. states did so?": ["Georgia", "Ohio"],
        "Which Australian state did so?": ["Queensland"],
        "Which state in India did so?": ["Bihar"],
        "Which state borders India?": ["Queensland", "Georgia", "Bihar", "Ohio"],
    }
    for question, states in asked.items():
        members = members_asked(question)
        assert members is not None, question
        assert members.findall(text) == states, question


@pytest.mark.parametrize(
    "name",
    [
        "European Union",
        "United Nations",
        "Virginian",
        "Pole",
        "Asian",
        "New Jersey",
        "New Mexico",
        "New England",
        "New South Wales",
        "Gulf of Mexico",
        "Alabama",
        "North Dakota",
        "Hawaiian",
        "Cheyenne",
    ],
)
def test_what_is_no_country_is_not_taken_for_one(name: str) -> None:
    members = members_asked("Which country closed its port?")
    assert members is not None
    assert not members.search(f"It was what the {name} did.")


def test_the_airline_and_the_country_differ_by_an_article() -> None:
    assert not is_place_or_time("Emirates")
    assert is_place_or_time("the Emirates")


def test_a_state_of_another_federation_does_not_give_way_to_a_person_called_like_one() -> None:
    question = "Which state banned plastic bags on Monday?"
    texts = [
        "Queensland banned plastic bags on Monday, the third to do so.",
        "Georgia Lang, a shopkeeper in Brisbane, said she would use paper.",
    ]
    banned, other = score(question, texts)
    assert banned > 0.3 > other


def test_what_the_question_names_itself_is_no_answer() -> None:
    question = "Which country bought gas from Norway?"
    members = members_asked(question)
    assert members is not None
    text = "Norway sold gas to Denmark."
    assert [text[s:e] for s, e in named(text, members, question)] == ["Denmark"]


@pytest.fixture(scope="module")
def ferries(tmp_path_factory: pytest.TempPathFactory) -> Library:
    library = Library.open(tmp_path_factory.mktemp("ferries"))
    ingest(
        library,
        [
            Article.of(
                "The old ferries were banned by the government in May. The ministry said that the "
                "ban on old ferries would be lifted only when every engine had been replaced. "
                "Owners of the ferries were not asked before.",
                title="The ban on old ferries",
                published=date(2024, 5, 3),
            ),
            Article.of(
                "Shipowners across the region are watching what Denmark does. It was the first to "
                "keep ageing ferries, banned since spring, in port. Inspectors from Denmark look "
                "at two boats a week.",
                title="Inspectors look at boats",
                published=date(2024, 6, 1),
            ),
        ],
    )
    return library


def test_a_sentence_without_any_country_gives_way_to_one_that_names_one(ferries: Library) -> None:
    found = search("Which country banned the old ferries?", library=ferries, as_of="2024-06-30")
    assert "Denmark" in found[0].text


def test_the_country_is_the_short_answer(ferries: Library) -> None:
    given = answer("Which country banned the old ferries?", library=ferries, as_of="2024-06-30")
    marked = [one.answer.text for one in given.statements if one.answer]
    assert set(marked) <= {"Denmark"}
    evidence = search("Which country banned the old ferries?", library=ferries, as_of="2024-06-30")
    span = evidence[0].answer
    assert span is not None
    assert evidence[0].text[span.start - evidence[0].start :].startswith("Denmark")
    assert span.end - span.start == len("Denmark")


def test_invented_countries_are_found_where_no_real_one_is_named(tmp_path: Path) -> None:
    with Library.open(tmp_path / "library") as library:
        text = "Norrick banned the old ferries in May. The ban ends when engines are replaced."
        ingest(library, [Article.of(text, title="Old ferries", published=date(2024, 5, 3))])
        found = search("Which country banned the old ferries?", library=library)
    assert "Norrick" in found[0].text
    assert found[0].probability > 0.1


def test_sentences_from_anywhere_are_held_to_it_too() -> None:
    question = "Which country banned the old ferries?"
    texts = ["The government banned the old ferries in May.", "Old ferries are banned in Denmark."]
    without, naming = score(question, texts)
    assert without < 0.1 < naming
    assert score(question, texts[:1])[0] > without


def test_a_list_of_countries_has_countries_alone(tmp_path: Path) -> None:
    texts = {
        "Denmark and Norway banned old ferries": (
            "Denmark and Norway banned old ferries in May, said Minister Ana Holm. Nordlinje, an "
            "operator in Bergen, will buy new boats."
        ),
        "Estonia follows": (
            "Estonia banned old ferries in June, too. Tallvik Lines protested in Tallinn."
        ),
    }
    articles = [
        Article.of(text, title=title, published=date(2024, 6, 3)) for title, text in texts.items()
    ]
    with Library.open(tmp_path / "library") as library:
        ingest(library, articles)
        given = answer("Which countries banned old ferries?", library=library, as_of="2024-06-30")
    marked = [one.answer.text for one in given.statements if one.answer]
    assert sorted(marked) == ["Denmark", "Estonia", "Norway"]


def test_a_list_of_firms_has_no_places_or_times(tmp_path: Path) -> None:
    text = (
        "Vannair cancelled flights on Saturday. More than 300 U.S. flights were cancelled as of "
        "4 p.m. ET. Flights from Denmark to Quill Airport were cancelled by Orrery Air too."
    )
    with Library.open(tmp_path / "library") as library:
        ingest(library, [Article.of(text, title="Snow", published=date(2024, 1, 3))])
        given = answer("Which airlines cancelled flights?", library=library, as_of="2024-01-30")
    marked = {one.answer.text for one in given.statements if one.answer}
    assert marked == {"Vannair", "Orrery Air"}


def test_a_month_that_is_asked_for_is_marked_alone(tmp_path: Path) -> None:
    text = "The submersible that imploded in June was the top news trend in 2023, the firm said."
    with Library.open(tmp_path / "library") as library:
        ingest(library, [Article.of(text, title="Trends", published=date(2023, 12, 20))])
        given = answer("In which month did the submersible implode?", library=library)
    assert [one.answer.text for one in given.statements if one.answer] == ["June"]


def test_a_list_of_towns_has_no_states_and_one_of_banks_no_countries(tmp_path: Path) -> None:
    texts = [
        "Mayor Ann Lee comforted the people of Rolling Creek, a town in Mississippi that the "
        "tornado hit on Friday. The tornado hit Amory, too, another Mississippi town.",
        "Orrin Bank failed in March. Banks that failed in the U.S. were small, as Pell Bank was.",
    ]
    with Library.open(tmp_path / "library") as library:
        ingest(library, [Article.of(one, published=date(2023, 4, 1)) for one in texts])
        towns = answer("Which towns were hit by the tornado?", library=library)
        banks = answer("Which banks failed?", library=library)
    assert {one.answer.text for one in towns.statements if one.answer} == {"Rolling Creek", "Amory"}
    assert "U.S." not in {one.answer.text for one in banks.statements if one.answer}
    assert "Orrin Bank" in {one.answer.text for one in banks.statements if one.answer}
