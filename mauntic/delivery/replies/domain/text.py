"""What a person newly wrote: cap, cut the quotes, take out what we sent."""

from collections.abc import Iterable
from dataclasses import dataclass

import quotequail
from mailparser_reply.constants import MAIL_LANGUAGES
from mailparser_reply.parser import EmailMessage

from mauntic.delivery.replies.domain.quoting.capping import MAX_CHARACTERS, capped
from mauntic.delivery.replies.domain.quoting.closings import without_signature, words_only
from mauntic.delivery.replies.domain.quoting.html import html_text
from mauntic.delivery.replies.domain.quoting.quotes import MARK, find_quote, split_quote
from mauntic.delivery.replies.domain.quoting.sent import without_sent


@dataclass(frozen=True, slots=True)
class ReplyText:
    """The new words of a mail: `text` is shown, `said` (without signature and legal notes) is judged."""

    text: str
    said: str


def reply_text(*, text: str, html: str = "", sent: Iterable[str] = ()) -> ReplyText:
    """Return what is new in a mail.

    Args:
        text: the plain text of the mail; where it is blank, `html` is read.
        html: the HTML of the mail.
        sent: the texts that we sent in this thread, which are taken out wherever they stand.
    """
    whole = capped(text) if text.strip() else capped(html_text(html))
    new = without_signature(_new(whole))
    fresh = without_signature(without_sent(new, sent))
    return ReplyText(fresh, words_only(fresh))


def _new(whole: str) -> str:
    """Return the shortest beginning that three readers find, with what stands below the quote."""
    cuts = [cut for cut in (split_quote(whole), _quotequail(whole)) if cut]
    if not cuts and any(MARK.match(line) for line in whole.split("\n")):
        return whole
    below = next((below for _, below in cuts if below), "")
    if below and any(not top for top, _ in cuts):
        return _unmarked(below)
    tops = [*(top for top, _ in cuts), _mail_parser(whole)]
    top = min((each for each in tops if each.strip()), key=len, default="" if cuts else whole)
    return _unmarked(f"{top}\n\n{below}" if below and below not in top else top)


def _quotequail(whole: str) -> tuple[str, str] | None:
    found = quotequail.unwrap(whole)
    if not found:
        return None
    below = found.get("text_bottom", "").split("\n")
    cut = find_quote(below)
    return found.get("text_top", ""), "\n".join(below[: cut.start] if cut else below).strip()


def _mail_parser(whole: str) -> str:
    message = EmailMessage(text=whole, languages=list(MAIL_LANGUAGES), keep_hyphen_lists=True).read()
    return (message.replies[0].content if message.replies else "").strip()[:MAX_CHARACTERS]


def _unmarked(text: str) -> str:
    return "\n".join(line for line in text.split("\n") if not MARK.match(line)).strip()
