"""The mean of two trained states, and questions about something else."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from qa.lists import Listed, Shown
from qa.reader import FOLDER, WEIGHTS_FILE, load_network
from qa.windows import Window
from training.lists import take_mean
from training.swaps import contrasts, names_in
from vectorstore import Span


def test_a_network_gets_the_mean_of_its_states(tmp_path: Path) -> None:
    network = load_network(FOLDER / WEIGHTS_FILE)
    state = {name: value.clone() for name, value in network.state_dict().items()}
    doubled = {n: v * 2 if v.is_floating_point() else v for n, v in state.items()}
    torch.save(state, tmp_path / "one.pt")
    torch.save(doubled, tmp_path / "two.pt")
    words = network.encoder.get_input_embeddings().weight.detach().clone()  # type: ignore[operator]
    take_mean(network, [tmp_path / "one.pt", tmp_path / "two.pt"])
    assert torch.allclose(network.state_dict()["head.weight"], state["head.weight"] * 1.5)
    with torch.no_grad():  # the embedder has the same words: it must not keep the mean
        network.encoder.get_input_embeddings().weight.copy_(words)  # type: ignore[operator]


def listed(question: str, text: str, answer: str) -> Listed:
    at = text.index(answer)
    shown = Shown(
        Window("Bars shut", text, (Span(0, len(text)),)),
        frozenset({0}),
        (Span(at, at + len(answer)),),
    )
    return Listed(question, (shown,))


@pytest.mark.parametrize("seed", range(5))
def test_a_contrast_is_the_same_question_about_something_else(seed: int) -> None:
    text = "Yesterday Tallow closed its bars for a month, and now Grindle may follow in Gdansk."
    lists = [
        listed("For how long did Tallow close its bars?", text, "a month"),
        listed("For how long did Brack Stores shut in 2019?", "It shut in 2019 for good.", "good"),
    ]
    made = contrasts(lists, 5, np.random.default_rng(seed))
    assert len(made) % 2 == 0
    assert made
    for before, after in zip(made[::2], made[1::2], strict=True):
        assert before.question != after.question
        assert any(shown.right for shown in before.shown)
        assert not any(shown.right or shown.answers for shown in after.shown)
        assert not set(names_in(after.question)) & {"a month"}


def test_days_and_months_are_no_names() -> None:
    assert names_in("Who left Wick on Monday in March?") == ["Wick"]
