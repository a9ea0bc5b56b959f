"""Show what a workflow or journey would do for records, or let it begin."""

import json
from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from mauntic.accounts.models import User
from mauntic.automation.models import Definition, Kind, Origin
from mauntic.automation.selectors.entering import entries
from mauntic.automation.selectors.present import present_now
from mauntic.automation.selectors.reading import Script
from mauntic.automation.services.runs.trying import Trial, try_out
from mauntic.automation.services.starting.firing import begin, new_run
from mauntic.broker.cause import Cause, caused_by
from mauntic.kernel.clock import now
from mauntic.kernel.db.chunks import chunked
from mauntic.kernel.ids import new_id
from mauntic.tenants.context import entered
from mauntic.tenants.models import Organization

BAD_ARGUMENTS = 2
PER_PART, MOST_SHOWN = 1_000, 100


class Command(BaseCommand):
    help = "Run a workflow or journey for records that match it now, or show what it would do for them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--org", required=True, metavar="SCHEMA", help="schema name of the organization")
        parser.add_argument("--kind", choices=Kind.values, default=Kind.WORKFLOW.value)
        parser.add_argument("--name", required=True, help="name of the workflow or journey")
        parser.add_argument("--record", nargs="+", type=UUID, metavar="ID", help="only these deals or leads")
        parser.add_argument("--dry-run", action="store_true", help="show what it would do, and do nothing")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, **options: Any) -> None:
        try:
            with entered(options["org"]), caused_by(Cause("command", "run_automation")):
                self._run(options)
        except Organization.DoesNotExist:
            message = f'--org: unknown organization "{options["org"]}".'
            raise CommandError(message, returncode=BAD_ARGUMENTS) from None

    def _run(self, options: dict[str, Any]) -> None:
        definition = _found(options["kind"], options["name"])
        if definition.current is None:
            raise _refused(f'--name: "{definition.name}" has no version yet. Save it first.')
        script, by = Script(definition.current), definition.switched_by or definition.created_by
        if script.problems:
            raise _refused(f'--name: "{definition.name}" is broken: {" ".join(script.problems)}')
        if by is None:
            raise _refused("Nobody is there with whose rights it acts. Turn it on again.")
        if options["dry_run"]:
            ids = list(options["record"] or _matching(script, by)[:MOST_SHOWN])
            self._show(definition, [(pk, self._tried(script, pk, by)) for pk in ids], options)
            return
        if definition not in Definition.objects.active():
            raise _refused(f'--name: "{definition.name}" is off. Turn it on first, or use --dry-run.')
        for pk in options["record"] or ():
            _require_seen(script, pk, by)
        given = options["record"] or _matching(script, by).iterator(PER_PART)
        count = sum(begin(_runs(definition, script, part)) for part in chunked(given, PER_PART))
        self._say({"name": definition.name, "begun": count, "dryRun": False}, f"Begun: {count}.", options)

    def _tried(self, script: Script, pk: UUID, by: User) -> Trial:
        _require_seen(script, pk, by)
        return try_out(script=script, subject_id=pk, facts={}, by=by)

    def _show(
        self, definition: Definition, tried: Sequence[tuple[UUID, Trial]], options: dict[str, Any]
    ) -> None:
        lines = [line for pk, trial in tried for line in _lines(pk, trial)]
        would = sum(trial.starts for _pk, trial in tried)
        lines.append(f"Looked at: {len(tried)}. Would begin: {would}.")
        answer = {"name": definition.name, "lookedAt": len(tried), "wouldBegin": would, "dryRun": True}
        self._say(answer, "\n".join(lines), options)

    def _say(self, answer: dict[str, Any], text: str, options: dict[str, Any]) -> None:
        self.stdout.write(json.dumps(answer) if options["json"] else text)


def _require_seen(script: Script, pk: UUID, by: User) -> None:
    if not script.subject.visible(by).filter(pk=pk).exists():
        raise _refused(f"--record: there is no {script.subject.key} {pk} that {by} may see.")


def _found(kind: str, name: str) -> Definition:
    rows = Definition.objects.select_related("current__definition", "switched_by", "created_by").filter(
        kind=kind
    )
    found = rows.filter(name__iexact=name.strip()).first()
    if found is None:
        known = ", ".join(rows.order_by("name").values_list("name", flat=True)[:20]) or "none"
        raise _refused(f'--name: there is no {kind} "{name}". There are: {known}.')
    return found


def _matching(script: Script, by: User) -> Any:
    found = present_now(script, by)
    if found is None:
        raise _refused("Its conditions or trigger ask what an event says. Name records with --record.")
    return found.order_by("pk").values_list("pk", flat=True)


def _runs(definition: Definition, script: Script, ids: Sequence[UUID]) -> list[Any]:
    """Return runs for the records that may begin one: who is in a journey does not enter it twice."""
    key, entering = f"command:{new_id()}", entries(definition, ids, now())
    return [
        new_run(definition, script, pk, cause_key=entering.key(pk, key), origin=Origin.PERSON)
        for pk in ids
        if pk not in entering.barred
    ]


def _lines(pk: UUID, trial: Trial) -> Iterator[str]:
    yield f"{pk}: {'begins' if trial.starts else 'does not begin'}"
    for verdict in trial.verdicts:
        yield f"  {'yes' if verdict.holds else 'no '}  {verdict.words}"
    for step in trial.steps:
        yield f"  {step.number}. {step.sentence}{_blocked(step.planned.blocked)}"


def _blocked(reason: str) -> str:
    return f" (left out: {reason})" if reason else ""


def _refused(message: str) -> CommandError:
    return CommandError(message, returncode=BAD_ARGUMENTS)
