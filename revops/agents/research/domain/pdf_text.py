"""The text of a PDF document."""

from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from revops.agents.research.domain.page_text import LONGEST_TEXT, clip

MOST_PAGES = 20
_BROKEN = (PyPdfError, ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError, OSError)
"""What pypdf raises for documents that are none, or are damaged: it trusts their structure."""


class NoPdf(ValueError):
    """The bytes are no document that can be read."""


@dataclass(frozen=True, slots=True)
class PdfText:
    """The text of a document, with its date. The title of its metadata is left out: nobody sees it."""

    text: str
    published_at: datetime | None


def pdf_text(body: bytes) -> PdfText:
    """Return the text of the first 20 pages.

    Raises: `NoPdf`.
    """
    if not body.lstrip()[:5].startswith(b"%PDF-"):
        raise NoPdf
    try:
        reader = PdfReader(BytesIO(body))
        lines: list[str] = []
        for page in reader.pages[:MOST_PAGES]:
            lines.extend(_blocks(page.extract_text()))
            if sum(map(len, lines)) > LONGEST_TEXT:
                break
        return PdfText(clip("\n".join(lines)), _date(reader))
    except _BROKEN as error:
        raise NoPdf from error


def _blocks(text: str) -> list[str]:
    """Return the paragraphs of a page: lines of a document end anywhere, an empty one ends the paragraph."""
    found = (" ".join(block.split()) for block in text.split("\n\n"))
    return [block for block in found if block]


def _date(reader: PdfReader) -> datetime | None:
    try:
        made = reader.metadata.creation_date if reader.metadata else None
    except _BROKEN:
        return None
    return made.replace(tzinfo=made.tzinfo or UTC) if made else None
