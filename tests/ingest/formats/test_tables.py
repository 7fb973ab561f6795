"""What the rows of tables and the records of JSON files become, with and without a map."""

from __future__ import annotations

import io
import json
from datetime import UTC, date, datetime
from typing import Any

import pytest

from ingest.formats.fields import parse_map
from ingest.sentences import structured
from tests.ingest.formats import made
from tests.ingest.formats.made import HEAD, LEAD, MORE, ROWS
from tests.ingest.formats.reads import blocks, one, read
from vectorstore import SourceError, UsageError


def of_rows(name: str) -> bytes:
    """Return the rows in a file of this name."""
    if name.endswith(".parquet"):
        return made.parquet()
    if name.endswith(".jsonl"):
        return "\n".join(map(json.dumps, ROWS)).encode()
    if name.endswith(".json"):
        return json.dumps(ROWS).encode()
    return made.table("\t" if name.endswith(".tsv") else ",")


@pytest.mark.parametrize("name", ["a.csv", "a.tsv", "a.parquet", "a.json", "a.jsonl"])
def test_columns_of_usual_names_are_guessed_and_told(name: str) -> None:
    articles, failures, notes = read(of_rows(name), name)
    assert failures == []
    assert [article.source for article in articles] == [f"{name}#1", f"{name}#2"]
    first, second = articles
    assert first.text == f"{LEAD}\n\n{MORE}"
    assert (first.title, first.byline, first.published) == (HEAD, "Ida Moss", date(2024, 3, 5))
    word = "field" if "json" in name else "column"
    assert first.known_from["title"] == f"{word} headline"
    assert second.text == 'It rained, "a lot", for weeks.'
    assert notes == [
        "guessed text=body, title=headline, published=pub_date, byline=author; --map says otherwise"
    ]


@pytest.mark.parametrize("name", ["a.csv", "a.tsv", "a.parquet", "a.json", "a.jsonl"])
def test_a_map_says_which_columns_hold_what(name: str) -> None:
    told = {"title": "author", "text": "headline+body", "byline": "pub_date"}
    articles, _, notes = read(of_rows(name), name, told)
    first = articles[0]
    assert first.text == f"{HEAD}\n\n{LEAD}\n\n{MORE}"
    assert (first.title, first.byline, first.published) == ("Ida Moss", "2024-03-05", None)
    assert notes == []


def test_days_in_columns_and_fields_are_read_in_other_languages() -> None:
    table = "titel;text;datum\nA;Eins.;12. März 2024\nB;Zwei.;3.4.2024\n"
    articles, _, _ = read(table, "a.csv", {"text": "text", "published": "datum"})
    assert [article.published for article in articles] == [date(2024, 3, 12), None]
    line = json.dumps({"text": "Uno.", "fecha": "3 de mayo de 2024"})
    assert one(line, "a.jsonl", {"published": "fecha"}).published == date(2024, 5, 3)


@pytest.mark.parametrize("name", ["a.csv", "a.tsv", "a.parquet"])
def test_a_column_that_is_not_there_is_named_with_those_that_are(name: str) -> None:
    said = "has no column 'lede'. It has headline, body, pub_date, author."
    with pytest.raises(SourceError, match=said):
        read(of_rows(name), name, {"text": "lede"})


def test_a_field_that_no_record_has_is_named_with_those_that_they_have() -> None:
    articles, [failure], _ = read(of_rows("a.jsonl"), "a.jsonl", {"title": "headlin"})
    assert len(articles) == 2
    assert failure.error == (
        "a.jsonl has no field 'headlin'. It has headline, body, pub_date, author."
    )


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("titel=headline", "no field 'titel'.*The fields are id, text, title"),
        ("title", "'title' in the map names no column"),
        ("title=", "names no column"),
        ("title=a,title=b", "twice"),
        ("title=a+b", "Only the text"),
    ],
)
def test_a_map_that_makes_no_sense_is_refused(given: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        parse_map(given)


def test_a_map_is_given_as_words_or_as_a_dictionary() -> None:
    told = {"text": ("lead", "body"), "title": ("a b",)}
    assert parse_map("text=lead+body, title=a b") == told
    assert parse_map({"text": ["lead", "body"], "title": "a b"}) == told
    assert parse_map(None) == parse_map("") == {}


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"]
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_the_delimiter_and_the_encoding_of_a_table_are_told_from_it(
    delimiter: str, encoding: str, newline: str
) -> None:
    rows = ["Title,Text", '"Zoë, or “Zo”","The café, Brontë’s, closed; it rained."', '"B","C"']
    text = newline.join(row.replace('","', f'"{delimiter}"') for row in rows)
    text = text.replace("Title,Text", f"Title{delimiter}Text") + newline
    first, second = read(text.encode(encoding), "a.csv")[0]
    assert (first.title, first.text) == ("Zoë, or “Zo”", "The café, Brontë’s, closed; it rained.")
    assert (second.title, second.text) == ("B", "C")


def test_rows_that_do_not_fit_fail_alone_by_their_number() -> None:
    table = (
        "title,text\n"
        "A,One.\n"
        "B\n"
        "\n"
        "C,Two.,more\n"
        '"D" x,Three.\n'
        "E,Four.\n"
        "F, \n"
        '"G","never ends\n'
        "H,Five.\n"
    )
    articles, failures, _ = read(table, "a.csv")
    assert [(article.source, article.text) for article in articles] == [
        ("a.csv#1", "One."),
        ("a.csv#5", "Four."),
    ]
    assert [(one.source, one.error.split(" ", 1)[1]) for one in failures] == [
        ("a.csv#2", "has 1 field, and there are 2 names (line 3)."),
        ("a.csv#3", "has 3 fields, and there are 2 names (line 5)."),
        ("a.csv#4", "cannot be read: ',' expected after '\"' (line 6)."),
        ("a.csv#6", "holds no text."),
        (
            "a.csv#7",
            "begins in line 9 with a quotation mark that is not closed: it and all after it "
            "cannot be read.",
        ),
    ]


@pytest.mark.parametrize("delimiter", [";", ",", "|", "\t"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_first_line_that_names_the_delimiter_is_no_row(delimiter: str, mark: str) -> None:
    table = (
        f'{mark}sep={delimiter}\r\ntitle{delimiter}text\r\nA{delimiter}"One, two; three|four."\r\n'
    )
    article = one(table, "a.csv")
    assert (article.source, article.title) == ("a.csv#1", "A")
    assert article.text == "One, two; three|four."


def test_of_columns_of_one_name_the_first_that_is_not_empty_is_taken_and_said() -> None:
    table = "title,text,text,note,note\nA,One.,Other.,,\nB, ,Two.,,\n"
    articles, _, notes = read(table, "a.csv")
    assert [article.text for article in articles] == ["One.", "Two."]
    assert notes == ["more than one column is named text: the first that is not empty is taken"]
    told, _, notes = read(table, "a.csv", {"text": "title+text"})
    assert [article.text for article in told] == ["A\n\nOne.", "B\n\nTwo."]
    assert notes == ["more than one column is named text: the first that is not empty is taken"]


def test_empty_fields_at_the_end_of_a_row_are_no_fields_too_many() -> None:
    articles, [failure], _ = read("title,text\nA,One.,,\nB,Two.,,x\n", "a.csv")
    assert [article.text for article in articles] == ["One."]
    assert failure.error == "a.csv#2 has 4 fields, and there are 2 names (line 3)."


def test_a_table_whose_first_other_letter_is_beyond_its_first_megabyte_is_read_as_what_it_is() -> (
    None
):
    begin = "".join(f"A,{f'It rained on day {n}. ' * 100}\n" for n in range(1000))
    data = f"title,text\n{begin}B,The café’s closed.\n"
    assert len(begin) > 2_000_000
    for encoding, name in (("cp1252", "cp1252"), ("utf-8", ""), ("utf-16", "utf-16")):
        articles, failures, notes = read(data.encode(encoding), "a.csv")
        assert failures == []
        assert articles[-1].text == "The café’s closed."
        assert notes == ([f"read as {name}"] if name else [])


def test_a_field_may_be_of_any_length_and_hold_zero_bytes() -> None:
    long = "The lock was mended. " * 20_000
    articles, _, notes = read(f'title,text\nA,"{long}\0"\nB,"Two."\n', "a.csv")
    assert [len(article.text) for article in articles] == [len(long.strip()), 4]
    assert "1 zero byte in it left out" in notes


def test_ids_of_tables_are_not_guessed_and_can_be_told() -> None:
    table = "id,text\n7,One.\n"
    assert one(table, "a.csv").id != "7"
    assert one(table, "a.csv", {"id": "id"}).id == "7"


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        ("", "a.csv", "is empty"),
        ("title,text\n", "a.csv", "holds a line of names and no rows"),
        ("a,b\n1,2\n", "a.csv", "has no column that looks like an article's text. It has a, b."),
        ('"title\n', "a.csv", "its line of names begins in line 1 with a quotation mark"),
        ("\0\0\0\0", "a.csv", "is not text"),
        ("", "a.parquet", "cannot be read as Parquet"),
        (made.parquet()[:-40], "a.parquet", "cannot be read as Parquet"),
        ("[]", "a.json", "is empty"),
        ("5", "a.json", "is neither a JSON object nor an array"),
        ('{"a": 1}', "a.json", 'has no field "text"'),
        ("[" * 100_000, "a.json", "is not JSON"),
        ('{"a":' * 100_000, "a.json", "is not JSON"),
        ('{"text": "One."', "a.json", "is not JSON"),
    ],
)
def test_a_table_without_articles_says_why(data: str | bytes, name: str, said: str) -> None:
    with pytest.raises(SourceError, match=said):
        read(data, name)


@pytest.mark.parametrize("key", ["articles", "items", "results"])
def test_articles_within_an_object_are_found(key: str) -> None:
    articles, failures, _ = read(json.dumps({"status": "ok", key: [*ROWS, {"a": 1}]}), "a.json")
    assert [article.source for article in articles] == ["a.json#1", "a.json#2"]
    assert [failure.source for failure in failures] == ["a.json#3"]


def test_an_object_is_an_article_under_the_files_own_name() -> None:
    article = one(json.dumps(ROWS[0]), "a.json")
    assert (article.source, article.title) == ("a.json", HEAD)


def test_values_in_objects_and_lists_are_taken_out_of_them() -> None:
    record: dict[str, Any] = {
        "headline": HEAD,
        "articleBody": ["One.", "Two."],
        "author": [{"name": "Ida Moss"}, {"name": "Bo Lund"}],
        "source": {"id": None, "name": "Wend Post"},
        "datePublished": "2024-03-05T10:15:00Z",
        "keywords": ["canals", "repairs"],
    }
    article = one(json.dumps(record), "a.json")
    assert blocks(structured(article)) == [("paragraph", "One."), ("paragraph", "Two.")]
    assert (article.byline, article.outlet) == ("Ida Moss, Bo Lund", "Wend Post")
    assert article.published_at == datetime(2024, 3, 5, 10, 15, tzinfo=UTC)
    assert article.tags == ("canals", "repairs")


def test_marked_up_text_in_a_row_loses_its_tags_and_keeps_its_structure() -> None:
    record = {"title": HEAD, "content_html": f"<p>{LEAD}</p><script>x()</script><h3>Why</h3>"}
    record["content_html"] += "<p>It leaked.</p><h3>More news</h3>"  # a heading of nothing goes
    assert blocks(one(json.dumps(record), "a.json")) == [
        ("paragraph", LEAD),
        ("heading", "Why"),
        ("paragraph", "It leaked."),
    ]


def test_dates_of_parquet_are_read_and_those_out_of_reason_left_out() -> None:
    import pyarrow
    from pyarrow import parquet

    days = [date(2024, 3, 5), date(9999, 1, 1), None, date(1, 1, 1)]
    table = pyarrow.table({"text": ["A.", "B.", "C.", "D."], "date": days})
    file = io.BytesIO()
    parquet.write_table(table, file)
    articles, _, _ = read(file.getvalue(), "a.parquet")
    assert [article.published for article in articles] == [date(2024, 3, 5), None, None, None]


@pytest.mark.parametrize("name", ["a.json", "a.jsonl", "a.csv"])
def test_lone_surrogates_and_turned_text_leave_nothing_behind(name: str) -> None:
    text = "The \ud800lock \u202ewas\u202c mended."
    record = json.dumps({"title": "A \udfff\u202eB", "text": text, "\ud800author": "Ida"})
    data = record if name != "a.csv" else "title,text\nA \u202eB,The lock \u202ewas\u202c mended.\n"
    article = one(data, name)
    assert article.text == "The lock was mended."
    assert article.title == "A B"
    json.dumps(article.as_dict(), ensure_ascii=False).encode()


def test_columns_that_other_languages_name_are_guessed() -> None:
    table = "Titel;Text;Datum;Autor\nDie Schleuse;Sie ist zu.;2024-03-05;Ida Moss\n"
    article = one(table, "a.csv")
    assert (article.title, article.byline) == ("Die Schleuse", "Ida Moss")
    assert (article.text, article.published) == ("Sie ist zu.", date(2024, 3, 5))
