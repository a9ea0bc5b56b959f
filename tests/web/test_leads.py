"""The list of leads."""

import csv
import io
from urllib.parse import parse_qs, urlsplit

import pytest
from asgiref.sync import async_to_sync
from django.test import Client, RequestFactory

from mauntic.accounts.models import User
from mauntic.crm.models import Contact, EnrichmentStatus
from mauntic.crm.services import create_contact
from mauntic.tenants.context import entered
from mauntic.tenants.models import Organization
from mauntic.web.views.export import export
from tests.conftest import GLOBEX_HOST
from tests.queries import queries_of

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
    monkeypatch.setattr("mauntic.web.views.leads.PAGE_SIZE", 2)
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


def test_ticked_leads_get_an_owner(web: Client, three, admin: User) -> None:
    ids = [three[1].pk, three[2].pk]
    answer = web.post(
        "/leads/bulk/", {"ids": ids, "action": "assign", "owner": admin.pk, "next": "/leads/?tab=unowned"}
    )
    assert answer.headers["Location"] == "/leads/?tab=unowned"
    assert set(Contact.objects.filter(owner=admin)) == {three[1], three[2]}


def test_a_bulk_action_never_leads_to_another_site(web: Client, three) -> None:
    answer = web.post("/leads/bulk/", {"action": "assign", "next": "https://evil.example/"})
    assert answer.headers["Location"] == "/leads/"


def test_a_bare_word_to_go_back_to_is_an_address_and_no_error(web: Client) -> None:
    assert web.post("/leads/bulk/", {"next": "nonsense"}).headers["Location"] == "nonsense"


def exported(query: str, user: User) -> list[list[str]]:
    """The rows of the exported file."""
    request = RequestFactory().get(f"/leads/export.csv?{query}")
    request.user = user

    async def asked() -> User:
        return user

    async def read() -> str:
        request.auser = asked
        answer = await export(request)
        return b"".join([chunk async for chunk in answer.streaming_content]).decode()

    return list(csv.reader(io.StringIO(async_to_sync(read)())))


def test_an_export_holds_what_the_list_means(three, rep: User, monkeypatch) -> None:
    monkeypatch.setattr("mauntic.web.views.export.CHUNK", 1)
    header, *rows = exported("grade=A&grade=C", rep)
    assert [row[header.index("first_name")] for row in rows] == ["Ann", "Bob"]
    assert rows[0][header.index("phone")] == "+49301"


def test_an_export_runs_no_formula(rep: User) -> None:
    make("Eve", title="=cmd|' /C calc'!A0")
    header, row = exported("", rep)
    assert row[header.index("title")] == "'=cmd|' /C calc'!A0"


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
