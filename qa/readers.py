"""Which reader a library's sentences are read with."""

from __future__ import annotations

from qa.adapted import adapted_reader
from qa.calibrated import is_shipped
from qa.scoring import SentenceReader
from vectorstore import Library


def reader_of(library: Library) -> SentenceReader:
    """Return the library's reader: the one that is set, or that was adapted to it.

    Raises WeightsError or AdaptationError when it cannot be loaded.
    """
    settings = library.settings
    if is_shipped(settings):
        from qa.reader import shared_reader  # torch: it waits until something is read

        return adapted_reader(library) or shared_reader()
    from qa.cross_encoder import shared_cross_encoder

    return shared_cross_encoder(settings.evidence_model)
