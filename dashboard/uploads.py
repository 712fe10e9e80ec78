"""The streaming upload route: bytes go to disk as they arrive, never into memory."""

import hashlib
import secrets
from pathlib import Path

from flask import Flask, Response, jsonify, request

from core.errors import UserError
from core.session import PendingDataset, Services, Session
from core.store import raise_disk_full
from dashboard.sessions import current_session

CHUNK = 1 << 20


class TooLarge(UserError):
    template = (
        "This file is larger than the limit of {limit_mb:,} MB. Compress it to .gz, leave out columns "
        "that you do not need, or ask whoever runs Tessera to raise TESSERA_UPLOAD_MB."
    )


class UploadCutOff(UserError):
    template = "The upload was cut off before the file was complete. Please send it again."


class UploadEmpty(UserError):
    template = "This file is empty. Export it again and check that it holds rows."


def install(server: Flask, services: Services, upload_mb: int) -> None:
    """PUT /upload?name=<file name> answers {job, dataset}, or {error} with status 400 or 413."""

    def upload() -> tuple[Response, int]:
        session = Session(services, current_session())
        try:
            reading = receive(session, request.args.get("name", "upload"), upload_mb)
        except TooLarge as error:
            return jsonify(error=str(error)), 413
        except UserError as error:
            return jsonify(error=str(error)), 400
        return jsonify(job=reading.job, dataset=reading.dataset), 200

    server.add_url_rule("/upload", "upload", upload, methods=["PUT"])


def receive(session: Session, name: str, upload_mb: int) -> PendingDataset:
    """Stream the request's body into the session's workspace and start reading it."""
    limit = upload_mb << 20
    if (request.content_length or 0) > limit:
        raise TooLarge(limit_mb=upload_mb)
    target = session.inbox / f"{secrets.token_hex(8)}.upload"
    try:
        with raise_disk_full():
            digest = _stream(target, limit, upload_mb)
        return session.receive(target, Path(name).name[:200], digest)
    except BaseException:
        target.unlink(missing_ok=True)
        raise


def _stream(target: Path, limit: int, upload_mb: int) -> str:
    digest, size = hashlib.sha256(), 0
    with target.open("wb") as sink:
        while chunk := request.stream.read(CHUNK):
            size += len(chunk)
            if size > limit:
                raise TooLarge(limit_mb=upload_mb)
            digest.update(chunk)
            sink.write(chunk)
    if size == 0:
        raise UploadEmpty
    if request.content_length is not None and size != request.content_length:
        raise UploadCutOff
    return digest.hexdigest()
