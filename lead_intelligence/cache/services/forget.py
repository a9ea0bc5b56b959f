"""Delete answers from the cache, in bulk."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import Q

from lead_intelligence.cache.models import CacheEntry
from lead_intelligence.leads.domain.fields import COMPANY_FIELDS, PERSON_FIELDS, Field
from lead_intelligence.leads.domain.subjects import cache_subject, person_digests
from lead_intelligence.leads.selectors import subject_of
from mauntic.crm.models import Contact


def forget_answers(answers: Iterable[tuple[Contact, Field, str]]) -> int:
    """Delete the answers for contacts (companies loaded), fields and vendors (slugs), in one statement.

    Returns: the number of deleted entries.
    """
    keys: dict[tuple[Field, str], set[str]] = defaultdict(set)
    for contact, field, provider in answers:
        keys[field, provider] |= _subjects(contact, field)
    wanted = Q(pk=None)
    for (field, provider), subjects in keys.items():
        wanted |= Q(field=field, provider=provider, subject__in=subjects)
    return CacheEntry.objects.filter(wanted).delete()[0]


def forget_people(contacts: Sequence[Contact]) -> int:
    """Delete all answers about people. Facts about their employers stay.

    Returns: the number of deleted entries.
    """
    subjects = frozenset[str]().union(*(person_digests(subject_of(contact)) for contact in contacts))
    return CacheEntry.objects.filter(subject__in=subjects, field__in=PERSON_FIELDS).delete()[0]


def forget_older(contacts: Sequence[Contact], before: datetime) -> int:
    """Delete the answers about contacts and their employers from before a time.

    Returns: the number of deleted entries.
    """
    subjects = {key for each in contacts for field in Field for key in _subjects(each, field)}
    return CacheEntry.objects.filter(subject__in=subjects, fetched_at__lt=before).delete()[0]


def _subjects(contact: Contact, field: Field) -> set[str]:
    # When the answer was stored, less may have been known about the person, so that its key differs.
    subject = subject_of(contact)
    if field in COMPANY_FIELDS:
        return {cache_subject(subject, field)} - {""}
    return set(person_digests(subject))
