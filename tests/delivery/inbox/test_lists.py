"""The lists of the inbox: whose replies they show, filters, and what comes after a reply."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse

from mauntic.accounts.models import Team, User
from mauntic.delivery.models import Reply
from mauntic.kernel.clock import now
from tests.conftest import ACME_HOST
from tests.factories.delivery import MailboxFactory, ReplyFactory


def listed(client: Client, **query: str) -> list[str]:
    """Return the texts of the replies of a list."""
    return [reply.text for reply in client.get(reverse("delivery:inbox"), query).context["page"].rows]


def reply_of(first_name: str, minutes: int = 0, **values) -> Reply:
    at = now() - timedelta(minutes=minutes)
    return ReplyFactory(contact__first_name=first_name, text=first_name, arrived_at=at, **values)


@pytest.fixture
def other(make_user) -> User:
    return make_user("rep", name="Bo Reis", email="other@acme.example")


def client_of(user: User) -> Client:
    client = Client(headers={"host": ACME_HOST})
    client.force_login(user)
    return client


def test_mine_are_my_mailbox_my_leads_in_shared_ones_and_what_nobody_owns(web: Client, rep, other) -> None:
    shared, own = MailboxFactory(), MailboxFactory(owner=rep)
    reply_of("own mailbox", 1, mailbox=own, contact__owner=other)
    reply_of("my lead", 2, mailbox=shared, contact__owner=rep)
    reply_of("nobody's", 3, mailbox=shared)
    reply_of("assigned", 4, mailbox=shared, contact__owner=other, assignee=rep)
    reply_of("lead of other", 5, mailbox=shared, contact__owner=other)
    reply_of("given away", 6, mailbox=own, assignee=other)
    reply_of("private", 7, mailbox=MailboxFactory(owner=other), contact__owner=rep)

    assert listed(web) == ["own mailbox", "my lead", "nobody's", "assigned"]
    assert listed(web, whose="all") == [*listed(web), "lead of other", "given away"]


def test_replies_of_people_who_left_are_everybodys(web: Client, other) -> None:
    other.is_active = False
    other.save()
    shared = MailboxFactory()
    reply_of("their lead", 1, mailbox=shared, contact__owner=other)
    reply_of("assigned to them", 2, mailbox=shared, assignee=other)

    assert listed(web) == ["their lead", "assigned to them"]


def test_filters_narrow_by_class_mailbox_and_words_and_the_counts_follow(web: Client) -> None:
    sales, help_desk = MailboxFactory(), MailboxFactory()
    reply_of("Ann", 1, mailbox=sales, label="question")
    reply_of("Ben", 2, mailbox=help_desk, contact__last_name="Oak", done_at=now(), label="question")
    reply_of("Cem", 3, mailbox=help_desk, subject="Price list")

    assert listed(web, **{"class": "question"}) == ["Ann"]
    assert listed(web, mailbox=str(help_desk.pk)) == ["Cem"]
    assert listed(web, q="price LIST") == ["Cem"]
    assert listed(web, q="price oak") == []
    assert listed(web, tab="done", q="oak ben") == ["Ben"]
    page = web.get(reverse("delivery:inbox"), {"class": "question"})
    assert [count for _tab, _label, count in page.context["tabs"]] == ["1", "0", "1", "0"]
    assert 'href="?tab=done&amp;class=question"' in page.content.decode()


@pytest.mark.parametrize("odd", [{"tab": "x"}, {"class": "x"}, {"mailbox": "x"}, {"q": " "}, {"whose": "x"}])
def test_unknown_values_of_filters_are_left_out(web: Client, odd: dict[str, str]) -> None:
    reply_of("Ann")

    assert listed(web, **odd) == ["Ann"]


@pytest.mark.parametrize(
    ("action", "values"),
    [("reply-done", {}), ("reply-snooze", {"for": "week"}), ("reply", {"text": "Hello", "once": "1"})],
)
def test_after_an_answer_done_or_snooze_the_next_reply_of_the_list_opens(
    web: Client, action: str, values: dict[str, str]
) -> None:
    first, middle, last = (reply_of(name, age, label="question") for age, name in enumerate("abc"))
    reply_of("of another class", 3)
    query = urlencode({"tab": "to_do", "class": "question"})

    def act(reply: Reply) -> str:
        return web.post(f"{reverse(f'delivery:{action}', args=[reply.pk])}?{query}&from=reply", values).url

    assert act(middle) == f"{reverse('delivery:reply', args=[last.pk])}?{query}"
    assert act(last) == f"{reverse('delivery:reply', args=[first.pk])}?{query}"
    assert act(first) == f"{reverse('delivery:inbox')}?{query}"


def test_actions_in_the_list_lead_back_to_it_with_its_filters(web: Client) -> None:
    reply = reply_of("Ann")
    reply_of("Ben", 1)
    query = urlencode({"tab": "to_do", "whose": "all", "q": "a b"})
    page = web.get(f"{reverse('delivery:inbox')}?tab=to_do&whose=all&q=n").content.decode()
    done = reverse("delivery:reply-done", args=[reply.pk])

    assert f'action="{done}?tab=to_do&amp;whose=all&amp;q=n"' in page
    assert web.post(f"{done}?{query}").url == f"{reverse('delivery:inbox')}?{query}"


def test_the_page_of_a_reply_leads_to_its_list_and_its_neighbors(web: Client) -> None:
    newest, middle, oldest = (reply_of(name, age) for age, name in enumerate("abc"))
    page = web.get(reverse("delivery:reply", args=[middle.pk]), {"whose": "all"}).content.decode()

    query = "tab=to_do&amp;whose=all"
    assert f'class="crumb" href="{reverse("delivery:inbox")}?{query}"' in page
    for key, reply in (("k", newest), ("j", oldest)):
        link = f'aria-keyshortcuts="{key}" href="{reverse("delivery:reply", args=[reply.pk])}?{query}"'
        assert link in page


def test_a_snoozed_reply_says_until_when_and_is_taken_back(web: Client) -> None:
    reply = reply_of("Ann", snoozed_until=now() + timedelta(days=2))
    page = web.get(reverse("delivery:inbox"), {"tab": "snoozed"}).content.decode()

    assert '<th scope="col">Comes back</th>' in page
    assert "Back to inbox" in page
    assert "Snoozed until" in web.get(reverse("delivery:reply", args=[reply.pk])).content.decode()
    done = reverse("delivery:reply-done", args=[reply.pk])
    answer = web.post(f"{done}?tab=snoozed", {"done": "no"}, follow=True)
    assert f"Reply of {reply.contact.name} is to do." in answer.content.decode()
    assert listed(web) == ["Ann"]


def test_an_automatic_reply_says_when_the_lead_is_back(web: Client) -> None:
    at = now().date().replace(month=12, day=3)
    reply_of("Away", label="auto_reply", is_human=False, away_until=at)

    assert "Back 3 Dec" in web.get(reverse("delivery:inbox"), {"tab": "automatic"}).content.decode()


@pytest.fixture
def manager(make_user, other) -> User:
    boss = make_user("manager", name="Mia Boss", email="boss@acme.example")
    other.team = Team.objects.create(name="North", manager=boss)
    other.save()
    return boss


def test_a_manager_reads_the_mail_of_the_team_without_answering(manager, other, make_user) -> None:
    boss = client_of(manager)
    reply = reply_of("of the team", 1, mailbox=MailboxFactory(owner=other))
    reply_of("of others", 2, mailbox=MailboxFactory(owner=make_user("rep", email="far@acme.example")))

    assert listed(boss) == []
    assert listed(boss, whose="all") == ["of the team"]
    assert "You only read it" in boss.get(reverse("delivery:inbox"), {"whose": "all"}).content.decode()
    address = reverse("delivery:reply", args=[reply.pk])
    page = boss.get(address).content.decode()
    why = "This is the mailbox of Bo Reis. You read it as a manager; Bo Reis, ops and admins answer."
    assert why in page
    assert reverse("delivery:reply-done", args=[reply.pk]) not in page
    assert 'name="text"' not in page
    assert boss.post(address, {"text": "Hello", "once": "1"}).status_code == 403
    for name in ("reply-done", "reply-snooze", "reply-assign", "reply-correct"):
        assert boss.post(reverse(f"delivery:{name}", args=[reply.pk])).status_code == 403
    reply.refresh_from_db()
    assert (reply.done_at, reply.snoozed_until, reply.assignee) == (None, None, None)
