"""Fields as SHA-256, by which a platform recognises who is its own user and learns of nobody else."""

import hashlib
from collections.abc import Callable

from core.act.audience.tool_spec import Column, Field


def hash_text(text: str) -> str:
    """The hash as 64 lower-case hexadecimal digits; empty for an empty text."""
    return hashlib.sha256(text.encode()).hexdigest() if text else ""


def hashed_column(header: str, field: Field, normal: Callable[[str], str] = str.lower) -> Column:
    """The hash of the field once `normal` has written it as the platform does before hashing."""
    return Column(header, (field,), lambda person: hash_text(normal(person.get(field, ""))))
