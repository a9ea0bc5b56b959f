"""Segments for tests, built as workers build them."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from mauntic.accounts.models import Role
from mauntic.crm.models import Segment, SegmentMember
from mauntic.crm.segments.models import SegmentKind
from mauntic.crm.segments.services.saving import SegmentDraft, save_segment
from mauntic.events.models import StoredEvent
from tests.conftest import ACME_HOST

CEO: Mapping[str, Any] = {"field": "contact.title", "operator": "equals", "value": "CEO"}


@pytest.fixture
def segment(acme: object, admin: Any, run_jobs: Any) -> Callable[..., Segment]:
    """Makes a segment and builds it."""

    def make(name: str = "Bosses", conditions: Mapping[str, Any] = CEO, **given: Any) -> Segment:
        draft = SegmentDraft(name=name, conditions=conditions, **given)
        with run_jobs():
            made = save_segment(draft=draft, by=admin)
        made.refresh_from_db()
        return made

    return make


@pytest.fixture
def by_hand(segment: Callable[..., Segment]) -> Segment:
    return segment("Guests", {}, kind=SegmentKind.BY_HAND)


@pytest.fixture
def ops(make_user: Any) -> Any:
    return make_user(Role.OPS, name="Ola Ops")


@pytest.fixture
def ops_web(ops: Any) -> Client:
    """A browser of ops, at Acme's host."""
    client = Client(headers={"host": ACME_HOST})
    client.force_login(ops)
    return client


def members_of(segment: Segment) -> set[UUID]:
    return set(SegmentMember.objects.filter(segment=segment).values_list("contact_id", flat=True))


def told(name: str) -> list[tuple[str, str]]:
    """Return who joined or left what, in order."""
    rows = StoredEvent.objects.filter(type=f"crm.Contact{name}Segment").order_by("id")
    return [(fact["contactId"], fact["segmentName"]) for row in rows for fact in row.facts]
