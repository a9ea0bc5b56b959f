"""What happens between the servers' start and the signed-in page."""

import random
import socket
import time
from datetime import timedelta
from pathlib import Path

from django.core.management import call_command
from django.db.models import Count, Q

from demo import accounts, activity, pipeline, sellers, vendors
from demo.leads import write_leads
from demo.options import Options, OptionsError
from demo.processes import Processes, start_product
from demo.progress import Progress, Step
from mauntic.crm.models import Contact, EnrichmentStatus
from mauntic.crm.services import imports
from mauntic.events.models import Delivery
from mauntic.kernel.errors import Invalid
from mauntic.tenants.context import entered
from revops.selectors.forecast_outlook import today
from revops.services.health import assess_deals
from revops.services.snapshots import take_snapshots

# Rows of the list; duplicates and refused ones taken off, 500 leads come of it.
ROWS = 534
SEED = 7
WEEKS_KEPT = 10
_ENRICHED_WITHIN = 600.0


def bring_up(options: Options, processes: Processes, progress: Progress) -> None:
    """Migrate, make the organization, start everything, and bring the leads in on the first start."""
    with progress.step("Schema"):
        call_command("migrate", interactive=False, verbosity=0)
    with progress.step("Organization Acme Demo, a person of each role"):
        accounts.ensure_organization()
        access = accounts.ensure_access(url=options.url, path=options.data_dir / "demo.json")
    sandbox_port = _free_port()
    with progress.step("Sandbox vendors, web server, workers, clock"):
        vendors.connect(port=sandbox_port)
        start_product(processes, options, sandbox_port=sandbox_port)
        processes.wait_for(f"http://127.0.0.1:{sandbox_port}/_stats")
        processes.wait_for(f"{options.url}/readyz")
    if not _has_leads():
        _bring_leads_in(options, processes, progress)
    _tell(access, progress)


def _bring_leads_in(options: Options, processes: Processes, progress: Progress) -> None:
    vendors.give_budget()
    with progress.step("Teams, targets and routing rules"), entered(accounts.SCHEMA):
        reps = sellers.make()
    with progress.step("Leads imported") as step:
        _import(options.leads or _own_leads(options.data_dir), processes, step)
    with progress.step("Leads enriched and scored") as step:
        _await_enrichment(processes, step)
    with progress.step("Visits and forms of the last weeks"):
        activity.make(seed=SEED)
    with progress.step("Deals of fifteen months") as step, entered(accounts.SCHEMA):
        step.update(f"{pipeline.make(reps=reps, dice=random.Random(SEED))} deals")
        assess_deals()
    with progress.step("Forecasts of the last weeks, as known then"), entered(accounts.SCHEMA):
        for weeks in range(WEEKS_KEPT, -1, -1):
            take_snapshots(on=today() - timedelta(weeks=weeks))


def _own_leads(folder: Path) -> Path:
    path = folder / "leads.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        write_leads(file, count=ROWS, seed=SEED)
    return path


def _import(path: Path, processes: Processes, step: Step) -> None:
    """Upload, map by guess, check, and let a worker write the rows."""
    with entered(accounts.SCHEMA), path.open("rb") as file:
        try:
            job = imports.upload_import(file=file, file_name=path.name)
            imports.set_mapping(job=job, mapping=job.mapping, in_background=False)
        except Invalid as error:
            raise OptionsError(f"{path.name}: {error.message}") from error
        imports.check_import(job_id=job.pk)
        job.refresh_from_db()
        imports.start_import(job=job)
        while job.completed_at is None:
            processes.check()
            time.sleep(0.2)
            job.refresh_from_db()
            step.update(f"{job.processed} of {job.total}")
    counts = (("created", job.created_count), ("skipped", job.skipped_count), ("refused", job.failed_count))
    step.update(", ".join(f"{count} {word}" for word, count in counts))


def _await_enrichment(processes: Processes, step: Step) -> None:
    deadline = time.monotonic() + _ENRICHED_WITHIN
    while time.monotonic() < deadline:
        processes.check()
        counts = _count()
        step.update(f"{counts['ended']} of {counts['all']} enriched, {counts['scored']} scored")
        if counts["pending"] == counts["undelivered"] == 0:
            return
        time.sleep(0.5)


def _count() -> dict[str, int]:
    pending = Q(enrichment_status=EnrichmentStatus.PENDING)
    with entered(accounts.SCHEMA):
        counts: dict[str, int] = Contact.objects.aggregate(
            all=Count("pk"),
            pending=Count("pk", filter=pending),
            ended=Count("pk", filter=Q(enrichment_status__in=["completed", "exhausted", "failed"])),
            scored=Count("pk", filter=Q(scored_at__isnull=False)),
        )
        undelivered = Delivery.objects.filter(status=Delivery.Status.PENDING).count()
    return counts | {"undelivered": undelivered}


def _has_leads() -> bool:
    with entered(accounts.SCHEMA):
        return Contact.objects.exists()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _tell(access: accounts.Access, progress: Progress) -> None:
    progress.say(f"\n  [bold]{access.url}[/bold]")
    for user in access.users:
        progress.say(f"    {user.role:<8} {user.email:<28} {user.password}")
    progress.say("\n  API key, and all of this: var/demo.json. Ctrl-C stops everything.\n")
