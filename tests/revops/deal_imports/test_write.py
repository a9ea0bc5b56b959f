"""What an import writes: deals, their history, links and events."""

from decimal import Decimal

from mauntic.crm.models import Company
from mauntic.events.models import StoredEvent
from revops.deals.models.deals import Deal
from tests.factories.crm import CompanyFactory, ContactFactory
from tests.factories.revops import DealFactory
from tests.revops.deal_imports.files import LOST, NEW, OPEN, WON, brought_in, mapped, verdicts


def test_what_was_won_and_lost_tells_its_history(acme, media):
    brought_in(WON, LOST)
    won = Deal.objects.get(external_id="A1")
    history = [(move.from_stage, move.to_stage, str(move.at.date()), move.days) for move in won.moves.all()]
    assert history == [
        ("", "discovery", "2016-10-20", None),
        ("discovery", "closed_won", "2017-03-01", Decimal(132)),
    ]
    assert (won.value, won.probability, str(won.closed_at.date()), won.created_at < won.closed_at) == (
        1054,
        1,
        "2017-03-01",
        True,
    )
    assert Deal.objects.get(external_id="A2").lost_reason == "Imported as lost"


def test_only_open_deals_are_news(acme, media):
    brought_in(WON, LOST, OPEN, NEW)
    told = [
        fact["dealId"] for row in StoredEvent.objects.filter(type="revops.DealCreated") for fact in row.facts
    ]
    assert told == [str(Deal.objects.get(external_id=pk).pk) for pk in ("A3", "A4")]
    assert not StoredEvent.objects.filter(type__in=["revops.DealWon", "revops.DealLost"]).exists()


def test_owners_leads_and_companies_that_are_known_are_linked(rep, media):
    contact, company = ContactFactory(email="ann\u00e9@x.example"), CompanyFactory(name="Isdom")
    brought_in(
        "Wire,jo reyes,ISDOM,ANNE\u0301@X.example,demo",
        "Cable,REP@acme.example,,ann\u00e9@x.example,demo",
        head="name,owner,company,email,stage",
    )
    wire, cable = Deal.objects.get(name="Wire"), Deal.objects.get(name="Cable")
    assert (wire.owner, wire.company, wire.contact) == (rep, company, contact)
    assert (cable.owner, cable.company, cable.contact) == (rep, contact.company, contact)
    assert Company.objects.count() == 2


def test_a_deal_of_somebody_who_is_not_here_is_nobodys_and_its_history_keeps_the_name(acme, media):
    assert verdicts(mapped(OPEN)) == [
        ("create", '"Moses Frase" is not a user. The deal is imported without an owner.')
    ]
    brought_in(OPEN)
    deal = Deal.objects.get()
    assert (deal.owner, deal.moves.get().reason) == (
        None,
        "Imported from deals.csv, where its owner is Moses Frase",
    )


def test_such_a_row_fails_where_that_was_chosen(acme, media):
    job = brought_in(OPEN, unknown_owner="error")
    assert (job.created_count, [row["number"] for row in job.failures]) == (0, [1])


def test_a_name_of_two_people_means_neither(make_user, media):
    make_user(email="one@acme.example", name="Moses Frase")
    make_user(email="two@acme.example", name="Moses Frase")
    brought_in(OPEN)
    assert Deal.objects.get().owner is None


def test_what_is_there_is_left_alone_and_an_id_counts_once_in_a_file(acme, media):
    there = DealFactory(external_id="A1", name="As it is")
    job = mapped(WON, OPEN, OPEN, "A9,,GTX,,demo,,,")
    assert [verdict for verdict, _ in verdicts(job)] == ["skip", "create", "error", "create"]
    brought_in(WON, OPEN)
    assert brought_in(WON, OPEN).skipped_count == 2
    there.refresh_from_db()
    assert (there.name, Deal.objects.count()) == ("As it is", 2)


def test_new_deals_lie_on_top_in_the_order_of_the_file(acme, media):
    DealFactory(name="Old", position=5)
    brought_in("B,prospecting", "A,prospecting", head="name,stage")
    names = Deal.objects.order_by("position", "id").values_list("name", flat=True)
    assert list(names) == ["B", "A", "Old"]
