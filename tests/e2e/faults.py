"""What is wrong with a page in both widths and both themes: the console, the width, and what axe finds."""

import zlib

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Page

WIDE, NARROW = (1440, 900), (390, 844)
# A target is 24 px wide and high, or has so much room: WCAG 2.2 AA, which axe leaves out unless asked for.
RULES = {"rules": {"target-size": {"enabled": True}}}
# Half of the pages are looked at in one pair, half in the other: axe is most of the time of these tests.
PAIRS = [(*WIDE, "light"), (*NARROW, "dark")], [(*WIDE, "dark"), (*NARROW, "light")]


def faults_of(page: Page, path: str) -> list[str]:
    """What is wrong with a page, wide in one theme and narrow in the other."""
    faults: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            faults.append(f"console: {message.text}")

    page.on("console", note)
    page.on("pageerror", lambda error: faults.append(f"script: {error}"))
    for width, height, theme in PAIRS[zlib.crc32(path.encode()) % 2]:
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        answer = page.goto(path)
        assert answer is not None
        assert answer.status < 500
        look = f"{width} {theme}"
        faults += [f"{look}: {fault}" for fault in (*_overflow(page, width), *axe_of(page))]
    return faults


def _overflow(page: Page, width: int) -> list[str]:
    real = page.evaluate("document.documentElement.scrollWidth")
    return [f"{real} px wide"] if real > width else []


def axe_of(page: Page) -> list[str]:
    """What axe finds on the page as it is now."""
    violations = Axe().run(page, options=RULES).response["violations"]
    return [
        f"{found['id']}: {node['html'][:160]} {node['failureSummary']}"
        for found in violations
        for node in found["nodes"]
    ]
