"""The settings show how much more often leads were won that a factor applied to."""

import re
from datetime import timedelta

from mauntic.kernel.clock import now
from scoring.learning.models import OutcomeKind
from scoring.learning.services.outcomes import record_outcomes
from tests.factories.crm import ContactFactory

SETTINGS = "/scoring/settings/"


def outcomes(count: int, kind: OutcomeKind, seniority: str) -> None:
    contacts = ContactFactory.create_batch(count, company=None, email="", seniority=seniority)
    at = now() + timedelta(minutes=1)
    ids = [contact.pk for contact in contacts]
    record_outcomes(kind=kind, contact_ids=ids, happened_at=at, event=f"{kind}-{seniority}")


def test_a_factor_shows_its_lift_with_interval_and_count(web, acme):
    outcomes(60, OutcomeKind.WON, "vp")
    outcomes(20, OutcomeKind.LOST, "vp")
    outcomes(40, OutcomeKind.WON, "manager")
    outcomes(80, OutcomeKind.LOST, "manager")

    page = web.get(SETTINGS).text

    row = re.search(r"Vice president.*?</tr>", page, re.DOTALL)
    assert row
    assert "<strong>× 1.5</strong>" in row[0]
    assert "of 80" in row[0]
    assert "too few" in page  # nobody was of C level


def test_without_outcomes_there_is_no_column_of_lifts(web, acme):
    assert ">Lift<" not in web.get(SETTINGS).text
