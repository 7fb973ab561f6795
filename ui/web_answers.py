"""The conversation as HTML: its questions and their answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qa import Answer, Searched
from ui.notes import as_of_words, numbered
from ui.pages import error_html, esc
from ui.web_statements import card, statements_html
from ui.web_tables import table_html
from ui.wording import many
from vectorstore import CitewireError

#: Shown as long as nothing has been asked; they are about the sample articles.
EXAMPLES = (
    "Which companies paused sales, and for how long?",
    "Who is the president of Skelvane?",
    "Why was the Tressel Bridge closed?",
    "Who won the World Cup?",
)

#: Of a question that could not be answered, so many characters are shown: a text that was pasted
#: into the box by mistake would push the reason out of view.
_MOST_SHOWN = 300


@dataclass(frozen=True, slots=True)
class Turn:
    """A question and what became of it: an answer, an error, or neither yet."""

    question: str
    answer: Answer | None = None
    error: CitewireError | None = None


def transcript_html(turns: Sequence[Turn]) -> str:
    """Return the whole conversation; before the first question, what can be asked."""
    inner = "".join(turn_html(turn) for turn in turns) if turns else _welcome()
    return f'<div class="cw-log" role="log" aria-label="Conversation">{inner}</div>'


def _welcome() -> str:
    buttons = "".join(
        f'<li><button type="button" class="cw-example" data-ask="{esc(question)}">'
        f"{esc(question)}</button></li>"
        for question in EXAMPLES
    )
    return (
        '<div class="cw-welcome"><p class="cw-lead">Ask the archive. The answer is made of '
        "sentences of the articles, word for word, and each one opens where it stands.</p>"
        f'<p class="cw-label">For example</p><ul>{buttons}</ul></div>'
    )


def shortened(question: str) -> str:
    """Return the beginning of a question that is very long.

    >>> shortened("Why?"), len(shortened("why " * 600))
    ('Why?', 301)
    """
    if len(question) <= _MOST_SHOWN:
        return question
    return f"{question[:_MOST_SHOWN].rstrip()} …"


def turn_html(turn: Turn) -> str:
    """Return one question with its answer, its error, or a note that the search is on."""
    if turn.error is not None:
        body = error_html(turn.error)
    elif turn.answer is None:
        body = '<p class="cw-pending" role="status">Searching the articles …</p>'
    else:
        body = answer_html(turn.answer)
    heading = f'<h2 class="cw-question">{esc(turn.question)}</h2>'
    return f'<section class="cw-turn">{heading}{body}</section>'


def answer_html(answer: Answer) -> str:
    """Return an answer with numbered citations, or an abstention."""
    return _abstention(answer) if answer.abstained else _answer(answer)


def _answer(answer: Answer) -> str:
    statements = numbered(answer)
    table = table_html(answer.table, statements, answer.question) if answer.table else ""
    coverage = f'<p class="cw-coverage">{esc(answer.coverage)}</p>' if answer.coverage else ""
    words = statements_html(statements)
    if table:
        head = '<h3 class="cw-label">In the words of the articles</h3>'
        inner = f"{table}{coverage}{head}{words}"
    else:
        inner = f"{words}{coverage}"
    return f'<div class="cw-answer">{_as_of(answer)}{inner}{_meta(answer)}</div>'


def _abstention(answer: Answer) -> str:
    near = "".join(f"<li>{card(c, answer.nearest)}</li>" for c in answer.nearest)
    nearest = (
        f'<h3>Nearest sentences — not an answer</h3><ol class="cw-cards">{near}</ol>'
        if near
        else ""
    )
    return (
        '<div class="cw-abstained"><p class="cw-label">Not answered by the articles</p>'
        f"{_as_of(answer)}<p>{esc(answer.text)}</p>{nearest}{_meta(answer)}</div>"
    )


def _as_of(answer: Answer) -> str:
    words = as_of_words(answer)
    return f'<p class="cw-as-of">{esc(words)}</p>' if words else ""


def _meta(answer: Answer) -> str:
    seconds = answer.timings_ms.get("total", 0.0) / 1000
    took = f"{seconds:.2f} s" if seconds < 10 else f"{seconds:.0f} s"
    sure = "" if answer.abstained else f" · confidence {answer.confidence:.2f}"
    return f'<p class="cw-meta">Searched {searched(answer.searched)} in {took}{sure}</p>'


def searched(counts: Searched) -> str:
    """Return what was searched.

    >>> searched(Searched(1, 20, 3000))
    '1 article, 20 passages, 3,000 sentences'
    """
    return ", ".join(
        many(number, noun)
        for number, noun in (
            (counts.articles, "article"),
            (counts.passages, "passage"),
            (counts.sentences, "sentence"),
        )
    )
