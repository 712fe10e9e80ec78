"""Charts as PNG, SVG and PDF."""

import asyncio
import atexit
import shutil
from collections.abc import Coroutine, Mapping
from contextlib import suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from threading import Lock, Thread
from typing import Any

from core.charts import THEMES
from core.errors import UserError
from core.export.printable import make_printable
from core.plugins import Param

FORMAT = Param(
    "format", "Format", default="png", choices=(("png", "PNG"), ("svg", "SVG"), ("pdf", "PDF"))
)

THEME = Param("theme", "Theme", default="light", choices=tuple((name, name) for name in THEMES))

WIDTH = Param("width", "Width", default=900, low=200, high=4000)

HEIGHT = Param("height", "Height", default=600, low=150, high=4000)

SCALE = Param("scale", "Scale", default=2.0, low=0.5, high=4)


@dataclass(frozen=True)
class ImageRequest:
    """Choices for a chart that is saved: "png", "svg" or "pdf", "light" or "dark"."""

    chart: str
    format: str
    theme: str


class ImageTimeout(UserError):
    template = "The image was not ready after {seconds:g} seconds. Try again, or with fewer customers."


class ImageFailed(UserError):
    template = "Chrome could not draw the image, even after a restart. Try again in a while."


class Chrome:
    """A running browser. Every method may raise TimeoutError after `timeout` seconds.

    No sandbox: Chrome refuses one as root, and hosts that run containers forbid it to others; the
    browser opens nothing but our own page with our own figures. No address outside is asked for:
    the plotly package brings plotly.js, and MathJax, which would come from a CDN, is left out.
    """

    def __init__(self, path: str, timeout: float) -> None:
        from kaleido import Kaleido

        self._timeout = timeout
        self._loop = asyncio.new_event_loop()
        Thread(target=self._loop.run_forever, name="chrome", daemon=True).start()
        self._kaleido = Kaleido(
            path=path, n=1, timeout=timeout, plotlyjs=PLOTLY_JS, mathjax=False, enable_sandbox=False
        )
        try:
            self._wait(self._kaleido.open())
        except Exception:
            self.close()
            raise

    def draw(self, figure: Mapping[str, Any], options: Mapping[str, Any]) -> bytes:
        """The image of a figure in plotly JSON form; `options` are Kaleido's."""
        image: bytes = self._wait(self._kaleido.calc_fig(figure, opts=dict(options)))
        return image

    def close(self) -> None:
        """End the browser and its thread, however it fared."""
        try:
            self._wait(self._kaleido.close())
        finally:
            self._loop.call_soon_threadsafe(self._loop.stop)

    def _wait(self, work: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(self._timeout + GRACE)


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
        printable = make_printable(figure, THEME.check(theme), options["width"], titled)
        with self._lock:
            return self._draw(printable, options)

    def prepare(self) -> None:
        """Start the browser beside the caller's work; what goes wrong is told by the first export."""
        Thread(target=self._prepare, name="chrome-start", daemon=True).start()

    def close(self) -> None:
        """End the browser; the next export starts another."""
        with self._lock:
            self._stop()

    def _prepare(self) -> None:
        with self._lock, suppress(Exception):
            self._running()

    def _draw(self, figure: Mapping[str, Any], options: Mapping[str, Any]) -> bytes:
        from kaleido.errors import JavascriptError, KaleidoError

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


NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")

PLOTLY_JS = Path(str(find_spec("plotly").origin)).parent / "package_data" / "plotly.min.js"  # type: ignore[union-attr]


GRACE = 5.0


class ChromeMissing(UserError):
    template = (
        "Images are drawn by Chrome, which is not installed. Install it with 'apt-get install "
        "chromium', or on Heroku add the chrome-for-testing buildpack; everything else works "
        "without it."
    )


def find_chrome(path: str | None = None) -> str:
    """The browser's executable: `path` where one is given, else the first on PATH. ChromeMissing."""
    executable = shutil.which(path) if path else next(filter(None, map(shutil.which, NAMES)), None)
    if executable is None:
        raise ChromeMissing()
    return executable
