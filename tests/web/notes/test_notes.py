"""A note on a lead or a deal, from any page."""

from revops.activities.models import Activity
from tests.factories.crm import ContactFactory
from tests.factories.revops import DealFactory


def test_a_note_on_the_open_lead_is_logged_as_done(web, rep):
    lead = ContactFactory()
    answer = web.post(f"/notes/new/?contact={lead.pk}", {"notes": "Prefers mornings"})
    note = Activity.objects.get()
    assert (note.type, note.contact, note.deal, note.notes) == ("note", lead, None, "Prefers mornings")
    assert (note.owner, note.completed_at is not None) == (rep, True)
    assert answer.headers["Location"] == f"/leads/{lead.pk}/"


def test_a_note_on_the_open_deal_belongs_to_the_deal(web, rep):
    deal = DealFactory(owner=rep)
    web.post(f"/notes/new/?deal={deal.pk}", {"notes": "Legal has it"})
    note = Activity.objects.get()
    assert (note.deal, note.contact) == (deal, None)


def test_elsewhere_the_form_asks_for_the_lead(web):
    lead = ContactFactory(email="ada@one.example")
    assert "Lead email" in web.get("/notes/new/").text
    web.post("/notes/new/", {"contact_email": "ADA@one.example", "notes": "Hello"})
    assert Activity.objects.get().contact == lead


def test_a_note_without_text_or_lead_is_refused_at_its_fields(web):
    answer = web.post("/notes/new/", {"contact_email": "nobody@one.example", "notes": ""})
    assert answer.status_code == 422
    assert "No lead has the email nobody@one.example. Add the lead first." in answer.text
    assert not Activity.objects.exists()


def test_a_deal_of_others_takes_no_note_of_a_rep(web, make_user):
    deal = DealFactory(owner=make_user(email="other@acme.example"))
    assert web.get(f"/notes/new/?deal={deal.pk}").status_code == 404
    assert web.post(f"/notes/new/?deal={deal.pk}", {"notes": "Mine"}).status_code == 404
    assert not Activity.objects.exists()
