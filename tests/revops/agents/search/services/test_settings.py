"""Setting up a search engine."""

from decimal import Decimal

import pytest

from mauntic.accounts.models import Role, User
from mauntic.kernel.errors import Invalid, NotAllowed, NotFound
from revops.agents.search.models import SearchAccount
from revops.agents.search.services.settings import remove_engine, stop_using, try_engine, use_engine
from tests.factories.search import connect_search

FIVE = Decimal(5)
HOME = "https://search.acme.example"


@pytest.fixture
def ops(make_user):
    return make_user(Role.OPS)


def used() -> list[str]:
    return list(SearchAccount.objects.filter(is_used=True).values_list("kind", flat=True))


def problems(**given) -> dict[str, object]:
    with pytest.raises(Invalid) as raised:
        use_engine(**given)
    return dict(raised.value.details)


def test_the_engine_that_was_set_up_last_is_used(ops):
    use_engine(kind="brave", key="k", price=FIVE, by=ops)
    use_engine(kind="searxng", base_url=HOME, price=Decimal(0), by=ops)
    assert used() == ["searxng"]
    use_engine(kind="ai_vendor", by=ops)
    assert used() == ["ai_vendor"]
    use_engine(kind="brave", price=FIVE, by=ops)
    assert (used(), SearchAccount.objects.get(pk="brave").key) == (["brave"], "k")
    stop_using(kind="brave", by=ops)
    assert used() == []


def test_the_key_is_not_in_the_table_as_it_was_typed(ops, django_db_blocker):
    use_engine(kind="brave", key="sk-secret", price=FIVE, by=ops)
    raw = SearchAccount.objects.extra(select={"raw": "credentials::text"}).get().raw
    assert "secret" not in raw


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"kind": "brave", "price": FIVE}, "key"),
        ({"kind": "brave", "key": "schlüssel", "price": FIVE}, "key"),
        ({"kind": "brave", "key": "k"}, "price"),
        ({"kind": "brave", "key": "k", "price": Decimal(-1)}, "price"),
        ({"kind": "brave", "key": "k", "price": Decimal("NaN")}, "price"),
        ({"kind": "searxng", "price": FIVE}, "base_url"),
        ({"kind": "searxng", "price": FIVE, "base_url": "ftp://x"}, "base_url"),
        ({"kind": "searxng", "price": FIVE, "base_url": "https://me:pw@x.example"}, "base_url"),
        ({"kind": "searxng", "base_url": HOME}, "price"),
    ],
)
def test_what_is_missing_or_odd_is_refused_at_its_field(ops, given, field):
    assert list(problems(**given, by=ops)) == [field]
    assert not SearchAccount.objects.exists()


def test_a_stored_key_does_not_go_to_another_address(ops):
    use_engine(kind="searxng", base_url=HOME, key="k", price=FIVE, by=ops)
    evil = "https://evil.example"
    assert list(problems(kind="searxng", base_url=evil, price=FIVE, by=ops)) == ["key"]
    use_engine(kind="searxng", base_url=f"{HOME}/searxng", price=FIVE, by=ops)
    use_engine(kind="searxng", base_url=evil, key="other", price=FIVE, by=ops)
    assert SearchAccount.objects.get().key == "other"


def test_saving_again_clears_why_it_was_switched_off(ops):
    SearchAccount.objects.create(kind="brave", credentials={"key": "k"}, problem="It rejects the key.")
    assert use_engine(kind="brave", key="new", price=FIVE, by=ops).problem == ""


@pytest.mark.parametrize("role", [Role.REP, Role.MANAGER])
def test_only_ops_and_admins_set_up_engines(make_user, sandbox, role):
    connect_search(sandbox)
    by = make_user(role)
    for act in (use_engine, stop_using, remove_engine, try_engine):
        with pytest.raises(NotAllowed):
            act(kind="brave", by=by)
    assert (used(), sandbox.llm.web.asked) == (["brave"], [])


def test_an_unknown_engine_is_refused(ops):
    for act in (use_engine, stop_using, remove_engine, try_engine):
        with pytest.raises(NotFound):
            act(kind="altavista", by=ops)
    with pytest.raises(NotFound, match="not set up"):
        try_engine(kind="brave", by=ops)


def test_a_trial_is_one_search(ops, sandbox):
    sandbox.llm.web.add("https://news.example/a", "CRM")
    connect_search(sandbox)
    assert len(try_engine(kind="brave", by=ops).results) == 1
    assert len(sandbox.llm.web.asked) == 1


def test_of_two_who_choose_at_once_one_engine_is_used(committed, at_once):
    by = User.objects.create_user("ops@acme.example", "a password", role=Role.OPS)
    SearchAccount.objects.create(kind="brave", credentials={"key": "k"})
    SearchAccount.objects.create(kind="searxng", base_url=HOME)
    kinds = ["brave", "searxng"] * 3
    at_once(6, lambda n: use_engine(kind=kinds[n], base_url=HOME, price=FIVE, by=by))
    assert len(used()) == 1
