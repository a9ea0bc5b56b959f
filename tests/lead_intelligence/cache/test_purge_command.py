import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from lead_intelligence.cache.models import CacheEntry
from lead_intelligence.leads.domain.fields import Field
from lead_intelligence.leads.domain.subjects import cache_subject
from lead_intelligence.leads.selectors import subject_of
from mauntic.kernel.clock import now
from mauntic.kernel.ids import new_id
from tests.factories.lead_intelligence import make_company, make_lead


def purge(*arguments: str) -> str:
    out = StringIO()
    call_command("purge_cache", "--org", "acme", *arguments, stdout=out)
    return out.getvalue()


def keep(lead, field: Field, provider: str, *, days: int = 0) -> None:
    CacheEntry.objects.create(
        subject=cache_subject(subject_of(lead), field),
        field=field,
        provider=provider,
        value="x",
        confidence=0.9,
        fetched_at=now() - timedelta(days=days),
    )


@pytest.fixture
def leads(acme):
    """Two colleagues: three answers about the first, one about the other, one about their company."""
    company = make_company()
    ada, bob = (make_lead(email=f"{name}@engines.example", company=company) for name in ("ada", "bob"))
    keep(ada, Field.TITLE, "apollo", days=10)
    keep(ada, Field.TITLE, "hunter")
    keep(ada, Field.EMAIL, "apollo")
    keep(bob, Field.TITLE, "apollo")
    keep(ada, Field.INDUSTRY, "apollo")
    return ada, bob


@pytest.mark.parametrize(
    ("arguments", "count"),
    [
        ((), 5),
        (("--provider", "apollo"), 4),
        (("--field", "title"), 3),
        (("--older-than", "9"), 1),
        (("--older-than", "0"), 5),
        (("--provider", "apollo", "--field", "title"), 2),
        (("--provider", "lusha"), 0),
    ],
)
def test_answers_that_meet_all_that_is_given_are_thrown_away(leads, arguments, count):
    assert json.loads(purge(*arguments, "--json", "--dry-run")) == {"answers": count, "dryRun": True}
    assert CacheEntry.objects.count() == 5
    assert json.loads(purge(*arguments, "--json")) == {"answers": count, "dryRun": False}
    assert CacheEntry.objects.count() == 5 - count


def test_a_contacts_answers_are_its_own_and_its_companys(leads):
    ada, bob = leads
    assert purge("--contact", str(ada.pk)) == "Deleted cached values: 4.\n"
    assert purge("--contact", str(bob.pk), "--dry-run") == "Cached values that would be deleted: 1.\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--org", "nowhere"), '--org: unknown organization "nowhere"'),
        (("--provider", "nobody"), '--provider: Unknown vendor "nobody". Use one of clearbit'),
        (("--field", "shoe"), '--field: Unknown field "shoe". Use one of email'),
        (("--older-than", "-1"), "--older-than: Enter a number of days from 0"),
        (("--older-than", "99999999"), "--older-than: Enter a number of days from 0"),
        (("--contact", "ada"), '--contact: "ada" is not the id of a contact'),
        (("--contact", str(new_id())), "--contact: Unknown contact"),
    ],
)
def test_bad_arguments_are_named_with_the_fix_and_nothing_goes(leads, arguments, said):
    with pytest.raises(CommandError, match=said) as refusal:
        purge(*arguments)
    assert refusal.value.returncode == 2
    assert CacheEntry.objects.count() == 5
