"""The signature both sides make: all parameters but `sign`, `sign_type` and empty ones, sorted, joined, with the key.

Not here: who signs what (`desk`, `notices`).
"""

import hashlib
import hmac
from collections.abc import Mapping

MD5 = "MD5"
HMAC_SHA256 = "HMAC-SHA256"


def sign(fields: Mapping[str, str], *, key: str, sign_type: str) -> str:
    """Return the signature as lower-case hex digits."""
    named = sorted((name, value) for name, value in fields.items() if name not in ("sign", "sign_type") and value)
    plain = "&".join(f"{name}={value}" for name, value in named)
    if sign_type == MD5:
        return hashlib.md5((plain + key).encode(), usedforsecurity=False).hexdigest()
    return hmac.new(key.encode(), plain.encode(), "sha256").hexdigest()


def is_signed(fields: Mapping[str, str], *, key: str, sign_type: str) -> bool:
    """Whether the fields carry the right signature."""
    wanted = sign(fields, key=key, sign_type=sign_type)
    return hmac.compare_digest(wanted.encode(), fields.get("sign", "").lower().encode())
