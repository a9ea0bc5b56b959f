"""Clicks that a task takes."""

from playwright.sync_api import Locator, Page


class Clicks:
    """A page whose clicks are counted. Fields are filled without counting."""

    def __init__(self, page: Page) -> None:
        self.page, self.count = page, 0

    def __call__(self, role: str, name: str) -> None:
        self.page.get_by_role(role, name=name).first.click()
        self.count += 1

    def on(self, target: Locator) -> None:
        """Click what its role and name do not tell apart."""
        target.click()
        self.count += 1
