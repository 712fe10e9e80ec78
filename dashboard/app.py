"""The composition root: settings, services, pages and web server become one application."""

import logging
from pathlib import Path

from dash import Dash
from flask import Flask, Response, jsonify, send_file
from flask_compress import Compress

import callbacks
from core.session import Services, Session
from dashboard import guide, security, sessions, uploads
from dashboard.downloads import act, compare, profile, report, segment
from dashboard.replies import show_toast
from dashboard.settings import Settings
from dashboard.words import NOT_FOUND
from layouts.shell import shell

HERE = Path(__file__).parent.parent


def create_app(settings: Settings, services: Services | None = None) -> Dash:
    """A Dash application whose `server` is ready for requests."""
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s: %(message)s")
    services = services or Services(settings.limits())
    server = Flask("tessera")
    sessions.install(server, settings.secure_cookies)
    uploads.install(server, services, settings.upload_mb)
    segment.install(server, services)
    compare.install(server, services)
    act.install(server, services)
    profile.install(server, services)
    report.install(server, services)
    guide.install(server)
    for area in ("api", "live", "take", "upload", ".well-known"):
        server.add_url_rule(f"/{area}/<path:_rest>", f"nothing-{area}", not_found)
    for beside in ("apple-touch-icon.png", "apple-touch-icon-precomposed.png", "robots.txt"):
        server.add_url_rule(f"/{beside}", beside, not_found)
    server.add_url_rule("/favicon.ico", "favicon", lambda: send_file(HERE / "assets" / "tessera.svg"))
    server.add_url_rule("/health", "health", lambda: health(services))
    app = Dash(
        "tessera",
        server=server,
        title="Tessera",
        update_title="",
        assets_folder=str(HERE / "assets"),
        suppress_callback_exceptions=True,
        on_error=show_toast,
        index_string=PAGE,
        serve_locally=True,
    )
    app.layout = shell()
    callbacks.register(app, lambda: Session(services, sessions.current_session()))
    security.install(app)
    Compress(server)
    server.test_client().get("/")
    return app


def health(services: Services) -> tuple[Response, int]:
    """Number of worker processes that live and that are ready, for hosts and load balancers.

    Status 200, or 503 where no worker process lives and so nothing can be computed.
    """
    jobs, alive = services.jobs, services.jobs.count_alive()
    serves = alive > 0 or not services.limits.workers
    status = "ok" if serves else "no worker process"
    return jsonify(status=status, workers=alive, ready=jobs.count_ready()), 200 if serves else 503


def not_found(_rest: str = "") -> tuple[Response, int]:
    """404 for addresses that Dash would otherwise answer with its page."""
    return jsonify(error=NOT_FOUND), 404


PAGE = """<!DOCTYPE html>
<html lang="en" data-bs-theme="light">
<head>
{%metas%}
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="description" content="Customer segments that you can trust and act on">
<title>{%title%}</title>
<link rel="icon" type="image/svg+xml" href="/assets/tessera.svg">
{%css%}
</head>
<body>
{%app_entry%}
<footer>{%config%}{%scripts%}{%renderer%}</footer>
</body>
</html>"""
