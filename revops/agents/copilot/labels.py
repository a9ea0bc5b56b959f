"""What is said of removed sentences."""

from collections.abc import Mapping

from mauntic.kernel.translation import StrPromise, ngettext
from mauntic.kernel.translation import gettext_lazy as _
from revops.agents.copilot.domain.checking import Reason

REASONS: Mapping[Reason, StrPromise] = {
    Reason.FIGURE: _("a number that no named fact has"),
    Reason.NAME: _("a name or date that no named fact has"),
    Reason.LINK: _("a link that is not allowed"),
    Reason.MARKUP: _("markup"),
    Reason.UNKNOWN_FACT: _("a source that does not exist"),
    Reason.EMPTY: _("no text"),
    Reason.TOO_LONG: _("too long"),
}


def removed_sentence(removed: Mapping[Reason, int]) -> str:
    """Return how many sentences and subjects were removed and why; empty for none."""
    count = sum(removed.values())
    if not count:
        return ""
    words = ngettext("{count} sentence was removed: {why}.", "{count} sentences were removed: {why}.", count)
    why = ", ".join(f"{REASONS[reason]} ({number})" for reason, number in sorted(removed.items()) if number)
    return words.format(count=count, why=why)
