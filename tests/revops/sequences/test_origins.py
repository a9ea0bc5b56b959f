"""How enrollments are doing, as the gate of delivery asks: on, ended, window, company."""

from zoneinfo import ZoneInfo

import pytest

from mauntic.delivery.messages.origins import standings
from mauntic.delivery.messages.services.claims import claim_due
from mauntic.delivery.messages.services.unsubscribing import unsubscribe
from mauntic.delivery.models import Message
from mauntic.kernel.ids import new_id
from revops.sequences.models.enrollments import Enrollment
from revops.sequences.models.sequences import Sequence
from revops.sequences.selectors.origins import standings_of
from revops.sequences.services.sweep import run_due
from tests.factories.crm import CompanyFactory
from tests.factories.sequences import make_enrollment, make_sequence
from tests.support.queries import queries_of


def standing(row: Enrollment):
    return standings("sequence", [row.pk])[row.pk]


def test_an_active_enrollment_of_a_sequence_that_is_on_may_go(rep):
    row = make_enrollment(make_sequence(rep), rep)

    found = standing(row)
    assert (found.origin.is_on, found.origin.ended, found.origin.name) == (True, "", "Outreach")
    assert found.scope == row.sequence_id


def test_a_sequence_that_is_off_and_an_ended_enrollment_say_so(rep):
    row = make_enrollment(make_sequence(rep), rep)
    Sequence.objects.update(state="off")
    Enrollment.objects.update(state="stopped", reason="meeting")

    assert not standing(row).origin.is_on
    assert standing(row).origin.ended == "A meeting is planned."


def test_an_enrollment_that_is_gone_has_ended(acme):
    pk = new_id()

    assert standings("sequence", [pk])[pk].origin.ended


def test_the_window_is_in_the_zone_of_the_lead_with_the_holidays_of_the_country(rep):
    sequence = make_sequence(rep, week=[[[540, 1020]]] * 5 + [[], []])
    tokyo = make_enrollment(sequence, rep, country="JP")
    nowhere = make_enrollment(sequence, rep)

    assert standing(tokyo).hours.zone.key == "Asia/Tokyo"
    assert ZoneInfo(standing(nowhere).hours.zone.key).key == "UTC"


def test_without_business_hours_nobody_is_mailed_at_night(rep):
    row = make_enrollment(make_sequence(rep, week=()), rep)

    assert not standing(row).hours.is_always_open
    assert standing(row).hours.week[5] == ()


def test_of_two_of_a_company_that_begin_at_once_one_goes(rep, mailbox):
    company = CompanyFactory(domain="their.example")
    sequence = make_sequence(rep, per_company=1)
    one, two = (
        make_enrollment(sequence, rep, company=company, email=f"{name}@their.example") for name in ("a", "b")
    )
    run_due()
    claimed = claim_due(mailbox_id=mailbox.pk)

    assert len(claimed.ids) == 1
    held = Message.objects.get(hold="company_limit")
    assert held.contact_id == two.contact_id
    assert (standing(one).company_active, standing(two).company_active) == (0, 1)


@pytest.mark.parametrize(("stops", "name"), [(True, "Ada Poe"), (False, "")])
def test_a_reply_of_a_colleague_holds_those_that_were_enrolled_before_it(stops, name, rep):
    company = CompanyFactory()
    sequence = make_sequence(rep, stops_company=stops)
    replied = make_enrollment(sequence, rep, company=company, first_name="Ada", last_name="Poe")
    row = make_enrollment(sequence, rep, company=company)
    Enrollment.objects.filter(pk=replied.pk).update(
        state="stopped", reason="replied", ended_at=row.begun_at.replace(year=2199)
    )
    assert standing(row).origin.colleague == name

    # A person who resumes it has decided.
    Enrollment.objects.filter(pk=row.pk).update(begun_at=row.begun_at.replace(year=2200))
    assert standing(row).origin.colleague == ""


def test_unsubscribing_from_one_sequence_stops_it_alone(rep, mailbox, sweep_and_send):
    row = make_enrollment(make_sequence(rep), rep)
    run_due()
    unsubscribe(message=Message.objects.get(), source="link", only_this_sender=True)
    sweep_and_send()
    run_due()

    row.refresh_from_db()
    assert (row.state, row.reason) == ("stopped", "cancelled")
    assert "unsubscribed" in row.reason_facts["words"]


def test_many_standings_take_the_queries_of_one(rep):
    company = CompanyFactory()
    sequence = make_sequence(rep, per_company=1, stops_company=True)
    rows = [make_enrollment(sequence, rep, company=company) for _lead in range(3)]
    ids = [row.pk for row in rows]

    assert queries_of(lambda: standings_of(ids)) == queries_of(lambda: standings_of(ids[:1]))
