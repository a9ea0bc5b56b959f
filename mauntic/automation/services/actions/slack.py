"""Post a message about a record to a channel of Slack."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from mauntic.automation.domain.outcomes import Call, Done, Outcome, Planned
from mauntic.automation.registry.subjects import subject_of
from mauntic.automation.selectors.people import values_of
from mauntic.automation.services.actions.notices import UNKNOWN
from mauntic.automation.services.destinations.calling import call_slack
from mauntic.delivery.messages.domain.tokens import fill
from mauntic.events.catalog.records import Named
from mauntic.tenants.context import current_organization
from mauntic.tenants.selectors import address_of

Settings = Mapping[str, Any]


def slack_words(settings: Settings) -> str:
    """Say a message, such as 'Post to the Slack channel "Sales": "Call them"'."""
    text = _('Post to the Slack channel "{channel}": "{text}"')
    return text.format(channel=settings["channel"], text=settings["text"])


def plan_slack(calls: Sequence[Call], settings: Settings) -> Mapping[UUID, Planned]:
    """Fill the message of each run. It ends with a link to the record."""
    values = values_of(calls)
    named = subject_of(calls[0].subject_kind).names([call.subject_id for call in calls])
    channel = settings["channel"].name
    return {
        call.run_id: Planned(
            {
                "channel": channel,
                "text": _filled(settings["text"], values[call.run_id]) + _link(named.get(call.subject_id)),
            }
        )
        for call in calls
    }


def escaped(text: str) -> str:
    """Return a text in which nothing is markup of Slack: the name of a lead must not notify a channel."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _filled(text: str, values: Mapping[str, str]) -> str:
    missing = fill(text, values).missing
    return fill(text, {**values, **dict.fromkeys(missing, UNKNOWN)}, escape=escaped).text


def _link(named: Named | None) -> str:
    if named is None or not named.url:
        return ""
    address = f"{address_of(current_organization())}{named.url}"
    return f"\n<{address}|{escaped(named.name).replace('|', ' ')}>"


def post_slack(
    calls: Sequence[Call], settings: Settings, planned: Mapping[UUID, Planned]
) -> Mapping[UUID, Outcome]:
    """Post the message of one run.

    Slack knows no keys, so that an attempt of which nobody knows whether it arrived is not repeated.

    Raises: see `call_slack`.
    """
    (call,) = calls
    answered = call_slack(channel=settings["channel"], text=planned[call.run_id].inputs["text"])
    return {call.run_id: Done({"status": answered.status, "answer": answered.text})}
