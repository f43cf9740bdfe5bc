"""The command line as a real process: what its user can mend is one sentence on stderr, no traceback, no secret."""

import base64
import json
import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot.chaos.nursery import begin_alone
from bot.process import only_instance
from bot.tour.tour import SCENES
from sandbox.server import create_app, running
from sandbox.world import World

ROOT = Path(__file__).resolve().parents[2]
TOKEN = "1000001:SECRET-TOKEN-OF-THIS-TEST"
KEY_BYTES = base64.b64encode(b"SECRET-KEY-OF-THIS-TEST-32-BYTES").decode()
KEY = f"k1:{KEY_BYTES}"
OTHER_KEY = f"k1:{base64.b64encode(bytes(32)).decode()}"
SECRETS = (TOKEN, KEY_BYTES, "s3cret")

INHERITED = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
PATIENCE_SECONDS = 120.0

HEAVY = ("aiogram", "alembic", "httpx", "nicegui", "pydantic", "sqlalchemy", "structlog")


def xiaoer(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command with these settings and no others, in a process that need not import everything first."""
    with tempfile.TemporaryDirectory() as folder:
        output, complaints = Path(folder, "output"), Path(folder, "complaints")
        process = begin_alone("bot", arguments, INHERITED | environment, output=output, complaints=complaints)
        status = process.wait(PATIENCE_SECONDS)
        return subprocess.CompletedProcess(arguments, status, output.read_text(), complaints.read_text())


def xiaoer_from_cold(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """The same as its user has it: in an interpreter of its own, with what each command itself imports."""
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        cwd=ROOT,
        env=INHERITED | environment,
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
        check=False,
    )


def xiaoer_asked(*arguments: str, said: bytes, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """The same with something to read."""
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        cwd=ROOT,
        env=INHERITED | environment,
        input=said,
        capture_output=True,
        timeout=PATIENCE_SECONDS,
        check=False,
    )


Command = Callable[..., subprocess.CompletedProcess[str]]


def complaint_of(done: subprocess.CompletedProcess[str]) -> str:
    """What it complained of on stderr; nothing else may be there, and no secret."""
    shown = done.stdout + done.stderr
    assert done.returncode == 1, shown
    assert "Traceback" not in shown
    assert [secret for secret in SECRETS if secret in shown] == []
    return done.stderr.removesuffix("\n")


def shop_at(folder: Path, **changed: str) -> dict[str, str]:
    """Settings that are right, but for those changed."""
    right = {
        "TELEGRAM_BOT_TOKEN": TOKEN,
        "XIAOER_SECRET_KEY": KEY,
        "DATABASE_URL": f"sqlite:///{folder / 'shop.db'}",
    }
    return right | changed


@contextmanager
def taken_port() -> Iterator[int]:
    """A port that somebody listens on."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


def loaded_by(*modules: str) -> list[str]:
    """All that is imported with these modules."""
    listing = f"import sys, {', '.join(modules)}; print(*sys.modules)"
    return subprocess.run(
        [sys.executable, "-c", listing], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split()


def test_help_imports_nothing_that_takes_long() -> None:
    loaded = loaded_by("bot.__main__")

    assert [name for name in HEAVY if name in loaded] == []


@pytest.mark.slow
def test_who_only_asks_what_a_line_means_waits_for_nothing_of_a_running_shop() -> None:
    asked = [f"bot.understanding.{name}" for name in ("evaluation", "goods", "hearing", "learned", "searching")]
    loaded = loaded_by("bot.__main__", "bot.surroundings", *asked)

    assert [name for name in ("bot.settings", "handlers", "flows.engine", "backend.orders") if name in loaded] == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        (
            "TELEGRAM_BOT_TOKEN",
            "TELEGRAM_BOT_TOKEN is not set: see 'Settings' in the README for what it is and how to get one.",
        ),
        (
            "XIAOER_SECRET_KEY",
            "XIAOER_SECRET_KEY is not set: see 'Settings' in the README for what it is and how to get one.",
        ),
    ],
)
def test_a_missing_setting_is_named(tmp_path: Path, name: str, sentence: str) -> None:
    settings = shop_at(tmp_path)
    del settings[name]

    assert complaint_of(xiaoer("run", **settings)) == sentence


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        (
            "TELEGRAM_BOT_TOKEN",
            "s3cret",
            "TELEGRAM_BOT_TOKEN is not usable (it looks like 123456:ABC…, as BotFather writes it):"
            " correct it and start again.",
        ),
        (
            "XIAOER_SECRET_KEY",
            KEY_BYTES,  # as somebody writes it who does not know of the name before it
            "XIAOER_SECRET_KEY is not usable: A key must have a plain name and 32 bytes.",
        ),
        (
            "XIAOER_SECRET_KEY",
            "k1:密钥",
            "XIAOER_SECRET_KEY is not usable: A key must be written as name:base64, several joined by commas.",
        ),
        (
            "LISTEN_PORT",
            "s3cret",
            "LISTEN_PORT is not usable (Input should be a valid integer, unable to parse string as an integer):"
            " correct it and start again.",
        ),
        (
            "ADMIN_TELEGRAM_IDS",
            "s3cret",
            "ADMIN_TELEGRAM_IDS is not usable (Input should be a valid integer, unable to parse string as an"
            " integer): correct it and start again.",
        ),
        ("GATEWAY_KEY", "s3cret", "GATEWAY_URL and GATEWAY_KEY belong together: set both, or neither."),
    ],
    ids=["garbled token", "key without a name", "key that is no base64", "port", "admins", "half a gateway"],
)
def test_a_setting_that_cannot_be_right_is_named(tmp_path: Path, name: str, value: str, sentence: str) -> None:
    assert complaint_of(xiaoer("run", **shop_at(tmp_path, **{name: value}))) == sentence


@pytest.mark.slow
@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("shop.db", "DATABASE_URL is not the address of a database: write sqlite:///shop.db or postgresql://…"),
        (
            "mysql://ana:s3cret@127.0.0.1/shop",
            "DATABASE_URL begins with mysql, which is not supported: write sqlite:// or postgresql://",
        ),
        (
            "postgresql://ana:s3cret@127.0.0.1:port/shop",
            "DATABASE_URL has no number where its port should be.",
        ),
        (
            "sqlite:///no/such/folder/shop.db",
            "The database can't be used (unable to open database file): check DATABASE_URL.",
        ),
        (
            f"sqlite:///{ROOT / 'README.md'}",
            "The database can't be used (file is not a database): check DATABASE_URL.",
        ),
    ],
    ids=["no address", "unknown kind", "no port", "no such folder", "another file"],
)
def test_a_wrong_database_is_told(tmp_path: Path, url: str, sentence: str) -> None:
    assert complaint_of(xiaoer("migrate", **shop_at(tmp_path, DATABASE_URL=url))) == sentence


@pytest.mark.slow
def test_a_postgresql_that_does_not_answer_is_told_without_its_password(tmp_path: Path) -> None:
    with socket.socket() as silent:  # bound and not listening: the connection is refused
        silent.bind(("127.0.0.1", 0))
        url = f"postgresql://ana:s3cret@127.0.0.1:{silent.getsockname()[1]}/shop"

        complaint = complaint_of(xiaoer("migrate", **shop_at(tmp_path, DATABASE_URL=url)))

    assert complaint.startswith("The database can't be used (connection failed: ")
    assert complaint.endswith("Connection refused): check DATABASE_URL.")
    assert "\n" not in complaint


@pytest.mark.slow
def test_a_database_of_another_key_is_left_alone(tmp_path: Path) -> None:
    first = xiaoer_from_cold("migrate", **shop_at(tmp_path))

    second = xiaoer("migrate", **shop_at(tmp_path, XIAOER_SECRET_KEY=OTHER_KEY))

    assert first.returncode == 0, first.stderr
    assert complaint_of(second) == (
        "XIAOER_SECRET_KEY is not usable: Key 'k1' is not the one this database was sealed with."
    )


@pytest.mark.slow
def test_a_port_in_use_is_told_by_the_bot(tmp_path: Path) -> None:
    with taken_port() as port:
        complaint = complaint_of(xiaoer("run", **shop_at(tmp_path, LISTEN_PORT=str(port))))

    assert complaint == (
        f"Port {port} on 127.0.0.1 can't be used (Address already in use):"
        " set LISTEN_HOST and LISTEN_PORT to a free address."
    )


@pytest.mark.slow
def test_a_port_in_use_is_told_by_the_console(tmp_path: Path) -> None:
    with taken_port() as port:
        complaint = complaint_of(xiaoer_from_cold("console", **shop_at(tmp_path, CONSOLE_PORT=str(port))))

    assert complaint == (
        f"Port {port} on 127.0.0.1 can't be used (Address already in use):"
        " set CONSOLE_HOST and CONSOLE_PORT to a free address."
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    ("command", "before"),
    [(xiaoer_from_cold, 0), (xiaoer, 1), (xiaoer, 2)],
    ids=["the page's", "the bot's, beside it", "the console's"],
)
def test_a_port_in_use_is_told_by_the_demo_before_it_starts_anything(command: Command, before: int) -> None:
    with taken_port() as port:
        done = command("demo", "--port", str(port - before))

    assert done.stdout == ""
    assert complaint_of(done) == (
        f"Port {port} on 127.0.0.1 can't be used (Address already in use):"
        " choose another one, which is free with the next two, with --port."
    )


@pytest.mark.slow
def test_a_second_process_of_the_same_bot_is_refused(tmp_path: Path) -> None:
    with only_instance(TOKEN, None):
        complaint = complaint_of(xiaoer("run", **shop_at(tmp_path)))

    assert complaint == "This bot is already running on this machine: stop that process first."


@pytest.mark.slow
def test_a_token_that_telegram_does_not_know_is_told(tmp_path: Path) -> None:
    world = World()

    with running(create_app(world), world) as address:
        complaint = complaint_of(xiaoer_from_cold("run", **shop_at(tmp_path, TELEGRAM_API_BASE=address)))

    assert complaint == "Telegram refuses to serve this bot (Telegram server says - Unauthorized)."


@pytest.mark.slow
@pytest.mark.parametrize(
    ("command", "content", "sentence"),
    [
        (("import", "catalogue"), None, "{file} can't be read or written (No such file or directory)."),
        (("import", "catalogue"), b"\xff\xfe\x00", "{file} is not UTF-8 text: save it as UTF-8 and try again."),
        (("import", "cards", "steam-50"), None, "{file} can't be read or written (No such file or directory)."),
        (("import", "cards", "steam-50"), b"\xff", "{file} is not UTF-8 text: save it as UTF-8 and try again."),
        (
            ("import", "cards", "steam-50"),
            b"CODE-1\n",
            "There is no product 'steam-50': its id is the one in the catalogue file.",
        ),
    ],
    ids=["no catalogue", "a binary catalogue", "no cards", "binary cards", "unknown product"],
)
def test_a_file_that_cannot_be_taken_in_is_told(
    tmp_path: Path, command: tuple[str, ...], content: bytes | None, sentence: str
) -> None:
    file = tmp_path / "file.txt"
    if content is not None:
        file.write_bytes(content)

    assert complaint_of(xiaoer(*command, str(file), **shop_at(tmp_path))) == sentence.format(file=file)


@pytest.mark.slow
def test_a_folder_in_place_of_a_file_is_told(tmp_path: Path) -> None:
    complaint = complaint_of(xiaoer("import", "catalogue", str(tmp_path), **shop_at(tmp_path)))

    assert complaint == f"{tmp_path} can't be read or written (Is a directory)."


@pytest.mark.slow
def test_bad_rows_of_a_catalogue_are_all_named_and_nothing_is_taken_in(tmp_path: Path) -> None:
    file = tmp_path / "catalogue.toml"
    file.write_text('[[categories]]\nid = "Bad Id"\n[[products]]\nid = "x"\n', encoding="utf-8")

    complaint = complaint_of(xiaoer_from_cold("import", "catalogue", str(file), **shop_at(tmp_path)))

    first, *rows = complaint.split("\n")
    assert first == "Nothing was changed, the file has problems:"
    assert any("Bad Id" in row or "categories" in row for row in rows)
    assert any("price" in row for row in rows)


@pytest.mark.slow
def test_a_scene_that_is_not_in_the_tour_is_told_with_those_that_are() -> None:
    complaint = complaint_of(xiaoer_from_cold("demo", "--tour", "nope"))

    assert complaint == f"There is no scene 'nope': choose from {', '.join(scene.name for scene in SCENES)}."


@pytest.mark.slow
@pytest.mark.parametrize("command", ["search", "understand"])
def test_who_has_no_shop_yet_asks_the_sample_shop(command: str) -> None:
    done = xiaoer_asked(command, "--json", said="话费100\n".encode())

    assert done.returncode == 0
    assert b"mobile-100" in done.stdout
    assert done.stderr.decode() == "No --catalogue, and no shop is set up: the goods are the sample shop's.\n"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("names", "complaint"),
    [
        (
            ("XIAOER_SECRET_KEY", "DATABASE_URL"),
            "The shop has nothing on sale: import a catalogue first, or name a file with --catalogue.",
        ),
        (
            ("DATABASE_URL",),
            "XIAOER_SECRET_KEY is not set: see 'Settings' in the README for what it is and how to get one.",
        ),
    ],
)
def test_who_has_a_shop_is_asked_about_that_one(tmp_path: Path, names: tuple[str, ...], complaint: str) -> None:
    shop = shop_at(tmp_path)

    done = xiaoer_asked("search", said=b"a\n", **{name: shop[name] for name in names})

    assert (done.returncode, done.stdout, done.stderr.decode()) == (1, b"", f"{complaint}\n")


@pytest.mark.slow
@pytest.mark.parametrize("coding", ["C", "C.UTF-8"])
def test_lines_are_read_and_written_in_utf_8_wherever_it_runs(tmp_path: Path, coding: str) -> None:
    file = tmp_path / "goods.json"
    file.write_text(json.dumps([{"id": "psn\ud800", "name_zh": "索尼商店卡"}]), encoding="ascii")
    said = b"\xef\xbb\xbf" + "索尼商店卡\n".encode() + b"\xcb\xf7\n"

    done = xiaoer_asked(
        "search", "--json", "--catalogue", str(file), said=said, LC_ALL=coding, PYTHONIOENCODING="latin-1"
    )

    first, second = map(json.loads, done.stdout.decode("utf-8").splitlines())
    assert (first["query"], first["results"][0]["id"]) == ("索尼商店卡", "psn\ud800")
    assert second["query"] == "\ufffd\ufffd"
    assert done.stderr == b""
