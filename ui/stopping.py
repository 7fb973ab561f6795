"""Ctrl-C ends a command soon, whatever it is doing.

Python hears of a signal between two steps of its own. One step may be seconds of work elsewhere:
a large batch in the model, a database that is written anew. What is stored survives a kill at any
moment, so a command that has not ended by itself a little after Ctrl-C is ended.
"""

from __future__ import annotations

import os
import signal
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NoReturn

#: The exit status of a command that Ctrl-C has ended, as shells have it.
STOPPED = 130

#: Seconds after which a command that was told to stop is ended; two are promised.
_PATIENCE = 1.2


@contextmanager
def ending_soon(last_words: Callable[[], object]) -> Iterator[None]:
    """End the process soon after Ctrl-C if the block goes on; ``last_words`` says what is kept.

    In the block Ctrl-C raises KeyboardInterrupt as ever. Only the main thread can do this: in
    another one the block runs as it would.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.setblocking(False)
        watch = threading.Thread(target=_watch, args=(ours, last_words), daemon=True)
        before = signal.set_wakeup_fd(theirs.fileno(), warn_on_full_buffer=False)
        try:
            watch.start()
            yield
        finally:
            signal.set_wakeup_fd(before)
            theirs.shutdown(socket.SHUT_WR)
            watch.join(_PATIENCE)


def _watch(signals: socket.socket, last_words: Callable[[], object]) -> None:
    while number := signals.recv(1):
        if number[0] != signal.SIGINT:
            continue
        signals.settimeout(_PATIENCE)
        try:
            while signals.recv(1):  # another Ctrl-C
                pass
            return
        except TimeoutError:
            last_words()
            end_now()


def end_now() -> NoReturn:
    """End the process that was told to stop; to take apart what it has loaded takes seconds."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(STOPPED)
