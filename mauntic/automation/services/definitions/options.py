"""Check the options of workflows and journeys, with the conditions in them."""

from collections.abc import Mapping, Sequence
from typing import Any

from mauntic.automation.domain.options import Options, read_options
from mauntic.automation.models import Kind
from mauntic.automation.registry.subjects import CONTACT, subject_of
from mauntic.kernel.conditions import find_contradictions, parse
from mauntic.kernel.errors import Invalid

CONDITIONS = ("goal", "exit")


def checked_options(kind: Kind, given: Mapping[str, Any]) -> Options:
    """Return options that somebody sent.

    Raises: `Invalid` with a sentence for each wrong one, by paths such as `options.goal`.
    """
    options = read_options(given, kind.value)
    wrong: dict[str, Sequence[str]] = {}
    for name in CONDITIONS:
        wrong |= _problems(getattr(options, name), f"options.{name}")
    if wrong:
        raise Invalid(wrong)
    return options


def _problems(given: Mapping[str, Any], path: str) -> Mapping[str, Sequence[str]]:
    if not given:
        return {}
    try:
        tree = parse(given, subject_of(CONTACT).fields(), path=path, strict=True)
    except Invalid as error:
        return error.fields
    clashes = [str(clash) for clash in find_contradictions(tree)]
    return {path: clashes} if clashes else {}
