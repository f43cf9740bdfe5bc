"""The console's style sheet and the script of its composer, as they are put into the pages.

Not here: either of them (`style.css`, `composer.js`).
"""

from importlib.resources import files

STYLE = files("console").joinpath("style.css").read_text(encoding="utf-8")
COMPOSER = files("console").joinpath("composer.js").read_text(encoding="utf-8")
