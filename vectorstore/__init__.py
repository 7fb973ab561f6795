"""The library: records, the SQLite catalogue with its full-text index, Chroma, the embedder."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from vectorstore.addresses import url_key
from vectorstore.backup import Backup, backup, restore
from vectorstore.catalogue import now as utc_now
from vectorstore.compaction import Compacted
from vectorstore.copy_groups import CopiedArticle, CopyGroup, copy_groups, groups_of
from vectorstore.days import newest_until
from vectorstore.doctor import Finding, examine
from vectorstore.errors import (
    AdaptationError,
    ArticleNotFoundError,
    CalibrationError,
    CitewireError,
    DiskFullError,
    EmbeddingError,
    IndexDamagedError,
    LibraryBusyError,
    LibraryDamagedError,
    LibraryError,
    NewerLibraryError,
    NotALibraryError,
    ReadOnlyLibraryError,
    ServerError,
    SettingsError,
    SourceError,
    StaleIndexError,
    UsageError,
    WeightsError,
)
from vectorstore.foreign import translated
from vectorstore.forgetting import left_of
from vectorstore.languages import language_name
from vectorstore.lasting import put_in_place, sync_file, sync_folder
from vectorstore.layout import ADAPTED, ADAPTED_SCRATCH, ADAPTING_LOCK
from vectorstore.lazily import on_demand
from vectorstore.library import Library
from vectorstore.listing import listed, listed_json
from vectorstore.matching import best_matches
from vectorstore.memory import give_back
from vectorstore.mentions import articles_with, sentences_of, stand_anywhere
from vectorstore.records import (
    GUESSED_BLOCKS,
    Article,
    Block,
    BlockKind,
    EncodedPassage,
    KeptPassage,
    Span,
    Status,
    StoredPassage,
    Version,
    Visit,
)
from vectorstore.rehearsal import rehearsal, would_change
from vectorstore.remodeling import Remodeling
from vectorstore.saved import (
    Quoted,
    SavedQuestion,
    digest_of,
    drop_question,
    save_question,
    saved_questions,
    unname_quoted,
)
from vectorstore.settings import Settings
from vectorstore.versions import passages_held
from vectorstore.web_memory import Gone
from vectorstore.weights import SHIPPED_MODEL, file_sha256
from vectorstore.wording import copied_share, wording_of

if TYPE_CHECKING:
    from vectorstore.embedder import Embedder, shared_embedder

__all__ = [
    "ADAPTED",
    "ADAPTED_SCRATCH",
    "ADAPTING_LOCK",
    "GUESSED_BLOCKS",
    "SHIPPED_MODEL",
    "AdaptationError",
    "Article",
    "ArticleNotFoundError",
    "Backup",
    "Block",
    "BlockKind",
    "CalibrationError",
    "CitewireError",
    "Compacted",
    "CopiedArticle",
    "CopyGroup",
    "DiskFullError",
    "Embedder",
    "EmbeddingError",
    "EncodedPassage",
    "Finding",
    "Gone",
    "IndexDamagedError",
    "KeptPassage",
    "Library",
    "LibraryBusyError",
    "LibraryDamagedError",
    "LibraryError",
    "NewerLibraryError",
    "NotALibraryError",
    "Quoted",
    "ReadOnlyLibraryError",
    "Remodeling",
    "SavedQuestion",
    "ServerError",
    "Settings",
    "SettingsError",
    "SourceError",
    "Span",
    "StaleIndexError",
    "Status",
    "StoredPassage",
    "UsageError",
    "Version",
    "Visit",
    "WeightsError",
    "articles_with",
    "backup",
    "best_matches",
    "copied_share",
    "copy_groups",
    "digest_of",
    "drop_question",
    "examine",
    "file_sha256",
    "give_back",
    "groups_of",
    "language_name",
    "left_of",
    "listed",
    "listed_json",
    "newest_until",
    "on_demand",
    "passages_held",
    "put_in_place",
    "rehearsal",
    "restore",
    "save_question",
    "saved_questions",
    "sentences_of",
    "shared_embedder",
    "stand_anywhere",
    "sync_file",
    "sync_folder",
    "translated",
    "unname_quoted",
    "url_key",
    "utc_now",
    "wording_of",
    "would_change",
]

#: Where those stand that are loaded when first used: LangChain takes as long as all the rest.
_HOMES = {
    "Embedder": "vectorstore.embedder",
    "shared_embedder": "vectorstore.embedder",
}

if not TYPE_CHECKING:  # it would take any name for one of ours
    __getattr__ = on_demand(__name__, _HOMES)


# Silent unless the program that uses us, or -v, says otherwise.
logging.getLogger(__name__).addHandler(logging.NullHandler())
