"""The web chat in a real browser."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Request, Route, ViewportSize

from ingest import ingest
from qa import answer
from tests.conftest import ROOT
from tests.ui.conftest import opened
from tests.ui.web_server import Chat
from vectorstore import Article

pytestmark = pytest.mark.browser

WHY_CLOSED = "Why was the Tressel Bridge closed?"
BECAUSE = (
    "The bridge had been closed in January 2023 because divers had found cracks in two of its "
    "seven piers."
)
DAYS = range(1, 200)

#: What the samples do not say; the first of these that is not answered serves.
NOT_SAID = (
    "Who won the World Cup?",
    "What is the boiling point of ethanol?",
    "How deep is the Mariana Trench?",
    "Which enzyme unwinds DNA?",
    "Zorblat quxfrim wendolee?",
)


def ask(page: Page, question: str) -> Locator:
    """Ask by the box, and return what became of it."""
    count = page.locator(".cw-turn").count()
    page.locator("#cw-box textarea").fill(question)
    page.keyboard.press("Enter")
    turn = page.locator(".cw-turn").nth(count)
    turn.locator(".cw-answer, .cw-abstained, .cw-error").wait_for()
    return turn


def active(page: Page, selector: str) -> bool:
    return bool(page.evaluate("s => document.activeElement.matches(s)", selector))


def tab_to(page: Page, selector: str, most: int = 15) -> None:
    for _ in range(most):
        if active(page, selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{most} presses of Tab do not lead to {selector}")


def in_view(page: Page, selector: str) -> bool:
    """Say whether an element can be seen: inside the window, and on top there."""
    return bool(
        page.evaluate(
            """s => { const r = document.querySelector(s).getClientRects()[0];
                 const top = document.elementFromPoint(r.x + r.width / 2, r.y + r.height / 2);
                 return !!top && top.matches(s); }""",
            selector,
        )
    )


def text_of(page: Page, selector: str) -> str:
    return str(page.locator(selector).text_content())


@pytest.fixture(scope="module")
def unanswered(chat: Chat) -> str:
    """Return a question that ends in an abstention."""
    return next(one for one in NOT_SAID if answer(one, library=chat.library).abstained)


# -- asking --------------------------------------------------------------------------------------


def test_a_question_is_asked_and_its_citation_read_by_keyboard_alone(page: Page) -> None:
    tab_to(page, "#cw-box textarea")
    page.keyboard.type(WHY_CLOSED)
    page.keyboard.press("Enter")
    page.wait_for_selector(".cw-answer")
    assert active(page, "#cw-box textarea")  # the next question can be typed at once
    page.locator("h1").evaluate("one => { one.tabIndex = -1; one.focus(); }")
    tab_to(page, ".cw-ref")
    page.keyboard.press("Enter")
    page.wait_for_selector("#cited")
    page.wait_for_function("document.activeElement.id === 'cited'")
    page.keyboard.press("Escape")
    page.wait_for_function("document.activeElement.matches('.cw-ref')")


def test_an_answer_has_a_card_for_each_number(page: Page) -> None:
    turn = ask(page, WHY_CLOSED)
    assert BECAUSE in turn.locator("blockquote").first.inner_text()
    numbers = turn.locator(".cw-ref").all_inner_texts()
    assert numbers == [str(n) for n in range(1, len(numbers) + 1)]
    assert turn.locator(".cw-number").all_inner_texts() == numbers
    card = turn.locator(".cw-card").first
    assert BECAUSE in str(card.locator(".cw-quote").text_content())
    assert "11 March 2024" in card.inner_text()
    assert "Searched" in turn.locator(".cw-meta").inner_text()


def test_a_number_opens_its_sentence_in_the_article(page: Page) -> None:
    turn = ask(page, WHY_CLOSED)
    turn.locator(".cw-ref").first.click()
    page.wait_for_selector("#cited")
    page.wait_for_function("document.activeElement.id === 'cited'")
    assert text_of(page, "#cited") == BECAUSE
    assert in_view(page, "#cited")
    assert page.locator(".cw-text p").count() > 2


def test_a_sentence_far_down_a_long_article_is_scrolled_to(page: Page) -> None:
    turn = ask(page, "How much does the bell of St Werric weigh?")
    turn.locator(".cw-card").first.click()
    page.wait_for_function("document.activeElement.id === 'cited'")
    assert text_of(page, "#cited") in str(turn.locator(".cw-quote").first.text_content())
    assert in_view(page, "#cited")


def test_an_abstention_looks_different_and_shows_the_nearest_sentences(
    page: Page, unanswered: str
) -> None:
    turn = ask(page, unanswered)
    assert turn.locator(".cw-answer").count() == 0
    assert turn.get_by_text("Not answered by the articles").is_visible()
    assert turn.get_by_text("Nearest sentences — not an answer").is_visible()
    assert turn.locator(".cw-card").count() == 3
    border = "one => getComputedStyle(one).borderTopStyle"
    assert turn.locator(".cw-abstained").evaluate(border) == "dashed"
    quote = str(turn.locator(".cw-quote").nth(1).text_content())
    turn.locator(".cw-card").nth(1).click()
    page.wait_for_selector("#cited")
    assert quote.strip("“”") == text_of(page, "#cited").strip("“”")


def test_an_example_asks_itself_and_then_the_examples_are_gone(page: Page) -> None:
    example = page.locator(".cw-example").first
    words = example.inner_text()
    example.click()
    page.wait_for_selector(".cw-answer, .cw-abstained")
    assert text_of(page, ".cw-question") == words
    assert page.locator(".cw-example").count() == 0


@pytest.mark.parametrize(
    ("question", "said"), [(" ? ", "The question is empty"), ("why " * 600, "are the most")]
)
def test_a_question_that_is_none_gets_words_and_comes_back(
    page: Page, question: str, said: str
) -> None:
    turn = ask(page, question)
    assert said in turn.locator(".cw-error").inner_text()
    page.wait_for_function("document.querySelector('#cw-box textarea').value.length > 2")


def test_of_a_text_that_is_no_question_the_beginning_is_shown_above_the_reason(
    page: Page,
) -> None:
    turn = ask(page, "why " * 5000)
    assert turn.locator(".cw-question").inner_text() == "why " * 75 + "…"
    assert in_view(page, ".cw-error strong")
    page.wait_for_function("document.querySelector('#cw-box textarea').value.length === 20000")


def test_what_is_typed_while_a_question_is_on_its_way_stays_in_the_box(page: Page) -> None:
    held: list[Route] = []

    def is_question(request: Request) -> bool:  # what the page asks by itself at its start is none
        return "/queue/join" in request.url and WHY_CLOSED in (request.post_data or "")

    def hold(route: Route) -> None:
        if is_question(route.request):
            held.append(route)
        else:
            route.continue_()

    page.route("**/queue/join*", hold)
    box = page.locator("#cw-box textarea")
    box.fill(WHY_CLOSED)
    with page.expect_request(is_question):
        page.keyboard.press("Enter")
    page.keyboard.type("Who is")
    assert page.locator(".cw-turn").count() == 0
    held[0].continue_()
    page.wait_for_selector(".cw-answer")
    assert text_of(page, ".cw-question") == WHY_CLOSED
    assert box.input_value() == "Who is"


def test_a_question_that_does_not_reach_the_server_stays_in_the_box(
    context: BrowserContext, chat: Chat
) -> None:
    page = opened(context, chat.url, [])
    page.route("**/queue/join*", lambda route: route.abort())
    box = page.locator("#cw-box textarea")
    box.fill(WHY_CLOSED)
    with page.expect_event("requestfailed"):
        page.keyboard.press("Enter")
    page.get_by_text("Connection").wait_for()
    assert box.input_value() == WHY_CLOSED


def test_a_link_to_no_article_gets_words(page: Page) -> None:
    turn = ask(page, WHY_CLOSED)
    for link in ("article=gone", "nonsense"):
        turn.locator(".cw-card").first.evaluate("(one, to) => one.dataset.open = to", link)
        before = page.locator(".cw-reader").get_attribute("data-opened")
        turn.locator(".cw-card").first.click()
        page.wait_for_function(
            "was => document.querySelector('.cw-reader').dataset.opened !== was", arg=before
        )
        assert page.locator(".cw-reader .cw-error").is_visible()


# -- the library ---------------------------------------------------------------------------------


def to_library(page: Page) -> None:
    page.get_by_role("tab", name="Library").click()
    page.wait_for_selector(".cw-list li")


def upload(page: Page, name: str, text: str) -> str:
    """Upload a file, and return what the page says became of it."""
    old = page.locator("#cw-result [role=status]").inner_text() if _has_result(page) else ""
    page.locator("#cw-uploads input[type=file]").set_input_files(
        {"name": name, "mimeType": "text/plain", "buffer": text.encode()}
    )
    page.wait_for_function(
        "old => { const one = document.querySelector('#cw-result [role=status]');"
        " return one && one.innerText !== old; }",
        arg=old,
    )
    return page.locator("#cw-result [role=status]").inner_text()


def _has_result(page: Page) -> bool:
    return page.locator("#cw-result [role=status]").count() > 0


def test_the_library_lists_its_articles_and_opens_them(page: Page, chat: Chat) -> None:
    to_library(page)
    counted = "count => document.querySelectorAll('.cw-list li').length === count"
    page.wait_for_function(counted, arg=len(chat.library))
    page.locator("#cw-filter").locator("textarea, input").fill("night-train")
    page.wait_for_function(counted, arg=1)
    item = page.locator(".cw-list .cw-card")
    assert "The Harbour Lamp" in item.inner_text()
    assert "characters" in item.inner_text()
    item.click()
    page.wait_for_selector(".cw-article")
    assert "Night train" in page.locator(".cw-article h2").inner_text()
    assert page.locator("#cited").count() == 0


def test_an_upload_is_answered_from_and_a_changed_one_takes_its_place(
    page: Page, chat: Chat
) -> None:
    before = len(chat.library)
    to_library(page)
    story = "The lighthouse of Quillmouth was sold to Dorrit Flackwell for 900 crowns."
    first = f"Lighthouse sold\n\n{story}"
    assert "1 added" in upload(page, "lighthouse.txt", first)
    page.get_by_role("tab", name="Ask").click()
    turn = ask(page, "Who bought the lighthouse of Quillmouth?")
    assert "Dorrit Flackwell" in turn.locator("blockquote").first.inner_text()
    to_library(page)
    assert "1 unchanged" in upload(page, "lighthouse.txt", first)
    assert "1 updated" in upload(page, "lighthouse.txt", first.replace("Dorrit", "Ambrose"))
    assert len(chat.library) == before + 1
    page.get_by_role("tab", name="Ask").click()
    # The first answer's sentence is marked in the version that it was quoted from.
    turn.locator(".cw-card").first.click()
    page.locator(".cw-notice", has_text="Version 1 of 2").wait_for()
    assert "Dorrit Flackwell" in page.locator("#cited").inner_text()
    page.locator(".cw-version", has_text="the newest").click()
    page.locator(".cw-notice", has_text="Version 2 of 2").wait_for()
    assert page.locator("#cited").count() == 0
    turn = ask(page, "Who bought the lighthouse of Quillmouth?")
    assert "Ambrose Flackwell" in turn.locator("blockquote").first.inner_text()
    [article] = [one for one in chat.library.articles() if "Flackwell" in one.text]
    assert article.source == "upload:lighthouse.txt"


def test_an_upload_that_cannot_be_read_is_named_with_its_reason(page: Page) -> None:
    to_library(page)
    said = upload(page, "figures.xlsx", "x")
    assert "1 failed" in said
    assert "figures.xlsx" in said
    assert "format" in said
    said = upload(page, "lines.jsonl", "no JSON")
    assert "lines.jsonl#1 is not JSON" in said
    assert "upload:" not in said  # our word for where it is from, not the user's


def test_an_upload_shows_how_far_it_is(page: Page) -> None:
    to_library(page)
    page.evaluate(
        """() => { window.seen = ''; const look = () => {
             window.seen += document.querySelector('#cw-result').textContent; };
             new MutationObserver(look).observe(document.body,
               { subtree: true, childList: true, characterData: true }); }"""
    )
    # Long enough for Gradio, which tells how far an event is a few times a second.
    days = " ".join(
        f"On day {day} the spring fair of Ullenby had {day * 7} guests." for day in DAYS
    )
    assert "1 added" in upload(page, "fair.txt", days)
    # Gradio shows the newest words only: on a fast machine the first ones may be gone by then.
    seen = str(page.evaluate("window.seen"))
    assert "Reading 1 file" in seen or "1 article read" in seen


def test_what_another_process_ingests_is_answered_from(
    page: Page, chat: Chat, tmp_path: Path
) -> None:
    ask(page, WHY_CLOSED)
    story = tmp_path / "orchard.txt"
    story.write_text("Orchard\n\nThe orchard of Pennick was planted by Sister Odile Varn in 1811.")
    code = (
        "import sys; from ingest import ingest; from vectorstore import Library, Settings\n"
        "with Library.open(sys.argv[1], settings=Settings(data_dir=sys.argv[1])) as one:\n"
        "    ingest(one, sys.argv[2])"
    )
    command = [sys.executable, "-c", code, str(chat.library.path), str(story)]
    subprocess.run(command, check=True, cwd=ROOT, timeout=240)
    turn = ask(page, "Who planted the orchard of Pennick?")
    assert "Sister Odile Varn" in turn.locator("blockquote").first.inner_text()
    to_library(page)
    page.locator(".cw-list").get_by_text("orchard.txt").wait_for()


# -- hostile texts -------------------------------------------------------------------------------

TITLE = "<script>window.pwned=1</script> **bold** [x](file=/etc/passwd)"
SENTENCE = (
    "The zebra Gundolf <img src=x onerror=window.pwned=1> escaped from "
    '"><svg/onload=window.pwned=1> [Molk](javascript:alert(1)) zoo by /gradio_api/file=/etc/passwd '
    "and ${window.pwned=1} and {{window.pwned}} &lt;b&gt;."
)


def test_what_an_article_holds_is_shown_as_text(page: Page, chat: Chat) -> None:
    hostile = Article.of(
        f"{SENTENCE}\n\n# Heading\n\n<script>window.pwned=1</script> stood in *stars*.",
        title=TITLE,
        outlet="<b>Outlet</b>",
        url="javascript:window.pwned=1",
        source="<i>source</i>",
    )
    ingest(chat.library, hostile)
    turn = ask(page, "From which zoo did the zebra Gundolf escape?")
    assert f"“{SENTENCE}”" in str(turn.locator("blockquote").first.text_content())
    assert text_of(page, ".cw-turn .cw-card >> nth=0 >> .cw-title") == TITLE
    assert "<b>Outlet</b>" in turn.locator(".cw-card").first.inner_text()
    turn.locator(".cw-ref").first.click()
    page.wait_for_selector("#cited")
    assert text_of(page, "#cited") == SENTENCE
    assert text_of(page, ".cw-article h2") == TITLE
    assert page.locator(".cw-article").get_by_text("javascript:window.pwned=1").is_visible()
    assert page.locator("#cw-panes").locator("img, script, .cw-article a, b, i").count() == 0
    to_library(page)
    page.locator(".cw-list").get_by_text(TITLE).wait_for()
    assert page.evaluate("window.pwned") is None


def test_what_a_user_asks_is_shown_as_text(page: Page) -> None:
    question = "<img src=x onerror=window.pwned=1> **who** ${window.pwned=1} {{7*7}} </h2>?"
    turn = ask(page, question)
    assert turn.locator(".cw-question").text_content() == question
    to_library(page)
    page.locator("#cw-filter").locator("textarea, input").fill("<img src=x onerror=window.pwned=1>")
    page.get_by_text("No article has “<img").wait_for()
    assert page.evaluate("window.pwned") is None


def test_the_names_of_uploads_are_shown_as_text(page: Page) -> None:
    to_library(page)
    said = upload(page, "<img src=x onerror=window.pwned=1>.xlsx", "x")
    assert "onerror" in said
    assert page.evaluate("window.pwned") is None


# -- the look ------------------------------------------------------------------------------------

#: The contrast ratio of a text and what lies behind it, as WCAG 2 defines it.
CONTRAST = """one => {
  const parse = text => text.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b]
    .map(v => v / 255).map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  let behind = one, fill;
  do { fill = parse(getComputedStyle(behind).backgroundColor); behind = behind.parentElement; }
  while (fill.length > 3 && fill[3] === 0 && behind);
  const [a, b] = [light(parse(getComputedStyle(one).color)), light(fill)];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05); }"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_texts_are_readable_in_light_and_dark(
    browser: Browser, chat: Chat, unanswered: str, scheme: Literal["light", "dark"]
) -> None:
    with browser.new_context(color_scheme=scheme) as context:
        page = opened(context, chat.url, [])
        ask(page, unanswered)
        ask(page, WHY_CLOSED).locator(".cw-ref").first.click()
        page.wait_for_selector("#cited")
        paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert (sum(map(int, paper[4:-1].split(", "))) < 300) == (scheme == "dark")
        for selector in (
            "h1 .cw-question .cw-ref blockquote .cw-title .cw-about .cw-quote .cw-meta .cw-label "
            "#cited .cw-text .cw-origin .cw-kicker #cw-go .cw-abstained button[role=tab] textarea"
        ).split():
            ratio = page.locator(selector).first.evaluate(CONTRAST)
            assert ratio >= 4.5, (selector, ratio)


def test_on_a_phone_an_article_covers_the_answer_and_leads_back(
    browser: Browser, chat: Chat
) -> None:
    size = ViewportSize(width=390, height=844)
    with browser.new_context(viewport=size, is_mobile=True, has_touch=True) as context:
        page = opened(context, chat.url, [])
        fits = "document.documentElement.scrollWidth <= innerWidth"
        assert page.evaluate(fits)
        turn = ask(page, WHY_CLOSED)
        assert page.evaluate(fits)
        assert not page.locator("#cw-right").is_visible()
        for leave in ("button", "history"):
            turn.locator(".cw-card").first.tap()
            page.wait_for_function("document.activeElement.id === 'cited'")
            assert page.evaluate(fits)
            assert in_view(page, "#cited")
            box = page.locator("#cw-right").bounding_box()
            assert box is not None
            assert box["width"] == 390
            if leave == "button":
                page.get_by_role("button", name="Back", exact=True).tap()
            else:
                page.go_back()
            page.locator("#cw-right").wait_for(state="hidden")
            assert turn.is_visible()
        to_library(page)
        assert page.evaluate(fits)


def test_a_page_asks_nobody_but_its_own_server(
    browser: Browser, chat: Chat, tmp_path: Path
) -> None:
    archive = tmp_path / "net.har"
    with browser.new_context(record_har_path=archive) as context:
        page = opened(context, chat.url, [])
        ask(page, WHY_CLOSED).locator(".cw-ref").first.click()
        page.wait_for_selector("#cited")
        to_library(page)
        upload(page, "mill.txt", "The mill of Brannock burned down in 1904.")
    asked = [entry["request"]["url"] for entry in json.loads(archive.read_text())["log"]["entries"]]
    assert {urlsplit(url).netloc for url in asked if not url.startswith("data:")} == {chat.host}
