"""Call a webhook about a record."""

import json
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import gettext as _

from mauntic.automation.domain.outcomes import Call, Done, Outcome, Planned
from mauntic.automation.models import WebhookEndpoint
from mauntic.automation.registry.subjects import subject_of
from mauntic.automation.selectors.people import values_of
from mauntic.automation.services.actions.notices import filled
from mauntic.automation.services.destinations.calling import MOST_BYTES, call_endpoint
from mauntic.events.catalog.records import Named
from mauntic.kernel.errors import Conflict

Settings = Mapping[str, Any]


def webhook_words(settings: Settings) -> str:
    """Say a call, such as 'Call the webhook "Warehouse"'."""
    return _('Call the webhook "{name}"').format(name=settings["endpoint"])


def plan_webhook(calls: Sequence[Call], settings: Settings) -> Mapping[UUID, Planned]:
    """Say what would be sent, and where to."""
    endpoint: WebhookEndpoint = settings["endpoint"]
    off = _('The webhook "{name}" is off. {reason}').format(name=endpoint.name, reason=endpoint.off_reason)
    blocked = "" if endpoint.is_on else off.strip()
    values = values_of(calls)
    named = subject_of(calls[0].subject_kind).names([call.subject_id for call in calls])
    return {
        call.run_id: Planned(
            {
                "endpoint": endpoint.name,
                "body": _body(call, values[call.run_id], named.get(call.subject_id), settings),
            },
            blocked,
        )
        for call in calls
    }


def _body(call: Call, values: Mapping[str, str], named: Named | None, settings: Settings) -> dict[str, Any]:
    body = {
        "type": f"automation.{call.trigger}",
        "timestamp": call.at,
        "data": {
            "run_id": call.run_id,
            "definition": {"id": call.definition_id, "kind": call.kind, "name": call.name},
            "record": {
                **values,
                "id": call.subject_id,
                "kind": call.subject_kind,
                "name": named.name if named else "",
            },
            "facts": call.facts,
            "note": filled(settings.get("note", ""), values),
        },
    }
    return json.loads(json.dumps(body, cls=DjangoJSONEncoder))


def send_webhook(
    calls: Sequence[Call], settings: Settings, planned: Mapping[UUID, Planned]
) -> Mapping[UUID, Outcome]:
    """Send the webhook of one run. Each attempt has the same key.

    Raises: see `call_endpoint`; `Conflict` if the body is too large.
    """
    (call,) = calls
    body = json.dumps(planned[call.run_id].inputs["body"], ensure_ascii=False, separators=(",", ":"))
    if len(body.encode()) >= MOST_BYTES:
        raise Conflict(_("The webhook would be larger than 20 KB."))
    answered = call_endpoint(endpoint=settings["endpoint"], key=call.key, body=body)
    return {call.run_id: Done({"status": answered.status, "answer": answered.text})}
