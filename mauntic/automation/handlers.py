"""Receivers of automation, and leads as what it is about."""

from functools import partial
from uuid import UUID

from django.dispatch import receiver

from mauntic.automation.forms.catalog import SHARED
from mauntic.automation.registry.actions import register_action
from mauntic.automation.registry.made import register_made
from mauntic.automation.registry.pages import address_of
from mauntic.automation.registry.subjects import CONTACT, register_subject
from mauntic.automation.selectors.contacts import contact_subject
from mauntic.automation.selectors.custom_fields import used_by_field
from mauntic.automation.selectors.origins import ORIGIN, definitions_of_runs, made_messages, standings_of
from mauntic.automation.services.runs.forgetting import forget_runs
from mauntic.broker.actor import ActorKind
from mauntic.crm.contacts.services.removal import contacts_leaving
from mauntic.crm.fields.registry import register_field_uses
from mauntic.delivery.messages.origins import answer_for
from mauntic.events.attribution import register_actor_page

register_subject(contact_subject())
register_made(made_messages)
register_field_uses(used_by_field)
answer_for(ORIGIN, standings_of, names=definitions_of_runs)
for action in SHARED:
    register_action(action)
for kind in (ActorKind.WORKFLOW, ActorKind.JOURNEY):
    register_actor_page(kind, partial(address_of, kind.value, "run"))


@receiver(contacts_leaving)
def forget_contacts(contact_ids: list[UUID], **_: object) -> None:
    """Delete what automation did for contacts that are deleted: its texts name them."""
    forget_runs(subject_kind=CONTACT, subject_ids=contact_ids)
