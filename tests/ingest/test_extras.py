import pytest

from ingest.extras import needed
from vectorstore import SourceError


def test_a_missing_extra_is_named_with_the_command_that_installs_it() -> None:
    with pytest.raises(SourceError, match=r'pip install "citewire\[rare\]"'):
        needed("citewire_rare_format.reader", "rare")


def test_what_is_installed_is_imported() -> None:
    assert needed("json.decoder", "rare").__name__ == "json.decoder"
