"""Events for colleagues when facts about their company change."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from uuid import UUID

from lead_intelligence.leads.domain.fields import Field
from lead_intelligence.leads.selectors import COMPANY_FACTS, crm_names
from mauntic.crm.models import Contact
from mauntic.events.catalog import ContactUpdated
from mauntic.events.services import publish_many


def notify_colleagues(*, changed: Iterable[tuple[Contact, Iterable[Field]]]) -> None:
    """Publish changed facts about companies for their other contacts, in one query.

    Args:
        changed: contacts with their changed fields. Fields that are not facts about a company are
            skipped.

    Publishes: `ContactUpdated` for each colleague.
    """
    by_company: dict[UUID, list[tuple[UUID, list[Field]]]] = defaultdict(list)
    for contact, fields in changed:
        if contact.company_id and (facts := [field for field in fields if field in COMPANY_FACTS]):
            by_company[contact.company_id].append((contact.pk, facts))
    if not by_company:
        return
    people = Contact.objects.filter(company__in=by_company).order_by("pk").values_list("pk", "company_id")
    publish_many(
        ContactUpdated(contact_id=pk, changed_fields=crm_names(facts))
        for pk, company_id in people
        if company_id and (facts := _of_others(pk, by_company[company_id]))
    )


def _of_others(pk: UUID, changes: Sequence[tuple[UUID, list[Field]]]) -> list[Field]:
    """Return the fields that other contacts changed, each once."""
    return list(dict.fromkeys(field for author, fields in changes if author != pk for field in fields))
