"""Who sees and changes what: every address of revenue operations, held against those whom it is none of.

Each address is asked by nobody, by a rep about what is a colleague's, and by an admin of another
organization. An address that is not listed here fails a test.
"""

from dataclasses import dataclass, field
from datetime import date
from itertools import product
from typing import Any

import pytest
from django.test import Client
from django.urls import resolve

from mauntic.accounts.models import Role, User
from mauntic.accounts.services import set_access_policy
from mauntic.automation.models import Definition, Run, Version
from mauntic.kernel.clock import now
from mauntic.kernel.ids import new_id
from mauntic.tenants.context import entered
from revops.activities.models import Activity
from revops.agents.llm.models.accounts import LlmAccount, LlmModel
from revops.agents.llm.models.instructions import PromptInstructions
from revops.agents.research.models.jobs import ResearchJob
from revops.agents.search.models import SearchAccount
from revops.api.urls import urlpatterns as api
from revops.attachments.models import Attachment
from revops.deal_imports.models import DealImport
from revops.deals.models.actions import DealAction
from revops.deals.models.deals import Deal, DealChange
from revops.deals.models.runs import DealRun
from revops.rates.models import ExchangeRate
from revops.routing.models import Absence, RoutingDecision, RoutingRule
from revops.sequences.models.sequences import Step
from revops.urls import urlpatterns as pages
from tests.conftest import ACME_HOST, GLOBEX_HOST
from tests.factories.agents import make_agent_run
from tests.factories.revops import DealFactory
from tests.factories.sequences import make_enrollment, make_sequence
from tests.factories.sms import make_text

API = "/api/v1/revops/"
SECRET = "Project Nightingale"
OK, MOVED, REFUSED, UNKNOWN, BAD, INVALID = 200, 302, 403, 404, 400, 422


@dataclass(frozen=True)
class Asked:
    """A request, and what a rep is answered who asks about what is a colleague's."""

    path: str
    rep: int
    method: str = "get"
    body: dict[str, Any] = field(default_factory=dict)


def post(path: str, rep: int, **body: Any) -> Asked:
    return Asked(path, rep, "post", body)


DEAL = "/revops/deals/<uuid:deal_id>/"
FILE, TASK = "/revops/files/<uuid:attachment_id>/", "/revops/activities/<uuid:activity_id>/"
IMPORT, MEMBER = "/revops/deals/import/<uuid:import_id>/", f"{DEAL}committee/<uuid:contact_id>/"
ROUTING = "/revops/routing/"
SEQUENCES, SMS = "/revops/sequences/", "/revops/sms/"
AGENTS = "/revops/agents/"
VENDOR = f"{AGENTS}vendors/<slug:kind>/"
SEARCH = f"{AGENTS}search/"
PROMPTS = f"{AGENTS}prompts/"
PROMPT = f"{PROMPTS}<str:prompt_name>/"
ENGINE = f"{SEARCH}<slug:engine_kind>/"
MODEL = f"{VENDOR}models/<uuid:model_id>/"
SEQUENCE = f"{SEQUENCES}<uuid:sequence_id>/"
WORKFLOWS = "/revops/workflows/"
WORKFLOW, RUN = f"{WORKFLOWS}<uuid:definition_id>/", f"{WORKFLOWS}runs/<uuid:execution_id>/"
ASKED = [
    Asked("/revops/pipeline/", OK),
    Asked("/revops/pipeline/<slug:stage>/more/", OK),
    Asked("/revops/deals/", OK),
    Asked("/revops/deals/new/", OK),
    post("/revops/deals/bulk/", MOVED, action="assign", owner="", ids="{deal_id}"),
    post("/revops/deals/undo/<uuid:action_id>/", UNKNOWN),
    Asked("/revops/deals/runs/<uuid:run_id>/", UNKNOWN),
    Asked("/revops/deals/export.csv", OK),
    Asked("/revops/deals/import/", REFUSED),
    Asked(IMPORT, REFUSED),
    Asked(f"{IMPORT}columns/", REFUSED),
    post(f"{IMPORT}start/", REFUSED),
    post(f"{IMPORT}discard/", REFUSED),
    post(f"{IMPORT}sheet/", REFUSED),
    post(f"{IMPORT}take-back/", REFUSED),
    Asked(f"{IMPORT}failed-rows.csv", REFUSED),
    Asked(DEAL, UNKNOWN),
    *(Asked(f"{DEAL}{part}/", UNKNOWN) for part in ("edit", "row", "move", "reopen", "timeline", "history")),
    *(
        each
        for part in ("edit", "row", "move", "reopen", "activities", "committee", "files")
        for each in (Asked(f"{DEAL}{part}/", UNKNOWN), post(f"{DEAL}{part}/", UNKNOWN, name="Mine"))
    ),
    post(f"{DEAL}category/", UNKNOWN, category_override="commit"),
    post(f"{DEAL}move/place/", UNKNOWN, stage="demo", version="1"),
    post(f"{MEMBER}role/", UNKNOWN, role="champion"),
    post(f"{MEMBER}left/", UNKNOWN),
    post(f"{MEMBER}back/", UNKNOWN),
    Asked(FILE, UNKNOWN),
    Asked(f"{FILE}delete/", UNKNOWN),
    post(f"{FILE}delete/", UNKNOWN),
    Asked(TASK, UNKNOWN),
    Asked("/revops/activities/log/", BAD),
    post(f"{TASK}delete/", UNKNOWN),
    post(f"{TASK}restore/", UNKNOWN),
    post(f"{TASK}done/", UNKNOWN),
    post(f"{TASK}reopen/", UNKNOWN),
    post(f"{TASK}date/", UNKNOWN, due_at="2030-01-01T00:00"),
    post(f"{TASK}owner/", UNKNOWN, owner="{rep_id}"),
    Asked("/revops/forecast/", MOVED),
    Asked("/revops/forecast/<str:period>/", OK),
    post("/revops/forecast/<str:period>/commit/", INVALID),
    Asked("/revops/rates/", OK),
    post("/revops/rates/", REFUSED),
    post("/revops/rates/<uuid:rate_id>/delete/", REFUSED),
    Asked("/revops/quotas/", OK),
    post("/revops/quotas/", REFUSED),
    Asked("/revops/health/", OK),
    post("/revops/health/", REFUSED),
    Asked("/revops/health/<slug:key>/", OK),
    post("/revops/health/<slug:key>/reset/", REFUSED),
    Asked("/revops/coach/", OK),
    post("/revops/coach/", INVALID),
    post(f"{DEAL}inspector/", UNKNOWN),
    Asked("/revops/copilot/", OK),
    post("/revops/copilot/", INVALID),
    Asked("/revops/copilot/stream/<slug:ticket>/", UNKNOWN),
    Asked("/revops/prospects/", OK),
    Asked("/revops/icp/", OK),
    post("/revops/icp/", REFUSED),
    Asked("/revops/prospects/progress/", OK),
    post("/revops/prospects/<uuid:contact_id>/qualify/", MOVED),
    Asked(ROUTING, OK),
    Asked(f"{ROUTING}simulation/", REFUSED),
    post(f"{ROUTING}order/", REFUSED),
    Asked(f"{ROUTING}settings/", REFUSED),
    Asked(f"{ROUTING}rules/new/", REFUSED),
    Asked(f"{ROUTING}rules/<uuid:rule_id>/", REFUSED),
    post(f"{ROUTING}rules/<uuid:rule_id>/change/", REFUSED, do="remove"),
    Asked(f"{ROUTING}decisions/", OK),
    post(f"{ROUTING}decisions/<uuid:decision_id>/undo/", UNKNOWN),
    post(f"{ROUTING}leads/<uuid:contact_id>/", REFUSED),
    Asked(f"{ROUTING}people/", OK),
    Asked(f"{ROUTING}people/<uuid:rep_id>/", REFUSED),
    post(f"{ROUTING}away/<uuid:absence_id>/remove/", UNKNOWN),
    Asked("/revops/research/leads/<uuid:contact_id>/", OK),
    Asked("/revops/research/leads/<uuid:contact_id>/card/", OK),
    post("/revops/research/leads/<uuid:contact_id>/start/", MOVED, type="company"),
    Asked("/revops/research/companies/<uuid:company_id>/", OK),
    Asked("/revops/research/companies/<uuid:company_id>/card/", OK),
    post("/revops/research/companies/<uuid:company_id>/start/", MOVED),
    Asked("/revops/research/jobs/<uuid:job_id>/", OK),
    Asked(SEQUENCES, OK),
    Asked(f"{SEQUENCES}new/", OK),
    Asked(SEQUENCE, OK),
    Asked(f"{SEQUENCE}edit/", REFUSED),
    post(f"{SEQUENCE}edit/", REFUSED, name="Mine"),
    Asked(f"{SEQUENCE}preview/", OK),
    Asked(f"{SEQUENCE}steps/<uuid:step_id>/<slug:name>/", OK),
    Asked(f"{SEQUENCE}move/", REFUSED),
    post(f"{SEQUENCE}move/", REFUSED),
    post(f"{SEQUENCE}on/", REFUSED),
    post(f"{SEQUENCE}off/", REFUSED),
    post(f"{SEQUENCE}enroll/undo/", UNKNOWN),
    post(f"{SEQUENCES}enrollments/<uuid:enrollment_id>/<slug:action>/", REFUSED),
    Asked(f"{WORKFLOW}people/", REFUSED),
    *(Asked(path, REFUSED) for path in (WORKFLOWS, f"{WORKFLOWS}new/", WORKFLOW)),
    *(Asked(f"{WORKFLOW}{part}/", REFUSED) for part in ("edit", "on", "delete", "try")),
    *(post(f"{WORKFLOW}{part}/", REFUSED) for part in ("edit", "on", "off", "delete", "retry")),
    Asked(RUN, UNKNOWN),
    *(post(f"{RUN}{part}/", REFUSED) for part in ("retry", "again", "stop")),
    *(Asked(f"{AGENTS}{part}/", REFUSED) for part in ("settings", "settings/stop", "runs", "spend")),
    *(post(f"{AGENTS}settings/{part}", REFUSED) for part in ("", "stop/", "resume/")),
    *(Asked(path, REFUSED) for path in (VENDOR, f"{VENDOR}models/", MODEL)),
    *(post(f"{VENDOR}{part}", REFUSED) for part in ("", "test/", "remove/", "models/")),
    *(post(path, REFUSED) for path in (MODEL, f"{MODEL}remove/")),
    Asked(f"{AGENTS}runs/<uuid:agent_run_id>/", REFUSED),
    *(Asked(path, REFUSED) for path in (SEARCH, ENGINE, PROMPTS, PROMPT)),
    *(post(f"{PROMPT}{part}", REFUSED) for part in ("", "restore/")),
    *(post(f"{ENGINE}{part}", REFUSED) for part in ("", "test/", "stop/", "remove/")),
    Asked(SMS, REFUSED),
    post(SMS, REFUSED),
    post(f"{SMS}test/", REFUSED),
    post(f"{SMS}remove/", REFUSED),
    post(f"{SMS}<uuid:text_id>/settle/", REFUSED, sent="yes"),
    Asked(f"{API}sequences", OK),
    post(f"{API}sequences", BAD, name=""),
    post(f"{API}sequences/<uuid:sequence_id>/enroll", REFUSED, contactId="{contact_id}"),
    Asked(f"{API}deals", OK),
    post(f"{API}deals", BAD, name="A deal of nobody"),
    Asked(f"{API}deals/<uuid:deal_id>", UNKNOWN),
    Asked(f"{API}deals/<uuid:deal_id>", UNKNOWN, "patch", {"name": "Mine"}),
    Asked(f"{API}deals/<uuid:deal_id>/changes", UNKNOWN),
    Asked(f"{API}deals/<uuid:deal_id>/stage", UNKNOWN, "put", {"stage": "demo"}),
    post(f"{API}activities", BAD, type="note", dealId="{deal_id}"),
    Asked(f"{API}pipeline/metrics", OK),
    *(Asked(f"{API}forecasts/<str:period>{part}", OK) for part in ("", "/calibration", "/risk-alerts")),
    Asked(f"{API}forecasts/<str:period>/commit", BAD, "put"),
    post(f"{API}leads/route", REFUSED, contactId="{contact_id}"),
    Asked(f"{API}routing/rules", OK),
    Asked(f"{API}routing/rules", REFUSED, "put", {"rules": []}),
    Asked(f"{API}workflows", REFUSED),
    post(f"{API}workflows", REFUSED, name="Mine"),
    Asked(
        f"{API}workflows/<uuid:workflow_id>",
        REFUSED,
        "put",
        {"name": "Mine", "trigger": "deal_created", "actions": []},
    ),
    Asked(f"{API}workflows/<uuid:workflow_id>/executions", REFUSED),
    Asked(f"{API}prospects", OK),
    post(f"{API}prospects/<uuid:contact_id>/qualify", OK),
    post(f"{API}research", BAD, contactId="{contact_id}"),
    post(f"{API}agents/research/run", BAD),
    Asked(f"{API}contacts/<uuid:contact_id>/insights", OK),
    post(f"{API}agents/coach/review", UNKNOWN, dealId="{deal_id}", draft="Hi Ada, shall we talk?"),
    post(f"{API}agents/email-copilot/draft", BAD),
    post(f"{API}agents/sdr/qualify", BAD),
    Asked(f"{API}agents/sdr/settings", OK),
    Asked(f"{API}agents/sdr/settings", REFUSED, "put", {"mode": "autopilot"}),
    Asked(f"{API}agents/runs", REFUSED),
    Asked(f"{API}agents/runs/<uuid:agent_run_id>", REFUSED),
    Asked(f"{API}agents/settings", REFUSED),
    Asked(f"{API}agents/settings", REFUSED, "patch", {"stopped": True}),
    Asked(f"{API}agents/vendors/<str:kind>", REFUSED, "put", {"key": "sk-mine"}),
    Asked(f"{API}agents/next-best-action/<str:deal_id>", UNKNOWN),
    Asked(f"{API}agents/deal-inspector/<str:deal_id>/explainability", UNKNOWN),
]
OF_AN_ORGANIZATION = "<uuid:"


@pytest.fixture
def ids(colleague: User, manager: User, media) -> dict[str, Any]:
    """What is a colleague's, by the names of the addresses' parts."""
    deal = DealFactory(owner=colleague, name=SECRET, contact__owner=colleague)
    rule = RoutingRule.objects.create(name="All leads")
    about = {"contact": deal.contact, "reason": "Their turn", "strategy": "round_robin", "trigger": "created"}
    action = DealAction.objects.create(by=colleague)
    DealChange.objects.create(deal=deal, field="name", old="Before", new=SECRET, by=colleague, action=action)
    made = {
        "deal_id": deal,
        "action_id": action,
        "run_id": DealRun.objects.create(by=colleague, kind="move", value="demo", deal_ids=[], total=0),
        "contact_id": deal.contact,
        "activity_id": Activity.objects.create(deal=deal, type="task", subject=SECRET, owner=colleague),
        "attachment_id": Attachment.objects.create(deal=deal, name=SECRET, size=1, file="deals/none"),
        "import_id": DealImport.objects.create(file_name=SECRET),
        "rule_id": rule,
        "decision_id": RoutingDecision.objects.create(rep=colleague, **about),
        "absence_id": Absence.objects.create(rep=manager, starts_at=now(), ends_at=now().replace(year=2099)),
        "rep_id": manager,
        "rate_id": ExchangeRate.objects.create(currency="EUR", valid_from=date(2026, 1, 1), rate=1),
    }
    sequence = make_sequence(colleague)
    made |= {"sequence_id": sequence, "enrollment_id": make_enrollment(sequence, colleague)}
    made |= {"step_id": Step.objects.get(version__sequence=sequence, position=1)}
    company = deal.contact.company
    made |= {"company_id": company, "job_id": ResearchJob.objects.create(type="company", company=company)}
    made |= {"text_id": make_text(deal.contact, state="unknown", body=SECRET)}
    definition = Definition.objects.create(kind="workflow", name="Handover")
    version = Version.objects.create(definition=definition, number=1, trigger="deal_won")
    Definition.objects.update(current=version)
    run = Run.objects.create(
        definition=definition, version=version, subject_kind="deal", subject_id=deal.pk, cause_key="1"
    )
    made |= {"definition_id": definition, "workflow_id": definition, "execution_id": run}
    content = {"system": SECRET, "user": SECRET, "answer": SECRET, "evidence": [], "sources": []}
    account = LlmAccount.objects.create(kind="anthropic", disabled_reason=SECRET)
    PromptInstructions.objects.create(prompt="research.read", number=1, text=SECRET)
    SearchAccount.objects.create(kind="brave", problem=SECRET)
    made |= {"agent_run_id": make_agent_run(contact=deal.contact, content=content)}
    made |= {"model_id": LlmModel.objects.create(account=account, name=SECRET)}
    plain = {
        "action": "stop",
        "kind": "anthropic",
        "engine_kind": "brave",
        "prompt_name": "research.read",
        "name": "sent",
        "stage": "prospecting",
        "key": "no_next_step",
        "ticket": "gone",
        "period": "2026-Q4",
    }
    return {name: row.pk for name, row in made.items()} | plain


def ask(client: Client, asked: Asked, ids: dict[str, Any]):
    path = asked.path
    for kind, name in product(("uuid", "slug", "str"), ids):
        path = path.replace(f"<{kind}:{name}>", str(ids[name]))
    body = {key: str(value).format(**ids) if value else value for key, value in asked.body.items()}
    if asked.path.startswith(API) and asked.method != "get":
        return getattr(client, asked.method)(path, asked.body and body, content_type="application/json")
    return getattr(client, asked.method)(path, body)


def text_of(answer) -> str:
    return "" if answer.streaming else answer.content.decode()


def label(asked: Asked) -> str:
    return f"{asked.method} {asked.path}"


every = pytest.mark.parametrize("asked", ASKED, ids=label)


def test_every_address_is_listed():
    served = {f"/revops/{page.pattern}" for page in pages} | {f"{API}{end.pattern}" for end in api}
    assert {asked.path for asked in ASKED} == served


@every
def test_a_stranger_is_sent_to_the_sign_in(stranger, ids, asked):
    answer = ask(stranger, asked, ids)
    if asked.path.startswith(API):
        assert answer.status_code == 401
    else:
        assert (answer.status_code, answer["Location"].startswith("/accounts/login/")) == (302, True)


@every
def test_a_rep_neither_sees_nor_changes_what_is_a_colleagues(web, ids, asked):
    answer = ask(web, asked, ids)
    assert (answer.status_code, SECRET in text_of(answer)) == (asked.rep, False)
    assert list(Deal.objects.values_list("name", "version", "owner__name")) == [(SECRET, 1, "Kim Colleague")]
    assert list(Activity.objects.values_list("completed_at", "owner__name")) == [(None, "Kim Colleague")]
    assert Attachment.objects.count() == 1


@every
def test_an_admin_of_another_organization_knows_of_nothing(globex, ids, asked):
    with entered(globex):
        person = User.objects.create_user("admin@globex.example", "a password", role=Role.ADMIN)
        client = Client(headers={"host": GLOBEX_HOST})
        client.force_login(person)
    answer = ask(client, asked, ids)
    if OF_AN_ORGANIZATION in asked.path:
        assert answer.status_code == UNKNOWN
    assert (answer.status_code < 500, SECRET in text_of(answer)) == (True, False)


def test_an_id_that_is_nobodys_reads_like_one_that_is_somebody_elses(web, ids):
    theirs, none = (web.get(f"/api/v1/revops/deals/{pk}") for pk in (ids["deal_id"], new_id()))
    assert (theirs.status_code, none.status_code) == (UNKNOWN, UNKNOWN)


def test_a_manager_sees_what_is_nobodys_and_their_teams_alone(manager, colleague):
    DealFactory(owner=colleague)
    nobodys = DealFactory(owner=None)
    client = Client(headers={"host": ACME_HOST})
    client.force_login(manager)
    assert [row["id"] for row in client.get("/api/v1/revops/deals").json()] == [str(nobodys.pk)]


def test_the_paths_of_the_table_are_those_that_django_resolves():
    assert resolve("/revops/deals/import/").view_name == "revops:deal-import"


def test_a_manager_sees_no_less_than_the_reps(manager, colleague):
    DealFactory(owner=colleague)
    assert Deal.objects.visible_to(manager).count() == 0
    set_access_policy(seen_by_reps="all")
    assert Deal.objects.visible_to(manager).count() == 1
