"""The font of our pictures: one of this machine's that has Chinese characters.

Not here: its sizes (bot.pictures.report).
"""

import shutil
import subprocess

from matplotlib.font_manager import FontPath

_ASKED = ":lang=zh-cn"


class NoFont(Exception):
    """No font of this machine can write Chinese; the message says what to install."""

    def __init__(self) -> None:
        super().__init__(
            "This machine has no font with Chinese characters, or no fontconfig to find one: install one, "
            "for instance Debian's packages fontconfig and fonts-noto-cjk."
        )


def chinese_font() -> FontPath:
    """The font that the system takes for Chinese. Raises NoFont, as it names one even when none can."""
    program = shutil.which("fc-match")
    if program is None:
        raise NoFont
    asked = [program, "-f", "%{file}\n%{index}\n%{lang}", _ASKED]
    answer = subprocess.run(asked, capture_output=True, text=True, timeout=30, check=False)  # noqa: S603 (fixed words)
    if answer.returncode != 0 or answer.stdout.count("\n") != 2:
        raise NoFont
    file, face, languages = answer.stdout.split("\n")
    if "zh-cn" not in languages.split("|"):
        raise NoFont
    return FontPath(file, int(face))
