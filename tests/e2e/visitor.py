"""A visitor of the demo who uses nothing but a browser.

Not here: what the visitor wants (the tests beside this).
"""

import re

from playwright.sync_api import Locator, Page, expect

MESSAGE = re.compile(r"^message-\d+$")
BUTTON = re.compile(r"^button-\d+-\d+-\d+$")


class Visitor:
    """Reads bubbles, taps the buttons under the newest ones, and writes."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def starts(self) -> None:
        """Press the platform's own 'Start'."""
        self.page.get_by_test_id("start").click()

    def writes(self, text: str) -> None:
        """Type a text and send it."""
        self.page.get_by_test_id("composer").press_sequentially(text)
        self.page.get_by_test_id("composer").press("Enter")

    def taps(self, label: str) -> None:
        """Tap the newest button with this in its label, in the newest bubble that has one."""
        self._button(label).click()

    def pays_at(self, label: str) -> Page:
        """Tap a button that opens another page; returns that page."""
        with self.page.expect_popup() as opened:
            self._button(label).click()
        return opened.value

    def sees(self, *texts: str) -> Locator:
        """Wait for a bubble with all of these; returns the newest."""
        bubbles = self.page.get_by_test_id(MESSAGE)
        for text in texts:
            bubbles = bubbles.filter(has_text=text)
        expect(bubbles.last).to_be_visible()
        return bubbles.last

    def _button(self, label: str) -> Locator:
        return self.page.get_by_test_id(BUTTON).filter(has_text=label).last
