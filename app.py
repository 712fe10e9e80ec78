"""Tessera's entry point: `server` for a WSGI host, `python app.py` to run it here."""

from dashboard import Settings, create_app, run

settings = Settings.from_environment()
app = create_app(settings)
server = app.server

if __name__ == "__main__":
    run(app, settings)
