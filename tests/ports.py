"""Ports for tests that start real servers.

Not here: the servers.
"""

import socket


def two_free_ports() -> int:
    """A port that is free and whose successor is too: a demo shop needs both."""
    for _ in range(50):
        with socket.socket() as first, socket.socket() as second:
            first.bind(("127.0.0.1", 0))
            port: int = first.getsockname()[1]
            try:
                second.bind(("127.0.0.1", port + 1))
            except (OSError, OverflowError):
                continue
            return port
    raise AssertionError("no two neighbouring ports are free")
