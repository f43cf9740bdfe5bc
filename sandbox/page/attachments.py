"""What a message carries beside its words: pictures, albums, stickers, recordings, files to download.

Not here: sending them (`composer`). Contents come from the people API's `/files/<id>`.
"""

from collections.abc import Sequence

from nicegui import ui

from sandbox.files import FileKind
from sandbox.page.elements import part, written
from sandbox.screens import Attachment, Bubble

KILOBYTE = 1024
PICTURE_WIDTH = 320


def attachments(bubbles: Sequence[Bubble]) -> None:
    """Show what these messages carry: one attachment, or an album's as a grid."""
    shown = [one for one in bubbles if one.attachment]
    if len(shown) > 1 and all(_is_picture(one.attachment) for one in shown):
        with part(f"album of-{min(len(shown), 4)}"):
            for one in shown:
                _attachment(one)
        return
    for one in shown:
        _attachment(one)


def address_of(attachment: Attachment) -> str:
    """Return where the content is."""
    return f"/files/{attachment.file_id}"


def _is_picture(attachment: Attachment | None) -> bool:
    return attachment is not None and attachment.kind == FileKind.PHOTO


def _attachment(bubble: Bubble) -> None:
    attachment = bubble.attachment
    if attachment is None:
        return
    match attachment.kind:
        case FileKind.PHOTO:
            _picture(bubble, attachment)
        case FileKind.STICKER:
            _media("img", "sticker", attachment)
        case FileKind.VOICE | FileKind.AUDIO:
            _media("audio", "voice", attachment).props["controls"] = True
        case FileKind.VIDEO | FileKind.ANIMATION | FileKind.VIDEO_NOTE:
            _media("video", "video", attachment).props["controls"] = True
        case _:
            _file(bubble, attachment)


def _media(tag: str, classes: str, attachment: Attachment) -> ui.element:
    element = part(classes, tag=tag, testid=f"attachment-{attachment.kind}")
    element.props["src"] = address_of(attachment)
    return element


def _picture(bubble: Bubble, attachment: Attachment) -> None:
    with part(f"picture {'spoiler' if bubble.has_spoiler else ''}"):
        image = _media("img", "", attachment)
        image.props["alt"] = attachment.name or ""
        width, height = attachment.width or 1, attachment.height or 1
        shown_width = min(width, PICTURE_WIDTH) if width > 60 else PICTURE_WIDTH
        image.style(f"width: {shown_width}px; aspect-ratio: {width} / {height}")
    if bubble.is_protected:
        image.props["draggable"] = False


def _file(bubble: Bubble, attachment: Attachment) -> None:
    link = part("file", tag="span" if bubble.is_protected else "a", testid="attachment-document")
    if not bubble.is_protected:
        link.props["href"] = address_of(attachment)
        link.props["download"] = attachment.name or attachment.file_id
    with link:
        with part("file-sign"):
            ui.icon("description" if bubble.is_protected else "download")
        with part("file-text"):
            written(attachment.name or attachment.file_id, "file-name")
            written(_size(attachment.size_bytes or 0), "file-size")


def _size(size_bytes: int) -> str:
    if size_bytes < KILOBYTE:
        return f"{size_bytes} B"
    if size_bytes < KILOBYTE**2:
        return f"{size_bytes / KILOBYTE:.1f} KB"
    return f"{size_bytes / KILOBYTE**2:.1f} MB"
