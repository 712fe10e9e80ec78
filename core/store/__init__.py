"""Storage on disk: computed values by the hash of their inputs, and each session's data sets."""

from typing import TYPE_CHECKING

from core.faces import load_on_demand

if TYPE_CHECKING:
    from core.store.codec import Part, encode
    from core.store.notes import NoteKey, Notes
    from core.store.space import DiskFull, ResultNotKept, raise_disk_full
    from core.store.store import NO_STORE, Store, key_of
    from core.store.upkeep import Upkeep
    from core.store.workspace import DatasetNotFound, FileReader, Workspace
    from core.store.workspaces import Workspaces
else:
    __getattr__ = load_on_demand(__name__)

__all__ = [
    "NO_STORE",
    "DatasetNotFound",
    "DiskFull",
    "FileReader",
    "NoteKey",
    "Notes",
    "Part",
    "ResultNotKept",
    "Store",
    "Upkeep",
    "Workspace",
    "Workspaces",
    "encode",
    "key_of",
    "raise_disk_full",
]
