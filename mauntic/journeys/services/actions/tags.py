"""Put a tag on the lead."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from mauntic.automation.domain.outcomes import Call, Done, Outcome, Planned
from mauntic.crm.tags.selectors.tags import with_tag
from mauntic.crm.tags.services.tagging import add_tag

Settings = Mapping[str, Any]


def plan_tag(calls: Sequence[Call], settings: Settings) -> Mapping[UUID, Planned]:
    """Say which tag each lead gets. Those that have it are left out."""
    tag = settings["tag"]
    there = with_tag([call.subject_id for call in calls], tag)
    has_it = _("The lead has this tag already.")
    return {call.run_id: Planned({"tag": tag}, has_it if call.subject_id in there else "") for call in calls}


def put_tag(
    calls: Sequence[Call], settings: Settings, _planned: Mapping[UUID, Planned]
) -> Mapping[UUID, Outcome]:
    """Put the tag on the lead."""
    add_tag(contact_ids=[call.subject_id for call in calls], name=settings["tag"])
    return {call.run_id: Done({"tag": settings["tag"]}) for call in calls}
