"""A real browser for tests: Debian's chromium, driven by Playwright, on a desktop and on a phone.

Not here: what a test does with it. A machine without chromium fails these tests with one sentence; they are
never skipped.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, ViewportSize, sync_playwright

DESKTOP = ViewportSize(width=1280, height=860)
PHONE = ViewportSize(width=390, height=844)
PATIENCE_MS = 30_000
QUIET = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
"""The browser talks to nobody but the test's own server."""

Open = Callable[[str], Page]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """The browser process; each context it opens has a profile of its own that is thrown away.

    One for each test file: its loop runs as long as it lives, and an asynchronous test could not start one.
    """
    try:
        with launched() as browser:
            yield browser
    except NoBrowser as missing:
        pytest.fail(str(missing), pytrace=False)


class NoBrowser(Exception):
    """There is no chromium on this machine; the message says how to get it."""


@contextmanager
def launched() -> Iterator[Browser]:
    """A headless chromium. Raises NoBrowser."""
    program = shutil.which("chromium")
    if program is None:
        raise NoBrowser("This needs chromium, and there is none: apt-get install chromium fonts-noto-cjk")
    as_root = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, headless=True, args=[*QUIET, *as_root])
        yield browser
        browser.close()


@pytest.fixture
def desktop(chromium: Browser) -> Iterator[Open]:
    """Open an address on a desktop. A page that reported an error in its console fails the test."""
    yield from _opener(chromium, DESKTOP)


@pytest.fixture
def phone(chromium: Browser) -> Iterator[Open]:
    """Open an address on a phone. A page that reported an error in its console fails the test."""
    yield from _opener(chromium, PHONE)


def _opener(chromium: Browser, viewport: ViewportSize) -> Iterator[Open]:
    errors: list[str] = []
    with ExitStack() as contexts:

        def open_page(address: str) -> Page:
            context = contexts.enter_context(_context(chromium, viewport))
            page = context.new_page()
            page.on("pageerror", lambda error: errors.append(str(error)))
            page.on("console", lambda said: errors.append(said.text) if _is_error(said) else None)
            page.goto(address)
            return page

        yield open_page
    assert errors == []


def _is_error(said: ConsoleMessage) -> bool:
    """Whether something went wrong; a page that politely refuses (403) is reported like a missing picture."""
    return said.type == "error" and "403 (Forbidden)" not in said.text


def _context(chromium: Browser, viewport: ViewportSize) -> BrowserContext:
    is_phone = viewport == PHONE
    context = chromium.new_context(
        viewport=viewport,
        has_touch=is_phone,
        is_mobile=is_phone,
        permissions=["clipboard-read", "clipboard-write"],
    )
    context.set_default_timeout(PATIENCE_MS)
    return context
