"""The form of a new note."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from mauntic.accounts.context import signed_in
from mauntic.accounts.models import User
from mauntic.crm.contacts.selectors.lists import lead
from mauntic.crm.models import Contact
from mauntic.kernel.errors import MaunticError
from mauntic.kernel.pages.forms import add_errors
from mauntic.kernel.pages.quick import quick_page, saved
from mauntic.kernel.parsing import uuids
from mauntic.web.notes.forms import NoteForm
from revops.activities.services.drafts import ActivityDraft
from revops.activities.services.record import log_activity
from revops.deals.selectors.visible import deal

NOTE = "note"


@dataclass(frozen=True, slots=True)
class Subject:
    """The lead or the deal that a note is about."""

    name: str
    url: str
    contact_id: UUID | None = None
    deal_id: UUID | None = None


@login_required
def new(request: HttpRequest) -> HttpResponse:
    """Write a note on the lead of `?contact=`, the deal of `?deal=`, or a lead that the form asks for."""
    user = signed_in(request)
    subject = _subject(request, user)
    form = NoteForm(request.POST or None, asks_lead=subject is None, auto_id="new_%s")
    if form.is_valid():
        about = subject or _of_lead(form.cleaned_data["contact_email"])
        draft = ActivityDraft(
            type=NOTE, deal_id=about.deal_id, contact_id=about.contact_id, notes=form.cleaned_data["notes"]
        )
        try:
            log_activity(draft=draft, by=user)
        except MaunticError as error:
            add_errors(form, error)
        else:
            return saved(request, _("Note on {name} saved."), about.name, about.url)
    context = {"form": form, "subject": subject.name if subject else ""}
    return quick_page(request, "web/notes/new.html", context)


def _subject(request: HttpRequest, user: User) -> Subject | None:
    deals, contacts = (uuids([request.GET.get(name, "")]) for name in ("deal", "contact"))
    if deals:
        found = deal(deals[0], user)
        return Subject(found.name, reverse("revops:deal", args=[found.pk]), deal_id=found.pk)
    return _of_lead(lead(contacts[0])) if contacts else None


def _of_lead(contact: Contact) -> Subject:
    return Subject(contact.name, reverse("lead", args=[contact.pk]), contact_id=contact.pk)
