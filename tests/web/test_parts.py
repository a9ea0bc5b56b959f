"""A part of a page that fails is replaced by a panel; the rest of the page stays."""

from importlib import import_module

import pytest
from django.db import connection
from django.test import Client
from redis.exceptions import ConnectionError as RedisUnreachable

from mauntic.kernel.clock import now
from scoring.alerts.services.raising import raise_alerts
from scoring.scores.services.rescoring import rescore
from tests.conftest import ACME_HOST
from tests.factories.crm import CompanyFactory, ContactFactory
from tests.factories.revops import DealFactory
from tests.factories.scoring import make_signal

PANEL, WORDS = "data-part-failed", "This part could not be shown. Reload the page."

# Page, what of it is made to fail, the titles of the panels that stand there instead, what is still there.
HOME, LEAD, DEAL = "/", "/leads/{contact}/", "/revops/deals/{deal}/"
FORECAST, SCORING = "/revops/forecast/2026-Q4/", "/scoring/settings/"
DELAYS, SPREAD = "/scoring/alerts/response-times/", "/scoring/distribution/"
SIGNAL, VENDORS = "/scoring/signals/PRICING_PAGE/", "/lead-intelligence/"
SPEND, VENDOR = "/lead-intelligence/spend/", "/lead-intelligence/providers/hunter/"
COVERED = [
    (HOME, "mauntic.web.home.selectors.around.tiles", ["Imports", "Numbers"], "Due first"),
    (HOME, "mauntic.web.home.selectors.around.running_imports", ["Imports"], "Due first"),
    (HOME, "mauntic.web.home.selectors.around.moved", ["What moved"], "Due first"),
    (HOME, "mauntic.web.home.selectors.around.dead_deliveries", ["Event deliveries"], "Due first"),
    (HOME, "mauntic.web.home.selectors.day.waiting_alerts", ["Alerts"], "My leads"),
    (HOME, "mauntic.web.home.selectors.day.tasks_of", ["Tasks"], "Due first"),
    (HOME, "mauntic.web.home.selectors.day.deals_at_risk", ["Deals at risk"], "Due first"),
    (HOME, "mauntic.web.home.selectors.day.ranked", ["Hot leads"], "Due first"),
    (HOME, "mauntic.web.home.views.day_of", ["Actions"], "My leads"),
    (HOME, "lead_intelligence.templatetags.enrichment.stopped", ["Enrichment budget"], "Due first"),
    (LEAD, "mauntic.web.leads.selectors.lead.explain", ["Score factors"], "Score, 30 days"),
    (LEAD, "mauntic.web.leads.selectors.lead.quality", ["Data quality", "Next step"], "Intent signals"),
    (LEAD, "mauntic.web.leads.selectors.lead.score_chart", ["Score, 30 days"], "Intent signals"),
    (LEAD, "mauntic.web.leads.selectors.lead.signals_of", ["Intent signals"], "Timeline"),
    (LEAD, "mauntic.web.leads.selectors.lead.provenance", ["Details"], "Timeline"),
    (LEAD, "mauntic.web.leads.selectors.lead.timeline", ["Timeline"], "Details"),
    (LEAD, "mauntic.web.leads.selectors.lead.deals_of_contact", ["Deals"], "Timeline"),
    (LEAD, "mauntic.web.leads.selectors.lead.activities_of_lead", ["Activities"], "Timeline"),
    (LEAD, "mauntic.web.leads.selectors.lead.latest_decision", ["Assignment"], "Timeline"),
    (LEAD, "mauntic.web.leads.views.lead.alerts_of_lead", ["Alerts"], "Timeline"),
    (DEAL, "revops.deal_page.views.page.health_of", ["Health"], "Timeline"),
    (DEAL, "revops.deal_page.views.page.active_signals", ["Signals"], "Timeline"),
    (DEAL, "revops.deal_page.views.page.category_override", ["Forecast"], "Timeline"),
    (DEAL, "revops.deal_page.views.parts.activities_of", ["Activities"], "Timeline"),
    (DEAL, "revops.deal_page.views.parts.committee_of", ["Buying committee"], "Timeline"),
    (DEAL, "revops.deal_page.views.parts.attachments_of", ["Files"], "Timeline"),
    (DEAL, "revops.deal_page.views.parts.timeline_of", ["Timeline"], "Buying committee"),
    (FORECAST, "revops.forecast.views.page.risk_alerts", ["Risks"], "By rep"),
    (
        FORECAST,
        "revops.forecast.views.page.week_of_changes",
        ["Risks", "Changes in a week"],
        "By rep",
    ),
    (
        FORECAST,
        "revops.forecast.views.page.calibration_before",
        ["Risks", "Forecast accuracy"],
        "By rep",
    ),
    (
        FORECAST,
        "revops.forecast.views.page.band_of",
        ["Expected amount", "Expected amount"],
        "By rep",
    ),
    (FORECAST, "revops.forecast.views.page.snapshot_chart", ["Forecast by day"], "By rep"),
    (FORECAST, "revops.forecast.views.page.error_chart", ["Forecast accuracy"], "By rep"),
    (FORECAST, "revops.forecast.views.page.stage_probabilities", ["Stage probabilities"], "By rep"),
    (FORECAST, "revops.forecast.views.page.commits_of", ["Commits"], "By rep"),
    (SCORING, "scoring.scores.selectors.grades.grade_counts", ["Leads by grade"], "Versions"),
    (SCORING, "scoring.model_page.selectors.leads_by_factor", [], "Leads by grade"),
    (SCORING, "scoring.learning.selectors.lift.factor_lifts", [], "Leads by grade"),
    (SCORING, "scoring.recalculation.selectors.latest_recalculation", ["Scoring of all leads"], "Versions"),
    (
        "/scoring/settings/learning/",
        "scoring.learning.views.page.noticed_drift",
        ["Drift", "Outcomes and trainings"],
        "Learn a model from",
    ),
    (SPREAD, "scoring.scores.views.distribution.distribution_chart", ["Leads by score"], "Grades"),
    (SPREAD, "scoring.scores.selectors.grades.grade_counts", ["Grades"], "Leads by score"),
    (
        SPREAD,
        "scoring.scores.selectors.distribution.score_days",
        ["Mean score by day", "Hot leads by day"],
        "Leads by score",
    ),
    ("/scoring/", "scoring.scores.selectors.history.sparklines", [], "Leaderboard"),
    (
        DELAYS,
        "scoring.alerts.views.pages.human_chart",
        ["Response time"],
        "acknowledged in time",
    ),
    (
        DELAYS,
        "scoring.alerts.views.pages.system_chart",
        ["Alert delay"],
        "in time",
    ),
    ("/scoring/alerts/{alert}/", "scoring.alerts.selectors.shown.changes_of", ["History"], "Deadline"),
    (SIGNAL, "scoring.detection.views.pages.fading_chart", ["Fading"], "Detected by"),
    (SIGNAL, "scoring.detection.selectors.types.volumes", ["Last 30 days"], "Detected by"),
    (SIGNAL, "scoring.detection.views.pages.matches_of", [], "Detected by"),
    (VENDORS, "lead_intelligence.performance.selectors.fields.field_table", ["Fields"], "Vendors"),
    (
        VENDORS,
        "lead_intelligence.templatetags.enrichment.stopped",
        ["Enrichment budget"],
        "Vendors",
    ),
    (
        SPEND,
        "lead_intelligence.spending.views.page.spend_chart",
        ["Spend per day"],
        "Budgets",
    ),
    (
        VENDOR,
        "lead_intelligence.performance.views.vendor.health_hours",
        ["Health"],
        "Account",
    ),
    (
        VENDOR,
        "lead_intelligence.performance.views.vendor.vendor_hit_rates",
        ["Hit rates"],
        "Account",
    ),
    (
        "/revops/routing/simulation/",
        "revops.routing.views.settings.simulate",
        ["Simulation"],
        "What the rules would",
    ),
    ("/leads/", "mauntic.web.leads.views.table.lead_tabs", ["Counts"], "Ann"),
    ("/leads/", "mauntic.web.leads.selectors.rows.sparklines", [], "Ann"),
    ("/companies/{company}/", "mauntic.web.leads.selectors.rows.signal_counts", [], "Ann"),
    ("/revops/deals/", "revops.pipeline.views.table.deal_tabs", ["Counts"], "Cable"),
    ("/companies/", "mauntic.web.shell.context.unread_count", [], "Companies"),
    ("/companies/", "mauntic.web.shell.menu.alert_counts", [], "Companies"),
]


def broken(*_args, **_named):
    """Fail as a selector does: with a statement that poisons the transaction that it runs in."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 / 0")


def break_down(monkeypatch, selector):
    module, _, name = selector.rpartition(".")
    monkeypatch.setattr(import_module(module), name, broken)


@pytest.fixture(autouse=True)
def quiet_parts(settings, _loud_parts):
    settings.RAISE_PART_ERRORS = False


@pytest.fixture
def boss(admin):
    client = Client(headers={"host": ACME_HOST})
    client.force_login(admin)
    return client


@pytest.fixture
def rows(acme):
    deal = DealFactory(name="Cable", contact=ContactFactory(first_name="Ann", company=CompanyFactory()))
    signal = make_signal(deal.contact, "PRICING_PAGE", detected_at=now())
    (alert,) = raise_alerts(signal_ids=[signal.pk], now=now())
    rescore(contact_ids=[deal.contact_id])
    return {"deal": deal.pk, "contact": deal.contact_id, "company": deal.company_id, "alert": alert.pk}


@pytest.mark.parametrize(("address", "selector", "panels", "rest"), COVERED)
def test_what_fails_is_a_panel_and_the_rest_is_there(
    boss, rows, monkeypatch, address, selector, panels, rest
):
    address = address.format(**rows)
    assert PANEL not in boss.get(address).text
    break_down(monkeypatch, selector)
    answer = boss.get(address)
    assert answer.status_code == 200
    for title in panels:
        small, whole = f"{title} could not be shown.", f'aria-label="{title}" {PANEL}'
        assert small in answer.text or whole in answer.text
    assert (PANEL in answer.text) is bool(panels)
    assert rest in answer.text


def test_a_fragment_that_fails_is_a_panel_that_htmx_finds_again(boss, rows, monkeypatch):
    break_down(monkeypatch, "revops.deal_page.views.parts.timeline_of")
    answer = boss.get(f"/revops/deals/{rows['deal']}/timeline/", headers={"HX-Request": "true"})
    assert (answer.status_code, WORDS in answer.text) == (200, True)
    assert '<section class="card" id="timeline"' in answer.text
    assert "<html" not in answer.text


def test_a_preview_that_fails_is_a_panel_and_the_draft_stays(boss, rows, monkeypatch):
    form = boss.get(SCORING).context["form"]
    sent = {name: form[name].value() for name in form.fields if form[name].value() not in (None, False)}
    break_down(monkeypatch, "scoring.preview.selectors.preview_model")
    for headers in ({"HX-Request": "true"}, {}):
        answer = boss.post("/scoring/settings/preview/", sent, headers=headers)
        assert answer.status_code == 200
        assert '<section class="card" id="preview"' in answer.text
    assert "Leads by grade" in answer.text


def test_what_fails_is_logged_with_its_traceback(boss, rows, monkeypatch, caplog):
    break_down(monkeypatch, "mauntic.web.home.selectors.around.moved")
    boss.get("/")
    (record,) = [each for each in caplog.records if "page.part_failed" in each.getMessage()]
    assert "division by zero" in record.getMessage() + str(record.exc_info)


def test_developers_see_the_error_itself(boss, rows, monkeypatch, settings):
    settings.RAISE_PART_ERRORS = True
    monkeypatch.setattr("mauntic.web.home.selectors.around.moved", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        boss.get("/")


def test_a_server_that_is_away_is_no_matter_of_a_part(boss, rows, monkeypatch):
    def away(*_, **__):
        raise RedisUnreachable

    monkeypatch.setattr("mauntic.web.home.selectors.around.moved", away)
    boss.raise_request_exception = False
    assert boss.get("/").status_code == 503
