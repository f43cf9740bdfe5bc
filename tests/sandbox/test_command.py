"""The command: serves until it is told to stop, keeps its world over a crash, explains a taken port."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from sandbox.client import Sandbox

pytestmark = pytest.mark.slow
START = [sys.executable, "-m", "sandbox", "--bot", "1000001:SECRET:xiaoer_bot:Xiaoer"]


@contextmanager
def sandbox_process(db: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    process = subprocess.Popen([*START, "--port", "0", "--db", str(db)], stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        yield process, process.stdout.readline().strip()
    finally:
        process.kill()
        process.communicate()


def test_the_world_survives_kill_9(tmp_path: Path) -> None:
    db = tmp_path / "world.sqlite3"
    with sandbox_process(db) as (process, url):
        sandbox = Sandbox(url)
        bea = sandbox.person("Bea")
        bea.says("remember me")
        sandbox.forward_clock(seconds=3600)
        ahead = sandbox.get("/clock")["now"]
        bots = sandbox.get("/bots")
        sandbox.close()
        os.kill(process.pid, signal.SIGKILL)
        process.wait()

    with sandbox_process(db) as (_, url):
        again = Sandbox(url)
        texts = [one.text for one in again.known_person(bea.id).sees()]
        updates = httpx.get(f"{url}/bot1000001:SECRET/getUpdates").json()["result"]
        now = again.get("/clock")["now"]
        again.close()

    assert [(one["username"], one["name"]) for one in bots] == [("xiaoer_bot", "Xiaoer")]
    assert texts == ["remember me"]
    assert [one["message"]["text"] for one in updates] == ["remember me"]
    assert now >= ahead


def test_sigterm_ends_it_at_once_also_during_a_long_poll(tmp_path: Path) -> None:
    with sandbox_process(tmp_path / "world.sqlite3") as (process, url):
        sandbox = Sandbox(url)
        sandbox.person("Bea")
        with socket.create_connection(("127.0.0.1", int(url.rpartition(":")[2]))) as poll:
            poll.sendall(b"GET /bot1000001:SECRET/getUpdates?timeout=50 HTTP/1.1\r\nHost: x\r\n\r\n")
            sandbox.person("Cai")  # answered after the poll began
            process.terminate()
            code = process.wait(timeout=10)
        sandbox.close()

    assert code == 0


def test_a_taken_port_is_told_in_one_sentence() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        ended = subprocess.run([*START, "--port", str(port)], capture_output=True, text=True, timeout=30, check=False)

    assert ended.returncode == 1
    assert ended.stderr == f"Port {port} on 127.0.0.1 is in use: choose another with --port.\n"
