"""Admin pages of delivery. They are read-only, and passwords are never shown."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib import admin
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin

from mauntic.crm.models import Contact
from mauntic.delivery.domains.models import SendingDomain
from mauntic.delivery.engagement.models import Touch
from mauntic.delivery.inbox.models import Reply
from mauntic.delivery.mailboxes.models import Mailbox
from mauntic.delivery.messages.models import Message
from mauntic.delivery.sign_in.models import Grant, SignInApp
from mauntic.delivery.suppression.models import Suppression
from mauntic.delivery.suppression.selectors import suppressions
from mauntic.kernel.admin import Large, ReadOnly, code_reader
from mauntic.kernel.normalize import email_key

LATEST, MOST_FOUND = 20_000, 500


class SearchedMail(Large, ReadOnly, ModelAdmin):
    """Mail that is found by a whole address or Message-ID, and the latest by a part of them or the subject.

    Nothing has an index of the parts of texts, so that only the latest rows are read for them.
    """

    search_fields = ("pk",)
    search_help_text = _("Address, subject or Message-ID. Parts of them are looked for in the latest emails.")
    parts: Sequence[str] = ()
    model: type[Model]

    def get_search_results(
        self,
        request: HttpRequest,  # noqa: ARG002 (signature of Django)
        queryset: QuerySet[Any],
        search_term: str,
    ) -> tuple[QuerySet[Any], bool]:
        """Return the rows that the term names, and the latest that have it somewhere."""
        term = search_term.strip()
        if not term:
            return queryset, False
        manager = self.model._default_manager  # noqa: SLF001 (documented)
        latest = manager.filter(pk__in=manager.order_by("-pk").values("pk")[:LATEST])
        has_part = Q()
        for name in self.parts:
            has_part |= Q(**{f"{name}__icontains": term})
        found = {*self.named(term), *latest.filter(has_part).values_list("pk", flat=True)[:MOST_FOUND]}
        return queryset.filter(pk__in=found), False

    def named(self, term: str) -> Iterable[Any]:
        """Return the ids of rows that a whole address or Message-ID names, however old."""
        raise NotImplementedError


@admin.register(Mailbox)
class MailboxAdmin(ReadOnly, ModelAdmin):
    list_display = ("address", "owner", "kind", "state", "per_day", "last_sent_at", "read_at")
    list_filter = ("state",)
    list_select_related = ("owner",)
    exclude = ("credentials",)


@admin.register(SignInApp)
class SignInAppAdmin(ReadOnly, ModelAdmin):
    list_display = ("__str__", "client_id", "directory", "updated_at")
    exclude = ("credentials",)


@admin.register(Grant)
class GrantAdmin(ReadOnly, ModelAdmin):
    list_display = ("account", "provider", "expires_at", "problem", "granted_at")
    exclude = ("tokens",)


@admin.register(SendingDomain)
class SendingDomainAdmin(ReadOnly, ModelAdmin):
    list_display = ("name", "looked_at", "unproven_since", "selector", "signs")
    exclude = ("private_key",)


@admin.register(Message)
class MessageAdmin(SearchedMail):
    list_display = ("__str__", "to_address", "contact", "mailbox", "state", "due_at", "handed_at")
    list_filter = ("state",)
    list_select_related = ("contact", "mailbox")
    parts = ("to_address", "subject", "sent_subject", "header_id")
    readers = {name: code_reader(name) for name in ("origin_kind", "hold", "failure")}

    def named(self, term: str) -> Iterable[Any]:
        """Return the messages to an address or with a Message-ID. Both have an index."""
        address = email_key(term)
        to_address = Q(to_domain=address.rpartition("@")[2], to_address=address)
        for rows in (to_address, Q(header_id=f"<{term.strip('<>')}>")):
            yield from Message.objects.filter(rows).order_by("-pk").values_list("pk", flat=True)[:MOST_FOUND]


@admin.register(Touch)
class TouchAdmin(Large, ReadOnly, ModelAdmin):
    list_display = ("message", "link", "at", "is_machine", "reason")
    list_filter = ("is_machine",)
    list_select_related = ("message", "link")


@admin.register(Suppression)
class SuppressionAdmin(SearchedMail):
    list_display = ("__str__", "reason", "source", "created_at", "lifted_at", "lifted_by")
    list_filter = ("reason", ("lifted_at", admin.EmptyFieldListFilter))
    list_select_related = ("lifted_by",)
    search_help_text = _("A whole address, or a part of the source, such as a domain, in the latest rows.")
    parts = ("hint", "source")
    readers = {"scope_kind": code_reader("scope_kind")}

    def named(self, term: str) -> Iterable[Any]:
        """Return the suppressions of an address, also those that were lifted."""
        return suppressions(term, with_lifted=True).values_list("pk", flat=True)[:MOST_FOUND]


@admin.register(Reply)
class ReplyAdmin(SearchedMail):
    list_display = ("__str__", "sender_address", "contact", "mailbox", "label", "arrived_at")
    list_filter = ("label",)
    list_select_related = ("contact", "mailbox")
    parts = ("sender_address", "sender_name", "subject", "header_id")
    readers = {name: code_reader(name) for name in ("kind", "sentiment", "sign", "signals")}
    exclude = ("raw",)

    def named(self, term: str) -> Iterable[Any]:
        """Return the mails of the leads with an address."""
        leads = Contact.objects.with_emails([term]).values("pk")
        return Reply.objects.filter(contact__in=leads).values_list("pk", flat=True)[:MOST_FOUND]
