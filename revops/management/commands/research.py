"""Research a lead or the company of a lead, and print what was found with its evidence."""

import json
from time import sleep
from typing import Any
from uuid import UUID

from django.core.management.base import CommandParser

from mauntic.kernel.errors import MaunticError
from mauntic.tenants.management.base import OrganizationCommand, refuse
from revops.agents.research.domain.kinds import ResearchType
from revops.agents.research.models.insights import ResearchInsight
from revops.agents.research.models.jobs import ResearchJob
from revops.agents.research.services.requests import request_research
from revops.agents.research.services.run import run_next

POLL_SECONDS = 0.5


class Command(OrganizationCommand):
    help = "Research a lead or the company of a lead now, and print the insights with their quotes."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--contact", metavar="ID", required=True, help="the lead")
        parser.add_argument(
            "--type", choices=[each.value for each in ResearchType], default="company", help="what to look at"
        )

    def work(self, **options: Any) -> None:
        job = _request(options["contact"], ResearchType(options["type"]))
        run_next(only=job.pk)
        job.refresh_from_db()
        while job.is_open:  # a worker has it, or three others run
            sleep(POLL_SECONDS)
            run_next(only=job.pk)
            job.refresh_from_db()
        found = list(job.insights.order_by("type", "pk"))
        if options["json"]:
            self.stdout.write(json.dumps(_as_json(job, found)))
            return
        for insight in found:
            self.stdout.write(f"{insight.type}: {insight.content}\n  “{insight.sentence}”\n  {insight.url}")
        dropped = ", ".join(f"{count} {reason}" for reason, count in sorted(job.dropped.items())) or "none"
        self.stdout.write(
            f"{job.state}: {len(found)} insights. Dropped claims: {dropped}. {job.problem}".strip()
        )


def _request(contact: str, kind: ResearchType) -> ResearchJob:
    try:
        return request_research(contact_id=UUID(contact), kind=kind)
    except ValueError:
        refuse("--contact", f'"{contact}" is not the id of a lead. Copy it from the URL of the lead.')
    except MaunticError as error:
        refuse("--contact", error.message)


def _as_json(job: ResearchJob, found: list[ResearchInsight]) -> dict[str, Any]:
    return {
        "jobId": str(job.pk),
        "state": job.state,
        "problem": job.problem,
        "dropped": job.dropped,
        "insights": [
            {
                "insightType": each.type,
                "content": each.content,
                "quote": each.quote,
                "sentence": each.sentence,
                "source": each.url or each.source,
            }
            for each in found
        ],
    }
