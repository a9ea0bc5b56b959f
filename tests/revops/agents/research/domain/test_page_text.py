"""The text of a page is what a person sees."""

import time

import pytest

from revops.agents.research.domain.page_text import LONGEST_TEXT, Link, clip, page_text

HIDDEN = [
    '<p style="display:none">X</p>',
    '<p style="color:red; DISPLAY : none !important">X</p>',
    '<p style="visibility:hidden">X</p>',
    '<p style="font-size:0">X</p>',
    '<p style="font-size: 0px">X</p>',
    '<p style="opacity:0.0">X</p>',
    '<p style="color:#fff">X</p>',
    '<p style="color: white">X</p>',
    '<p style="color:rgb(255, 255, 255)">X</p>',
    '<p style="color:rgba(0,0,0,0)">X</p>',
    '<p style="position:absolute;left:-9999px">X</p>',
    '<p style="text-indent:-5000px">X</p>',
    '<p style="height:0;overflow:hidden">X</p>',
    "<p hidden>X</p>",
    '<div aria-hidden="true"><p>X</p></div>',
    "<script>X</script>",
    "<style>X</style>",
    "<noscript>X</noscript>",
    "<template><p>X</p></template>",
    "<svg><text>X</text></svg>",
    "<!-- X -->",
    '<img alt="X" src="a.png">',
    '<input value="X">',
    '<p class="gone">X</p>',
    '<p class="pale">X</p>',
    "<select><option>X</option></select>",
]
STYLE = "<style>.gone{display:none} .pale{color:#ffffff} p > {broken</style>"


def page(body: str, head: str = "") -> str:
    return f'<html lang="EN-gb"><head><title>A title</title>{head}</head><body>{body}</body></html>'


@pytest.mark.parametrize("hidden", HIDDEN)
def test_what_nobody_sees_is_left_out(hidden):
    assert page_text(page(f"<p>Seen</p>{hidden}<p>Also</p>", STYLE)).text == "Seen\nAlso"


@pytest.mark.parametrize(
    "shown",
    [
        '<p style="color:#fff000">X</p>',
        '<p style="opacity:0.5">X</p>',
        '<p style="font-size:0.9em">X</p>',
        '<p style="background-color:white">X</p>',
        '<p style="max-width:0.5rem">X</p>',
        '<p style="left:-1px">X</p>',
        "<details><summary>X</summary></details>",
        '<p aria-hidden="false">X</p>',
    ],
)
def test_what_people_see_stays(shown):
    assert page_text(page(shown)).text == "X"


def test_blocks_are_lines_and_inline_elements_are_not():
    inline = "<p>We <b>make</b>\n <a href=/r>ro<i>bots</i></a>.</p>"
    body = f"<h1>About</h1>{inline}tail<div>one<div>two</div>three</div>a<br>b"
    assert page_text(page(body)).text == "About\nWe make robots.\ntail\none\ntwo\nthree\na\nb"


def test_title_language_and_links_are_known():
    found = page_text(page('<a href=" /about ">About <b>us</b></a><a>none</a>'))
    assert (found.title, found.language, found.links) == ("A title", "en-gb", (Link("/about", "About us"),))


@pytest.mark.parametrize("body", ["", "<", "<html>", "\x00\x01", "<p>" * 3, "<body></body>"])
def test_odd_pages_have_a_text_all_the_same(body):
    assert page_text(body).text in {"", "<", "\ufffd\x01", "\x01", "\x00\x01"}


def test_deep_pages_and_endless_styles_are_read_in_time():
    started = time.monotonic()
    deep = page_text(page("<div>" * 20_000 + "deep" + "</div>" * 20_000))
    rules = "".join(f".c{n} p{{color:red}}" for n in range(20_000))
    styled = page_text(page("<p>a</p>" * 20_000, f"<style>{rules}</style>"))
    assert time.monotonic() - started < 20
    assert deep.text == "deep"
    assert styled.text.startswith("a\na")


def test_a_long_text_ends_with_a_whole_line():
    text = clip("line\n" * LONGEST_TEXT)
    assert len(text) <= LONGEST_TEXT
    assert text.endswith("\nline")
    assert len(clip("x" * 2 * LONGEST_TEXT)) == LONGEST_TEXT
