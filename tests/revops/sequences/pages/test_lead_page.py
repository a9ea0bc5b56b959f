"""The page of a lead: its sequences with what each waits for, and a pause until a day."""

from datetime import timedelta

from django.test import Client

from mauntic.kernel.clock import now
from revops.sequences.models.enrollments import Enrollment
from tests.conftest import ACME_HOST
from tests.factories.crm import ContactFactory
from tests.factories.sequences import make_enrollment, make_sequence
from tests.support.queries import queries_of


def text_of(answer) -> str:
    return answer.content.decode()


def page(lead) -> str:
    return f"/leads/{lead.pk}/"


def pause(web, row, until: str):
    return web.post(f"/revops/sequences/enrollments/{row.pk}/pause/", {"until": until}, follow=True)


def test_a_lead_shows_its_sequences_open_ones_first_with_what_each_waits_for(web, rep):
    row = make_enrollment(make_sequence(rep, name="First"), rep)
    Enrollment.objects.update(state="stopped", reason="replied", ended_at=now())
    make_enrollment(make_sequence(rep, name="Second"), rep, contact=row.contact)
    other = make_enrollment(make_sequence(rep, name="Third"), rep)

    shown = web.get(page(row.contact)).context["sequences"]
    assert [each.enrollment.sequence.name for each, _may_move in shown] == ["Second", "First"]
    assert [each.words for each, _may_move in shown][1] == "Stopped. The lead replied."
    assert "Third" in text_of(web.get(page(other.contact)))
    assert "In no sequence yet." in text_of(web.get(page(ContactFactory())))


def test_a_lead_is_paused_until_a_day_and_resumes_by_itself_then(web, rep):
    row = make_enrollment(make_sequence(rep), rep)
    day = (now() + timedelta(days=9)).date()

    assert "paused in" in text_of(pause(web, row, day.isoformat()))

    row.refresh_from_db()
    assert (row.state, row.resumes_at.date()) == ("paused", day)
    assert "Paused until" in text_of(web.get(page(row.contact)))


def test_a_day_in_the_past_or_none_is_refused_with_the_reason(web, rep):
    row = make_enrollment(make_sequence(rep), rep)
    assert "Enter a time in the future." in text_of(pause(web, row, "2020-01-01"))
    assert "Enter a day, such as 2026-12-24." in text_of(pause(web, row, "soon"))
    row.refresh_from_db()
    assert row.state == "active"


def test_another_rep_sees_the_sequences_of_a_lead_without_buttons(rep, colleague):
    row = make_enrollment(make_sequence(rep), rep)
    client = Client(headers={"host": ACME_HOST})
    client.force_login(colleague)
    page_of_lead = text_of(client.get(page(row.contact)))
    assert row.sequence.name in page_of_lead
    assert f"/revops/sequences/enrollments/{row.pk}/" not in page_of_lead


def test_the_page_of_a_lead_needs_the_same_queries_for_three_sequences(web, rep):
    row = make_enrollment(make_sequence(rep, name="A"), rep)
    one = queries_of(lambda: web.get(page(row.contact)))
    for name in ("B", "C"):
        Enrollment.objects.update(state="finished", reason="all_steps")
        make_enrollment(make_sequence(rep, name=name), rep, contact=row.contact)
    assert queries_of(lambda: web.get(page(row.contact))) == one


def test_the_page_of_a_sequence_pauses_until_a_day_as_well(web, rep):
    row = make_enrollment(make_sequence(rep), rep)
    address = f"/revops/sequences/{row.sequence_id}/"
    assert f'aria-label="First day after the pause of {row.contact.name}"' in text_of(web.get(address))
    pause(web, row, str(now().date() + timedelta(days=30)))
    shown = text_of(web.get(address))
    assert ("Paused until" in shown, 'name="until"' in shown) == (True, False)
