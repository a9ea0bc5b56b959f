"""Whether the answer that a model drafted may be shown to a person for approval."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from revops.agents.sdr.domain.sensitive import sensitive_subject
from revops.agents.sdr.domain.wording import Flaw, flaw

MOST_LETTERS = 1_500


class DraftFlaw(StrEnum):
    """Why a drafted answer is dropped, beside the flaws of any text."""

    NO_SOURCE = "no_source"
    FOREIGN_SOURCE = "foreign_source"
    SENSITIVE = "sensitive"


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence of a drafted answer, with the ids of its sources."""

    text: str
    sources: tuple[str, ...] = ()


def text_of(sentences: Sequence[Said]) -> str:
    """Return the sentences as one text. A line break at the end of one stays."""
    lines = " ".join(each.text for each in sentences).split("\n")
    return "\n".join(line.strip(" ") for line in lines).strip()


def draft_flaw(
    sentences: Sequence[Said], *, sources: Mapping[str, str], links: Mapping[str, str] | None = None
) -> Flaw | DraftFlaw | None:
    """Return what is wrong with a drafted answer; None if a person may see it.

    Each sentence may only say what its own sources say.

    Args:
        sentences: the draft.
        sources: the texts that the model may rest on, by id. The reply is none: what a stranger writes, such
            as a number, is not ours to confirm.
        links: the addresses of the pages of sources that may be named, by id.
    """
    answer, cited = text_of(sentences), {each for said in sentences for each in said.sources}
    if not cited:
        return DraftFlaw.NO_SOURCE
    if set(cited) - set(sources):
        return DraftFlaw.FOREIGN_SOURCE
    if sensitive_subject(answer):
        return DraftFlaw.SENSITIVE
    given = "\n".join(sources[each] for each in cited)
    # As a whole first: it may be too long, and a link may be broken over two sentences.
    if wrong := flaw(answer, given=given, most=MOST_LETTERS, allowed_links=_links(cited, links)):
        return wrong
    found = (_flaw_of(said, sources, links) for said in sentences if said.text.strip())
    return next(filter(None, found), None)


def _flaw_of(said: Said, sources: Mapping[str, str], links: Mapping[str, str] | None) -> Flaw | None:
    given = "\n".join(sources[each] for each in said.sources)
    return flaw(said.text, given=given, most=MOST_LETTERS, allowed_links=_links(said.sources, links))


def _links(cited: Collection[str], links: Mapping[str, str] | None) -> frozenset[str]:
    return frozenset(url for key, url in (links or {}).items() if key in cited and url)
