"""How long, how much and how often: what bounds every visit to the web."""

from __future__ import annotations

from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of what is fetched; times in seconds, sizes in bytes after decompression.

    ``connect`` and ``read`` are the longest silences, ``total`` is what one answer may take from
    the first byte sent to the last received. ``attempts`` are made when a server is unreachable,
    busy or broken, ``backoff`` apart at first and twice as long each time; a server that asks to
    wait is waited for up to ``longest_wait``. Two requests to one host are ``delay`` apart, or
    what its robots.txt asks for, up to ``longest_delay``. ``pages`` come from one feed or
    sitemap, which may name up to ``sitemaps`` further sitemaps. Raises ValueError for what is
    below zero, or zero where nothing would be left.
    """

    connect: float = 10.0
    read: float = 20.0
    total: float = 60.0
    size: int = 20_000_000
    redirects: int = 10
    attempts: int = 4
    backoff: float = 1.0
    longest_wait: float = 60.0
    delay: float = 1.0
    longest_delay: float = 30.0
    robots_total: float = 15.0
    robots_size: int = 512 * 1024
    pages: int = 1000
    sitemaps: int = 50

    def __post_init__(self) -> None:
        may_be_zero = {"redirects", "backoff", "longest_wait", "delay", "longest_delay"}
        for field in fields(self):
            value = getattr(self, field.name)
            if value < 0 or (not value and field.name not in may_be_zero):
                raise ValueError(f"the limit {field.name} is {value}")
