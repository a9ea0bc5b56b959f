import pytest
from django.template.loader import render_to_string
from django.test import Client

from mauntic.tenants.context import entered
from revops.health.domain.settings import DEFAULTS
from revops.health.models import HealthWarning
from revops.health.selectors.deals import health_of
from revops.health.services.assess import assess_deals
from tests.conftest import ACME_HOST
from tests.factories.revops import DealFactory
from tests.revops.health.test_health import old_deal
from tests.support.queries import queries_of

SETTINGS = "/revops/health/"
LIST = "/revops/health/no_activity/"


@pytest.fixture
def desk(admin) -> Client:
    """A browser of the admin."""
    client = Client(headers={"host": ACME_HOST})
    client.force_login(admin)
    return client


def entered_values(**changes) -> dict[str, str]:
    """The form as it is by default, with some fields changed."""
    values = {}
    for key, setting in DEFAULTS.items():
        values |= {f"{key}-enabled": "on", f"{key}-weight": str(setting.weight)}
        if setting.limit is not None:
            values[f"{key}-limit"] = str(setting.limit)
    return {name: value for name, value in (values | changes).items() if value is not None}


def test_each_warning_says_on_how_many_deals_it_stands_now(desk):
    old_deal()
    old_deal()
    assess_deals()

    page = desk.get(SETTINGS).content.decode()
    assert 'aria-label="2 deals: No activity"' in page
    assert 'aria-label="0 deals: Champion gone"' in page


def test_ops_change_what_counts_and_all_deals_are_looked_at_again(desk, run_jobs):
    deal = old_deal()
    assess_deals()
    before = health_of(deal.pk).score
    with run_jobs():
        answer = desk.post(
            SETTINGS, entered_values(**{"no_activity-enabled": None, "no_next_step-weight": "1"})
        )

    assert answer.status_code == 302
    flags = {flag["key"]: flag["weight"] for flag in health_of(deal.pk).flags}
    assert ("no_activity" in flags, flags["no_next_step"]) == (False, 1)
    assert health_of(deal.pk).score > before


def test_a_wrong_number_is_named_at_its_field_and_nothing_is_saved(desk):
    answer = desk.post(SETTINGS, entered_values(**{"no_activity-weight": "101", "value_cut-limit": "-1"}))

    assert answer.status_code == 422
    assert answer.context["form"].errors == {
        "no_activity-weight": ["Enter whole points from 0 to 100."],
        "value_cut-limit": ["Enter a number above 0, up to 9999."],
    }
    assert not HealthWarning.objects.exists()


def test_a_changed_warning_goes_back_to_its_default(desk, run_jobs):
    desk.post(SETTINGS, entered_values(**{"no_activity-weight": "3"}))
    assert "Reset No activity" in desk.get(SETTINGS).content.decode()
    deal = old_deal()
    with run_jobs():
        desk.post(f"{LIST}reset/")

    assert not HealthWarning.objects.filter(key="no_activity").exists()
    assert [flag["weight"] for flag in health_of(deal.pk).flags if flag["key"] == "no_activity"] == [25]


def test_reps_read_what_counts_and_change_nothing(web):
    page = web.get(SETTINGS)

    assert page.status_code == 200
    assert "Only ops and admins can change this." in page.content.decode()
    assert [web.post(path).status_code for path in (SETTINGS, f"{LIST}reset/")] == [403, 403]


def test_strangers_sign_in_first(stranger):
    assert [stranger.get(path).status_code for path in (SETTINGS, LIST)] == [302, 302]


def test_the_list_shows_the_evidence_of_the_deals_that_the_person_sees(web, rep, colleague, globex):
    mine = old_deal(owner=rep, name="Mine")
    old_deal(owner=colleague, name="Of a colleague")
    with entered(globex):
        old_deal(name="Elsewhere")
        assess_deals()
    assess_deals()

    found = web.get(LIST).context["found"]
    assert [(health.deal, reason) for health, reason in found.deals] == [
        (mine, "No activity since the deal was created 40 days ago.")
    ]


def test_an_unknown_warning_is_not_found(web):
    assert web.get("/revops/health/bad_luck/").status_code == 404


def test_the_pages_cost_the_same_with_one_deal_and_with_three(web, rep):
    old_deal(owner=rep)
    assess_deals()
    one = [queries_of(lambda path=path: web.get(path)) for path in (SETTINGS, LIST)]
    for _ in range(2):
        old_deal(owner=rep)
    assess_deals()

    assert [queries_of(lambda path=path: web.get(path)) for path in (SETTINGS, LIST)] == one


def test_the_fragment_of_a_deal_shows_flags_action_and_steps(acme):
    deal = old_deal()
    assess_deals()
    shown = render_to_string("revops/health/_health.html", {"health": health_of(deal.pk)})

    assert "No activity since the deal was created 40 days ago." in shown
    assert f"Call {deal.contact.name} to save the deal" in shown
    assert "within 4 hours" in shown


def test_the_fragment_of_a_deal_without_health_says_when_it_is_looked_at(acme):
    shown = render_to_string("revops/health/_health.html", {"health": health_of(DealFactory().pk)})

    assert "assessed every four hours" in shown
