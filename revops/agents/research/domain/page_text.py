"""A page as a reader sees it: one text for the model and for the check of its quotes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from css_inline import CSSInliner, InlineError
from selectolax.lexbor import LexborHTMLParser, LexborNode

from revops.agents.research.domain.word_lists import BLOCKS

LONGEST_TEXT = 20_000
"""Letters of a page that model and check get."""
MOST_LINKS = 2_000
MOST_STYLING = 300_000_000
"""Rules times elements: beyond that, styles are not applied, which would take seconds."""
_GONE = (
    "script, style, noscript, template, iframe, object, svg, canvas, select, datalist, head > *, [hidden],"
    "[aria-hidden=true]"
)
_HIDING = re.compile(
    r"(?:^|;)\s*+(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|opacity\s*+:\s*+0*+\.?0*+\s*+(?:!|;|$)"
    r"|font-size\s*+:\s*+0*+\.?0*+(?:px|r?em|pt|%)?\s*+(?:!|;|$)"
    r"|(?:max-)?(?:width|height)\s*+:\s*+0*+(?:px|r?em|pt|%)?\s*+(?:!|;|$)"
    r"|(?:text-indent|left|top)\s*:\s*-\d{3,}"
    r"|color\s*:\s*(?:white|transparent|\#fff(?:fff)?(?![0-9a-f])"
    r"|rgba?\(\s*255\s*,\s*255\s*,\s*255|rgba\([^)]{0,60},\s*+0\s*+\)))",
    re.IGNORECASE,
)
_SPACES = re.compile(r"[^\S\n]+")


@dataclass(frozen=True, slots=True)
class Link:
    """A link of a page: the address as it is written, and its words."""

    href: str
    words: str


@dataclass(frozen=True, slots=True)
class PageText:
    """What a page says. `text` has a line per block."""

    title: str
    text: str
    language: str
    links: tuple[Link, ...]


def page_text(html: str) -> PageText:
    """Return the visible text of a page and its links.

    Left out is what a person does not see: scripts, styles, hidden elements, and text without size, opacity
    or contrast. Rules of the page's own style elements count; those of other files are not loaded.

    Args:
        html: the page.
    """
    tree = LexborHTMLParser(_styled(html))
    head = tree.css_first("title")
    title = _SPACES.sub(" ", head.text(strip=True))[:300] if head else ""
    language = tree.root.attributes.get("lang") if tree.root else ""
    for node in tree.css(_GONE):
        node.decompose(recursive=True)
    for node in tree.css("[style]"):
        if _HIDING.search(node.attributes.get("style") or ""):
            node.decompose(recursive=True)
    return PageText(title, _text(tree), (language or "")[:10].lower(), tuple(_links(tree)))


def clip(text: str) -> str:
    """Return a text of at most `LONGEST_TEXT` letters that ends with a whole line."""
    if len(text) <= LONGEST_TEXT:
        return text
    whole, _, _ = text[:LONGEST_TEXT].rpartition("\n")
    return whole or text[:LONGEST_TEXT]


def _styled(html: str) -> str:
    """Return the page with the rules of its style elements in the elements themselves."""
    if "<style" not in html.lower() or html.count("{") * html.count("<") > MOST_STYLING:
        return html
    try:
        return CSSInliner(load_remote_stylesheets=False, keep_style_tags=False).inline(html)
    except InlineError:
        return html


def _text(tree: LexborHTMLParser) -> str:
    if tree.body is None:
        return ""
    pieces = "".join(_pieces(tree.body))
    lines = (_SPACES.sub(" ", line).strip() for line in pieces.split("\n"))
    return clip("\n".join(line for line in lines if line))


def _pieces(body: LexborNode) -> Iterator[str]:
    """Yield the texts of a page with line breaks around blocks. With a stack: pages nest without limit."""
    stack: list[LexborNode | str] = [body]
    while stack:
        node = stack.pop()
        if isinstance(node, str):
            yield node
        elif node.tag == "-text":
            # A line break in the source is a space on the page.
            yield " ".join(f".{node.text_content or ''}.".split())[1:-1]
        elif node.tag != "-comment":
            is_block = node.tag in BLOCKS
            children = list(node.iter(include_text=True))
            if is_block:
                yield "\n"
                stack.append("\n")
            stack.extend(reversed(children))


def _links(tree: LexborHTMLParser) -> Iterator[Link]:
    for node in tree.css("a[href]")[:MOST_LINKS]:
        href = (node.attributes.get("href") or "").strip()
        if href:
            yield Link(href[:2_000], " ".join(node.text().split())[:200])
