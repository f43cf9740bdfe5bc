"""The few stickers a person can send: faces drawn as SVG, so that no font and no picture file is needed.

Not here: sending them (`composer`).
"""

from dataclasses import dataclass

from sandbox.files import Upload

_FACE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 120" width="512" height="512">'
    '<circle cx="60" cy="60" r="54" fill="{skin}"/>{features}</svg>'
)
_EYES = '<circle cx="42" cy="50" r="6" fill="#3d2b1f"/><circle cx="78" cy="50" r="6" fill="#3d2b1f"/>'
_LINE = '<path d="{path}" fill="none" stroke="#3d2b1f" stroke-width="5" stroke-linecap="round"/>'


@dataclass(frozen=True)
class Sticker:
    name: str
    svg: str

    @property
    def upload(self) -> Upload:
        return Upload(f"{self.name}.svg", self.svg.encode(), "image/svg+xml")


def _face(name: str, skin: str, features: str) -> Sticker:
    return Sticker(name, _FACE.format(skin=skin, features=features))


STICKERS = (
    _face("glad", "#ffd75e", _EYES + _LINE.format(path="M38 72 Q60 96 82 72")),
    _face("sad", "#8ec5ff", _EYES + _LINE.format(path="M38 86 Q60 66 82 86")),
    _face("angry", "#ff8f7a", _EYES + _LINE.format(path="M30 36 L50 44 M90 36 L70 44 M42 84 Q60 72 78 84")),
    _face(
        "in-love",
        "#ffd75e",
        '<path d="M42 60 l-11 -12 a7 7 0 0 1 11 -8 a7 7 0 0 1 11 8 z" fill="#e8384f"/>'
        '<path d="M78 60 l-11 -12 a7 7 0 0 1 11 -8 a7 7 0 0 1 11 8 z" fill="#e8384f"/>'
        + _LINE.format(path="M38 76 Q60 98 82 76"),
    ),
)
