"""An endpoint of the kind that OpenAI's API made common, as far as a reranker needs it; it answers what a test wants.

Not here: what is asked of it (bot.understanding.reranker).
"""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Endpoint:
    """Remembers what it was asked, and says the same to everybody."""

    def __init__(self, server: ThreadingHTTPServer) -> None:
        self.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
        self.says: str = "{}"
        self.status = 200
        self.asked: list[dict[str, Any]] = []
        self.keys: list[str | None] = []

    @property
    def read(self) -> list[str]:
        """The customers' sentences, as they came out of the shop."""
        return [asked["messages"][-1]["content"] for asked in self.asked]


@contextmanager
def endpoint_open() -> Iterator[Endpoint]:
    """Have an endpoint on a port of its own."""
    found: list[Endpoint] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            endpoint = found[0]
            endpoint.asked.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            endpoint.keys.append(self.headers["Authorization"])
            body = json.dumps({"choices": [{"message": {"role": "assistant", "content": endpoint.says}}]}).encode()
            self.send_response(endpoint.status if self.path == "/v1/chat/completions" else 404)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Tests speak for themselves."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    found.append(Endpoint(server))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield found[0]
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
