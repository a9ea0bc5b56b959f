"""Move all leads of a sequence to its newest version: say first what that does."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from mauntic.accounts.context import signed_in
from mauntic.kernel.display import number
from revops.sequences.models.sequences import Sequence
from revops.sequences.selectors.access import check_change, sequence_of
from revops.sequences.selectors.behind import places
from revops.sequences.selectors.steps import newest_version
from revops.sequences.services.enrollments.moving import Moved, move_all_to_newest


@login_required
@require_http_methods(["GET", "POST"])
def move_all(request: HttpRequest, sequence_id: UUID) -> HttpResponse:
    """Show where the leads of older versions go; after a confirmation, move them."""
    user, sequence = signed_in(request), sequence_of(sequence_id)
    check_change(sequence, user)
    if request.method == "POST":
        _tell(request, sequence, move_all_to_newest(sequence_id=sequence.pk, by=user))
        return redirect("revops:sequence", sequence.pk)
    version = newest_version(sequence.pk)
    found = places(sequence, version)
    context = {
        "sequence": sequence,
        "version": version,
        "places": found,
        "count": sum(each.count for each in found),
    }
    return render(request, "revops/sequences/move.html", context)


def _tell(request: HttpRequest, sequence: Sequence, done: Moved) -> None:
    text = ngettext(
        '{count} lead moved to the newest version of "{sequence}".',
        '{count} leads moved to the newest version of "{sequence}".',
        done.moved,
    ).format(count=number(done.moved), sequence=sequence.name)
    if done.left:
        left = ngettext(
            "{count} lead stays: the email is being sent. Try again in a minute.",
            "{count} leads stay: their emails are being sent. Try again in a minute.",
            done.left,
        )
        text = f"{text} {left.format(count=number(done.left))}"
    (messages.success if done.moved else messages.warning)(request, text)
