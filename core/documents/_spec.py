"""What a way of writing documents declares about itself."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from core.documents._content import Document

Images = Mapping[str, bytes]


@dataclass(frozen=True)
class DocumentFormat:
    """`write` turns a document into a file's bytes, with the PNG of each figure under its name where
    `pictures` says that it wants them."""

    name: str
    title: str
    extension: str
    media_type: str
    write: Callable[[Document, Images], bytes]
    pictures: bool = True
    version: int = 1
