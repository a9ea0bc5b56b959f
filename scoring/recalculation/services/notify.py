"""Notify the person who put a version of the model in force of its effects."""

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from mauntic.kernel.display import number
from mauntic.notifications.services import Kind, Notice, notify
from scoring.model.models import ModelVersion
from scoring.recalculation.models import Recalculation


def notify_of_crossings(job: Recalculation, version: ModelVersion) -> None:
    """Send one notification with the number of changed scores and threshold crossings.

    Args:
        job: a finished recalculation; nothing is sent without a person who started it or without
            crossings.
        version: the version that is in force.
    """
    if not (job.started_by_id and job.reweighed):
        return
    scores = ngettext("{count} score changed.", "{count} scores changed.", job.changed)
    crossings = ngettext(
        "The new model caused {count} threshold crossing.",
        "The new model caused {count} threshold crossings.",
        job.reweighed,
    )
    body = [
        scores.format(count=number(job.changed)),
        crossings.format(count=number(job.reweighed)),
        gettext("Leads without an owner are being routed.")
        if version.tells_crossings
        else gettext("No leads are routed."),
    ]
    notify(
        [
            Notice(
                user_id=job.started_by_id,
                kind=Kind.MODEL,
                title=gettext("All leads scored with version {version} of the model").format(
                    version=version.version
                ),
                body=" ".join(body),
                url=reverse("scoring:settings"),
                dedupe_key=f"recalculated:{job.pk}:{version.version}",
            )
        ]
    )
