"""Change the house instructions of prompts, and go back to earlier ones."""

from dataclasses import replace
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from mauntic.accounts.models import User
from mauntic.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from mauntic.kernel.values.stored_text import without_unstorable
from revops.agents.llm.domain.prompts import LONGEST_INSTRUCTIONS, PROMPTS, with_instructions
from revops.agents.llm.domain.requests import LlmRequest, Purpose
from revops.agents.llm.models.instructions import PromptInstructions
from revops.agents.llm.selectors.prompts import newest_instructions, prompt_of


def instructed(request: LlmRequest[Any], purpose: Purpose) -> tuple[LlmRequest[Any], Purpose]:
    """Return a call with the house instructions of its prompt, and their version for the run."""
    prompt = PROMPTS.get(purpose.prompt)
    if prompt is None or not prompt.is_adjustable:
        return request, purpose
    newest = newest_instructions(prompt.name)
    if newest is None or not newest.text:
        return request, purpose
    system = with_instructions(request.system, newest.text)
    return replace(request, system=system), replace(purpose, instructions=newest.number)


def save_instructions(*, prompt: str, text: str, based_on: int, by: User) -> PromptInstructions:
    """Store a new version of the house instructions of a prompt. Calls get it from now on.

    Args:
        prompt: the name of the prompt.
        text: what to add to it; empty for nothing.
        based_on: the number of the version that was edited, 0 for none.
        by: ops or admin.

    Returns: the version; the present one if the text did not change.
    Raises: `Conflict` if somebody saved another version meanwhile, `Invalid`, `NotAllowed`, `NotFound`.
    """
    _check(prompt, by)
    text = without_unstorable(text).strip()
    if len(text) > LONGEST_INSTRUCTIONS:
        problem = _("Enter at most {most} letters.").format(most=LONGEST_INSTRUCTIONS)
        raise Invalid({"text": problem})
    return _store(prompt, text, based_on, by)


def restore_instructions(*, prompt: str, number: int, based_on: int, by: User) -> PromptInstructions:
    """Go back to an earlier version: its text becomes the newest one.

    Args:
        number: the version to go back to.
        based_on: the version that is used so far.

    Raises: `Conflict`, `NotAllowed`, `NotFound`.
    """
    _check(prompt, by)
    earlier = PromptInstructions.objects.filter(prompt=prompt, number=number).first()
    if earlier is None:
        raise NotFound(_("There is no version {number}.").format(number=number))
    return _store(prompt, earlier.text, based_on, by, restored_from=number)


def _store(
    prompt: str, text: str, based_on: int, by: User, restored_from: int | None = None
) -> PromptInstructions:
    newest = newest_instructions(prompt)
    if (newest.number if newest else 0) != based_on:
        raise Conflict(_changed(newest))
    if (newest.text if newest else "") == text:
        return newest or PromptInstructions(prompt=prompt, number=0)
    row = PromptInstructions(
        prompt=prompt, number=based_on + 1, text=text, restored_from=restored_from, created_by=by
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise Conflict(_changed(newest_instructions(prompt))) from None
    return row


def _changed(newest: PromptInstructions | None) -> str:
    text = _("{person} saved version {number} meanwhile. Look at it, then save yours.")
    return text.format(
        person=(newest and newest.created_by) or _("Somebody"), number=newest.number if newest else 0
    )


def _check(prompt: str, by: User) -> None:
    if not by.is_ops:
        raise NotAllowed(_("Only ops and admins change the settings of agents. Ask one of them."))
    if not prompt_of(prompt).is_adjustable:
        raise Conflict(_("This prompt takes no house instructions."))
