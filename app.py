"""Tessera's entry point: `server` for a WSGI host; `python app.py` serves it without one."""

from dashboard.app import create_app
from dashboard.settings import Settings

app = create_app(Settings.from_environment())
server = app.server

if __name__ == "__main__":
    app.run(host=Settings.from_environment().host, port=Settings.from_environment().port)
