"""The outermost edge of the web chat: whatever goes wrong, the page says it in words."""

from __future__ import annotations

import logging

from vectorstore import CitewireError

log = logging.getLogger(__name__)


def in_words(error: Exception, what: str) -> CitewireError:
    """Return an error that can be shown; one that is a bug is reported in the log with its trace.

    ``what`` names what was tried, at the beginning of a sentence.
    """
    if isinstance(error, CitewireError):
        return error
    log.error("%s failed", what, exc_info=error)
    return CitewireError(
        f"{what} failed because of a fault in Citewire.",
        "The library was not harmed.",
        "The terminal in which the web chat runs shows the details; please report them.",
    )
