"""A step puts a tag on the lead, and nothing changes if it is there."""

import pytest

from mauntic.automation.models import ActionRun, Kind
from mauntic.automation.services.definitions.saving import Draft, save_definition
from mauntic.crm.models import Change
from mauntic.crm.tags.selectors.tags import tags_of
from mauntic.crm.tags.services.tagging import add_tag
from mauntic.journeys.services.enrolling import enroll_leads
from mauntic.kernel.errors import Invalid
from tests.factories.crm import ContactFactory

pytestmark = pytest.mark.django_db
STEP = {"action": "add_tag", "settings": {"tag": "hot"}}


def test_the_lead_gets_the_tag_by_the_journey(journey, admin, run_jobs):
    new, has_it = ContactFactory.create_batch(2)
    add_tag(contact_ids=[has_it.pk], name="Hot")
    definition = journey("manual", [STEP])
    with run_jobs():
        enroll_leads(definition_id=definition.pk, contact_ids=[new.pk, has_it.pk], by=admin)
    assert tags_of([new.pk, has_it.pk]) == {new.pk: ["Hot"], has_it.pk: ["Hot"]}
    states = dict(ActionRun.objects.values_list("run__subject_id", "state"))
    assert states == {new.pk: "done", has_it.pk: "skipped"}
    assert Change.objects.get(contact=new, fields__has_key="tags").actor_label == definition.name


def test_a_tag_that_is_none_is_refused_when_it_is_saved(acme, admin):
    draft = Draft(name="J", trigger="manual", steps=[{"action": "add_tag", "settings": {"tag": "a,b"}}])
    with pytest.raises(Invalid) as refused:
        save_definition(kind=Kind.JOURNEY, draft=draft, by=admin)
    assert list(refused.value.fields) == ["steps[0].settings.tag"]
