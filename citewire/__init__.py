"""Questions over an archive of news articles, answered in sentences of the articles.

>>> from citewire import Library, answer, ingest
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from ingest import Report, ingest
    from qa import (
        Answer,
        Cell,
        Citation,
        Evidence,
        Fault,
        Label,
        Part,
        Quotation,
        Reason,
        Rechecked,
        ResolvedDate,
        Searched,
        ShortAnswer,
        Standing,
        Statement,
        Table,
        Verdict,
        answer,
        check,
        recheck,
        save_answer,
        search,
    )
    from vectorstore import Article, CitewireError, Library, Settings, Version

_HOMES = {
    "Answer": "qa",
    "Article": "vectorstore",
    "Cell": "qa",
    "Citation": "qa",
    "CitewireError": "vectorstore",
    "Evidence": "qa",
    "Fault": "qa",
    "Label": "qa",
    "Library": "vectorstore",
    "Part": "qa",
    "Quotation": "qa",
    "Reason": "qa",
    "Rechecked": "qa",
    "Report": "ingest",
    "ResolvedDate": "qa",
    "Searched": "qa",
    "Settings": "vectorstore",
    "ShortAnswer": "qa",
    "Standing": "qa",
    "Statement": "qa",
    "Table": "qa",
    "Verdict": "qa",
    "Version": "vectorstore",
    "answer": "qa",
    "check": "qa",
    "ingest": "ingest",
    "recheck": "qa",
    "save_answer": "qa",
    "search": "qa",
}

__all__ = [
    "Answer",
    "Article",
    "Cell",
    "Citation",
    "CitewireError",
    "Evidence",
    "Fault",
    "Label",
    "Library",
    "Part",
    "Quotation",
    "Reason",
    "Rechecked",
    "Report",
    "ResolvedDate",
    "Searched",
    "Settings",
    "ShortAnswer",
    "Standing",
    "Statement",
    "Table",
    "Verdict",
    "Version",
    "__version__",
    "answer",
    "check",
    "ingest",
    "recheck",
    "save_answer",
    "search",
]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - any public name
    """Load a public name when it is first used: the floors import heavy libraries."""
    if name not in _HOMES:
        raise AttributeError(f"module 'citewire' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return __all__
