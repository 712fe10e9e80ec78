"""One Chrome with one tab that turns figures into images, in an event loop on its own thread."""

import asyncio
import shutil
from collections.abc import Coroutine, Mapping
from pathlib import Path
from threading import Thread
from typing import Any

import plotly
from kaleido import Kaleido

from core.errors import UserError

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
PLOTLY_JS = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
GRACE = 5.0


class ChromeMissing(UserError):
    template = (
        "Images are drawn by Chrome, which is not installed. Install it with 'apt-get install "
        "chromium', or on Heroku add the chrome-for-testing buildpack; everything else works "
        "without it."
    )


def find_chrome(path: str | None = None) -> str:
    """The browser's executable: `path` where one is given, else the first on PATH. ChromeMissing."""
    found = shutil.which(path) if path else next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        raise ChromeMissing()
    return found


class Chrome:
    """A running browser. Every method may raise TimeoutError after `timeout` seconds.

    No sandbox: Chrome refuses one as root, and hosts that run containers forbid it to others; the
    browser opens nothing but our own page with our own figures. No address outside is asked for:
    the plotly package brings plotly.js, and MathJax, which would come from a CDN, is left out.
    """

    def __init__(self, path: str, timeout: float) -> None:
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
        """Ends the browser and its thread, however it fared."""
        try:
            self._wait(self._kaleido.close())
        finally:
            self._loop.call_soon_threadsafe(self._loop.stop)

    def _wait(self, work: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(self._timeout + GRACE)
