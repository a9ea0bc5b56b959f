"""Look-ups of sending domains at a real DNS server, and what they cause."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from mauntic.accounts.models import User
from mauntic.delivery import actors
from mauntic.delivery.domains.adapters import dns
from mauntic.delivery.domains.services.lookups import due, look_up
from mauntic.delivery.mailboxes.services.connecting import connect_mailbox
from mauntic.delivery.messages.services import sending
from mauntic.delivery.models import MessageState, SendingDomain
from mauntic.kernel.clock import now
from mauntic.tenants.models import Organization
from tests.delivery.dns_servers import NameServer
from tests.delivery.mail_servers import MailServer
from tests.factories.delivery import MailboxFactory, MessageFactory

NAME = "ours.example"
SPF, DMARC = {NAME: ["v=spf1 mx -all"]}, {f"_dmarc.{NAME}": ["v=DMARC1; p=none"]}


def states(name: str = NAME) -> tuple[str, ...]:
    return tuple(found["state"] for found in SendingDomain.objects.get(name=name).findings.values())


def test_records_are_found_also_behind_an_alias_and_in_parts(acme: Organization, names: NameServer) -> None:
    names.texts = SPF | DMARC | {"keys.service.example": ["v=DKIM1; p=" + "A" * 392]}
    names.aliases = {f"selector2._domainkey.{NAME}": "keys.service.example"}

    look_up(name=NAME)

    assert states() == ("present", "present", "present")
    assert SendingDomain.objects.get().found.dkim.record == "selector2"


def test_what_does_not_exist_is_missing_and_dkim_unconfirmed(acme: Organization, names: NameServer) -> None:
    look_up(name=NAME)

    assert states() == ("missing", "unconfirmed", "missing")


def test_a_server_that_fails_or_is_silent_leaves_all_unknown(
    acme: Organization, names: NameServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    names.fails = {NAME, f"_dmarc.{NAME}", f"google._domainkey.{NAME}"}
    look_up(name=NAME)
    assert states() == ("unknown", "unknown", "unknown")

    monkeypatch.setattr(dns, "LONGEST", 0.2)
    names.is_silent = True
    look_up(name="silent.example")
    assert states("silent.example") == ("unknown", "unknown", "unknown")
    assert not SendingDomain.objects.exclude(unproven_since=None).exists()


def test_a_name_that_is_none_is_unknown(acme: Organization, names: NameServer) -> None:
    assert dns.texts_of("a" * 70 + ".example") is None
    assert dns.texts_of("..") is None


def test_the_wait_begins_when_both_are_missing_and_a_hiccup_changes_nothing(
    acme: Organization, names: NameServer
) -> None:
    start = now() - timedelta(hours=80)

    look_up(name=NAME, now=start)
    names.fails = {NAME}
    row = look_up(name=NAME)

    assert row.unproven_since == start
    assert row.is_held(start + timedelta(hours=72))
    assert not row.is_held(start + timedelta(hours=71))
    names.fails, names.texts = set(), DMARC
    assert look_up(name=NAME).unproven_since is None


def test_automatic_emails_wait_for_the_records_and_people_do_not(
    acme: Organization, names: NameServer, smtp: MailServer, web: Client
) -> None:
    look_up(name=NAME, now=now() - timedelta(hours=73))
    mailbox = MailboxFactory(smtp_port=smtp.port)
    personal, cold = MessageFactory(mailbox=mailbox), MessageFactory(mailbox=mailbox, rank=1)

    sending.send_due(mailbox_id=mailbox.pk)

    assert smtp.recipients == [personal.to_address]
    cold.refresh_from_db()
    assert (cold.state, cold.hold) == (MessageState.WAITING, "domain_unproven")
    page = web.get(reverse("delivery:message", args=[cold.pk])).content.decode()
    assert "SPF and DMARC of ours.example have been missing for 72 hours. Publish one of them." in page
    names.texts = SPF
    look_up(name=NAME)
    cold.look_at = now()
    cold.save()
    assert sending.send_due(mailbox_id=mailbox.pk) == 1


def test_a_look_up_is_due_each_day_and_each_hour_while_records_are_missing(acme: Organization) -> None:
    at = now()
    for name, hours, unproven in (("a", 23, None), ("b", 25, None), ("c", 2, at), ("d", 0.5, at)):
        SendingDomain.objects.create(
            name=f"{name}.example", looked_at=at - timedelta(hours=hours), unproven_since=unproven
        )

    found = due(["a.example", "b.example", "c.example", "d.example", "new.example", "", "b.example"], at)

    assert found == ["b.example", "c.example", "new.example"]


def test_the_job_looks_up_domains_of_mailboxes_and_no_public_mail_service(
    acme: Organization, names: NameServer, run_jobs
) -> None:
    names.texts = SPF
    MailboxFactory.create_batch(2)
    MailboxFactory(address="ada@gmail.com")
    MailboxFactory(address="ada@off.example", state="off")

    with run_jobs():
        actors.look_up_domains()

    assert [row.name for row in SendingDomain.objects.all()] == [NAME]
    assert states()[0] == "present"


def test_a_new_mailbox_has_its_domain_looked_up(rep: User, names: NameServer, run_jobs) -> None:
    names.texts = SPF
    values = {"address": "jo@ours.example", "smtp_host": "127.0.0.1", "smtp_port": 2525}

    with run_jobs():
        connect_mailbox(values=values, password="x", by=rep)

    assert states()[0] == "present"


def test_the_page_explains_what_was_found_and_looks_again(web: Client, rep: User, names: NameServer) -> None:
    mailbox = MailboxFactory(owner=rep)
    address = reverse("delivery:mailbox", args=[mailbox.pk])
    assert "They were not looked up yet." in web.get(address).content.decode()

    names.texts = {NAME: ["v=spf1 mx -all", "v=spf1 -all"]} | DMARC
    page = web.post(reverse("delivery:domain-look", args=[mailbox.pk]), follow=True).content.decode()

    assert "ours.example was looked up." in page
    assert "There are several SPF records" in page
    assert "The policy is none: receivers only watch. That is enough to send." in page
    assert "Unconfirmed" in page
    assert "Look again" in page


def test_strangers_look_up_and_sign_nothing(web: Client, make_user, names: NameServer) -> None:
    foreign = MailboxFactory(owner=make_user("rep", email="other@acme.example"))
    shared = MailboxFactory()

    for page in ("domain-look", "domain-key", "domain-signing"):
        assert web.post(reverse(f"delivery:{page}", args=[foreign.pk]), {"on": "yes"}).status_code == 404
        assert web.post(reverse(f"delivery:{page}", args=[shared.pk]), {"on": "yes"}).status_code == 403
    assert names.asked == []
    assert not SendingDomain.objects.exists()


def test_a_mailbox_of_a_public_mail_service_has_no_card(web: Client, rep: User) -> None:
    mailbox = MailboxFactory(owner=rep, address="ada@gmail.com")

    assert "Look up" not in web.get(reverse("delivery:mailbox", args=[mailbox.pk])).content.decode()
    assert web.post(reverse("delivery:domain-look", args=[mailbox.pk])).status_code == 422
