"""Sessions: a random id in a cookie that scripts cannot read."""

import re
import secrets

from flask import Flask, Response, g, request

COOKIE = "tessera_session"
SESSION = re.compile(r"[A-Za-z0-9_-]{43}")


def install(server: Flask, secure: bool) -> None:
    """Give every request `flask.g.session`, and a new visitor a cookie with a page or an answer to
    what they sent; a stylesheet or icon that is asked for beside them must not bring another."""

    def recognise() -> None:
        cookie = request.cookies.get(COOKIE, "")
        g.new_session = not SESSION.fullmatch(cookie)
        g.session = secrets.token_urlsafe(32) if g.new_session else cookie

    def remember(response: Response) -> Response:
        if g.get("new_session") and (request.method in ("POST", "PUT") or _is_page(response)):
            response.set_cookie(
                COOKIE, g.session, max_age=365 * 86_400, httponly=True, samesite="Lax", secure=secure
            )
        return response

    server.before_request(recognise)
    server.after_request(remember)


def _is_page(response: Response) -> bool:
    """True for a page that is there, but not for what a browser fetches beside one."""
    destination = request.headers.get("Sec-Fetch-Dest", "document")
    return (
        response.status_code == 200 and response.mimetype == "text/html" and destination == "document"
    )


def current_session() -> str:
    session: str = g.session
    return session
