"""Agents of the demonstration: a script instead of an AI, research on a few companies, and proposals."""

from datetime import timedelta
from decimal import Decimal

from demo.accounts import SCHEMA
from mauntic.accounts.models import Role, User
from mauntic.broker import enqueue
from mauntic.crm.models import Company, Contact
from mauntic.delivery.models import Reply
from mauntic.kernel.clock import now
from mauntic.kernel.db.rows import update_rows
from mauntic.kernel.normalize import company_domain
from mauntic.sandbox.company_sites import SiteKind, site_kind
from mauntic.sandbox.llm.scripted import MODEL
from mauntic.tenants.context import entered
from revops.agents.llm.labels import RUNNING
from revops.agents.llm.models.accounts import LlmAccount
from revops.agents.llm.models.runs import AgentRun
from revops.agents.llm.services.accounts import PriceList, save_account, save_model
from revops.agents.llm.services.budget import set_budgets
from revops.agents.llm.services.instructions import save_instructions
from revops.agents.research.domain.kinds import ResearchType
from revops.agents.research.models.jobs import ResearchJob
from revops.agents.research.services.requests import request_company_research
from revops.agents.sdr.domain.modes import Mode
from revops.agents.sdr.models import SdrDecision, SdrReply, State
from revops.agents.sdr.services.deciding import request_decisions
from revops.agents.sdr.services.replying import request_reading
from revops.agents.sdr.services.settings import UsedSequence, save_sdr_settings
from revops.jobs import RUN_RESEARCH
from revops.prospects.models import Prospect, Recommended
from revops.sequences.models.enrollments import Enrollment
from revops.sequences.models.sequences import Sequence

KIND, KEY = "compatible", "sandbox-openai"
FULL_SITES = 5
DECIDED, READ = 12, 12
BUDGET = Decimal(50)
HOUSE = (
    "Look for signs that a company is growing: new offices, hiring, funding.",
    "Look for signs that a company is growing: new offices, open roles, funding. Leave out awards.",
)


def connect(*, port: int) -> None:
    """Point the model at the sandbox, which has a new port at each start, unless there is another key."""
    address = f"http://127.0.0.1:{port}/openai/v1"
    with entered(SCHEMA):
        row = LlmAccount.objects.filter(pk=KIND).first()
        by = _ops()
        if by is None or (row and row.key != KEY):
            return
        is_on = row.enabled if row else True
        save_account(kind=KIND, key=KEY, base_url=address, enabled=is_on, by=by)
        if row is None:
            prices = PriceList(input=Decimal(2), output=Decimal(10), priced_on=now().date())
            save_model(kind=KIND, name=MODEL, prices=prices, by=by)


def make() -> int:
    """Set up the agents, and let workers do research, qualify leads and draft answers.

    Returns: the number of research jobs.
    """
    by = _ops()
    if by is None:
        return 0
    set_budgets(limits={"": BUDGET, "research": BUDGET / 2})
    for number, text in enumerate(HOUSE):
        save_instructions(prompt="research.read", text=text, based_on=number, by=by)
    _sdr(by)
    return _research(by)


def waiting() -> int:
    """Return how many jobs, decisions and replies the workers still have to do."""
    open_ones = (State.DUE, State.CLAIMED)
    return (
        ResearchJob.objects.open().count()
        + SdrDecision.objects.filter(state__in=open_ones).count()
        + SdrReply.objects.filter(state__in=open_ones).count()
    )


def spread_costs() -> int:
    """Let the calls have been made in the course of ten days, so that the spend is not all of today.

    Returns: the number of calls.
    """
    runs = list(AgentRun.objects.exclude(outcome=RUNNING).order_by("started_at", "pk"))
    for number, run in enumerate(runs):
        run.started_at -= timedelta(days=number % 10)
    update_rows(AgentRun.objects, runs, {"started_at"})
    return len(runs)


def _research(by: User) -> int:
    companies = (
        Company.objects.exclude(domain="").filter(contacts__isnull=False).distinct().order_by("domain")
    )
    by_kind: dict[SiteKind, list[Company]] = {kind: [] for kind in SiteKind}
    for company in companies:
        by_kind[site_kind(company.domain)].append(company)
    # One with nothing to find: vendors know no technologies of it, either.
    bare = sorted(by_kind[SiteKind.BARE], key=lambda each: len(each.tech_stack))
    chosen = by_kind[SiteKind.FULL][:FULL_SITES] + bare[:1] + by_kind[SiteKind.DOWN][:1]
    for company in chosen:
        request_company_research(company_id=company.pk, by=by)
    return len(chosen) + _failing(by)


def _failing(by: User) -> int:
    """Ask for research on a company whose domain was taken away after the request: the job fails."""
    leads = Contact.objects.select_related("company").filter(company__domain="").order_by("email")
    lead = next((each for each in leads if not company_domain(each.email or "")), None)
    if lead is None:
        return 0
    ResearchJob.objects.create(type=ResearchType.COMPANY, company=lead.company, contact=lead, requested_by=by)
    enqueue(RUN_RESEARCH)
    return 1


def _sdr(by: User) -> None:
    """Let the SDR agent propose: enrollments of leads that fit, and answers to replies."""
    sequences = Sequence.objects.order_by("created_at", "pk")
    save_sdr_settings(
        mode=Mode.COPILOT,
        daily_cap=20,
        untouched_days=30,
        least_confidence=Decimal("0.60"),
        suggests_answers=True,
        sequences=[UsedSequence(sequence_id=each.pk) for each in sequences],
        by=by,
    )
    fitting = Prospect.objects.filter(recommendation=Recommended.SEQUENCE)
    fitting = fitting.exclude(contact__in=Enrollment.objects.values("contact"))
    fitting = fitting.order_by("-qualification_score", "pk")
    request_decisions(contact_ids=list(fitting.values_list("contact_id", flat=True)[:DECIDED]))
    replies = Reply.objects.exclude(contact=None).order_by("-arrived_at")
    request_reading(contact_ids=list(replies.values_list("contact_id", flat=True)[:READ]))


def _ops() -> User | None:
    return User.objects.filter(role=Role.OPS).order_by("pk").first()
