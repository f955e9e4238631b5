"""Stopping on SIGTERM and SIGINT without losing a moment."""

import os
import select
import signal
from types import FrameType, TracebackType
from typing import Self

SIGNALS = (signal.SIGTERM, signal.SIGINT)


class StopSignal:
    """Notices the first signal; the worker ends after its job. A second signal ends it at once.

    Waiting goes through a pipe: a threading.Event set inside a signal handler can deadlock with its own wait.
    """

    requested = False

    def __enter__(self) -> Self:
        """Listen."""
        self._reader, self._writer = os.pipe()
        self._before = {number: signal.signal(number, self._notice) for number in SIGNALS}
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        """Give the signals back to whoever had them."""
        for number, before in self._before.items():
            signal.signal(number, before)
        os.close(self._reader)
        os.close(self._writer)

    def wait(self, seconds: float) -> None:
        """Sleep, but wake at a signal."""
        select.select([self._reader], [], [], seconds)

    def _notice(self, _number: int, _frame: FrameType | None) -> None:
        self.requested = True
        os.write(self._writer, b"\0")
        for each in SIGNALS:
            signal.signal(each, signal.SIG_DFL)
