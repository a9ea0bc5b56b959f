"""Whether the answer that a model drafted may be shown to a person for approval."""

from collections.abc import Collection, Mapping
from enum import StrEnum

from revops.agents.sdr.domain.sensitive import sensitive_subject
from revops.agents.sdr.domain.wording import Flaw, flaw

MOST_LETTERS = 1_500


class DraftFlaw(StrEnum):
    """Why a drafted answer is dropped, beside the flaws of any text."""

    NO_SOURCE = "no_source"
    FOREIGN_SOURCE = "foreign_source"
    SENSITIVE = "sensitive"


def draft_flaw(
    answer: str,
    cited: Collection[str],
    *,
    sources: Mapping[str, str],
    links: Collection[str] = (),
) -> Flaw | DraftFlaw | None:
    """Return what is wrong with a drafted answer; None if a person may see it.

    Args:
        answer: the draft.
        cited: the ids of the sources that it names.
        sources: the texts that the model may rest on, by id. The reply is none: what a stranger writes, such
            as a number, is not ours to confirm.
        links: the addresses of the pages of the cited sources.
    """
    if not cited:
        return DraftFlaw.NO_SOURCE
    if set(cited) - set(sources):
        return DraftFlaw.FOREIGN_SOURCE
    if sensitive_subject(answer):
        return DraftFlaw.SENSITIVE
    given = "\n".join(sources[each] for each in cited)
    return flaw(answer, given=given, most=MOST_LETTERS, allowed_links=frozenset(links))
