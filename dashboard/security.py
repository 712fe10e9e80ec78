"""Response headers: nothing is loaded from elsewhere, nothing is framed, nothing is guessed."""

from dash import Dash
from flask import Response, request

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
IMMUTABLE = "public, max-age=31536000, immutable"


def policy(app: Dash) -> str:
    """The content security policy; call it after every callback is registered, for their hashes."""
    scripts = " ".join(f"'{h}'" if not h.startswith("'") else h for h in app.csp_hashes())
    return (
        f"default-src 'self'; script-src 'self' {scripts}; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; "
        "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
    )


def install(app: Dash) -> None:
    headers = {**HEADERS, "Content-Security-Policy": policy(app)}
    assets = app.get_asset_url("")

    def protect(response: Response) -> Response:
        for name, value in headers.items():
            response.headers.setdefault(name, value)
        if response.mimetype in {"text/html", "application/json", "application/octet-stream"}:
            response.headers.setdefault("Cache-Control", "no-store")
        # Dash names scripts and styles with the time of their last change: another file, another address.
        if request.path.startswith(assets) and "m" in request.args and response.status_code == 200:
            response.headers["Cache-Control"] = IMMUTABLE
        return response

    app.server.after_request(protect)
