"""The list of prospects offers leads who are new, and says of the others why they are not."""

import pytest

from mauntic.crm.contacts.services.consent import UNSUBSCRIBED, refuse_messages
from mauntic.crm.models import Contact
from mauntic.delivery.models import Reason
from mauntic.delivery.suppression.services import suppress
from mauntic.kernel.clock import now
from revops.prospects.models import Prospect
from revops.sequences.services.enrollments.changes import stop
from tests.factories.crm import ContactFactory
from tests.factories.delivery import MessageFactory
from tests.factories.prospects import set_icp
from tests.factories.sequences import make_enrollment, make_mailbox, make_sequence
from tests.support.queries import queries_of

LIST = "/revops/prospects/"
ALL = f"{LIST}?contacted=1"


def text(answer) -> str:
    return " ".join(answer.content.decode().split())


def qualified(**more) -> Contact:
    lead: Contact = more.pop("lead", None) or ContactFactory(**more)
    Prospect.objects.create(
        contact=lead, qualification_score=65, icp_match=1, data_completeness=1, recommendation="sequence"
    )
    return lead


@pytest.fixture
def sequence(rep):
    make_mailbox(rep)
    return make_sequence(rep)


def in_sequence(sequence, rep) -> Contact:
    return qualified(lead=make_enrollment(sequence, rep).contact)


def once_in_sequence(sequence, rep) -> Contact:
    row = make_enrollment(sequence, rep)
    stop(enrollment_id=row.pk, by=rep)
    return qualified(lead=row.contact)


def emailed(sequence, rep) -> Contact:
    return qualified(lead=MessageFactory(state="sent", handed_at=now()).contact)


def unsubscribed(sequence, rep) -> Contact:
    lead = qualified()
    refuse_messages(contact_ids=[lead.pk], reason=UNSUBSCRIBED)
    return lead


def bounced(sequence, rep) -> Contact:
    lead = qualified()
    suppress(addresses=[lead.email], reason=Reason.BOUNCED, source="bounce", contacts={lead.email: lead.pk})
    return lead


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (in_sequence, "In &quot;Outreach&quot;"),
        (once_in_sequence, "&quot;Outreach&quot;: stopped"),
        (emailed, "Emailed just now"),
        (unsubscribed, "Refused consent: unsubscribed"),
        (bounced, "Suppressed: the address does not exist"),
    ],
)
def test_who_is_not_new_is_left_out_and_marked_among_all(web, rep, sequence, make, words):
    new, other = qualified(), make(sequence, rep)
    page, everybody = text(web.get(LIST)), text(web.get(ALL))

    assert (f"/leads/{new.pk}/" in page, f"/leads/{other.pk}/" in page) == (True, False)
    assert 'Sequence <span class="tab-count">1</span>' in page
    assert 'Sequence <span class="tab-count">2</span>' in everybody
    assert (words in everybody, everybody.count('<span class="tag')) == (True, 1)


def test_an_address_that_was_suppressed_by_hand_is_marked_and_not_enrolled(web):
    lead = qualified()
    suppress(addresses=[lead.email], reason=Reason.MANUAL, source="Ada")
    page = text(web.get(LIST))
    assert "Suppressed: suppressed by hand" in page
    assert f"/leads/enroll/?ids={lead.pk}" not in page


def test_a_new_lead_is_enrolled_by_its_row_or_with_others(web, rep, sequence):
    first, second, gone = qualified(), qualified(), unsubscribed(sequence, rep)
    page = text(web.get(ALL))
    assert f'href="/leads/enroll/?ids={first.pk}"' in page
    assert f'href="/leads/enroll/?ids={gone.pk}"' not in page

    chosen = web.post("/leads/bulk/", {"action": "enroll", "ids": [str(first.pk), str(second.pk)]})
    assert chosen["Location"] == f"/leads/enroll/?ids={first.pk}&ids={second.pk}"


def test_the_list_is_narrowed_by_owner(web, rep, make_user):
    other = make_user("rep", "other@acme.example")
    mine, theirs, nobodys = qualified(owner=rep), qualified(owner=other), qualified(owner=None)

    def found(owner: str) -> set[Contact]:
        page = text(web.get(f"{LIST}?owner={owner}"))
        return {lead for lead in (mine, theirs, nobodys) if f'/leads/{lead.pk}/"' in page}

    assert found("") == {mine, theirs, nobodys}
    assert (found("me"), found("none"), found(str(other.pk))) == ({mine}, {nobodys}, {theirs})
    page = text(web.get(f"{LIST}?owner={other.pk}"))
    assert f'<option value="{other.pk}" selected>' in page
    assert 'Sequence <span class="tab-count">1</span>' in page


def test_an_empty_list_leads_to_everybody(web, rep, sequence):
    set_icp()
    in_sequence(sequence, rep)
    page = text(web.get(LIST))
    assert "Those who were contacted are left out." in page
    assert 'href="?contacted=1"' in page


def test_contacts_of_many_leads_are_read_in_the_queries_of_one(web, rep, sequence):
    def made() -> None:
        in_sequence(sequence, rep)
        once_in_sequence(sequence, rep)
        emailed(sequence, rep)
        bounced(sequence, rep)

    made()
    one = queries_of(lambda: web.get(ALL))
    made()
    assert queries_of(lambda: web.get(ALL)) == one
