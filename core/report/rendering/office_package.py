"""Properties and ZIP archive of Word and PowerPoint files."""

from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from core.report.document.content import Document

MOST_LETTERS = 255  # of a property; python-docx and python-pptx refuse more


def set_properties(about: Any, document: Document) -> None:
    """Set the core properties of a package."""
    about.title, about.subject = document.title[:MOST_LETTERS], document.subtitle[:MOST_LETTERS]
    about.author, about.language = "Tessera", "en-GB"
    about.created = about.modified = document.moment


def remove_times(archive: bytes) -> bytes:
    """The ZIP archive without the times at which its parts were written: equal parts, equal bytes."""
    target = BytesIO()
    with ZipFile(BytesIO(archive)) as old, ZipFile(target, "w") as new:
        for name in old.namelist():
            new.writestr(ZipInfo(name), old.read(name), ZIP_DEFLATED)
    return target.getvalue()
