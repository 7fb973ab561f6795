"""What other articles say counts; what a sentence repeats of the question counts little."""

from __future__ import annotations

import numpy as np

from ingest import ingest
from qa import search
from qa.answering import day_of, find_scored
from qa.features import FEATURES, READ_FEATURES
from qa.reader import OLD, shared_reader
from qa.scoring import with_reading
from qa.windows import Window
from vectorstore import Article, Library, Span

QUESTION = "What did the storm destroy in Tarnholm?"
FIRST = "The storm destroyed the old pier of Tarnholm on Monday night."
SECOND = "Tarnholm's old pier was destroyed in the night to Tuesday by the storm."
THIRD = "A baker in Tarnholm gave bread away after the storm."


def test_what_two_articles_say_agrees_more_than_what_one_says(library: Library) -> None:
    ingest(library, [Article.of(text) for text in (FIRST, SECOND, THIRD)])
    scored = {one.text: one for one in find_scored(QUESTION, library, {}, as_of=day_of(None))}
    assert scored[FIRST].agreement > scored[THIRD].agreement > 0
    assert scored[SECOND].agreement > scored[THIRD].agreement
    assert search(QUESTION, library=library)[-1].text == THIRD


def test_an_article_does_not_agree_with_itself_but_with_the_question(library: Library) -> None:
    ingest(library, [Article.of(f"{FIRST} {THIRD}")])
    found = find_scored(QUESTION, library, {}, as_of=day_of(None))
    similar = FEATURES.index("sentence_similarity")
    assert [one.agreement for one in found] == [one.features[similar] for one in found]


def test_what_was_not_read_counts_as_what_the_fewest_agree_with() -> None:
    odds = np.float32([1, np.nan, -2])
    agreement = np.float32([0.5, np.nan, 0.25])
    features = with_reading(np.zeros((3, len(READ_FEATURES) - 2), np.float32), odds, agreement)
    assert features[:, -2].tolist() == [1, -2, -2]
    assert features[:, -1].tolist() == [0.5, 0.25, 0.25]


def test_a_sentence_of_the_questions_words_alone_counts_a_tenth() -> None:
    text = "The storm did destroy Tarnholm."
    window = Window("", text, (Span(0, len(text)),))
    [reading] = shared_reader().read("Did the storm destroy Tarnholm?", [window])
    whole = np.logaddexp.reduce(reading.begins) + np.log(OLD)
    assert reading.odds[0] == np.float32(whole)
