"""A library's own reader: put to use, taken up, told apart, broken, taken away."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file, save_file

from ingest import ingest
from qa import (
    adapt,
    adaptation_state,
    answer,
    calibration_state,
    chain,
    remove_adaptation,
    search,
)
from qa.adapted import keep_reader
from qa.adapted_folder import RECORD, RunLock, folder_of
from qa.calibrated import confidence_of, keep, key_of
from qa.calibration import SHIPPED, Confidence
from qa.reader import FOLDER, WEIGHTS_FILE
from tests import towns
from tests.qa.test_cross_encoder import make
from vectorstore import AdaptationError, Embedder, Library, LibraryBusyError, Settings, UsageError

QUESTION = f"Who cut the ribbon in {towns.TOWNS[3]}?"
FIGURE = {"before": 0.4, "after": 0.5, "low": 0.05, "high": 0.15}
FIGURES = {"trained": 300, "measured": 40, "questions": 0, "first": FIGURE, "mrr": FIGURE}


def weights(file: Path, *, scale: float = 1.02) -> Path:
    """Write weights that differ from the shipped ones a little."""
    state = load_file(FOLDER / WEIGHTS_FILE)
    state["head.weight"] = (state["head.weight"].float() * scale).to(torch.float16)
    save_file(state, file)
    return file


def confidence(library: Library) -> float:
    return answer(QUESTION, library=library, as_of="2024-06-01").confidence


@dataclass(frozen=True)
class Run:
    """A library that got a reader of its own while a program had it open, ``chat``."""

    chat: Library
    before: float


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    base = tmp_path_factory.mktemp("adapted")
    with Library.open(settings=Settings(data_dir=base / "library")) as chat:
        ingest(chat, towns.articles(8))
        before = confidence(chat)
        with Library.open(settings=Settings(data_dir=base / "library")) as other:
            keep_reader(weights(base / "tuned"), other, FIGURES)
        yield Run(chat, before)


@pytest.fixture
def copy(run: Run, tmp_path: Path) -> Iterator[Library]:
    """Return a copy of the library that a test may change."""
    folder = Path(shutil.copytree(run.chat.path, tmp_path / "copy"))
    with Library.open(settings=Settings(data_dir=folder)) as library:
        yield library


def test_a_running_program_takes_it_up_with_its_next_question(run: Run) -> None:
    state = adaptation_state(run.chat)
    assert state.used
    assert state.record is not None
    assert (state.record.day, state.record.mrr.after) == (date.today(), 0.5)
    given = answer(QUESTION, library=run.chat, as_of="2024-06-01")
    assert given.confidence != run.before
    first = search(QUESTION, library=run.chat, as_of="2024-06-01")[0]
    assert first.probability == given.confidence
    assert chain(run.chat, as_of="2024-06-01").invoke(QUESTION) == given


def test_it_gives_way_to_another_one_and_goes_when_it_is_taken_away(
    copy: Library, run: Run, tmp_path: Path
) -> None:
    mine = confidence(copy)
    keep_reader(weights(tmp_path / "other", scale=0.9), copy, FIGURES)
    assert len(list(folder_of(copy).glob("*.safetensors"))) == 1
    assert confidence(copy) not in (mine, run.before)
    copy.rebuild()
    assert confidence(copy) != run.before
    assert remove_adaptation(copy)
    assert confidence(copy) == run.before
    assert not remove_adaptation(copy)
    assert adaptation_state(copy).as_dict() == {
        "record": None,
        "used": False,
        "problem": None,
        "unfinished": None,
    }


def test_weights_are_put_to_use_again_after_a_kill_in_the_midst(
    copy: Library, tmp_path: Path
) -> None:
    made = weights(tmp_path / "made", scale=0.9)
    keep_reader(made, copy, FIGURES)
    used = confidence(copy)
    (copy.path / "adapted" / RECORD).unlink()  # as if killed before the record was written
    keep_reader(made, copy, FIGURES)
    assert confidence(copy) == used


def calibration(intercept: float) -> Confidence:
    from dataclasses import replace

    return Confidence(
        replace(SHIPPED.weights, intercept=intercept), SHIPPED.levels, 60, date.today()
    )


def test_a_calibration_belongs_to_the_reader_that_it_was_made_for(
    copy: Library, tmp_path: Path
) -> None:
    keep(calibration(-2.5), copy, key_of(copy))
    name = calibration_state(copy).evidence_model
    assert name.startswith("citewire-reader-5 adapted ")
    keep_reader(weights(tmp_path / "other", scale=0.9), copy, FIGURES)
    assert confidence_of(copy) == SHIPPED
    assert calibration_state(copy).others == (name,)
    keep(calibration(-2.0), copy, key_of(copy))
    remove_adaptation(copy)
    assert confidence_of(copy) == SHIPPED
    keep(calibration(-3.0), copy, key_of(copy))
    assert calibration_state(copy).as_dict() == {
        "evidence_model": "citewire-reader-5",
        "questions": 60,
        "day": date.today().isoformat(),
        "problem": None,
        "others": [],
    }
    keep_reader(weights(tmp_path / "again"), copy, FIGURES)
    assert confidence_of(copy) == SHIPPED
    assert calibration_state(copy).others == ("citewire-reader-5",)


def test_it_is_not_used_where_another_evidence_model_is_set(
    copy: Library, tmp_path: Path, embedder: Embedder
) -> None:
    settings = Settings(
        data_dir=copy.path, evidence_model=str(make(tmp_path / "model", embedder, 1))
    )
    with Library.open(settings=settings) as other:
        state = adaptation_state(other)
        assert (state.used, state.problem) == (False, None)
        with_it = confidence(other)
        with pytest.raises(UsageError, match="only Citewire's own reader"):
            adapt(library=other)
        keep(calibration(-2.5), copy, key_of(copy))
        kept = key_of(copy)
        remove_adaptation(other)
        assert confidence(other) == with_it
        assert copy.catalogue.fact(kept) is None


def _change(field: str, value: object) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        record: dict[str, Any] = json.loads((folder / RECORD).read_text("utf-8"))
        (folder / RECORD).write_text(json.dumps({**record, field: value}), "utf-8")

    return change


def _flip(folder: Path) -> None:
    [file] = folder.glob("*.safetensors")
    content = bytearray(file.read_bytes())
    content[-1] ^= 1
    file.write_bytes(content)


def _take_away(folder: Path) -> None:
    [file] = folder.glob("*.safetensors")
    file.unlink()


def _tear(folder: Path) -> None:
    (folder / RECORD).write_text('{"format": 1', "utf-8")


BROKEN = {
    "weights altered": (_flip, "fail their checksum"),
    "weights gone": (_take_away, "cannot be read"),
    "no JSON": (_tear, "not as it was written"),
    "another format": (_change("format", 2), "not as it was written"),
    "a path for a checksum": (_change("sha256", "../../x"), "not as it was written"),
    "of another reader": (_change("shipped", "citewire-reader-0"), "adapted from"),
    "of other weights": (_change("shipped_sha256", "0" * 64), "with other weights"),
}


@pytest.mark.parametrize("how", BROKEN)
def test_one_that_is_broken_or_foreign_is_said_and_can_be_taken_away(
    copy: Library, run: Run, how: str
) -> None:
    change, said = BROKEN[how]
    change(folder_of(copy))
    with pytest.raises(AdaptationError, match=rf"{said}.*citewire adapt --remove"):
        confidence(copy)
    with pytest.raises(AdaptationError, match=said):
        search(QUESTION, library=copy)
    assert said in (adaptation_state(copy).problem or "")
    calibration_state(copy)
    assert remove_adaptation(copy)
    assert confidence(copy) == run.before


def test_only_one_process_adapts_a_library(copy: Library) -> None:
    with RunLock(copy):
        with pytest.raises(LibraryBusyError, match="Another process is adapting"):
            adapt(library=copy)
        with pytest.raises(LibraryBusyError):
            remove_adaptation(copy)
        assert confidence(copy) > 0  # questions are answered meanwhile


def test_a_small_library_is_told_how_many_pairs_it_gives(library: Library) -> None:
    ingest(library, towns.articles(4))
    with pytest.raises(UsageError, match=r"gives \d+ pairs .* 200 and 20 are needed"):
        adapt(library=library, minutes=0.01)
    assert adaptation_state(library).unfinished is None
    with pytest.raises(UsageError, match="above 0"):
        adapt(library=library, minutes=0)
