"""Trains the reader, then fits and calibrates the mixture with it.

    python -m training DATA OUT

``DATA`` holds the public data sets (``training/examples.py``). ``OUT`` receives a checkpoint every
few minutes, from which the same command goes on, libraries made of the data, and
``reader.safetensors``; the mixture's numbers are printed. What ships is that file in
``qa/weights/`` and those numbers in ``qa/calibration.py``. A fixed seed makes two runs on one
machine equal.
"""

from __future__ import annotations

import argparse
import logging
from pathlib import Path

import torch

from qa.learning import SEED, save_weights
from qa.reader import WEIGHTS_FILE, load_reader
from training.examples import MEASURE, TRAIN, read_examples
from training.lists import read_lists
from training.mixture import fit
from training.reader import round_weights, similar_passages, train
from vectorstore.embedder import Embedder

log = logging.getLogger("training")


def main() -> None:
    """Train, measure, write the weights, and fit the mixture with them."""
    parser = argparse.ArgumentParser(description="Train the reader and fit the mixture.")
    parser.add_argument("data", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--epochs", type=int, default=2, help="of single passages")
    given = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    given.out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(SEED)
    embedder = Embedder()
    every = read_examples(given.data)
    examples = [one for one in every if one.part == TRAIN]
    elsewhere = similar_passages(examples, embedder, given.out / f"similar-{len(examples)}.npz")
    log.info("%d examples, similar passages for %d", len(examples), len(elsewhere))
    measured = [one for one in every if one.part == MEASURE]
    network = train(examples, elsewhere, given.out, given.epochs, embedder, measured)
    round_weights(network)
    read_lists(network, embedder.tokenizer, given.data, given.out)
    save_weights(network, given.out / WEIGHTS_FILE)
    fit(given.data, given.out, load_reader(given.out / WEIGHTS_FILE))


if __name__ == "__main__":
    main()
