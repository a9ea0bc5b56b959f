"""The API of mailboxes, messages and suppressed addresses: no secrets, no addresses, only one's own."""

from datetime import timedelta

from django.test import Client

from mauntic.accounts.models import User
from mauntic.accounts.services import create_api_key
from mauntic.delivery.models import Mailbox, Message, Reason, Suppression
from mauntic.delivery.suppression.services import suppress
from mauntic.kernel.clock import now
from tests.conftest import ACME_HOST
from tests.factories.delivery import MailboxFactory, MessageFactory

ROOT = "/api/v1/delivery"


def test_mailboxes_are_listed_with_what_they_sent_and_without_secrets(web: Client, rep: User) -> None:
    mailbox = MailboxFactory(owner=rep, credentials={"password": "hunter2"}, per_day=50)
    MessageFactory(mailbox=mailbox, state="sent", claimed_at=now())
    MessageFactory(mailbox=mailbox)

    [row] = web.get(f"{ROOT}/mailboxes").json()

    assert (row["address"], row["sent"], row["dailyLimit"], row["waiting"]) == (mailbox.address, 1, 50, 1)
    assert web.get(f"{ROOT}/mailboxes/{mailbox.pk}").json() == row
    assert not {"password", "credentials", "username"} & set(row)
    assert "hunter2" not in str(row)


def test_mailboxes_and_messages_of_others_are_unknown(web: Client, make_user) -> None:
    other = MailboxFactory(owner=make_user("rep", email="other@acme.example"))
    message = MessageFactory(mailbox=other)

    assert web.get(f"{ROOT}/mailboxes").json() == []
    assert web.get(f"{ROOT}/messages").json()["data"] == []
    for path in (f"mailboxes/{other.pk}", f"messages/{message.pk}"):
        assert web.get(f"{ROOT}/{path}").status_code == 404


def test_messages_are_filtered_by_contact_and_state_with_their_reasons(web: Client) -> None:
    until = now() + timedelta(hours=2)
    waiting = MessageFactory(
        contact__first_name="Bo",
        body="Hello {{ first_name }}",
        hold="daily_limit",
        hold_facts={"used": 50, "limit": 50},
        hold_until=until,
    )
    sent = MessageFactory(state="sent", handed_at=now(), sent_subject="Hi", sent_text="Hi Cy")

    def ids(**query: str) -> set[str]:
        return {row["id"] for row in web.get(f"{ROOT}/messages", query).json()["data"]}

    assert ids() == {str(waiting.pk), str(sent.pk)}
    assert ids(state="SENT") == {str(sent.pk)}
    assert ids(contactId=str(waiting.contact_id)) == {str(waiting.pk)}
    assert web.get(f"{ROOT}/messages", {"state": "lost"}).status_code == 400
    shown = web.get(f"{ROOT}/messages/{waiting.pk}").json()
    assert shown["reason"].startswith("50 of 50 in 24 hours, next at")
    assert shown["text"] == "Hello Bo"
    assert web.get(f"{ROOT}/messages/{sent.pk}").json()["text"] == "Hi Cy"


def test_messages_are_listed_in_the_same_queries_for_one_and_for_three(
    web: Client, django_assert_max_num_queries
) -> None:
    def queries() -> int:
        with django_assert_max_num_queries(40) as counted:
            web.get(f"{ROOT}/messages")
        return len(counted)

    MessageFactory()
    queries()
    first = queries()
    MessageFactory.create_batch(2)
    assert queries() == first


def test_ops_suppress_addresses_which_are_shown_as_hints(web: Client, admin: User) -> None:
    body = {"email": "Bo@client.example", "reason": "asked"}
    assert web.post(f"{ROOT}/suppressions", body, content_type="application/json").status_code == 403

    web.force_login(admin)
    made = web.post(f"{ROOT}/suppressions", body, content_type="application/json")
    again = web.post(f"{ROOT}/suppressions", {"email": "bo@client.example"}, content_type="application/json")

    assert (made.status_code, again.status_code) == (201, 201)
    assert again.json() == made.json()
    assert (made.json()["hint"], made.json()["reason"]) == ("b•••@client.example", "asked")
    found = web.get(f"{ROOT}/suppressions", {"email": "BO@client.example"}).json()["data"]
    assert found == [made.json()]
    assert web.get(f"{ROOT}/suppressions", {"reason": "bounced"}).json()["data"] == []
    assert "digest" not in found[0]


def test_what_is_no_address_or_no_reason_of_clients_is_refused(web: Client, admin: User) -> None:
    web.force_login(admin)
    for body, field in (
        ({"email": "nobody"}, "email"),
        ({"email": "bo@x.example", "reason": "erased"}, "reason"),
    ):
        answer = web.post(f"{ROOT}/suppressions", body, content_type="application/json")
        assert answer.status_code in {400, 422}
        assert field in answer.json()["details"]
    assert not Suppression.objects.exists()


def test_ops_allow_an_address_again_but_not_one_that_complained(web: Client, admin: User) -> None:
    suppress(addresses=["bo@client.example"], reason=Reason.MANUAL, source="Ada")
    suppress(addresses=["cy@client.example"], reason=Reason.COMPLAINED, source="report")
    bo, cy = (Suppression.objects.get(reason=reason) for reason in ("manual", "complained"))
    assert web.delete(f"{ROOT}/suppressions/{bo.pk}").status_code == 403

    web.force_login(admin)
    assert web.delete(f"{ROOT}/suppressions/{bo.pk}").status_code == 204
    assert web.delete(f"{ROOT}/suppressions/{bo.pk}").status_code == 404
    assert web.delete(f"{ROOT}/suppressions/{cy.pk}").status_code == 409


def test_a_key_needs_the_scope_of_delivery(admin: User) -> None:
    def client(scope: str) -> Client:
        _key, secret = create_api_key(user=admin, name=scope, scopes=[scope])
        return Client(headers={"host": ACME_HOST, "authorization": f"Bearer {secret}"})

    assert client("crm:write").get(f"{ROOT}/messages").status_code == 403
    assert client("delivery:read").get(f"{ROOT}/messages").status_code == 200
    assert client("delivery:read").post(f"{ROOT}/suppressions", {}).status_code == 403
    assert not Mailbox.objects.exists()
    assert not Message.objects.exists()
