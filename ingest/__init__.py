"""Files, pages and feeds become articles in a library."""

from ingest.pipeline import Source, ingest
from ingest.report import Failure, Progress, Report, SourceDone
from ingest.sentences import Split, split_sentences

__all__ = [
    "Failure",
    "Progress",
    "Report",
    "Source",
    "SourceDone",
    "Split",
    "ingest",
    "split_sentences",
]
