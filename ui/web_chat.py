"""The web chat's page: questions on the left, the article that is being read on the right.

The conversation is HTML of our own in a ``gr.HTML``, not a ``gr.Chatbot``: that one reads every
message as Markdown, and articles hold asterisks, brackets and worse.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from typing import Any

from qa import answer
from ui.pages import Place, error_html, place_html
from ui.web_answers import Turn, shortened, transcript_html
from ui.web_errors import in_words
from ui.web_gradio import asset, gr
from ui.web_library import LibraryTab
from vectorstore import Library

#: Questions that are answered at the same time; more wait in Gradio's queue.
AT_ONCE = 4

_HEAD = '<div class="cw-head"><h1>Citewire</h1><p>Answers in the words of the articles</p></div>'

#: Run by the page before a question is sent.
_SENT = "(question, turns) => { window.citewire.sent = question; return [question, turns]; }"


class ChatPage:
    """One library's page."""

    def __init__(self, library: Library) -> None:
        self.library = library

    def build(self) -> Any:  # noqa: ANN401 - Gradio's Blocks
        """Return the page as Gradio Blocks."""
        tab = LibraryTab(self.library)
        with gr.Blocks(
            title="Citewire", analytics_enabled=False, fill_width=True, delete_cache=(3600, 3600)
        ) as page:
            turns = gr.State([])
            with gr.Row(elem_id="cw-panes"):
                with gr.Column(elem_id="cw-left", min_width=0):
                    gr.HTML(_HEAD, apply_default_css=False, elem_id="cw-head")
                    with gr.Tabs(elem_id="cw-tabs"):
                        with gr.Tab("Ask"):
                            transcript, box, go = self._ask_tab()
                        with gr.Tab("Library") as library_tab:
                            tab.build()
                with gr.Column(elem_id="cw-right", min_width=0):
                    reader = gr.HTML(
                        reader_html(_NOTHING_OPEN),
                        elem_id="cw-reader",
                        apply_default_css=False,
                        js_on_load=asset("reader.js"),
                    )
            asking: dict[str, Any] = {
                "outputs": [transcript, turns, box],
                "show_progress": "hidden",
                "concurrency_limit": AT_ONCE,
                "concurrency_id": "ask",
                "api_visibility": "private",
            }
            gr.on([box.submit, go.click], self.ask, inputs=[box, turns], js=_SENT, **asking)
            transcript.submit(self.ask_example, inputs=[turns], **asking)
            gr.on(
                [transcript.click, tab.listing.click, reader.click],
                self.read,
                outputs=reader,
                show_progress="hidden",
                trigger_mode="always_last",
                concurrency_limit=AT_ONCE,
                api_visibility="private",
            )
            tab.connect(page, library_tab)
        return page

    def _ask_tab(self) -> tuple[gr.HTML, gr.Textbox, gr.Button]:
        transcript = gr.HTML(
            transcript_html([]),
            elem_id="cw-transcript",
            apply_default_css=False,
            js_on_load=asset("links.js"),
        )
        with gr.Row(elem_id="cw-ask"):
            box = gr.Textbox(
                label="Question",
                show_label=False,
                placeholder="Ask the archive a question",
                container=False,
                lines=1,
                max_lines=5,
                autofocus=True,
                scale=1,
                elem_id="cw-box",
            )
            go = gr.Button("Ask", variant="primary", scale=0, min_width=88, elem_id="cw-go")
        return transcript, box, go

    def ask(self, question: str, turns: Sequence[Turn]) -> Iterator[tuple[str, list[Turn], Any]]:
        """Show the question at once, and its answer when there is one.

        The page takes the question out of the box; after an error it goes back there.
        """
        before = list(turns)
        asked = Turn(question.strip() or "An empty question")
        yield transcript_html([*before, asked]), [*before, asked], gr.skip()
        turn = self._answered(question, asked)
        after = [*before, turn]
        yield transcript_html(after), after, question if turn.error else gr.skip()

    def ask_example(
        self, turns: Sequence[Turn], event: gr.EventData
    ) -> Iterator[tuple[str, list[Turn], Any]]:
        """Ask what an example's button says."""
        yield from self.ask(str(getattr(event, "question", "")), turns)

    def _answered(self, question: str, asked: Turn) -> Turn:
        try:
            return Turn(asked.question, answer=answer(question, library=self.library))
        except Exception as error:
            return Turn(shortened(asked.question), error=in_words(error, "The search"))

    def read(self, event: gr.EventData) -> str:
        """Return the article that a link leads to, or in words why there is none."""
        try:
            return reader_html(place_html(Place.parse(getattr(event, "place", "")), self.library))
        except Exception as error:
            return reader_html(error_html(in_words(error, "Opening the article")))


_NOTHING_OPEN = (
    '<p class="cw-nothing">Open a citation, and its article is shown here with the sentence '
    "marked.</p>"
)


def reader_html(inner: str) -> str:
    """Return the reading pane around something.

    Each has a mark of its own, so that the page hears of an article that is opened once more.
    """
    return (
        f'<section class="cw-reader" aria-label="Article" data-opened="{secrets.token_hex(4)}">'
        '<div class="cw-bar"><button type="button" class="cw-back" data-close>'
        '<span aria-hidden="true">←</span> Back</button><span class="cw-hint">'
        f"Esc leads back to where you were</span></div>{inner}</section>"
    )
