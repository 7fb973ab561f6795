"""Embedding models that are made in a moment: random weights with the shipped tokenizer."""

from __future__ import annotations

import shutil
from pathlib import Path

from vectorstore.weights import find_weights


def tiny_model(folder: Path, *, seed: int = 0, numbers: int = 32) -> Path:
    """Save a model below ``folder`` and return its own: as slow as its tokens alone."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import BertConfig, BertModel
    from transformers.utils import logging

    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    torch.manual_seed(seed)
    bare = folder / "bare"
    config = BertConfig(
        hidden_size=numbers, num_hidden_layers=1, num_attention_heads=1, intermediate_size=32
    )
    BertModel(config).save_pretrained(bare)
    for file in Path(find_weights("all-MiniLM-L6-v2").location).glob("*token*"):
        shutil.copy(file, bare)
    module = Transformer(str(bare), max_seq_length=256)
    SentenceTransformer(modules=[module, Pooling(numbers)]).save(str(folder / "model"))
    return folder / "model"
