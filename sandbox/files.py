"""Files: bytes that were uploaded by a bot or a person, and the descriptions messages carry of them.

Not here: how they arrive (`api.requests`, `people_api`). Contents live in the same SQLite file as
everything else.
"""

import sqlite3
from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO
from mimetypes import guess_extension, guess_type
from typing import Any

from aiogram.types import Animation, Audio, Document, PhotoSize, Sticker, Video, VideoNote, Voice
from PIL import Image, UnidentifiedImageError

from sandbox.records import Records

MOST_PHOTO_BYTES = 10 * 1024 * 1024
MOST_UPLOAD_BYTES = 50 * 1024 * 1024
MOST_DOWNLOAD_BYTES = 20 * 1024 * 1024


class FileKind(StrEnum):
    PHOTO = "photo"
    DOCUMENT = "document"
    VOICE = "voice"
    STICKER = "sticker"
    AUDIO = "audio"
    VIDEO = "video"
    ANIMATION = "animation"
    VIDEO_NOTE = "video_note"


class FileError(Exception):
    """A file Telegram refuses; the message is its wording after "Bad Request: "."""


@dataclass(frozen=True)
class Upload:
    """Bytes on their way in, under the name they were sent with."""

    name: str
    content: bytes
    mime_type: str | None = None


@dataclass(frozen=True)
class File:
    id: str
    kind: FileKind
    name: str
    mime_type: str
    width: int | None
    height: int | None
    content: bytes

    @property
    def unique_id(self) -> str:
        return f"U{self.id[-12:]}"

    @property
    def path(self) -> str:
        """Where the file is downloaded from, below `/file/bot<token>/`."""
        extension = guess_extension(self.mime_type) or ".bin"
        return f"{self.kind}s/{self.id}{extension}"


class Files:
    """Every file of the world, by its id."""

    def __init__(self, records: Records) -> None:
        self._records = records

    def keep(self, upload: Upload, kind: FileKind) -> File:
        """Store an upload. Raises FileError when it is too big, empty, or no picture where one is due."""
        _check_size(upload, kind)
        width, height = _picture_size(upload) if kind is FileKind.PHOTO else (None, None)
        id = f"AgACAgUAAxk{kind[:3].upper()}{self._records.count_up('files'):012d}"
        self._records.run(
            "INSERT INTO file VALUES (?, ?, ?, ?, ?, ?, ?)",
            id,
            kind,
            upload.name,
            upload.mime_type or guess_type(upload.name)[0] or "application/octet-stream",
            width,
            height,
            upload.content,
        )
        return self.the(id)

    def get(self, id: str) -> File | None:
        row = self._records.row("SELECT * FROM file WHERE id = ?", id)
        return _file(row) if row else None

    def the(self, id: str) -> File:
        """Return a file known to be there."""
        return _file(self._records.the_row("SELECT * FROM file WHERE id = ?", id))


def content_of(file: File) -> dict[str, Any]:
    """Return the Message field that describes the file, under the file's kind."""
    described: dict[str, Any] = {  # Any: each kind has a type of its own in aiogram
        "file_id": file.id,
        "file_unique_id": file.unique_id,
        "file_size": len(file.content),
    }
    named = {**described, "file_name": file.name, "mime_type": file.mime_type}
    match file.kind:
        case FileKind.PHOTO:
            return {"photo": [PhotoSize(**described, width=file.width or 1, height=file.height or 1)]}
        case FileKind.DOCUMENT:
            return {"document": Document(**named)}
        case FileKind.VOICE:
            return {"voice": Voice(**described, mime_type=file.mime_type, duration=1)}
        case FileKind.STICKER:
            return {"sticker": _sticker(described)}
        case FileKind.AUDIO:
            return {"audio": Audio(**named, duration=1)}
        case FileKind.VIDEO:
            return {"video": Video(**named, width=320, height=240, duration=1)}
        case FileKind.ANIMATION:
            return {"animation": Animation(**named, width=320, height=240, duration=1)}
        case FileKind.VIDEO_NOTE:
            return {"video_note": VideoNote(**described, length=240, duration=1)}


def _sticker(described: dict[str, Any]) -> Sticker:
    return Sticker(**described, type="regular", width=512, height=512, is_animated=False, is_video=False)


def _check_size(upload: Upload, kind: FileKind) -> None:
    if not upload.content:
        raise FileError("file must be non-empty")
    if kind is FileKind.PHOTO and len(upload.content) > MOST_PHOTO_BYTES:
        raise FileError(f"file of size {len(upload.content)} bytes is too big for a photo")


def _picture_size(upload: Upload) -> tuple[int, int]:
    try:
        with Image.open(BytesIO(upload.content)) as picture:
            return picture.size
    except UnidentifiedImageError:
        raise FileError("IMAGE_PROCESS_FAILED") from None


def _file(row: sqlite3.Row) -> File:
    return File(**{**dict(row), "kind": FileKind(row["kind"])})
