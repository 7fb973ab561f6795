"""Tables, disagreement, standings and all that stands beside a quotation, without a browser."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from html import unescape

import pytest

from qa import Answer, Cell, ResolvedDate, ShortAnswer, Standing, Statement, Table
from tests.ui import made
from ui.pages import Place
from ui.web_answers import answer_html
from vectorstore import Article

ALL = {
    "table": made.with_table(),
    "conflict": made.with_conflict(),
    "update": made.with_update(),
    "antecedent": made.with_antecedent(),
    "before": made.with_antecedent(None),
}


def words(html: str) -> str:
    return unescape(re.sub("<[^>]+>", "", html))


def quotations(html: str) -> list[str]:
    return re.findall(r"<blockquote>(.*?)</blockquote>", html, re.DOTALL)


@pytest.mark.parametrize("answer", ALL.values(), ids=ALL)
def test_a_quotation_is_word_for_word_and_all_else_stands_outside_its_marks(
    answer: Answer,
) -> None:
    html = answer_html(answer)
    assert len(quotations(html)) == len(answer.statements)
    for quotation, statement in zip(quotations(html), answer.statements, strict=True):
        found = re.search("“(.*)”", words(quotation), re.DOTALL)
        assert found
        assert found[1] == statement.text


@pytest.mark.parametrize("answer", ALL.values(), ids=ALL)
def test_every_citation_has_its_number_and_its_card(answer: Answer) -> None:
    html = answer_html(answer)
    wanted = [str(number + 1) for number in range(len(answer.citations))]
    below = html.rpartition("</table>")[2]
    assert re.findall(r'<button[^>]*class="cw-ref"[^>]*>(\d+)</button>', below) == wanted
    assert re.findall(r'class="cw-number">(\d+)<', html) == wanted
    for citation in answer.citations:
        link = Place.of(citation, answer.citations).link()
        assert f'data-open="{link.replace("&", "&amp;")}"' in html


@pytest.mark.parametrize("answer", ALL.values(), ids=ALL)
def test_the_short_answer_is_marked_once(answer: Answer) -> None:
    for quotation, statement in zip(
        quotations(answer_html(answer)), answer.statements, strict=True
    ):
        marked = [unescape(one) for one in re.findall("<mark>(.*?)</mark>", quotation)]
        assert marked == ([statement.answer.text] if statement.answer else [])


@pytest.mark.parametrize(
    ("start", "end"),
    [(0, 13), (4, 8), (9, 13), (4, 13), (9, 12), (0, 3), (12, 13)],
)
def test_a_short_answer_is_marked_wherever_it_stands(start: int, end: int) -> None:
    text = "One <b> & six"
    article = made.an_article(text, None, None)
    short = ShortAnswer(start, end, text[start:end])
    cited = made.cite(article, text)
    html = answer_html(made.an_answer("Q?", Statement(text, 0.8, (cited,), short)))
    [quotation] = quotations(html)
    assert [unescape(one) for one in re.findall("<mark>(.*?)</mark>", quotation)] == [short.text]
    assert words(quotation) == f"“{text}”1"


def test_a_table_has_heads_a_caption_and_words_for_an_empty_cell() -> None:
    html = answer_html(made.with_table())
    assert re.findall(r'<th scope="col"[^>]*>(.*?)</th>', html) == [
        "Company",
        "How long",
        "Condition",
    ]
    rows = re.findall(r'<th scope="row"[^>]*>(.*?)</th>', html)
    assert [words(row) for row in rows] == [
        "Amazon12",
        "Microsoft3",
        "IBM4superseded by a later article",
    ]
    assert "<caption" in html
    assert "3 rows, from the articles" in html
    assert html.count('<span class="cw-unseen">not said in the articles</span>') == 3
    assert "1 year: open citation 1, Makers step back" in html
    assert words(html).index("2 articles; 1 further") > words(html).index("for good4")


def test_a_table_of_two_columns_stays_one_on_a_phone() -> None:
    answer = made.with_table()
    assert answer.table
    two = Table(answer.table.columns[:2], tuple(row[:2] for row in answer.table.rows))
    assert "cw-folding" in answer_html(answer)
    assert "cw-folding" not in answer_html(replace(answer, table=two))


def test_what_disagrees_is_together_with_days_and_outlets() -> None:
    html = answer_html(made.with_conflict())
    sides = html.partition('<div class="cw-sides">')[2]
    assert "The articles disagree" in html
    assert sides.count("<blockquote>") == 2
    for said in ("Tarnholm Gazette · 11 March 2024", "Lindesby Post · 14 March 2024"):
        assert said in words(sides)
    assert "2 independent sources: Tarnholm Gazette, Brackwater Mail" in words(sides)
    assert "said by the county" in words(sides)


@pytest.mark.parametrize(
    ("standing", "label", "past"),
    [
        (Standing.HOLDS, "", False),
        (Standing.DISPUTED, "disputed", False),
        (Standing.CURRENT, "latest", False),
        (Standing.SUPERSEDED, "superseded by a later article", True),
        (Standing.CORRECTION, "correction", False),
        (Standing.CORRECTED, "corrected by another article", True),
    ],
)
def test_a_standing_is_a_label_in_words(standing: Standing, label: str, past: bool) -> None:
    cited = made.cite(made.GAZETTE, made.SMALL)
    html = answer_html(
        made.an_answer("Q?", Statement(cited.quote, 0.8, (cited,), standing=standing))
    )
    assert re.findall('<span class="cw-tag">(.*?)</span>', html) == ([label] if label else [])
    assert ("Tarnholm Gazette · 11 June 2020" in words(html.partition("<blockquote")[0])) == bool(
        label
    )
    assert ("cw-past" in html) == past


def test_the_day_of_the_question_is_there_where_it_is_not_today() -> None:
    answer = made.with_update()
    assert "As of 28 March 2024" in answer_html(answer)
    assert "As of" not in answer_html(replace(answer, as_of=date.today()))


def test_an_antecedent_stands_in_brackets_behind_the_quotation() -> None:
    sure, unsure = (answer_html(made.with_antecedent(one)) for one in ("Amazon", None))
    assert words(quotations(sure)[0]) == f"“{made.STOPPED}”1 [the company: Amazon2]"
    assert words(quotations(unsure)[0]) == f"“{made.STOPPED}”1"
    assert f"The sentence before: “{made.NAMES}”2" in words(unsure)
    assert "The sentence before" not in sure
    for html in (sure, unsure):
        assert html.count("Wednesday: 10 June 2020") == 1
        assert html.count('<span class="cw-tag">context</span>') == 1


def test_the_dates_of_a_further_citation_stand_on_its_card() -> None:
    said = "It rained on Monday."
    citations = []
    for outlet, first in (("A", date(2024, 3, 4)), ("B", date(2024, 3, 11))):
        article = made.an_article(said, outlet, first)
        dates = (made.a_date(article, "Monday", first),)
        citations.append(made.cite(article, said, dates=dates))
    html = answer_html(made.an_answer("Q?", Statement(said, 0.8, tuple(citations), sources=2)))
    notes, _, cards = html.partition("<ol")
    assert "Monday: 4 March 2024" in notes
    assert re.findall("Monday: [^<]*", cards) == ["Monday: 11 March 2024"]


EVIL = "<img src=x onerror=alert(1)> & \"'"


@pytest.mark.parametrize("antecedent", [EVIL, None])
@pytest.mark.parametrize("standing", list(Standing))
@pytest.mark.parametrize("tabled", [True, False])
def test_no_text_of_an_article_is_read_as_markup(
    antecedent: str | None, standing: Standing, tabled: bool
) -> None:
    text = f"{EVIL} said {EVIL} on {EVIL}."
    before = f"Of {EVIL} it spoke."
    article = Article.of(
        f"{text} {before}", id=EVIL, title=EVIL, outlet=EVIL, published=date(2024, 3, 5)
    )
    day = ResolvedDate(0, len(EVIL), EVIL, date(2024, 3, 4), date(2024, 3, 5))
    cited = made.cite(article, text, dates=(day,))
    context = made.cite(article, before, context=True)
    statement = Statement(
        text,
        0.8,
        (cited, replace(cited), context),
        ShortAnswer(0, len(EVIL), EVIL),
        antecedent=antecedent,
        speaker=EVIL,
        sources=2,
        standing=standing,
    )
    table = Table((EVIL, EVIL), ((Cell(EVIL, (cited, context)), Cell()),) * 2)
    html = answer_html(
        made.an_answer(EVIL, statement, statement, coverage=EVIL, table=table if tabled else None)
    )
    assert "<img" not in html
    assert html.count("&lt;img") > 20
    assert not re.search(r'="[^"]*[<>]', html)
