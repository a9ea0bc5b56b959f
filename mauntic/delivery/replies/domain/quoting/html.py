"""The text of an HTML mail, cut where a mail client began its quote."""

from selectolax.lexbor import LexborHTMLParser, LexborNode

MAX_HTML = 300_000
MAX_TAGS = 4_000
"""The parser takes quadratic time for tags that never close: 5 seconds for 60,000."""
CUTS = "#appendonsend, #divRplyFwdMsg, div[style*='border-top:solid'], div[style*='border-top: solid']"
"""Where Outlook begins its quote; all that follows is quoted, too."""
QUOTES = (
    ".gmail_quote, .gmail_extra, blockquote[type=cite], .yahoo_quoted, .moz-cite-prefix, .protonmail_quote, "
    "#mail-editor-reference-message-container, .zmail_extra, #OLK_SRC_BODY_SECTION"
)
UNSEEN = ["script", "style", "head", "title", "template", "noscript", "svg"]
BLOCKS = "p, div, tr, li, h1, h2, h3, h4, h5, h6, table, ul, ol, blockquote, pre, hr"


def html_text(html: str) -> str:
    """Return what a person wrote above and between quotes, else all text."""
    tree = _parsed(html)
    _drop_quotes(tree)
    return _text(tree) or _text(_parsed(html))


def _parsed(html: str) -> LexborHTMLParser:
    return LexborHTMLParser(_within_tags(html[:MAX_HTML]))


def _within_tags(html: str) -> str:
    parts = html.split("<", MAX_TAGS + 1)
    return html if len(parts) <= MAX_TAGS + 1 else "<".join(parts[:-1])


def _drop_quotes(tree: LexborHTMLParser) -> None:
    for node in tree.css(QUOTES):
        # Some clients put the answer inside the quote's own frame: then it is no quote.
        if not _holds_all(tree, node):
            node.decompose()
    cut = tree.css_first(CUTS)
    if cut is not None:
        _drop_from(cut)


def _holds_all(tree: LexborHTMLParser, node: LexborNode) -> bool:
    body = tree.body
    return body is not None and len(node.text().strip()) == len(body.text().strip())


def _drop_from(node: LexborNode) -> None:
    """Remove `node` and all that follows it in the document."""
    current: LexborNode | None = node
    while current is not None and current.tag != "body":
        while current.next is not None:
            current.next.decompose()
        parent = current.parent
        if current is node:
            node.decompose()
        current = parent


def _text(tree: LexborHTMLParser) -> str:
    tree.strip_tags(UNSEEN)
    for node in tree.css("br"):
        node.replace_with("\n")
    for node in tree.css(BLOCKS):
        node.insert_before("\n")
        node.insert_after("\n")
    text = tree.body.text() if tree.body is not None else ""
    return "\n".join(" ".join(line.split()) for line in text.split("\n")).strip()
