"""Names looked up within bounds of time, which the system's own look-up knows nothing of."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import Future, wait

from ingest.web.addresses import Resolver


class LookUps:
    """Looks names up beside the one thread that waits for them, and no longer than it may.

    A look-up that outlasts the waiting goes on: who asks for the name again waits for the same one,
    so that a name server that never answers holds one thread a name, however often it is asked.
    """

    def __init__(self, resolver: Resolver) -> None:
        self._resolver = resolver
        self._open: dict[tuple[str, int], Future[Sequence[str]]] = {}

    def addresses(self, host: str, port: int, seconds: float | None) -> Sequence[str]:
        """Return the addresses of a host; raises OSError, and LookUpTimeoutError."""
        name = host, port
        found = self._open.get(name)
        if found is None:
            found = self._open[name] = Future()
            # A daemon, so that a look-up without an end does not keep the program from ending.
            threading.Thread(target=self._look_up, args=(name, found), daemon=True).start()
        if not wait([found], seconds).done:
            raise LookUpTimeoutError
        del self._open[name]
        return found.result()

    def _look_up(self, name: tuple[str, int], found: Future[Sequence[str]]) -> None:
        try:
            found.set_result(self._resolver(*name))
        except Exception as error:  # raised anew in the thread that waits
            found.set_exception(error)


class LookUpTimeoutError(Exception):
    """A name is still being looked up."""
