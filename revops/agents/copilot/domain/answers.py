"""The answer of the model: each sentence names the facts it rests on."""

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError
from pydantic_core import from_json

from revops.agents.llm.domain.requests import ClosedAnswer


class DraftSentence(ClosedAnswer):
    """One sentence, with the ids of its facts."""

    text: str
    facts: list[str]


class DraftParagraph(ClosedAnswer):
    """The sentences of a paragraph."""

    sentences: list[DraftSentence]


class DraftAnswer(ClosedAnswer):
    """Two or three subjects, and the paragraphs."""

    subjects: list[str]
    paragraphs: list[DraftParagraph]


def whole_part(text: str) -> DraftAnswer:
    """Return what is whole in the beginning of an answer: a string or a sentence that may go on is left out.

    Args:
        text: JSON that breaks off anywhere.
    """
    try:
        found = from_json(text, allow_partial=True)
    except ValueError:
        return DraftAnswer(subjects=[], paragraphs=[])
    if not isinstance(found, Mapping):
        return DraftAnswer(subjects=[], paragraphs=[])
    paragraphs = _list(found, "paragraphs")
    read = [_sentences(each, is_last=index == len(paragraphs) - 1) for index, each in enumerate(paragraphs)]
    subjects = [each for each in _list(found, "subjects") if isinstance(each, str)]
    return DraftAnswer(
        subjects=subjects, paragraphs=[DraftParagraph(sentences=sentences) for sentences in read]
    )


def _sentences(paragraph: Any, *, is_last: bool) -> list[DraftSentence]:
    given = _list(paragraph, "sentences")
    # The last list of ids may go on.
    whole = given[:-1] if is_last else given
    found = []
    for each in whole:
        try:
            found.append(DraftSentence.model_validate(each))
        except ValidationError:  # the whole answer is refused at its end
            break
    return found


def _list(found: Any, key: str) -> list[Any]:
    value = found.get(key) if isinstance(found, Mapping) else None
    return value if isinstance(value, list) else []
