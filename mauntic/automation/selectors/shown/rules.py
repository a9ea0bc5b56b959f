"""How often and when a workflow or journey runs, and when a record leaves it, as sentences."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mauntic.automation.domain.options import Options, options_from
from mauntic.automation.models import Definition, Kind, RunReason
from mauntic.automation.selectors.reading import Script
from mauntic.kernel.conditions import with_names, words
from mauntic.kernel.display import number
from mauntic.kernel.errors import Invalid


def rules_told(definition: Definition, script: Script | None) -> list[str]:
    """Return the options of a definition as sentences.

    Args:
        definition: the workflow or journey.
        script: its current version; None without one, whose conditions cannot be said then.
    """
    options = options_from(definition.options)
    if definition.kind == Kind.WORKFLOW:
        return list(_of_workflow(options))
    return list(_of_journey(options, script))


def _of_workflow(options: Options) -> Iterator[str]:
    if hours := options.cool_down_hours:
        text = ngettext(
            "Starts again for the same record after {hours} hour at the earliest.",
            "Starts again for the same record after {hours} hours at the earliest.",
            hours,
        )
        yield text.format(hours=number(hours))
    if options.skips_imports:
        yield _("Imports do not start it.")


def _of_journey(options: Options, script: Script | None) -> Iterator[str]:
    if days := options.again_after_days:
        text = ngettext(
            "A lead may enter again {days} day after it left.",
            "A lead may enter again {days} days after it left.",
            days,
        )
        yield text.format(days=number(days))
    else:
        yield _("A lead enters once.")
    if options.goal:
        text = _("Goal: a lead leaves as soon as {conditions}.")
        yield text.format(conditions=_conditions(script, RunReason.GOAL))
    if options.exit:
        text = _("Exit: a lead leaves without the goal as soon as {conditions}.")
        yield text.format(conditions=_conditions(script, RunReason.LEFT))
    if options.ends_on_leaving:
        yield _("A lead that leaves the segment leaves the journey.")
    if quiet := options.quiet_hours:
        text = _("No messages from {start} to {end}, in the time zone of the lead.")
        yield text.format(start=f"{quiet.start:%H:%M}", end=f"{quiet.end:%H:%M}")
    if options.skips_imports:
        yield _("Imports do not start it.")


def _conditions(script: Script | None, reason: RunReason) -> str:
    broken = _("its conditions match, which name something that does not exist any more")
    if script is None or script.trigger is None:
        return broken
    try:
        tree = script.rules.trees[reason]
    except Invalid:
        return broken
    return words(tree, with_names(script.subject.fields(), [tree]))
