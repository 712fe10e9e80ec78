"""Charts as PNG, SVG and PDF."""

import atexit
from collections.abc import Mapping
from contextlib import suppress
from threading import Lock, Thread
from typing import Any

from kaleido.errors import JavascriptError, KaleidoError

from core.charts._theme import THEMES
from core.errors import UserError
from core.reports._chrome import Chrome, find_chrome
from core.reports._printable import printable
from core.specs import Param

FORMAT = Param(
    "format", "Format", default="png", choices=(("png", "PNG"), ("svg", "SVG"), ("pdf", "PDF"))
)
THEME = Param("theme", "Theme", default="light", choices=tuple((name, name) for name in THEMES))
WIDTH = Param("width", "Width", default=900, low=200, high=4000)
HEIGHT = Param("height", "Height", default=600, low=150, high=4000)
SCALE = Param("scale", "Scale", default=2.0, low=0.5, high=4)


class ImageTimeout(UserError):
    template = "The image was not ready after {seconds:g} seconds. Try again, or with fewer customers."


class ImageFailed(UserError):
    template = "Chrome could not draw the image and did so again when restarted. Try again in a while."


class ImageExporter:
    """Draws figures in one Chrome that is started on first use and kept.

    Safe to call from many threads: figures are drawn one at a time, each for its own caller. A
    browser that crashed or hangs is replaced by a new one. `chrome` is the browser's executable
    (None: the one on PATH), `timeout` the seconds an image may take. Give each process its own.
    """

    def __init__(self, chrome: str | None = None, timeout: float = 30.0) -> None:
        self._path, self._timeout = chrome, timeout
        self._lock = Lock()
        self._chrome: Chrome | None = None

    def export(
        self,
        figure: Mapping[str, Any],
        format: str = "png",
        theme: str = "light",
        width: int = 900,
        height: int = 600,
        scale: float = 2.0,
        titled: bool = True,
    ) -> bytes:
        """The image's bytes, in a theme's colours, `width` x `height` pixels times `scale`.

        Title, source line and note are above it unless it is not `titled`.

        BadParameter for a size or format that is not offered, ChromeMissing, ImageTimeout or
        ImageFailed where no image could be had.
        """
        options = {
            "format": FORMAT.check(format),
            "width": WIDTH.check(width),
            "height": HEIGHT.check(height),
            "scale": SCALE.check(scale),
        }
        shown = printable(figure, THEME.check(theme), options["width"], titled)
        with self._lock:
            return self._draw(shown, options)

    def prepare(self) -> None:
        """Starts the browser beside the caller's work; what goes wrong is told by the first export."""
        Thread(target=self._prepare, name="chrome-start", daemon=True).start()

    def close(self) -> None:
        """Ends the browser; the next export starts another."""
        with self._lock:
            self._stop()

    def _prepare(self) -> None:
        with self._lock, suppress(Exception):
            self._running()

    def _draw(self, figure: Mapping[str, Any], options: Mapping[str, Any]) -> bytes:
        for _ in range(2):
            try:
                return self._running().draw(figure, options)
            except UserError:
                raise
            except (KaleidoError, JavascriptError):
                raise  # the figure is at fault, not the browser
            except TimeoutError:
                self._stop()
                raise ImageTimeout(seconds=self._timeout) from None
            except Exception:
                self._stop()
        raise ImageFailed()

    def _running(self) -> Chrome:
        if self._chrome is None:
            self._chrome = Chrome(find_chrome(self._path), self._timeout)
            atexit.register(self.close)
        return self._chrome

    def _stop(self) -> None:
        atexit.unregister(self.close)
        chrome, self._chrome = self._chrome, None
        if chrome is not None:
            with suppress(Exception):
                chrome.close()
