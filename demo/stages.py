"""What happens between the servers' start and the signed-in page.

Each stage that fills the demonstration happens once. A stage is one transaction with its mark, or can be
repeated (the import, and waiting for it): an interrupted demonstration goes on where it stopped.
"""

import os
import random
import socket
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from django.core.management import call_command
from django.db import OperationalError, transaction
from django.db.models import Count, Q
from psycopg.errors import DeadlockDetected

from demo import (
    accounts,
    activity,
    agents,
    automation,
    fields,
    imported,
    marks,
    pipeline,
    prospects,
    sellers,
    vendors,
)
from demo.leads import write_leads
from demo.options import Options
from demo.outreach import history, mailboxes
from demo.processes import Processes, start_product
from demo.progress import Progress, Step
from mauntic.accounts.models import Role, User
from mauntic.crm.models import Contact, EnrichmentStatus
from mauntic.events.models import Delivery
from mauntic.tenants.context import entered
from mauntic.tracking.models import Visit
from revops.deals.models.deals import Deal
from revops.deals.selectors.days import today
from revops.forecast.services.snapshots import take_snapshots
from revops.health.services.assess import assess_deals

# Rows of the list; duplicates and refused ones taken off, 500 leads come of it.
ROWS = 534
SEED = 7
WEEKS_OF_HISTORY = 10
TRIES = 3
_ENRICHED_WITHIN, _RESEARCHED_WITHIN = 600.0, 300.0


def bring_up(options: Options, processes: Processes, progress: Progress) -> None:
    """Migrate, make the organization, start everything, and fill it where that is not done yet."""
    with progress.step("Schema"):
        call_command("migrate", interactive=False, verbosity=0)
    with progress.step("Organization Acme Demo, a person of each role"):
        accounts.ensure_organization()
        access = accounts.ensure_access(url=options.url, path=options.access_file)
    sandbox_port, mail_port, sites_port = _free_port(), _free_port(), _free_port()
    with progress.step("Sandbox vendors, mail server, web server, workers, clock"):
        vendors.connect(port=sandbox_port)
        agents.connect(port=sandbox_port)
        mailboxes.connect(port=mail_port, sms=f"http://127.0.0.1:{sandbox_port}/twilio")
        # Workers research the sites of companies there.
        os.environ["MAUNTIC_RESEARCH_GATEWAY"] = f"http://127.0.0.1:{sites_port}"
        ports = {"sandbox_port": sandbox_port, "mail_port": mail_port, "sites_port": sites_port}
        start_product(processes, options, **ports)
        processes.wait_for(f"http://127.0.0.1:{sandbox_port}/_stats")
        processes.wait_for(f"{options.url}/readyz")
    with entered(accounts.SCHEMA):
        _fill(options, processes, progress)
    _tell(access, options.shown_access_file, progress)


def _fill(options: Options, processes: Processes, progress: Progress) -> None:
    if marks.prepare():
        _adopt()
    _once(progress, "sellers", "Teams, targets and routing rules", _sellers)
    leads = lambda: options.leads or _own_leads(options.data_dir)  # noqa: E731 (written only if it is needed)
    _repeatable(
        progress,
        "leads",
        "Leads imported",
        lambda step: imported.bring_in(leads, revive=processes.revive, step=step),
    )
    _repeatable(
        progress, "enrichment", "Leads enriched and scored", lambda step: _await_enrichment(processes, step)
    )
    _once(
        progress,
        "activity",
        "Visits and forms of the last weeks",
        lambda _: activity.make(random.Random(SEED)),
    )
    _once(progress, "fields", "Custom fields and segments", lambda _: fields.make())
    _once(progress, "deals", "Deals of fifteen months", _deals)
    _once(progress, "forecasts", "Forecasts of the last weeks, as known then", _forecasts)
    _once(progress, "prospects", "Ideal customer profile", lambda _: prospects.make())
    _once(progress, "sequences", "Sequences of the last weeks, with answers", _sequences)
    _once(progress, "automation", "Workflows and journeys, and what they did", _workflows)
    _once(progress, "agents", "Agents, with a script instead of an AI", _agents)
    _repeatable(progress, "research", "Research and proposals", lambda step: _await_agents(processes, step))


def _adopt() -> None:
    """Mark what a release without marks has made: it came to the deals last."""
    if Visit.objects.exists():
        marks.mark("activity")
    if Deal.objects.exists():
        for name in ("sellers", "leads", "enrichment", "deals"):
            marks.mark(name)


def _once(progress: Progress, name: str, title: str, work: Callable[[Step], None]) -> None:
    """Do the work of a stage with its mark, all or nothing, unless it is marked.

    The workers are at work meanwhile, each in its own order. PostgreSQL ends one of those that wait for each
    other: what it ended is done anew.
    """
    if not marks.is_done(name):
        with progress.step(title) as step:
            _give_way(lambda: _with_mark(name, work, step))


def _with_mark(name: str, work: Callable[[Step], None], step: Step) -> None:
    with transaction.atomic():
        work(step)
        marks.mark(name)


def _give_way(work: Callable[[], None]) -> None:
    for _attempt in range(TRIES):
        try:
            return work()
        except OperationalError as error:
            if not isinstance(error.__cause__, DeadlockDetected):
                raise
    return work()


def _repeatable(progress: Progress, name: str, title: str, work: Callable[[Step], None]) -> None:
    """Do work that others commit bit by bit, and mark it when it is done, unless it is marked."""
    if not marks.is_done(name):
        with progress.step(title) as step:
            work(step)
            marks.mark(name)


def _sellers(_: Step) -> None:
    vendors.give_budget()
    sellers.make()


def _deals(step: Step) -> None:
    step.update(f"{pipeline.make(reps=sellers.reps(), dice=random.Random(SEED))} deals")
    assess_deals()


def _forecasts(_: Step) -> None:
    for weeks in range(WEEKS_OF_HISTORY, -1, -1):
        take_snapshots(on=today() - timedelta(weeks=weeks))


def _sequences(step: Step) -> None:
    step.update(f"{history.make()} enrollments")


def _workflows(step: Step) -> None:
    by = User.objects.filter(role=Role.OPS).order_by("pk").first()
    step.update(f"{automation.make(by)} runs" if by else "")


def _agents(step: Step) -> None:
    step.update(f"{agents.make()} companies to research")


def _await_agents(processes: Processes, step: Step) -> None:
    deadline = time.monotonic() + _RESEARCHED_WITHIN
    while (waiting := agents.waiting()) and time.monotonic() < deadline:
        processes.revive()
        step.update(f"{waiting} to go")
        time.sleep(0.2)
    step.update(f"{agents.spread_costs()} calls of the model")


def _own_leads(folder: Path) -> Path:
    path = folder / "leads.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        write_leads(file, count=ROWS, seed=SEED)
    return path


def _await_enrichment(processes: Processes, step: Step) -> None:
    deadline = time.monotonic() + _ENRICHED_WITHIN
    while time.monotonic() < deadline:
        processes.revive()
        counts = _count()
        step.update(f"{counts['finished']} of {counts['all']} enriched, {counts['scored']} scored")
        if counts["pending"] == counts["undelivered"] == 0:
            return
        time.sleep(0.5)


def _count() -> dict[str, int]:
    pending = Q(enrichment_status=EnrichmentStatus.PENDING)
    counts: dict[str, int] = Contact.objects.aggregate(
        all=Count("pk"),
        pending=Count("pk", filter=pending),
        finished=Count("pk", filter=Q(enrichment_status__in=["completed", "exhausted", "failed"])),
        scored=Count("pk", filter=Q(scored_at__isnull=False)),
    )
    undelivered = Delivery.objects.filter(status=Delivery.Status.PENDING).count()
    return counts | {"undelivered": undelivered}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _tell(access: accounts.Access, path: Path, progress: Progress) -> None:
    progress.say(f"\n  [bold]{access.url}[/bold]")
    for user in access.users:
        progress.say(f"    {user.role:<8} {user.email:<28} {user.password}")
    progress.say(f"\n  API key, and all of this: {path}. Ctrl-C stops everything.\n")
