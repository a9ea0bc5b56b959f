"""Dragging as a person does: look where the thing is, let go where it shall be, try again if it slipped."""

from playwright.sync_api import Locator, Page

TRIES = 4


def drag_to_the_end(page: Page, grip: Locator, last: Locator) -> None:
    """Drag what `grip` holds behind `last`, both in one list marked `data-order`."""
    for _ in range(TRIES):
        grip.evaluate("grip => grip.scrollIntoView({block: 'center', behavior: 'instant'})")
        grip.hover()  # waits until the grip rests
        page.mouse.down()
        landed = _lands_last(page, last)
        page.mouse.up()
        if landed:
            return


def drag_into(page: Page, card: Locator, column: Locator) -> None:
    """Drag a card of the board on top of another column, which may be empty or out of sight."""
    for _ in range(TRIES):
        card.hover()
        page.mouse.down()
        _lift(page, card)
        landed = _lands_in(page, column)
        page.mouse.up()
        if landed:
            return


def _lift(page: Page, card: Locator) -> None:
    """Begin to drag: the bar for won and lost deals appears then."""
    box = card.bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] / 2 + 8, box["y"] + box["height"] / 2 + 8, steps=3)


def _lands_in(page: Page, column: Locator) -> bool:
    page.mouse.move(*_inside(column), steps=3)
    column.evaluate("column => column.scrollIntoView({inline: 'center', behavior: 'instant'})")
    for step in range(30):
        x, y = _inside(column)
        page.mouse.move(x, y + step % 3, steps=5)
        if column.locator(".sortable-chosen").count():
            return True
        page.wait_for_timeout(100)
    return False


def _inside(column: Locator) -> tuple[float, float]:
    box = column.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + 12


def _lands_last(page: Page, last: Locator) -> bool:
    in_place = page.locator("[data-order] > .sortable-chosen:last-child")
    end = last.bounding_box()
    assert end
    x, y = end["x"] + end["width"] / 2, end["y"] + end["height"] * 0.8
    page.mouse.move(x, y, steps=20)
    for step in range(50):  # while the neighbours slide aside, moves are not heard
        if in_place.count():
            return True
        page.mouse.move(x, y + step % 3)
        page.wait_for_timeout(100)
    return False
