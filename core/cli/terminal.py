"""Progress for whoever waits at a terminal or reads a log."""

import time
from typing import TextIO

WIDTH = 30
HELD_BACK_S = 5.0
ERASE = "\r\x1b[K"


class Terminal:
    """A bar that redraws itself on a terminal; a line a step in a file or pipe.

    Lines are held back for the first few seconds of the work, so that bad input that is found at once answers with
    nothing but its sentence.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._draws = stream.isatty()
        self._begun: float | None = None
        self._held: list[str] = []
        self._step = ""

    def progress(self, step: str, share: float) -> None:
        now = time.monotonic()
        self._begun = now if self._begun is None else self._begun
        if self._draws:
            done = round(WIDTH * min(max(share, 0.0), 1.0))
            self._write(f"{ERASE}{'#' * done}{'.' * (WIDTH - done)} {step}")
        elif step != self._step:
            self._step = step
            self._held.append(f"{step}\n")
            if now - self._begun > HELD_BACK_S:
                self._release()

    def clear(self) -> None:
        """Take the bar away; lines that were held back are forgotten."""
        self._held.clear()
        if self._draws:
            self._write(ERASE)

    def finish(self) -> None:
        self._release()
        self.clear()

    def _release(self) -> None:
        self._write("".join(self._held))
        self._held.clear()

    def _write(self, text: str) -> None:
        self._stream.write(text)
        self._stream.flush()
