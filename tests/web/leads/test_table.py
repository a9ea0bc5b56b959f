"""The list of leads."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from mauntic.accounts.models import User
from mauntic.crm.contacts.services.edit import create_contact
from mauntic.crm.models import Contact, EnrichmentStatus
from mauntic.kernel.clock import now
from mauntic.tenants.context import entered
from mauntic.tenants.models import Organization
from revops.activities.models import Activity
from tests.conftest import ACME_HOST, GLOBEX_HOST
from tests.factories.revops import DealFactory
from tests.support.queries import queries_of

FRAGMENT = {"hx-request": "true", "hx-target": "results"}


def make(name: str, **fields) -> Contact:
    """A lead with projections as the events would have written them."""
    return Contact.objects.create(first_name=name, email=f"{name.lower()}@lead.example", **fields)


def names(answer) -> list[str]:
    """First names of the rows that a list shows, in order."""
    return [row.contact.first_name for row in answer.context["rows"]]


@pytest.fixture
def three(acme: Organization, rep: User) -> list[Contact]:
    """Ann (A, owned by the rep), Bob (C, of nobody), Cy (F, of nobody, German, pending)."""
    return [
        make("Ann", lead_score=90, lead_grade="A", intent_score=80, owner=rep, phone="+49301"),
        make("Bob", lead_score=50, lead_grade="C", phone="+49302"),
        make("Cy", lead_score=5, lead_grade="F", country="DE", enrichment_status=EnrichmentStatus.PENDING),
    ]


def test_strangers_are_sent_to_the_sign_in(stranger: Client) -> None:
    assert stranger.get("/leads/").headers["Location"] == "/accounts/login/?next=/leads/"


def test_the_best_lead_comes_first(web: Client, three) -> None:
    assert names(web.get("/leads/")) == ["Ann", "Bob", "Cy"]


def test_another_organization_sees_none_of_them(web: Client, three, globex: Organization) -> None:
    with entered(globex):
        somebody = User.objects.create_user("gus@globex.example", "a password")
        client = Client(headers={"host": GLOBEX_HOST})
        client.force_login(somebody)
        answer = client.get("/leads/")
        assert names(answer) == []
        assert client.get(f"/leads/{three[0].pk}/").status_code == 404
    assert "Ann" not in answer.content.decode()


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("q=bob", ["Bob"]),
        ("grade=A&grade=C", ["Ann", "Bob"]),
        ("owner=me", ["Ann"]),
        ("owner=nobody", ["Bob", "Cy"]),
        ("enrichment=pending", ["Cy"]),
        ("enrichment=never", ["Ann", "Bob"]),
        ("country=DE", ["Cy"]),
        ("score_min=50", ["Ann", "Bob"]),
        ("tab=mine", ["Ann"]),
        ("tab=hot", ["Ann"]),
        ("tab=no-phone", ["Cy"]),
        ("sort=score", ["Cy", "Bob", "Ann"]),
        ("sort=name", ["Ann", "Bob", "Cy"]),
        ("after=nonsense", ["Ann", "Bob", "Cy"]),
    ],
)
def test_the_address_says_what_is_listed(web: Client, three, query: str, shown: list[str]) -> None:
    assert names(web.get(f"/leads/?{query}")) == shown


def test_bad_input_is_told_at_its_field_and_narrows_nothing(web: Client, three) -> None:
    answer = web.get("/leads/?score_min=lots&country=Atlantis")
    assert sorted(answer.context["filter"].errors) == ["country", "score_min"]
    assert names(answer) == ["Ann", "Bob", "Cy"]


@pytest.mark.parametrize("sort", ["-score", "score", "name", "-quality", "-enriched", "new"])
def test_every_lead_is_on_one_page_exactly(web: Client, monkeypatch, sort: str) -> None:
    monkeypatch.setattr("mauntic.web.leads.views.table.PAGE_SIZE", 2)
    for number in range(5):
        make(f"Lead{number}", lead_score=number // 3)
    seen, token, pages = [], "", []
    while True:
        answer = web.get("/leads/", {"sort": sort, "after": token})
        pages.append(names(answer))
        seen += pages[-1]
        token = answer.context["page"].after
        if not token:
            break
    assert sorted(seen) == [f"Lead{number}" for number in range(5)]
    back = web.get("/leads/", {"sort": sort, "before": answer.context["page"].before})
    assert names(back) == pages[-2]


def test_a_fragment_is_the_same_markup_without_the_shell(web: Client, three) -> None:
    fragment = web.get("/leads/", headers=FRAGMENT).content.decode()
    assert fragment.strip().startswith('<form id="results"')
    assert "Ann" in fragment


def test_the_list_follows_itself_only_while_something_is_pending(web: Client, three) -> None:
    assert 'hx-trigger="every 2s"' in web.get("/leads/").content.decode()
    Contact.objects.filter(pk=three[2].pk).update(enrichment_status=EnrichmentStatus.COMPLETED)
    assert 'hx-trigger="every 2s"' not in web.get("/leads/").content.decode()


def test_three_leads_cost_as_many_queries_as_one(web: Client, rep: User) -> None:
    make("Ann", owner=rep)
    for_one = queries_of(lambda: web.get("/leads/"))
    make("Bob", owner=rep)
    make("Cy", owner=rep)
    assert queries_of(lambda: web.get("/leads/")) == for_one


def test_each_row_tells_when_the_lead_or_a_deal_with_it_was_last_touched(
    web: Client, three, rep: User, admin: User
) -> None:
    """The latest that was done and that the person sees: what is planned, or another's, does not count."""
    ann, bob, _ = three
    at = now().replace(microsecond=0)
    deal = DealFactory(contact=bob, owner=rep)
    for target, days, owner in [
        ({"contact": ann}, 9, rep),
        ({"contact": ann}, 3, rep),
        ({"contact": ann}, 1, admin),
        ({"contact": ann}, -1, rep),
        ({"contact": bob}, 8, rep),
        ({"deal": deal}, 2, rep),
    ]:
        done = at - timedelta(days=days)
        Activity.objects.create(type="call", owner=owner, completed_at=done, **target)
    Activity.objects.create(type="task", contact=ann, owner=rep, due_at=at)

    answer = web.get("/leads/")

    told = {row.contact.first_name: row.touched_at for row in answer.context["rows"]}
    assert told == {"Ann": at - timedelta(days=3), "Bob": at - timedelta(days=2), "Cy": None}
    assert answer.text.count("Last activity") == 1
    client = Client(headers={"host": ACME_HOST})
    client.force_login(admin)
    assert client.get("/leads/").context["rows"][0].touched_at == at - timedelta(days=1)


def test_ticked_leads_get_an_owner(web: Client, three, admin: User) -> None:
    ids = [three[1].pk, three[2].pk]
    answer = web.post(
        "/leads/bulk/", {"ids": ids, "action": "assign", "owner": admin.pk, "next": "/leads/?tab=unowned"}
    )
    assert answer.headers["Location"] == "/leads/?tab=unowned"
    assert set(Contact.objects.filter(owner=admin)) == {three[1], three[2]}


def test_a_bulk_action_never_leads_to_another_site(web: Client, three) -> None:
    answer = web.post(
        "/leads/bulk/",
        {"ids": [three[0].pk], "action": "assign", "owner": "", "next": "https://evil.example/"},
    )
    assert answer.headers["Location"] == "/leads/"


def test_a_bare_word_to_go_back_to_is_no_error_and_not_followed(web: Client, three) -> None:
    sent = {"ids": [three[0].pk], "action": "assign", "owner": "", "next": "nonsense"}
    assert web.post("/leads/bulk/", sent).headers["Location"] == "/leads/"


def test_ticked_leads_are_exported(web: Client, three) -> None:
    answer = web.post("/leads/bulk/", {"ids": [three[2].pk], "action": "export"})
    address = urlsplit(answer.headers["Location"])
    assert (address.path, parse_qs(address.query)) == ("/leads/export.csv", {"ids": [str(three[2].pk)]})


def test_a_new_lead_belongs_to_who_made_it(web: Client, rep: User) -> None:
    answer = web.post("/leads/new/", {"first_name": "Dora", "email": "dora@new.example"})
    contact = Contact.objects.get(email="dora@new.example")
    assert answer.headers["Location"] == f"/leads/{contact.pk}/"
    assert contact.owner == rep


def test_a_new_lead_is_refused_at_the_field_that_is_wrong(web: Client, acme: Organization) -> None:
    create_contact(values={"email": "dora@new.example"}, source="test")
    form = web.post("/leads/new/", {"first_name": "Dora", "email": "not an address"}).context["form"]
    assert list(form.errors) == ["email"]
    form = web.post("/leads/new/", {"email": "dora@new.example"}).context["form"]
    assert "belongs to" in form.non_field_errors()[0]


def test_a_new_lead_tells_its_company_while_it_is_typed(web, acme):
    assert 'hx-get="/leads/new/company/"' in web.get("/leads/new/").content.decode()
    answer = web.get("/leads/new/company/", {"company": "<b>Kiln</b>", "email": "dora@kiln.example"})
    assert answer.content.decode() == "New company &lt;b&gt;Kiln&lt;/b&gt;."
