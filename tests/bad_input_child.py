"""Run by test_bad_input.py: ingests one large file with a tiny model and prints its peak memory."""

from __future__ import annotations

import json
import resource
import shutil
import sys
from pathlib import Path

from ingest import ingest
from vectorstore import Library, Settings
from vectorstore.weights import find_weights


def tiny_model(folder: Path) -> Path:
    """Save a model of random weights with the shipped tokenizer: as slow as its tokens alone."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.models import Pooling, Transformer
    from transformers import BertConfig, BertModel
    from transformers.utils import logging

    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    torch.manual_seed(0)
    bare = folder / "bare"
    config = BertConfig(
        hidden_size=32, num_hidden_layers=1, num_attention_heads=1, intermediate_size=32
    )
    BertModel(config).save_pretrained(bare)
    for file in Path(find_weights("all-MiniLM-L6-v2").location).glob("*token*"):
        shutil.copy(file, bare)
    module = Transformer(str(bare), max_seq_length=256)
    SentenceTransformer(modules=[module, Pooling(32)]).save(str(folder / "model"))
    return folder / "model"


def peak_kb() -> int:
    """Return the most memory that this process has held.

    Linux adds to ``getrusage`` what the parent held before the start, but not to ``VmHWM``.
    """
    status = Path("/proc/self/status")
    if status.exists():
        lines = status.read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def main(folder: Path, file: Path) -> None:
    """Ingest ``file`` into a new library below ``folder``."""
    settings = Settings(data_dir=folder / "library", embedding_model=str(tiny_model(folder)))
    before = peak_kb()
    with Library.open(settings.data_dir, settings=settings) as library:
        report = ingest(library, file)
        [article] = library.articles()
        cut = article.sentence_texts()
        longest = max(map(len, cut))
        nearest = library.nearest(library.embedder.query_vector("Who resigned?"), 5)
        found = [p.text for p in library.catalogue.passages(nearest).values()]
        whole = all(text in article.text for text in found)
    peak = peak_kb()
    state = {
        "report": report.as_dict(),
        "characters": len(article.text),
        "in_sentences": sum(map(len, cut)),
        "longest": longest,
        "found": len(found),
        "whole": whole,
        "peak_mb": peak / 1024,
        "grown_mb": (peak - before) / 1024,
    }
    sys.stdout.write(json.dumps(state))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
