"""The parts of an email that we make ourselves: ids, addresses of headers, text as HTML."""

import html
import re
from urllib.parse import urlsplit
from uuid import UUID

from mauntic.kernel.normalize import ascii_email

MOST_REFERENCES = 20
_BLANK_LINES = re.compile(r"\n{2,}")
_LINK = re.compile(r"https?://[^\s<>\"']+[^\s<>\"'.,;:!?)\]]")


def message_id_header(message_id: UUID, address: str) -> str:
    """Return the Message-ID of a message: its id at the domain of the sender, in ASCII."""
    domain = (ascii_email(address) or address).rpartition("@")[2]
    return f"<{message_id}@{domain.lower()}>"


def references_of(parent_references: str, parent_id: str) -> str:
    """Return the References of an answer: those of its parent, and the parent."""
    found = [*parent_references.split(), parent_id]
    if len(found) > MOST_REFERENCES:
        found = [found[0], *found[-(MOST_REFERENCES - 1) :]]
    return " ".join(found)


def reply_subject(subject: str) -> str:
    """Return the subject of an answer: with one Re: in front."""
    return subject if subject.lower().startswith("re:") else f"Re: {subject}"


def as_html(text: str) -> str:
    """Return a plain text as HTML: paragraphs, line breaks and links."""
    blocks = (block for block in _BLANK_LINES.split(text.strip()) if block.strip())
    return "\n".join(f"<p>{_with_links(block)}</p>" for block in blocks)


def links_in(text: str) -> list[str]:
    """Return the addresses that become links in `as_html`, each once, in order; broken ones are left out."""
    return [each for each in dict.fromkeys(found[0] for found in _LINK.finditer(text)) if _is_whole(each)]


def _is_whole(address: str) -> bool:
    """Tell an address that one can be led to from `https://[foo`."""
    try:
        return bool(urlsplit(address).hostname)
    except ValueError:
        return False


def _with_links(block: str) -> str:
    parts, last = [], 0
    for found in _LINK.finditer(block):
        address = html.escape(found[0])
        parts += [html.escape(block[last : found.start()]), f'<a href="{address}">{address}</a>']
        last = found.end()
    return "".join([*parts, html.escape(block[last:])]).replace("\n", "<br>\n")
