from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.dates import parse_date, parse_moment

DAY = date(2023, 6, 22)


@pytest.mark.parametrize(
    "text",
    [
        "2023-06-22", "2023/06/22", "2023.6.22", "20230622", "20230622101500",
        "2023-06-22T10:00:00Z", "2023-06-22T23:30:00-08:00", "2023-06-22 10:00",
        "22 June 2023", "22nd June 2023", "June 22, 2023", "Jun. 22, 2023", "22-Jun-2023",
        "Thursday, June 22nd, 2023, 5:04 p.m.", "June 22, 2023 10:00 PM EDT",
        "Thu, 22 Jun 2023 10:00:00 GMT", "22.06.2023", "22/6/2023", "6/22/2023", " 2023-06-22 ",
        "22 June 2023 10.30", "June 22, 2023, 10.30 am", "22 June 2023, 10.30am.",
        "22.06.2023 10.30",
        "10.30, 22 June 2023", "Thursday 22 June 2023 17.04 BST", "22 June 2023 10.30.15",
        "22 June 2023 at 9.05", "22.6.2023, 0.00",
    ],
)  # fmt: skip
def test_a_day_that_is_told_in_full_is_read(text: str) -> None:
    assert parse_date(text) == DAY


@pytest.mark.parametrize(
    "text",
    [
        "22. Juni 2023", "Donnerstag, 22. Juni 2023, 10.30 Uhr", "22 de junio de 2023",
        "jueves 22 de junio del 2023", "junio 22, 2023", "22 juin 2023",
        "jeudi 22 juin 2023 à 10h30", "22 giugno 2023", "gio. 22 giu. 2023",
        "quinta-feira, 22 de junho de 2023, às 10h30",
        "donderdag 22 juni 2023 om 10:30 uur", "22. czerwca 2023", "22 июня 2023 г., 10:30",
        "22. kesäkuuta 2023 klo 10.30", "22. kesakuuta 2023", "22 de juny de 2023",
        "2023年6月22日", "2023年6月22日(木) 10:30", "2023년 6월 22일",
        "2023. június 22.", "2023. jún. 22. 10:30", "2023 m. birželio 22 d.",
        "2023. gada 22. jūnijs",
    ],
)  # fmt: skip
def test_a_month_is_known_by_its_name_in_many_languages(text: str) -> None:
    assert parse_date(text) == DAY
    said = parse_moment(text)
    assert said is None or said.isoformat() == "2023-06-22T10:30:00"
    assert (said is not None) == ("30" in text)


@pytest.mark.parametrize(
    "text",
    [
        "3. listopada 2023", "3 srp 2023", "5 lip 2023",  # of other months in other languages
        "32. Juni 2023", "30 février 2023", "2023年13月5日", "2023年2月30日",
        "22. Juni", "Juni 2023", "22. Juni 23", "22. Juno 2023", "Blaumontag, 22. Juni 2023",
        "2023. június 32.", "2023. június", "2023. juno 22.",
        "22 juin 2023 mis à jour 23 juin 2023", "22. Juni 2023 in Wendbrücke", "22 de junio",
        "22. Juni 2023 " + "um " * 50,
    ],
)  # fmt: skip
def test_a_month_of_two_languages_and_what_is_no_date_alone_is_unknown(text: str) -> None:
    assert parse_date(text) is None
    assert parse_moment(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "03/04/2023", "3-4-2023", "03/04/23", "12 May 21", "22 June", "June 2023", "2023", "10:00",
        "Friday", "yesterday", "next week", "", " ", "2023-02-30", "20230632", "31/02/2023",
        "0001-01-01", "1612312359", "n/a", "2023-W25-4", "1.1.1.1",
        "10.30", "10.30 am", "June 2023 10.30", "10.30 June 2023", "22.06 2023", "2023 10.30",
        "03.04.2023 10.30", "3. 4. 2023", "June 10.30, 2023",
        "a" * 5000, "9" * 5000,
    ],
)  # fmt: skip
def test_a_day_that_cannot_be_told_for_certain_is_unknown(text: str) -> None:
    assert parse_date(text) is None


def test_a_date_with_dots_is_not_taken_for_a_time() -> None:
    assert parse_date("10.30.2023") == date(2023, 10, 30)
    assert parse_date("13.04.2023 10.30") == date(2023, 4, 13)
    assert parse_date("13.04.2023, 10.30.59 Z") == date(2023, 4, 13)
    assert parse_date("12.05.21") is None


def test_the_same_number_twice_is_certain() -> None:
    assert parse_date("05/05/2023") == date(2023, 5, 5)


def test_dates_stay_dates_and_other_things_are_unknown() -> None:
    assert parse_date(DAY) == DAY
    assert parse_date(datetime(2023, 6, 22, 23, tzinfo=timezone(timedelta(hours=-8)))) == DAY
    assert parse_date(datetime(2023, 6, 22, tzinfo=UTC)) == DAY
    for value in (None, 20230622, 2023.5, ["2023-06-22"], True):
        assert parse_date(value) is None


@given(st.dates(date(1500, 1, 1), date(2200, 12, 31)), st.sampled_from(["%Y-%m-%d", "%d %B %Y"]))
def test_every_day_is_read_as_python_writes_it(day: date, form: str) -> None:
    assert parse_date(day.strftime(form)) == day


@given(st.text(alphabet="0123456789-/.: ,TZ+JuneMay", max_size=24) | st.text(max_size=24))
def test_no_text_makes_reading_a_date_fail(text: str) -> None:
    found = parse_date(text)
    assert found is None or 1500 <= found.year <= 2200
