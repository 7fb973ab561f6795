"""Tables, disagreement and all that stands beside a quotation, in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize

from ingest import ingest
from qa import Answer
from tests.ui import made
from tests.ui.conftest import opened
from tests.ui.test_web import CONTRAST, active, in_view, tab_to, text_of
from tests.ui.web_server import Chat, running_chat
from ui.web_answers import Turn, transcript_html

pytestmark = pytest.mark.browser

ALL = (
    made.with_table(),
    made.with_conflict(),
    made.with_update(),
    made.with_antecedent(),
    made.with_antecedent(None),
)

#: What sticks out of the window. What is for screen readers only is a pixel wide.
STICKING_OUT = """() => [...document.querySelectorAll('#cw-left *')]
  .filter(one => one.getBoundingClientRect().width > 1)
  .filter(one => one.getBoundingClientRect().right > innerWidth + 0.5)
  .map(one => one.outerHTML.slice(0, 80))"""


@pytest.fixture(scope="module")
def made_chat(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chat]:
    """Return a running web chat over the articles of the answers made by hand."""
    base: Path = tmp_path_factory.mktemp("made")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GRADIO_TEMP_DIR", str(base / "uploads"))
        with running_chat(base / "library") as one:
            ingest(one.library, [made.GAZETTE, made.POST, made.COURIER])
            yield one


@pytest.fixture
def empty(context: BrowserContext, made_chat: Chat) -> Iterator[Page]:
    """Return the page of that chat."""
    complaints: list[str] = []
    yield opened(context, made_chat.url, complaints)
    assert not complaints


def show(page: Page, *answers: Answer) -> None:
    """Put answers into the page's conversation, as if they had been asked for."""
    html = transcript_html([Turn(one.question, answer=one) for one in answers])
    page.locator("#cw-transcript .cw-log").evaluate("(one, html) => one.outerHTML = html", html)


def test_a_cell_opens_its_sentence_by_keyboard_and_leads_back(empty: Page) -> None:
    show(empty, made.with_table())
    empty.locator(".cw-cell", has_text="Amazon").focus()
    tab_to(empty, ".cw-ref", 2)  # the second source of that cell
    tab_to(empty, "td .cw-cell", 2)
    empty.keyboard.press("Enter")
    empty.wait_for_function("document.activeElement.id === 'cited'")
    assert text_of(empty, "#cited") == made.PAUSED
    assert text_of(empty, ".cw-text .cw-also") == made.UNLESS
    assert in_view(empty, "#cited")
    empty.keyboard.press("Escape")
    empty.wait_for_function("document.activeElement.matches('td .cw-cell')")
    assert active(empty, "[aria-label^='1 year: open citation 1']")


@pytest.mark.parametrize("width", [1280, 360])
def test_a_table_is_one_to_a_screen_reader_wide_or_narrow(
    browser: Browser, made_chat: Chat, width: int
) -> None:
    with browser.new_context(viewport=ViewportSize(width=width, height=780)) as context:
        page = opened(context, made_chat.url, [])
        show(page, made.with_table())
        table = page.get_by_role("table", name="Which companies paused sales")
        assert table.get_by_role("row").count() == 4
        assert table.get_by_role("columnheader").all_text_contents() == [
            "Company",
            "How long",
            "Condition",
        ]
        assert table.get_by_role("rowheader").count() == 3
        assert table.get_by_role("cell", name="not said in the articles").count() == 3
        # Where the heads are not seen, each cell names its column to the eye.
        assert table.locator(".cw-column").first.is_visible() == (width == 360)


def test_on_a_phone_nothing_sticks_out_and_sides_are_stacked(
    browser: Browser, made_chat: Chat
) -> None:
    size = ViewportSize(width=360, height=780)
    with browser.new_context(viewport=size, is_mobile=True, has_touch=True) as context:
        page = opened(context, made_chat.url, [])
        show(page, *ALL, with_long_words())
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert page.evaluate(STICKING_OUT) == []
        first, second = sides(page)
        assert second["y"] > first["y"] + first["height"]
        page.locator("td .cw-cell").first.tap()
        page.wait_for_function("document.activeElement.id === 'cited'")


def test_on_a_wide_screen_what_disagrees_stands_side_by_side(empty: Page) -> None:
    show(empty, made.with_conflict())
    first, second = sides(empty)
    assert first["y"] == second["y"]
    assert second["x"] >= first["x"] + first["width"]


def sides(page: Page) -> list[dict[str, float]]:
    boxes = (
        page.locator(".cw-sides")
        .first.locator(".cw-statement")
        .evaluate_all("all => all.map(one => one.getBoundingClientRect().toJSON())")
    )
    return list(boxes)


def with_long_words() -> Answer:
    """Return the table with a row of words that nothing can break."""
    long = f"{'Pneumono' * 12} paused sales for {'aeon' * 30}."
    article = made.an_article(long, "Gazette" * 12, None, "Headline" * 12)
    cited = made.cite(article, long)
    cells = (made.Cell(long.split()[0], (cited,)), made.Cell(long.split()[-1], (cited,)))
    return made.an_answer(
        "Who?",
        made.Statement(long, 0.8, (cited,), speaker="Speaker" * 12, antecedent="Antecedent" * 12),
        table=made.Table(("company" * 8, "how long"), (cells,)),
        coverage="coverage" * 20,
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_all_that_is_beside_a_quotation_can_be_read(
    browser: Browser, made_chat: Chat, scheme: Literal["light", "dark"]
) -> None:
    with browser.new_context(color_scheme=scheme) as context:
        page = opened(context, made_chat.url, [])
        show(page, *ALL)
        for selector in (
            ".cw-statement mark, .cw-past mark, .cw-past blockquote, .cw-tag, .cw-standing, "
            ".cw-meant, .cw-notes, .cw-before, .cw-before .cw-about, .cw-coverage, .cw-cell, "
            ".cw-cell sup, .cw-table thead th, .cw-empty, .cw-as-of, .cw-disagree .cw-label"
        ).split(", "):
            ratio = page.locator(selector).first.evaluate(CONTRAST)
            assert ratio >= 4.5, (selector, ratio)
