"""Paying at the gateway as a person with a browser would, and breaking it, for tests.

Not here: the people in the chat (`sandbox.client`).

    epay = EpayClient(sandbox.url)
    epay.pays_at(address_of_the_button)
"""

import ssl
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx

from sandbox.client import SandboxError


class EpayClient:
    """The gateway of a running sandbox."""

    def __init__(self, url: str) -> None:
        self._http = httpx.Client(
            base_url=f"{url.rstrip('/')}/epay",
            timeout=30.0,
            trust_env=False,
            verify=ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT),  # plain HTTP on loopback: load no certificates
        )

    def pays_at(self, address: str) -> str:
        """Follow a link to pay, pay, and return the transaction's number. Raises SandboxError if refused."""
        bill = dict(parse_qsl(urlsplit(address).query, keep_blank_values=True))
        self._answered(self._http.get("/submit.php", params=bill))
        self._answered(self._http.post("/submit.php", data=bill))
        paid = [one for one in self.journal()["payments"] if one["number"] == bill["out_trade_no"]]
        return str(paid[-1]["trade_no"])

    def journal(self) -> dict[str, Any]:  # Any: JSON of the gateway's books
        """What the gateway took, gave back, told and still owes."""
        books: dict[str, Any] = self._answered(self._http.get("/journal")).json()
        return books

    def fails(self, kind: str, *, number: str = "*", what: str = "*", times: int = 1, seconds: float = 0) -> None:
        """Let the gateway go wrong; the kinds are in `sandbox.epay.faults`."""
        fault = {"kind": kind, "number": number, "what": what, "times": times, "seconds": seconds}
        self._answered(self._http.post("/faults", json=fault))

    def redelivers(self, number: str) -> None:
        """Let the gateway tell once more of what was paid for that number."""
        self._answered(self._http.post("/redeliver", json={"number": number}))

    def close(self) -> None:
        self._http.close()

    def _answered(self, response: httpx.Response) -> httpx.Response:
        if not response.is_success:
            raise SandboxError(f"The gateway answered {response.status_code} to {response.request.url.path}.")
        return response
