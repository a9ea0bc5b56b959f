"""Deals come in from a file with the history that it tells; as a whole, and once."""

from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO

import pytest

from mauntic.crm.models import Company
from mauntic.events.models import StoredEvent
from mauntic.kernel.clock import now
from mauntic.kernel.errors import Conflict, Invalid
from revops.domain.deal_file import deal_mapping_problems, guess_deal_mapping
from revops.domain.deal_file_rows import DealLine, read_lines
from revops.models import Deal, DealImport
from revops.services import deal_import as services
from revops.services import deal_import_check
from tests.factories.crm import CompanyFactory, ContactFactory
from tests.factories.revops import DealFactory

HEAD = "opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value"
WON = "A1,Moses Frase,GTX Pro,Cancity,Won,2016-10-20,2017-03-01,1054"
LOST = "A2,Moses Frase,GTX Pro,Cancity,Lost,2016-10-20,2017-03-01,0"
OPEN = "A3,Moses Frase,GTX Pro,,Engaging,2016-10-20,,"
NEW = "A4,Moses Frase,GTX Pro,Isdom,Prospecting,,,"
TODAY = date(2026, 11, 25)


def line(**cells: str) -> DealLine:
    given = {"name": "Wire", "stage": "demo"} | cells
    (read,) = read_lines([given], {name: name for name in given}, today=TODAY)
    return read


def uploaded(*rows: str, head: str = HEAD) -> DealImport:
    content = "\n".join([head, *rows]).encode()
    return services.upload_deals(file=BytesIO(content), file_name="deals.csv", by=None)


def mapped(*rows: str, unknown_owner: str = "nobody", head: str = HEAD) -> DealImport:
    job = uploaded(*rows, head=head)
    services.set_deal_mapping(job=job, mapping=job.mapping, unknown_owner=unknown_owner)
    return job


def brought_in(*rows: str, **options: str) -> DealImport:
    job = mapped(*rows, **options)
    services.start_deal_import(job=job, in_background=False)
    services.run_deal_import(import_id=job.pk)
    job.refresh_from_db()
    return job


def verdicts(job: DealImport) -> list[tuple[str, str]]:
    return [(row.verdict.value, row.reason) for row in deal_import_check.check_deals(job)]


def test_columns_are_known_by_their_names():
    assert guess_deal_mapping([*HEAD.split(","), "Amount", "Shoe size"]) == {
        "external_id": "opportunity_id",
        "owner": "sales_agent",
        "product": "product",
        "company": "account",
        "stage": "deal_stage",
        "began": "engage_date",
        "closes": "close_date",
        "value": "close_value",
    }


@pytest.mark.parametrize(
    ("mapping", "fields"),
    [
        ({"stage": "a"}, ["name"]),
        ({"name": "a"}, ["stage"]),
        ({"name": "a", "stage": "a"}, ["name", "stage"]),
        ({"name": "a", "stage": "x"}, ["stage"]),
        ({"name": "a", "stage": "b", "size": "c"}, ["size"]),
    ],
)
def test_a_mapping_that_cannot_be_names_its_fields(mapping, fields):
    assert sorted(deal_mapping_problems(mapping, ["a", "b", "c"])) == fields


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1054", "1054"),
        ("1,054.50", "1054.50"),
        ("1.054,50", "1054.50"),
        ("12,5", "12.50"),
        ("", "0"),
        ("1 054", "1054"),
    ],
)
def test_amounts_are_read_as_people_write_them(text, amount):
    assert line(value=text).value == Decimal(amount)


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("Closed Won", "closed_won"),
        ("won", "closed_won"),
        ("Engaging", "discovery"),
        ("NEGOTIATION", "negotiation"),
    ],
)
def test_stages_are_known_by_more_than_one_name(text, stage):
    assert line(stage=text, closes="2017-03-01", value="1").stage == stage


def test_what_is_lost_without_a_reason_says_where_it_comes_from():
    assert line(stage="lost", closes="2017-03-01").lost_reason == "Imported as lost"


@pytest.mark.parametrize(
    ("cells", "field"),
    [
        ({"stage": "sold"}, "stage"),
        ({"stage": ""}, "stage"),
        ({"name": ""}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"value": "-1"}, "value"),
        ({"value": "lots"}, "value"),
        ({"currency": "DOLLAR"}, "currency"),
        ({"began": "20/10/2016"}, "began"),
        ({"began": "2027-01-01"}, "began"),
        ({"stage": "won", "closes": "2017-03-01"}, "value"),
        ({"stage": "won", "value": "5"}, "closes"),
        ({"stage": "lost", "closes": "2027-01-01"}, "closes"),
        ({"stage": "lost", "closes": "2017-03-01", "began": "2017-03-02"}, "closes"),
    ],
)
def test_a_row_that_cannot_be_names_its_field(cells, field):
    assert list(line(**cells).problems) == [field]


def test_a_deal_without_a_name_is_called_by_product_and_company():
    said = [
        line(name=name, product="GTX", company=company).name
        for name, company in (("", "Isdom"), ("", ""), ("Big", "x"))
    ]
    assert said == ["GTX for Isdom", "GTX", "Big (GTX)"]


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
    contact, company = ContactFactory(email="Ann@x.example"), CompanyFactory(name="Isdom")
    brought_in(
        "Wire,jo reyes,ISDOM,ann@X.example,demo",
        "Cable,REP@acme.example,,ann@x.example,demo",
        head="name,owner,company,email,stage",
    )
    wire, cable = Deal.objects.get(name="Wire"), Deal.objects.get(name="Cable")
    assert (wire.owner, wire.company, wire.contact) == (rep, company, contact)
    assert (cable.owner, cable.company, cable.contact) == (rep, contact.company, contact)
    assert Company.objects.count() == 2


def test_a_deal_of_somebody_who_is_not_here_is_nobodys_and_its_history_keeps_the_name(acme, media):
    assert verdicts(mapped(OPEN)) == [
        ("create", "“Moses Frase” is nobody here: the deal belongs to nobody, its history keeps the name.")
    ]
    brought_in(OPEN)
    deal = Deal.objects.get()
    assert (deal.owner, deal.moves.get().reason) == (
        None,
        "Imported from deals.csv; its owner there is Moses Frase",
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


def test_an_address_that_no_lead_has_is_refused(acme, media):
    job = mapped("Wire,x@y.example,demo", head="name,email,stage")
    assert verdicts(job) == [
        ("error", "There is no lead with the address x@y.example. Import the leads first.")
    ]


def test_new_deals_lie_on_top_in_the_order_of_the_file(acme, media):
    DealFactory(name="Old", position=5)
    brought_in("B,prospecting", "A,prospecting", head="name,stage")
    names = Deal.objects.order_by("position", "id").values_list("name", flat=True)
    assert list(names) == ["B", "A", "Old"]


def test_an_import_that_breaks_leaves_nothing_and_can_be_started_again(acme, media, monkeypatch):
    job = mapped(WON, OPEN)
    services.start_deal_import(job=job, in_background=False)
    with monkeypatch.context() as broken:
        broken.setattr("revops.services.deal_import_write.publish_many", lambda _: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            services.run_deal_import(import_id=job.pk)
    job.refresh_from_db()
    assert (job.status, job.error, Deal.objects.count()) == (
        "preview",
        "ZeroDivisionError: division by zero",
        0,
    )
    services.start_deal_import(job=job, in_background=False)
    services.run_deal_import(import_id=job.pk)
    assert Deal.objects.count() == 2


def test_an_import_runs_once(acme, media):
    job = brought_in(OPEN)
    services.run_deal_import(import_id=job.pk)
    assert Deal.objects.count() == 1
    for again in (
        lambda: services.start_deal_import(job=job),
        lambda: services.set_deal_mapping(job=job, mapping=job.mapping, unknown_owner="nobody"),
        lambda: services.discard_deal_import(job=job),
    ):
        with pytest.raises(Conflict):
            again()


def test_an_import_whose_worker_is_gone_is_started_again(acme, media):
    job = mapped(OPEN)
    services.start_deal_import(job=job, in_background=False)
    with pytest.raises(Conflict):
        services.start_deal_import(job=job)
    DealImport.objects.update(started_at=now() - timedelta(minutes=11))
    services.start_deal_import(job=job, in_background=False)
    services.run_deal_import(import_id=job.pk)
    assert Deal.objects.count() == 1


def test_a_worker_runs_it(acme, media, run_jobs):
    job = mapped(OPEN)
    with run_jobs():
        services.start_deal_import(job=job)
    assert Deal.objects.count() == 1


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"", "empty"), (b"name,stage\n", "no rows"), (b"name,stage\na,demo\nb,demo\n", "more than 1 rows")],
)
def test_a_file_that_is_none_is_refused_and_not_kept(acme, media, monkeypatch, content, said):
    monkeypatch.setattr(deal_import_check, "MOST_ROWS", 1)
    with pytest.raises(Invalid, match=said):
        services.upload_deals(file=BytesIO(content), file_name="deals.csv", by=None)
    assert (DealImport.objects.count(), [path for path in media.rglob("*") if path.is_file()]) == (0, [])
