"""Sources in, a library out: what is new, changed, unchanged and failed."""

from __future__ import annotations

import gzip
import json
import os
import random
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from langchain_core.documents import Document
from numpy.typing import NDArray

from ingest import Progress, SourceDone, Upload, ingest
from qa import search
from tests.conftest import SAMPLES
from vectorstore import Article, Embedder, Library, LibraryBusyError, Settings, Span, UsageError
from vectorstore.doctor_copies import make_copies_anew

MAYOR = "Mayor resigns\n\nThe mayor of Oldtown resigned on Friday. Nobody wept.\n"
BRIDGE = "Bridge closed\n\nThe bridge over the Wend was closed for a year on Monday.\n"


class CountingEmbedder(Embedder):
    """The real model, counting what it encodes."""

    def __init__(self, real: Embedder) -> None:
        super().__init__(real.model_name)
        self._model = real.model
        self.encoded = 0

    def encode_passages(
        self, texts: Sequence[str], spans: Sequence[Sequence[Span]]
    ) -> list[tuple[NDArray[np.float32], NDArray[np.float32]]]:
        self.encoded += len(texts)
        return super().encode_passages(texts, spans)


@pytest.fixture
def counting(embedder: Embedder) -> CountingEmbedder:
    return CountingEmbedder(embedder)


@pytest.fixture
def news(tmp_path: Path) -> Path:
    """Return a folder with two articles, one file of another format and a hidden one."""
    folder = tmp_path / "news of today"
    (folder / "deep").mkdir(parents=True)
    (folder / "mayor.txt").write_text(MAYOR)
    (folder / "deep" / "bridge.txt").write_text(BRIDGE)
    (folder / "photo.jpg").write_bytes(b"\xff\xd8\xff")
    (folder / ".hidden.txt").write_text("Hidden.")
    return folder


def texts(library: Library) -> set[str]:
    return {article.text for article in library.articles()}


def test_the_samples_go_in_with_titles_and_every_sentence(samples: Library) -> None:
    status = samples.status()
    assert status.articles == 20
    assert status.unfinished == 0
    for article in samples.articles():
        assert article.sentences
        assert all(text == text.strip() for text in article.sentence_texts())
        assert Path(article.source.split("#")[0]).is_relative_to(SAMPLES)


def test_a_second_run_changes_and_encodes_nothing(
    tmp_path: Path, news: Path, counting: CountingEmbedder
) -> None:
    folder = tmp_path / "library"
    with Library.open(folder, settings=Settings(data_dir=folder), embedder=counting) as library:
        first = ingest(library, [news])
        assert (first.added, first.updated, first.unchanged, first.failed) == (2, 0, 0, ())
        assert (first.articles, first.passages, first.sentences, first.skipped) == (2, 2, 3, 1)
        before, generation = counting.encoded, library.status().generation
        second = ingest(library, str(news))
        assert (second.added, second.updated, second.unchanged) == (0, 0, 2)
        assert counting.encoded == before == 2
        assert library.status().generation == generation


def test_a_changed_file_keeps_its_articles_id(library: Library, news: Path) -> None:
    ingest(library, news)
    [before] = [a for a in library.articles() if "mayor" in a.text]
    (news / "mayor.txt").write_text("The mayor stays\n\nThe mayor of Oldtown stays until May.\n")
    report = ingest(library, news)
    assert (report.added, report.updated, report.unchanged, report.articles) == (0, 1, 1, 2)
    after = library.article(before.id)
    assert (after.title, after.text) == ("The mayor stays", "The mayor of Oldtown stays until May.")
    assert search("Who stays until May?", library=library, k=1)[0].article_id == before.id
    assert not [e for e in search("Nobody wept", library=library) if "wept" in e.text]


def test_the_same_content_from_another_path_is_unchanged(library: Library, news: Path) -> None:
    ingest(library, news)
    copy = Path(shutil.copy(news / "mayor.txt", news / "deep" / "same.txt"))
    report = ingest(library, copy)
    assert (report.added, report.unchanged, report.articles) == (0, 1, 2)


def test_the_same_content_twice_in_one_run_goes_in_once(library: Library, news: Path) -> None:
    shutil.copy(news / "mayor.txt", news / "deep" / "same.txt")
    report = ingest(library, news)
    assert (report.added, report.unchanged, report.articles) == (2, 1, 2)


def test_a_removed_article_comes_back_from_any_file_that_has_it(
    library: Library, news: Path
) -> None:
    copy = Path(shutil.copy(news / "mayor.txt", news / "deep" / "same.txt"))
    ingest(library, [news / "mayor.txt", copy])
    [article] = library.articles()
    library.remove([article.id])
    assert ingest(library, copy).added == 1
    assert texts(library) == {article.text}


def test_files_of_one_url_do_not_take_turns_in_replacing_each_other(
    library: Library, news: Path
) -> None:
    for name, text in (("a.md", "The mayor left."), ("b.md", "The mayor left at noon.")):
        (news / name).write_text(f"---\nurl: https://a.example/mayor\n---\n\n{text}\n")
    first = ingest(library, [news / "a.md", news / "b.md"])
    assert (first.added, first.updated) == (1, 1)
    second = ingest(library, [news / "a.md", news / "b.md"])
    assert (second.added, second.updated, second.unchanged) == (0, 0, 2)
    assert texts(library) == {"The mayor left at noon."}


def test_a_bad_line_fails_each_time_and_the_others_go_in_once(
    library: Library, news: Path, counting: CountingEmbedder
) -> None:
    lines = ['{"text": "The mayor left."}', "{broken", '{"text": "The bridge fell."}']
    file = news / "a.jsonl"
    file.write_text("\n".join(lines))
    first = ingest(library, file)
    assert first.added == 2
    [failure] = first.failed
    assert failure.source == f"{file}#2"
    assert failure.error.startswith(f"{file}#2 is not JSON (")
    second = ingest(library, file)
    assert (second.added, second.unchanged, second.failed) == (0, 2, first.failed)
    assert second.as_dict()["failed"] == [{"source": failure.source, "error": failure.error}]


def test_of_two_lines_with_one_id_the_last_stays(library: Library, news: Path) -> None:
    file = news / "a.jsonl.gz"
    lines = [{"id": "m", "text": "The mayor left."}, {"id": "m", "text": "The mayor is back."}]
    file.write_bytes(gzip.compress("\n".join(map(json.dumps, lines)).encode()))
    report = ingest(library, [file, file])
    assert not report.failed
    assert report.articles == 1
    assert library.article("m").text == "The mayor is back."
    assert ingest(library, file).as_dict()["updated"] == 0


def test_a_line_with_an_id_is_found_again_in_another_place(library: Library, news: Path) -> None:
    file = news / "a.jsonl"
    one, two = '{"id": "one", "text": "The mayor left."}', '{"id": "two", "text": "It rained."}'
    file.write_text(f"{one}\n")
    ingest(library, file)
    file.write_text(f"{two}\n{one}\n")
    report = ingest(library, file)
    assert (report.added, report.updated, report.unchanged) == (1, 0, 1)


def test_articles_and_documents_go_in_as_they_are(library: Library) -> None:
    report = ingest(
        library,
        [
            Article("mayor", "The mayor  left.\r\n", title="Mayor\nleaves"),
            Document("The bridge fell.", metadata={"source": "wire", "published": "2024/03/14"}),
            Document("It rained.", id="rain", metadata={"title": "Rain", "outlet": "Mail"}),
            Document("It snowed."),
        ],
    )
    assert (report.added, report.failed) == (4, ())
    assert (library.article("mayor").text, library.article("mayor").title) == (
        "The mayor left.",
        "Mayor leaves",
    )
    assert (library.article("rain").title, library.article("rain").outlet) == ("Rain", "Mail")
    [wire] = [a for a in library.articles() if a.source == "wire"]
    assert str(wire.published) == "2024-03-14"


def test_the_pages_of_one_source_are_articles_of_their_own(library: Library) -> None:
    # LangChain's loaders give every page of a file, and every row of a table, the same source.
    pages = [Document(f"Page {n} of the report.", metadata={"source": "r.pdf"}) for n in range(3)]
    assert ingest(library, pages).added == 3
    assert [a.source for a in library.articles()] == ["r.pdf", "r.pdf#2", "r.pdf#3"]
    assert ingest(library, pages).unchanged == 3
    pages[1].page_content = "Page 1, corrected."
    report = ingest(library, pages)
    assert (report.updated, report.unchanged, report.articles) == (1, 2, 3)


def test_a_document_with_another_title_is_the_same_article(library: Library) -> None:
    ingest(library, Document("The mayor left.", metadata={"source": "wire/1", "title": "Mayor"}))
    [before] = library.articles()
    ingest(library, Document("The mayor left.", metadata={"source": "wire/1", "title": "Gone"}))
    [after] = library.articles()
    assert (before.id, after.title) == (after.id, "Gone")


def test_documents_without_a_source_do_not_replace_each_other(library: Library) -> None:
    for text in ("The mayor left.", "The bridge fell."):
        ingest(library, Document(text))
    assert len(library) == 2


@pytest.mark.parametrize("empty", [Article("a", " \n"), Article("a", "—"), Document("…")])
def test_an_article_without_words_fails(library: Library, empty: Article | Document) -> None:
    report = ingest(library, empty)
    assert len(library) == 0
    assert "holds no text" in report.failed[0].error


def test_an_upload_is_known_by_its_name(library: Library, tmp_path: Path) -> None:
    bytes_of = tmp_path / "tmp1234"
    bytes_of.write_text(MAYOR)
    assert ingest(library, Upload("mayor.txt", bytes_of)).added == 1
    [before] = library.articles()
    assert before.source == "upload:mayor.txt"
    elsewhere = tmp_path / "tmp9999"
    elsewhere.write_text(MAYOR.replace("Friday", "Sunday"))
    report = ingest(library, Upload("mayor.txt", elsewhere))
    assert (report.added, report.updated) == (0, 1)
    assert "Sunday" in library.article(before.id).text
    assert ingest(library, Upload("mayor.docx", elsewhere)).failed
    for name in ("", "../mayor.txt", "a\\b.txt"):
        with pytest.raises(ValueError, match="must be a file's name"):
            Upload(name, elsewhere)


def test_every_source_is_told_of_and_progress_rises_to_the_end(
    library: Library, news: Path
) -> None:
    done: list[SourceDone] = []
    progress: list[Progress] = []
    (news / "empty.txt").write_bytes(b"")
    (news / "latin.txt").write_bytes("Der Bürgermeister ging.".encode("latin-1"))
    ingest(library, news, on_source=done.append, on_progress=progress.append, batch_passages=1)
    told = {Path(one.source).name: (one.status, one.articles, one.detail) for one in done}
    assert told == {
        "empty.txt": ("failed", 0, f"{news / 'empty.txt'} is empty."),
        "latin.txt": ("new", 1, "read as cp1252"),
        "mayor.txt": ("new", 1, ""),
        "bridge.txt": ("new", 1, ""),
    }
    shares = [one.share for one in progress]
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    assert (progress[-1].articles, progress[-1].passages) == (3, 3)


def test_what_is_stored_before_a_source_is_told_of_is_there(library: Library, news: Path) -> None:
    there: list[bool] = []

    def look(done: SourceDone) -> None:
        there.append(any(a.source == done.source for a in library.articles()))

    ingest(library, news, on_source=look)
    assert there == [True, True]


def test_paths_that_cannot_be_read_fail_in_words(library: Library, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.txt"
    os.mkfifo(pipe)
    gone = tmp_path / "gone.txt"
    gone.symlink_to(tmp_path / "nowhere")
    bare = tmp_path / "bare"
    bare.mkdir()
    (bare / "link.txt").symlink_to(tmp_path / "nowhere")
    report = ingest(
        library, [tmp_path / "no.txt", "x" * 5000, "~nobody-of-this-name/a.txt", pipe, gone, bare]
    )
    said = [failure.error.removeprefix(f"{tmp_path}/") for failure in report.failed]
    assert said[0] == "no.txt does not exist."
    assert said[1].endswith("cannot be read: File name too long.")
    assert "home directory" in said[2]
    assert said[3] == "pipe.txt is not a file."
    assert said[4] == "gone.txt does not exist."
    assert said[5] == "bare/link.txt cannot be read: No such file or directory."
    assert len(report.failed) == 6


def test_a_file_in_a_folder_that_cannot_be_read_is_named_itself(
    library: Library, news: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (news / "deep" / "link.txt").symlink_to(news / "nowhere")
    os.mkfifo(news / "pipe.txt")
    (news / "empty.txt").write_bytes(b"")
    done: list[SourceDone] = []
    monkeypatch.chdir(news.parent)
    report = ingest(library, news.name, on_source=done.append)
    names = [str(news / name) for name in ("empty.txt", "pipe.txt", "deep/link.txt")]
    assert [failure.source for failure in report.failed] == names
    assert [one.source for one in done if one.status == "failed"] == names
    assert all(f.error.startswith(f.source) for f in report.failed)
    assert report.added == 2


def test_it_is_told_that_articles_of_before_are_looked_at_for_copies(
    library: Library, news: Path
) -> None:
    ingest(library, news)
    make_copies_anew(library)
    progress: list[Progress] = []
    report = ingest(library, news, on_progress=progress.append)
    assert progress[0].doing == (
        f"looking for copies among earlier articles, 0 of {report.articles}"
    )
    assert progress[-1].doing == ""
    assert library.status().copies == {"groups": 0, "articles": 0}
    progress.clear()
    ingest(library, news, on_progress=progress.append)
    assert not any(one.doing for one in progress)


def test_it_is_told_that_the_model_is_being_loaded_and_only_then(tmp_path: Path) -> None:
    text, progress = tmp_path / "rain.txt", []
    text.write_text("It rained on Monday.")
    with Library.open(tmp_path / "library", embedder=Embedder()) as library:
        for wanted in (["loading the embedding model"], []):
            ingest(library, text, on_progress=progress.append)
            assert [one.doing for one in progress if one.doing] == wanted
            text.write_text("It snowed on Tuesday.")
            progress.clear()


def shares_of(library: Library, sources: Any, **more: Any) -> list[float]:  # noqa: ANN401
    told: list[Progress] = []
    ingest(library, sources, on_progress=told.append, **more)
    shares = [one.share for one in told]
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    return shares


def test_the_share_is_of_all_sources_and_1_at_the_end_only(library: Library, news: Path) -> None:
    (news / "empty.txt").write_bytes(b"")
    four = [
        news / "mayor.txt",
        news / "no.txt",
        news / "empty.txt",
        news / "deep",
        Document("It rained."),
    ]
    shares = shares_of(library, four, batch_passages=1)
    sizes = [len(MAYOR), len(BRIDGE), len("It rained.")]
    assert shares[0] == pytest.approx(sizes[0] / sum(sizes))
    assert sum(sizes[:2]) / sum(sizes) in [pytest.approx(share) for share in shares]
    assert sum(share == 1.0 for share in shares) == 1
    again = shares_of(library, four)  # nothing is encoded, and yet it rises
    assert again[0] == pytest.approx(sizes[0] / sum(sizes))


def test_the_share_of_a_generators_sources_is_0_until_the_end(library: Library, news: Path) -> None:
    shares = shares_of(library, (news / name for name in ("mayor.txt", "deep")), batch_passages=1)
    assert set(shares) == {0.0, 1.0}


@pytest.mark.parametrize("name", ["a.jsonl", "a.jsonl.gz"])
def test_the_share_rises_from_line_to_line(library: Library, news: Path, name: str) -> None:
    lines = [json.dumps({"text": f"The ferry took {n} people."}) for n in range(100, 110)]
    # Where packed bytes are counted, they are read by the buffer: these are many, and no articles.
    lines = [one + "\n" + random.Random(one).randbytes(200_000).hex() for one in lines]
    raw = "\n".join(lines).encode()
    file = news / name
    file.write_bytes(gzip.compress(raw) if name.endswith(".gz") else raw)
    shares = shares_of(library, file, batch_passages=1)
    for tenth in range(1, 10):
        assert tenth / 10 in [pytest.approx(share, abs=0.07) for share in shares]


class QuickEmbedder(CountingEmbedder):
    """Splits as the real model does, and gives every text the same vector."""

    def encode_passages(
        self, texts: Sequence[str], spans: Sequence[Sequence[Span]]
    ) -> list[tuple[NDArray[np.float32], NDArray[np.float32]]]:
        vector = np.eye(1, self.dimension, dtype=np.float32)
        return [(vector[0], np.repeat(vector, len(some), axis=0)) for some in spans]


def test_the_share_rises_within_a_large_text(
    embedder: Embedder, tmp_path: Path, news: Path
) -> None:
    (news / "long.txt").write_text("Nothing happened in Oldtown on that day of the year. " * 20_000)
    folder, quick = tmp_path / "library", QuickEmbedder(embedder)
    with Library.open(folder, settings=Settings(data_dir=folder), embedder=quick) as library:
        shares = shares_of(library, [news / "long.txt", news / "deep"])
    assert len([share for share in shares if 0 < share < 0.9]) >= 2


def test_a_file_whose_name_is_not_utf_8_goes_in(library: Library, tmp_path: Path) -> None:
    folder = tmp_path / "odd"
    folder.mkdir()
    Path(os.fsdecode(os.fsencode(folder) + b"/caf\xe9.txt")).write_text(MAYOR)
    assert ingest(library, folder).added == 1
    [article] = library.articles()
    assert article.source == f"{folder}/caf\\xe9.txt"
    assert ingest(library, folder).unchanged == 1


def test_what_is_no_source_is_wrong_use(library: Library) -> None:
    with pytest.raises(UsageError, match="not int"):
        ingest(library, [5])  # type: ignore[list-item]


def test_two_runs_at_once_are_refused(library: Library, news: Path) -> None:
    with (
        library.writing(),
        Library.open(library.path, settings=library.settings) as other,
        pytest.raises(LibraryBusyError, match="Another process is writing"),
    ):
        ingest(other, news)


def test_a_text_that_two_files_held_stays_when_one_of_them_changes(
    library: Library, tmp_path: Path
) -> None:
    both = "Harbor opens\n\nThe harbor of Quillmouth opened on Monday."
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(both)
    ingest(library, [tmp_path / "a.txt", tmp_path / "b.txt"])
    (tmp_path / "a.txt").write_text("Harbor shuts\n\nThe harbor of Quillmouth shut on Friday.")
    ingest(library, [tmp_path / "a.txt", tmp_path / "b.txt"])
    titles = sorted(article.title for article in library.articles())
    assert titles == ["Harbor opens", "Harbor shuts"]
