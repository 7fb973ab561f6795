from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import pytest

from vectorstore import Embedder, EmbeddingError, WeightsError
from vectorstore.weights import SHIPPED_SHA256, check_weights, find_weights

#: Published by the model's authors: the Git LFS entry of model.safetensors in
#: huggingface.co/sentence-transformers/all-MiniLM-L6-v2.
PUBLISHED = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


def test_the_shipped_weights_are_the_published_ones(embedder: Embedder) -> None:
    weights = find_weights("all-MiniLM-L6-v2")
    data = Path(weights.location, "model.safetensors").read_bytes()
    assert hashlib.sha256(data).hexdigest() == PUBLISHED == SHIPPED_SHA256
    assert weights.fingerprint == f"sha256:{PUBLISHED}" == embedder.weights.fingerprint
    assert find_weights("sentence-transformers/all-MiniLM-L6-v2") == weights


def test_weights_with_one_flipped_bit_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "model.safetensors"
    file.write_bytes(b"weights" * 1000)
    right = hashlib.sha256(file.read_bytes()).hexdigest()
    check_weights(file, right)
    data = bytearray(file.read_bytes())
    data[1234] ^= 1
    file.write_bytes(data)
    with pytest.raises(WeightsError, match=r"fail their checksum.*not used.*pip install"):
        check_weights(file, right)


def test_weights_that_are_missing_are_named(tmp_path: Path) -> None:
    with pytest.raises(WeightsError, match=r"model\.safetensors cannot be read"):
        check_weights(tmp_path / "model.safetensors", PUBLISHED)


def test_a_folder_is_known_by_its_weights_and_not_by_its_name(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    one.mkdir()
    (one / "model.safetensors").write_bytes(b"1")
    shutil.copytree(one, two)
    assert find_weights(str(one)).fingerprint == find_weights(str(two)).fingerprint
    (two / "model.safetensors").write_bytes(b"2")
    assert find_weights(str(one)).fingerprint != find_weights(str(two)).fingerprint


def test_a_folder_without_weights_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WeightsError, match="holds no model weights"):
        find_weights(str(tmp_path))


def test_a_model_that_cannot_be_loaded_is_named_with_what_to_do(
    tmp_path: Path, embedder: Embedder
) -> None:
    broken = tmp_path / "broken"
    shutil.copytree(embedder.weights.location, broken)
    weights = broken / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:1000])
    for model in (str(broken), "nobody/no-such-model"):
        with pytest.raises(EmbeddingError, match=r"cannot be loaded.*Set embedding_model"):
            _ = Embedder(model).model
