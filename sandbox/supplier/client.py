"""Breaking the suppliers and reading their books, for tours and tests.

Not here: the people in the chat (`sandbox.client`).

    suppliers = SupplierClient(sandbox.url)
    suppliers.fails("east", "act-then-drop")
"""

import ssl
from typing import Any

import httpx

from sandbox.client import SandboxError


class SupplierClient:
    """The suppliers of a running sandbox."""

    def __init__(self, url: str) -> None:
        self._http = httpx.Client(
            base_url=f"{url.rstrip('/')}/suppliers",
            timeout=30.0,
            trust_env=False,
            verify=ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT),  # plain HTTP on loopback: load no certificates
        )

    def fails(self, name: str, kind: str, *, times: int = 1, seconds: int = 0) -> None:
        """Let the supplier's next purchases go wrong in one of the ways of `sandbox.supplier.faults`."""
        self._answered(self._http.post(f"/{name}/faults", json={"kind": kind, "times": times, "seconds": seconds}))

    def asks(self, name: str, sku: str, *, cost_minor: int) -> None:
        """Let the supplier ask another price for one of its articles."""
        self._answered(self._http.post(f"/{name}/articles/{sku}/cost", json={"unit_cost_minor": cost_minor}))

    def journal(self, name: str) -> list[dict[str, Any]]:  # Any: JSON
        """Return every purchase the supplier acted on, oldest first."""
        acted: list[dict[str, Any]] = self._answered(self._http.get(f"/{name}/journal")).json()
        return acted

    def close(self) -> None:
        self._http.close()

    def _answered(self, response: httpx.Response) -> httpx.Response:
        if not response.is_success:
            raise SandboxError(f"The supplier answered {response.status_code} to {response.request.url.path}.")
        return response
