"""Money, under the name the backend and everything above it knows it by.

Not here: its arithmetic, which rows need too and which therefore lives in storage.money.
"""

from storage.money import MINOR_DIGITS as MINOR_DIGITS
from storage.money import STARS as STARS
from storage.money import InvalidAmount as InvalidAmount
from storage.money import Money as Money
