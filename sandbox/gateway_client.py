"""Paying at the gateway as a person with a browser would, and breaking it, for tours and tests.

Not here: the people in the chat (`client`).

    gateway = GatewayClient(sandbox.url)
    gateway.pays_at(address_of_the_button)
"""

import ssl
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx

from sandbox.client import SandboxError


class GatewayClient:
    """The gateway of a running sandbox."""

    def __init__(self, url: str) -> None:
        self._http = httpx.Client(
            base_url=f"{url.rstrip('/')}/gateway",
            timeout=30.0,
            trust_env=False,
            verify=ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT),  # plain HTTP on loopback: load no certificates
        )

    def pays_at(self, address: str) -> str:
        """Follow a link to pay, pay, and return the transaction's number. Raises SandboxError if refused."""
        bill = dict(parse_qsl(urlsplit(address).query, keep_blank_values=True))
        self._answered(self._http.get("/pay", params=bill))
        self._answered(self._http.post("/pay", data=bill))
        paid = [one for one in self.journal()["payments"] if one["number"] == bill["number"]]
        return str(paid[-1]["provider_txn"])

    def journal(self) -> dict[str, list[dict[str, Any]]]:  # Any: JSON
        """Return the `payments` taken and the `notices` told or owed, oldest first."""
        books: dict[str, list[dict[str, Any]]] = self._answered(self._http.get("/journal")).json()
        return books

    def fails(self, kind: str, *, times: int = 1, seconds: int = 0) -> None:
        """Let the gateway go wrong: silent, duplicate, delay, wrong-signature or wrong-amount."""
        self._answered(self._http.post("/faults", json={"kind": kind, "times": times, "seconds": seconds}))

    def redelivers(self, number: str) -> None:
        """Let the gateway tell once more of what was paid for that number."""
        self._answered(self._http.post("/redeliver", json={"number": number}))

    def close(self) -> None:
        self._http.close()

    def _answered(self, response: httpx.Response) -> httpx.Response:
        if not response.is_success:
            raise SandboxError(f"The gateway answered {response.status_code} to {response.request.url.path}.")
        return response
