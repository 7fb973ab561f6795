"""The web chat's second tab: what the library holds, and taking in more."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from ingest import Progress, Report, SourceDone, Upload, ingest
from ui.pages import Place, error_html, esc, source_name
from ui.web_errors import in_words
from ui.web_gradio import asset, gr, upload_folder
from ui.wording import day, many
from vectorstore import Library

#: Articles listed at once; the filter leads to the others.
MOST = 200

_HOW = (
    '<p class="cw-meta">Adds files of all formats that <code>citewire ingest</code> reads, '
    "archives too. A file that has the name of an earlier upload takes its place.</p>"
)

_SAID = {"new": "added", "changed": "updated", "unchanged": "unchanged", "failed": "failed"}


class LibraryTab:
    """The list of articles with a filter, and the field for uploads."""

    def __init__(self, library: Library) -> None:
        self.library = library

    def build(self) -> None:
        """Make the components, inside a Gradio tab."""
        self.counts = gr.HTML(elem_classes="cw-counts", apply_default_css=False)
        self.uploads = gr.File(
            label="Add articles",
            show_label=False,
            file_count="multiple",
            elem_id="cw-uploads",
            height=88,
        )
        gr.HTML(_HOW, apply_default_css=False)
        self.result = gr.HTML(elem_id="cw-result", apply_default_css=False)
        self.filter = gr.Textbox(
            label="Filter",
            show_label=False,
            placeholder="Filter by title, outlet or source",
            container=False,
            elem_id="cw-filter",
        )
        self.listing = gr.HTML(
            elem_id="cw-listing", apply_default_css=False, js_on_load=asset("links.js")
        )

    def connect(self, page: gr.Blocks, tab: gr.Tab) -> None:
        """Tie the components to what they do."""
        shown: dict[str, Any] = {
            "fn": self.show,
            "inputs": self.filter,
            "outputs": [self.counts, self.listing],
            "show_progress": "hidden",
            "api_visibility": "private",
        }
        page.load(**shown)
        tab.select(**shown)
        self.filter.change(**shown, trigger_mode="always_last")
        self.uploads.upload(
            self.take_in,
            inputs=self.uploads,
            outputs=[self.result, self.uploads],
            show_progress_on=self.result,
            concurrency_limit=1,
            api_visibility="private",
        ).then(**shown)

    def show(self, wanted: str | None) -> tuple[str, str]:
        """Return the counts and the list of the articles that hold all words of the filter."""
        try:
            listing = self.library.catalogue.listing()
            return counts_html(self.library), listing_html(listing, wanted or "")
        except Exception as error:
            return "", error_html(in_words(error, "Listing the articles"))

    def take_in(
        self,
        files: list[str],
        progress: gr.Progress = gr.Progress(),  # noqa: B008 - how Gradio wants it
    ) -> tuple[str, None]:
        """Ingest uploaded files and return what became of them; the field is emptied."""
        # Gradio lays a file down under the name that it has with its owner.
        uploads = [Upload(Path(file).name, Path(file)) for file in files if _is_ours(file)]
        done: list[SourceDone] = []

        def tell(now: Progress) -> None:
            words = f"{many(now.articles, 'article')} read, {many(now.passages, 'passage')} stored"
            progress(now.share, desc=words)

        progress(0.0, desc=f"Reading {many(len(uploads), 'file')}")
        try:
            report = ingest(self.library, uploads, on_source=done.append, on_progress=tell)
        except Exception as error:
            return error_html(in_words(error, "The upload")), None
        finally:
            for upload in uploads:
                upload.path.unlink(missing_ok=True)
        return report_html(report, done), None


def _is_ours(file: str) -> bool:
    """Say whether a file lies where uploads do: it is read, and then deleted."""
    return Path(file).resolve().is_relative_to(upload_folder())


def counts_html(library: Library) -> str:
    """Return how much the library holds, and from when to when."""
    status = library.status()
    if not status.articles:
        return '<p class="cw-meta">The library is empty.</p>'
    dates = ""
    if status.oldest and status.newest:
        oldest, newest = (day(date.fromisoformat(d)) for d in (status.oldest, status.newest))
        dates = f", {oldest} to {newest}" if oldest != newest else f", {oldest}"
    return (
        f'<p class="cw-meta">{many(status.articles, "article")}{dates} · '
        f"{many(status.passages, 'passage')}, {many(status.sentences, 'sentence')}</p>"
    )


def listing_html(articles: Sequence[dict[str, Any]], wanted: str = "") -> str:
    """Return the articles, newest first, that hold all words of ``wanted``.

    Where some are left out, that is said above them: nobody reads to the end of a long list.
    """
    words = wanted.casefold().split()
    found = [one for one in articles if all(word in _searched(one) for word in words)]
    found.sort(key=lambda one: (one["published"] or "", one["ingested_at"]), reverse=True)
    items = "".join(_item(one) for one in found[:MOST])
    if not articles:
        note = "No articles yet. Add some above, or run <code>citewire ingest</code>."
    elif not found:
        note = f"No article has “{esc(wanted)}” in its title, outlet or source."
    elif len(found) > MOST:
        note = (
            f"The newest {MOST} of {many(len(found), 'article')}, those without a date last. "
            "Filter to see others."
        )
    else:
        note = ""
    said = f'<p class="cw-meta">{note}</p>' if note else ""
    return f'{said}<ul class="cw-list">{items}</ul>'


def _searched(article: dict[str, Any]) -> str:
    return " ".join(str(article[name] or "") for name in ("title", "outlet", "source")).casefold()


def _item(article: dict[str, Any]) -> str:
    published = article["published"]
    about = [
        f'<span class="cw-outlet">{esc(article["outlet"])}</span>' if article["outlet"] else "",
        f"<time>{day(date.fromisoformat(published))}</time>" if published else "no date",
        f"{article['characters']:,} characters",
    ]
    source = source_name(article["source"] or "")
    short = source.rsplit("/", 1)[-1]
    return (
        f'<li><button type="button" class="cw-card" data-open="{esc(Place(article["id"]).link())}">'
        f'<span class="cw-title">{esc(article["title"] or "Untitled")}</span>'
        f'<span class="cw-about">{" · ".join(part for part in about if part)}</span>'
        f'<span class="cw-origin" title="{esc(source)}">{esc(short)}</span></button></li>'
    )


def report_html(report: Report, done: Iterable[SourceDone]) -> str:
    """Return what a run of ingest did, in words, with the reasons of what failed."""
    numbers = (
        (report.added, "added"),
        (report.updated, "updated"),
        (report.unchanged, "unchanged"),
        (len(report.failed), "failed"),
    )
    total = ", ".join(f"{number:,} {word}" for number, word in numbers)
    reasons = {one.source: one.error.removeprefix("upload:") for one in report.failed}
    lines = "".join(_line(one, reasons) for one in done)
    lines += "".join(
        f"<li><strong>failed</strong> {esc(reason)}</li>" for reason in reasons.values()
    )
    kind = "cw-error" if report.failed else "cw-done"
    return (
        f'<div class="{kind}" role="status"><p><strong>{total}</strong> in {report.seconds:.1f} s'
        f"</p><ul>{lines}</ul></div>"
    )


def _line(one: SourceDone, reasons: dict[str, str]) -> str:
    """Return one source's line; a failure's reason is said once, with its source."""
    reason = reasons.pop(one.source, "") if one.status == "failed" else ""
    detail = f": {esc(reason or one.detail)}" if reason or one.detail else ""
    name = one.source.removeprefix("upload:")
    return f"<li><strong>{_SAID[one.status]}</strong> {esc(name)}{detail}</li>"
