"""Pages of mailboxes that send through an e-mail service."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from mauntic.accounts.context import signed_in
from mauntic.delivery.domains.selectors import domain_card
from mauntic.delivery.mailboxes.domain.mail_services import POSTMARK, SERVICES
from mauntic.delivery.mailboxes.forms import ServiceForm
from mauntic.delivery.mailboxes.models import Mailbox
from mauntic.delivery.mailboxes.selectors import hook_addresses, mailboxes_of, rates_of_domain, usage_of
from mauntic.delivery.mailboxes.services.by_service import change_service, connect_service
from mauntic.delivery.mailboxes.services.settings import FIELDS
from mauntic.kernel.clock import now
from mauntic.kernel.errors import Invalid
from mauntic.kernel.pages.forms import add_errors
from mauntic.kernel.pages.rendering import form_page

TEMPLATE = "delivery/mailboxes/service.html"


@login_required
@require_http_methods(["GET", "POST"])
def service_new(request: HttpRequest) -> HttpResponse:
    """Connect a mailbox that sends through an e-mail service."""
    user = signed_in(request)
    asked = request.POST.get("service") or request.GET.get("service", "")
    service = SERVICES.get(asked, POSTMARK)
    initial = {"address": user.email, "service": service.slug}
    form = ServiceForm(request.POST or None, of=service, may_share=user.is_ops, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            mailbox = connect_service(
                service=form.cleaned_data["service"],
                values=form.settings(),
                keys=form.keys(),
                by=user,
                is_shared=bool(form.cleaned_data.get("is_shared")),
                password=form.cleaned_data["password"],
            )
        except Invalid as error:
            add_errors(form, error)
        else:
            done = _("{address} connected. Enter the addresses of its webhooks at the service, then test it.")
            messages.success(request, done.format(address=mailbox.address))
            return redirect("delivery:mailbox", mailbox.pk)
    return form_page(request, TEMPLATE, {"form": form, "services": SERVICES.values(), "service": service})


def service_edit(request: HttpRequest, mailbox: Mailbox) -> HttpResponse:
    """Show a mailbox of an e-mail service, which the user may change, and change it."""
    user = signed_in(request)
    stored = {name: getattr(mailbox, name) for name in FIELDS}
    form = ServiceForm(request.POST or None, of=SERVICES[mailbox.kind], initial=stored, stored=mailbox)
    if request.method == "POST" and form.is_valid():
        try:
            change_service(
                mailbox_id=mailbox.pk,
                values=form.settings(),
                keys=form.keys(),
                by=user,
                password=form.cleaned_data["password"],
            )
        except Invalid as error:
            add_errors(form, error)
        else:
            messages.success(request, _("{address} saved.").format(address=mailbox.address))
            return redirect("delivery:mailbox", mailbox.pk)
    usage = next(iter(usage_of(mailboxes_of(user).filter(pk=mailbox.pk))))
    context = {
        "form": form,
        "mailbox": mailbox,
        "usage": usage,
        "hooks": hook_addresses(mailbox),
        "card": domain_card(mailbox.address, now()),
        "domain_rates": rates_of_domain(mailbox.address, now()),
    }
    return form_page(request, TEMPLATE, context)
