"""The streaming upload route: bytes go to disk as they arrive, never into memory."""

import hashlib
import json
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask, Response, jsonify, request

from core.errors import UserError
from core.session import PendingDataset, Services, Session
from core.store import raise_disk_full
from dashboard.sessions import current_session

CHUNK = 1 << 20
LONGEST_NAME = 200  # letters of a file's name that are kept
MOST_JSON = 1 << 16  # bytes of a request that names parts
SHA_256 = re.compile(r"[0-9a-f]{64}")


class TooLarge(UserError):
    template = (
        "This file is larger than the limit of {limit_mb:,} MB. Compress it to .gz, leave out columns "
        "that you do not need, or ask whoever runs Tessera to raise TESSERA_UPLOAD_MB."
    )


class UploadCutOff(UserError):
    template = "The upload was cut off before the file was complete. Upload it again."


class UploadEmpty(UserError):
    template = "This file is empty. Export it again and check that it holds rows."


class UploadLost(UserError):
    template = "Not all of the files are here any more. Upload them again."


def install(server: Flask, services: Services, upload_mb: int) -> None:
    """PUT /upload?name=<file name> answers {job, dataset}, or {error} with status 400 or 413.

    With `part` it only keeps the file and answers its {digest, name}; PUT /upload/join with {parts,
    dataset} then reads all of them as one data set, beside an open one if its id is given.
    """

    def upload() -> tuple[Response, int]:
        session = Session(services, current_session())
        try:
            if "part" in request.args:
                return jsonify(keep_part(session, request.args.get("name", "upload"), upload_mb)), 200
            reading = receive(session, request.args.get("name", "upload"), upload_mb)
        except TooLarge as error:
            return jsonify(error=str(error)), 413
        except UserError as error:
            return jsonify(error=str(error)), 400
        return jsonify(job=reading.job, dataset=reading.dataset), 200

    def join() -> tuple[Response, int]:
        try:
            reading = receive_parts(Session(services, current_session()))
        except UserError as error:
            return jsonify(error=str(error)), 400
        return jsonify(job=reading.job, dataset=reading.dataset), 200

    server.add_url_rule("/upload", "upload", upload, methods=["PUT"])
    server.add_url_rule("/upload/join", "join", join, methods=["PUT"])


def receive(session: Session, name: str, upload_mb: int) -> PendingDataset:
    """Stream the request's body into the session's workspace and start reading it."""
    with _receive_body(session, upload_mb) as (target, digest):
        return session.receive(target, Path(name).name[:LONGEST_NAME], digest)


def keep_part(session: Session, name: str, upload_mb: int) -> dict[str, str]:
    """Stream the request's body into the session's workspace, to be read with others."""
    with _receive_body(session, upload_mb) as (target, digest):
        target.replace(_part_path(session, digest))
        return {"digest": digest, "name": Path(name).name[:LONGEST_NAME]}


def receive_parts(session: Session) -> PendingDataset:
    """Start reading the parts that the request names as one data set; UploadLost where one is not here,
    DatasetNotFound for a data set that is not the session's."""
    asked = _read_json()
    parts = asked.get("parts") if isinstance(asked, dict) else None
    files = [_part_file(session, part) for part in parts] if isinstance(parts, list) else []
    if not files or not isinstance(asked, dict):
        raise UploadLost
    beside = session.open(str(asked["dataset"])) if asked.get("dataset") else None
    return session.receive_several(files, beside)


def _read_json() -> object:
    """The request's body as JSON; None where it is none, or larger than MOST_JSON."""
    body = request.stream.read(MOST_JSON + 1)
    try:
        return json.loads(body) if len(body) <= MOST_JSON else None
    except (ValueError, RecursionError):
        return None


def _part_file(session: Session, part: object) -> tuple[Path, str, str]:
    digest, name = (part.get("digest"), part.get("name")) if isinstance(part, dict) else (None, None)
    if not isinstance(digest, str) or not isinstance(name, str) or not SHA_256.fullmatch(digest):
        raise UploadLost
    path = _part_path(session, digest)
    if not path.is_file() and session.workspace.id_of(digest) not in {d.id for d in session.datasets()}:
        raise UploadLost
    return path, Path(name).name[:LONGEST_NAME], digest


def _part_path(session: Session, digest: str) -> Path:
    return session.inbox / f"{digest}.upload"


@contextmanager
def _receive_body(session: Session, upload_mb: int) -> Iterator[tuple[Path, str]]:
    """Stream the request's body to a file, which is deleted where the block fails; with its SHA-256."""
    limit = upload_mb << 20
    if (request.content_length or 0) > limit:
        raise TooLarge(limit_mb=upload_mb)
    target = session.inbox / f"{secrets.token_hex(8)}.upload"
    try:
        with raise_disk_full():
            digest = _stream(target, limit, upload_mb)
        yield target, digest
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
