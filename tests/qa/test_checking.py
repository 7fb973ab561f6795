"""Whether sentences say what a claim says."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa import Evidence, Fault, Label, Verdict, check
from qa.types import Citation
from tests.conftest import ROOT
from vectorstore import Article, Span, UsageError

TEXT = (ROOT / "samples" / "articles" / "theatre-director.txt").read_text("utf-8")
TITLE, BODY = TEXT.split("\n\n", 1)
THEATRE = Article.of(BODY, title=TITLE, published=date(2024, 3, 19))
SENTENCES = [
    Span(*found.span())
    for found in re.finditer(r'(?<![^\s"])[A-Z"][^.!?"\n]{15,}?[.!?](?=\s)', BODY)
]
WITH_DIGITS = [span for span in SENTENCES if re.search(r"\d", BODY[slice(*span)])]


def cite(begin: str) -> Citation:
    at = BODY.index(begin)
    end = re.compile(r'[.!?]"?(?=\s)').search(BODY, at)
    assert end
    return Citation(THEATRE, at, end.end())


def faults(verdict: Verdict) -> set[str]:
    return {one.fault.value for one in verdict.reasons}


@pytest.mark.parametrize(
    ("claim", "begin"),
    [
        ("Tamsey told the company first and the press an hour later, on 18 March.", "He announced"),
        (
            "Tamsey is leaving since the city cut the grant by 18 percent to 3.2 million crowns.",
            "Tamsey, 58, is going",
        ),
        ("Tamsey said there had been no quarrel with the mayor.", "He denied"),
        ("Noor Ellery, who heads the youth stage in Tarnholm, will succeed him.", "His successor"),
        ("Ellery starts on 1 September.", "She takes over"),
        (
            "Ellery said the 22 actors would stay together for at least two seasons.",
            "Ellery, 36, said",
        ),
        ("The number of subscribers doubled to 5,600 under Tamsey.", "Under Tamsey"),
        ("Tamsey's final premiere on 24 May is a wordless play.", "His last premiere"),
        ("He says the play was chosen before he learned of the grant.", "He says he chose"),
    ],
)
def test_a_claim_in_other_words_is_supported(claim: str, begin: str) -> None:
    verdict = check(claim, [cite(begin)])
    assert verdict.label is Label.SUPPORTED, [one.text for one in verdict.reasons]
    assert verdict.score > 0.4
    assert not verdict.reasons


@pytest.mark.parametrize(
    ("claim", "begin", "fault"),
    [
        ("Tamsey had quarrelled with the mayor.", "He denied", Fault.ATTRIBUTION),
        ("He says he chose it after he knew about the grant.", "He says he chose", Fault.ORDER),
        ("She takes over on 1 October.", "She takes over", Fault.DATE),
        ("The city has cut the grant by 80 per cent.", "Tamsey, 58, is going", Fault.NUMBER),
        ("The city has raised the theatre's grant.", "Tamsey, 58, is going", Fault.OPPOSITE),
        (
            "His successor will be Wenna Ostrick, the head of the youth stage in Tarnholm.",
            "His successor",
            Fault.NAME,
        ),
        ('"I will miss this house," Tamsey said.', '"You can do', Fault.QUOTATION),
        ("Under Tamsey the Wickgate did not double its subscribers.", "Under", Fault.NEGATION),
        ("Next season there will be ten premieres.", "Next season", Fault.NUMBER),
        (
            "She takes over on 1 September and moves the house to Tarnholm.",
            "She takes over",
            Fault.ADDITION,
        ),
    ],
)
def test_a_wrong_claim_is_caught_and_it_is_said_why(claim: str, begin: str, fault: Fault) -> None:
    verdict = check(claim, [cite(begin)])
    assert verdict.label is not Label.SUPPORTED
    assert fault.value in faults(verdict)
    for reason in verdict.reasons:
        assert claim[slice(*reason.span)] == reason.words
        assert reason.words in reason.text
        if reason.against:
            assert cite(begin).quote[slice(*reason.against)] == reason.says


def test_what_may_happen_does_not_say_that_it_will() -> None:
    told = "Sandmere may give up the route to Split."
    assert check("Sandmere might abandon its route to Split.", [told]).is_supported
    assert faults(check("Sandmere will give up the route to Split.", [told])) == {"modality"}
    assert not check("Sandmere has given up the route to Split.", [told]).is_supported


def test_a_condition_may_not_be_lost() -> None:
    told = "The bridge is planned for 2024, if the province finds the money."
    assert check("The bridge is planned for 2024 if the province finds the money", [told])
    assert not check("The province finds the money for the bridge.", [told]).is_supported


def test_a_company_may_be_named_for_the_company_where_the_article_names_it() -> None:
    told = "The company has had 61 complaints."
    claim = "Dunmarrow has had 61 complaints."
    assert check(claim, [told], context=f"Dunmarrow makes cookers. {told}").is_supported
    assert check(claim, [told], title="Dunmarrow switches off").is_supported
    assert faults(check(claim, [told])) == {"name"}


def test_days_are_counted_from_the_article_s_own() -> None:
    told = "The shop was closed on Monday evening."
    assert check(
        "The shop was closed on 9 May 2022.", [told], published=date(2022, 5, 10)
    ).is_supported
    late = check("The shop was closed on 8 May 2022.", [told], published=date(2022, 5, 10))
    assert late.label is Label.CONTRADICTED
    assert faults(late) == {"date"}


def test_a_quotation_belongs_to_its_speaker() -> None:
    told = '"We waited for an hour," said Ludo Farrant, the chairman.'
    assert check('Ludo Farrant said: "We waited for an hour."', [told]).is_supported
    other = check('"We waited for an hour," said Ilse Marrant.', [told])
    assert "attribution" in faults(other)
    assert "quotation" in faults(check('"We waited for a day," said Ludo Farrant.', [told]))


def test_two_things_that_happened_are_not_cause_and_effect() -> None:
    told = ["Corvane changed its recipe in November.", "Brenwick left Corvane in March."]
    both = "Corvane changed its recipe in November; Brenwick left Corvane in March."
    assert check(both, told).is_supported
    because = "Brenwick left Corvane in March because Corvane changed its recipe in November."
    assert faults(check(because, told)) == {"cause"}


def test_a_claim_that_is_said_in_part_is_partly_supported() -> None:
    verdict = check(
        "Lumeric shut its fryer line in 2019 and sold the factory to a rival.",
        ["Lumeric shut its fryer line for a month in 2019."],
    )
    assert verdict.label is Label.PARTLY
    assert [part.label for part in verdict.parts] == [Label.SUPPORTED, Label.UNSUPPORTED]
    assert verdict.as_dict()["parts"][1]["text"] == "sold the factory to a rival."


def test_evidence_citations_and_texts_are_checked_alike() -> None:
    citation = cite("She takes over")
    start, end = citation.start, citation.end
    evidence = Evidence(citation.quote, THEATRE.id, start, end, 1.0, 0.9, TITLE, THEATRE.published)
    claim = "She will take over on 1 September 2024."
    found = [
        check(claim, [citation]),
        check(claim, [evidence]),
        check(claim, [citation.quote], title=TITLE, published=THEATRE.published),
    ]
    assert {one.label for one in found} == {Label.SUPPORTED}


def test_without_a_sentence_nothing_is_supported() -> None:
    for none in ([], [""]):
        verdict = check("It rained.", none)
        assert verdict.label is Label.UNSUPPORTED
        assert verdict.score == 0


def test_an_empty_claim_ends_in_a_clear_error() -> None:
    with pytest.raises(UsageError):
        check("  ", ["It rained."])


@given(st.sampled_from(SENTENCES))
def test_an_exact_copy_of_a_cited_sentence_is_always_supported(span: Span) -> None:
    verdict = check(BODY[slice(*span)], [Citation(THEATRE, *span)])
    assert verdict.label is Label.SUPPORTED
    assert verdict.score == 1


@given(st.data())
def test_a_copy_with_one_other_digit_never_is(data: st.DataObject) -> None:
    span = data.draw(st.sampled_from(WITH_DIGITS))
    quote = BODY[slice(*span)]
    places = [found.start() for found in re.finditer(r"\d", quote)]
    at = data.draw(st.sampled_from(places))
    digit = data.draw(st.sampled_from([d for d in "0123456789" if d != quote[at]]))
    assert not check(quote[:at] + digit + quote[at + 1 :], [Citation(THEATRE, *span)]).is_supported


@pytest.mark.parametrize(
    ("claim", "sentence"),
    [
        ("Japan imposed tariffs on China.", "China imposed tariffs on Japan."),
        ("The US imposed tariffs on China.", "China imposed tariffs on the US."),
        ("The U.S. imposed tariffs on China.", "China imposed tariffs on the U.S."),
        ("Wick Bank bought Oban Bank.", "Oban Bank bought Wick Bank."),
        ("Canada beat Spain.", "Spain beat Canada."),
    ],
)
def test_names_that_change_their_places_contradict(claim: str, sentence: str) -> None:
    found = check(claim, [sentence])
    assert found.label is Label.CONTRADICTED
    assert [one.fault for one in found.reasons] == [Fault.ROLES]
    assert check(sentence, [f"{sentence[:-1]} on Friday."]).label is Label.SUPPORTED


def test_an_empty_claim_is_called_a_claim() -> None:
    with pytest.raises(UsageError, match="The claim is empty"):
        check(" ", ["It rained."])
