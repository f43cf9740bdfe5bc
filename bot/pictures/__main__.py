"""The drawing process: a picture's kind, numbers and language as JSON on stdin, the PNG or PDF on stdout.

Not here: any picture. Status 1 and one sentence on stderr mean that it can't be drawn here.
"""

import json
import os
import sys

from bot.pictures.fonts import NoFont
from bot.pictures.receipt import draw_receipt
from bot.pictures.report import draw_report

KINDS = {"report": draw_report, "receipt": draw_receipt}


def main() -> int:
    """Draw what was asked for."""
    os.nice(10)  # answering people comes first
    asked = json.load(sys.stdin)
    try:
        drawn = KINDS[asked["kind"]](asked["numbers"], language=asked["language"])
    except NoFont as missing:
        sys.stderr.write(f"{missing}\n")
        return 1
    sys.stdout.buffer.write(drawn)
    return 0


if __name__ == "__main__":
    sys.exit(main())
