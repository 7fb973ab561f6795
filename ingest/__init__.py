"""Files, pages and feeds become articles in a library."""

import logging

from ingest.pipeline import dry_run, ingest
from ingest.previewing import Previewed, preview
from ingest.remodeling import Remodeled, rebuild_with
from ingest.report import Failure, Progress, Report, SourceDone
from ingest.sentences import Split, split_sentences
from ingest.sources import Source, Upload
from ingest.structure import blocks_of, is_wrapped
from ingest.watch import Watch, Watched

__all__ = [
    "Failure",
    "Previewed",
    "Progress",
    "Remodeled",
    "Report",
    "Source",
    "SourceDone",
    "Split",
    "Upload",
    "Watch",
    "Watched",
    "blocks_of",
    "dry_run",
    "ingest",
    "is_wrapped",
    "preview",
    "rebuild_with",
    "split_sentences",
]

# Silent unless the program that uses us, or -v, says otherwise.
logging.getLogger(__name__).addHandler(logging.NullHandler())
