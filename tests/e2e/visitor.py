"""A visitor of the demo who uses nothing but a browser.

Not here: what the visitor wants (the tests beside this).
"""

import re

from playwright.sync_api import FilePayload, Locator, Page, expect

MESSAGE = re.compile(r"^message-\d+$")
IS_CURRENT = re.compile(r"\bis-current\b")
TOPIC = re.compile(r"^topic-\d+$")
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
        """Tap a button that opens another page, such as that to pay at; returns it."""
        with self.page.expect_popup() as opened:
            self._button(label).click()
        return opened.value

    def becomes(self, name: str, number: int) -> None:
        """Be somebody else, by their face at the top left."""
        self.page.get_by_test_id(f"person-{number}").click()
        expect(self.page.get_by_test_id("person-name")).to_have_text(name)

    def opens_chat(self, number: int) -> None:
        """Look at another chat in the list."""
        self.page.get_by_test_id(f"chat-{number}").click()
        expect(self.page.get_by_test_id(f"chat-{number}")).to_have_class(IS_CURRENT)

    def opens_topic(self, name: str) -> None:
        """Look at the forum's topic with this in its name."""
        self.page.get_by_test_id(TOPIC).filter(has_text=name).click()
        expect(self.page.get_by_test_id("chat-title")).to_contain_text(name)

    def shows_photo(self, name: str, content: bytes, *, caption: str = "") -> None:
        """Send a photo, with what stands in the input as its caption."""
        self.page.get_by_test_id("composer").fill(caption)
        file = FilePayload(name=name, mimeType="image/png", buffer=content)
        self.page.get_by_test_id("upload-photo").locator("input[type=file]").set_input_files([file])

    def sees(self, *texts: str) -> Locator:
        """Wait for a bubble with all of these; returns the newest."""
        bubbles = self.page.get_by_test_id(MESSAGE)
        for text in texts:
            bubbles = bubbles.filter(has_text=text)
        expect(bubbles.last).to_be_visible()
        return bubbles.last

    def _button(self, label: str) -> Locator:
        return self.page.get_by_test_id(BUTTON).filter(has_text=label).last
