"""The name that an upload goes by: two people may call different files the same."""

from __future__ import annotations

from collections.abc import Callable, Collection

from ingest.storing import Store
from ingest.web.canonicals import is_same_text

#: What the names of uploads and of what lies in them begin with.
UPLOADED = "upload:"
#: Articles of a file that are held against those of another, so that it does not take long.
FEW = 10


def upload_name(
    name: str, sha256: str | None, texts: Callable[[], Collection[str]], store: Store
) -> str:
    """Return the name of an upload, with a number where another text goes by it.

    ``texts`` returns those of its first articles. One that shares no text with what was uploaded
    under its name before is another file, not a version of that. Raises what ``texts`` raises.
    """
    catalogue, found = store.library.catalogue, None
    candidate, count = name, 1
    while True:
        if store.holds(candidate):
            store.flush()
        stored = catalogue.texts_of_file(candidate, FEW)
        if not stored or catalogue.articles_of_source(candidate, sha256):
            return candidate
        found = texts() if found is None else found
        if not found or any(is_same_text(one, other) for one in found for other in stored):
            return candidate
        count += 1
        candidate = f"{name} ({count})"
