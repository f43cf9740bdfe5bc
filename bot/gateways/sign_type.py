"""How a merchant's gateway signs, for the settings and the gateway alike.

Not here: the signing (bot.gateways.epay_gateway).
"""

from enum import StrEnum


class SignType(StrEnum):
    """How parameters are signed; the gateway has one of them for each merchant."""

    MD5 = "MD5"
    HMAC_SHA256 = "HMAC-SHA256"
