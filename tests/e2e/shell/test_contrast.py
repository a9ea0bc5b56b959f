"""Fields and tick boxes are told from their ground: 3:1, in both themes."""

import pytest
from playwright.sync_api import Page

from mauntic.crm.models import Contact

pytestmark = pytest.mark.e2e

LEAST = 3.0
FAINT = """least => {
  const light = (color) => {
    const [r, g, b] = color.match(/[\\d.]+/g).slice(0, 3).map(Number)
      .map((one) => one / 255).map((one) => (one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const isClear = (color) => color === "transparent" || /, 0\\)$/.test(color);
  const ground = (element) => {
    for (let one = element.parentElement; one; one = one.parentElement) {
      const color = getComputedStyle(one).backgroundColor;
      if (!isClear(color)) return color;
    }
    return "rgb(255, 255, 255)";
  };
  return [...document.querySelectorAll("input, select, textarea")]
    .filter((field) => field.checkVisibility({ opacityProperty: true }) && field.type !== "range")
    .map((field) => {
      const both = [getComputedStyle(field).borderTopColor, ground(field)].map(light);
      return [field.id || field.name, (Math.max(...both) + 0.05) / (Math.min(...both) + 0.05)];
    })
    .filter(([, ratio]) => ratio < least)
    .map(([name, ratio]) => `${name} ${ratio.toFixed(2)}`);
}"""
PATHS = [
    "/leads/",
    "/leads/new/",
    "/settings/keys/",
    "/settings/organization/",
    "/scoring/settings/",
    "/tasks/new/",
]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_outlines_of_fields_stand_out(page: Page, leads: list[Contact], theme: str) -> None:
    page.emulate_media(color_scheme=theme)
    faint = {}
    for path in PATHS:
        page.goto(path)
        assert page.locator("main input, main select").count() > 0
        faint[path] = page.evaluate(FAINT, LEAST)
    assert faint == {path: [] for path in PATHS}
