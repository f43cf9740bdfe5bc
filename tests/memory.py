"""A folder in memory, where the machine has one: what tests commit needs no disk, and waiting for one takes longest.

Not here: what is kept in it.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

IN_MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of our own is made in it
ROOM_BYTES = 2**30
"""A container may have a few megabytes only; then the disk has to do."""


@contextmanager
def folder_in_memory(*, prefix: str) -> Iterator[Path]:
    """Give an empty folder, gone afterwards; on the disk where memory has no room for it."""
    with tempfile.TemporaryDirectory(prefix=prefix, dir=IN_MEMORY if _has_room(IN_MEMORY) else None) as name:
        yield Path(name)


def _has_room(folder: Path) -> bool:
    return os.access(folder, os.W_OK) and shutil.disk_usage(folder).free >= ROOM_BYTES
