"""Tessera's entry point: `server` for a WSGI host; `python app.py` serves it without one."""

from core.session import Services
from dashboard.settings import Settings

settings = Settings.from_environment()
settings.check_data_folder()
services = Services(settings.limits())  # its worker processes load while the pages do

from dashboard.app import create_app  # noqa: E402

app = create_app(settings, services)
server = app.server

if __name__ == "__main__":
    app.run(host=settings.host, port=settings.port)
