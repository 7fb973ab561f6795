from __future__ import annotations

from pathlib import Path

import pytest

from vectorstore import Settings, SettingsError


def test_an_argument_is_stronger_than_the_environment_and_that_than_the_file(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert Settings.load().candidates == 50
    (home / "citewire.toml").write_text('candidates = 10\nport = 7001\ndata_dir = "in-toml"\n')
    assert Settings.load().candidates == 10
    monkeypatch.setenv("CITEWIRE_CANDIDATES", "20")
    monkeypatch.setenv("CITEWIRE_DATA_DIR", "in-env")
    assert Settings.load().candidates == 20
    loaded = Settings.load(candidates=30, data_dir=None)
    assert (loaded.candidates, loaded.port, loaded.data_dir) == (30, 7001, Path("in-env"))


def test_the_data_folder_is_the_users_when_nothing_says_otherwise(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert Settings.load().data_dir == home / "data" / "citewire"
    monkeypatch.setenv("CITEWIRE_DATA_DIR", "")
    assert Settings.load().data_dir == home / "data" / "citewire"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("candidates", 0),
        ("candidates", "many"),
        ("threshold", 1.5),
        ("max_statements", 0),
        ("port", 70000),
        ("auth", "no-colon"),
        ("embedding_model", ""),
    ],
)
def test_a_wrong_value_is_refused_by_its_name(field: str, value: object) -> None:
    with pytest.raises(SettingsError, match=f"A setting is wrong: {field}: "):
        Settings.load(**{field: value})


def test_a_wrong_value_in_the_environment_is_refused_by_its_name(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("CITEWIRE_PORT", "http")
    with pytest.raises(SettingsError, match="port: "):
        Settings.load()


@pytest.mark.parametrize(
    ("toml", "said"),
    [
        ("candidate = 5\n", "candidate: Extra inputs"),
        ("candidates = \n", r"citewire\.toml cannot be read"),
        ('outlet = "caf\xe9"\n', r"citewire\.toml cannot be read"),
    ],
    ids=["unknown key", "not TOML", "not UTF-8"],
)
def test_a_wrong_file_is_refused_in_words(home: Path, toml: str, said: str) -> None:
    (home / "citewire.toml").write_text(toml, encoding="latin-1")
    with pytest.raises(SettingsError, match=said):
        Settings.load()


def test_the_password_is_not_printed_with_the_settings() -> None:
    assert "secret" not in repr(Settings.load(auth="me:secret"))


def test_settings_cannot_be_changed_after_they_were_checked() -> None:
    settings = Settings.load()
    with pytest.raises(ValueError, match="frozen"):
        settings.port = 0
