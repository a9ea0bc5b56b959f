"""SMS steps: a text within window, limit and consent, and a step that is skipped where none can go."""

from datetime import timedelta

import pytest

from mauntic.crm.models import Consent, Contact
from mauntic.delivery.suppression.models import Reason
from mauntic.delivery.suppression.services import suppress
from mauntic.kernel.clock import now
from revops.sequences.models.enrollments import Enrollment, StepRun
from revops.sequences.selectors.lists import enrollments, shown
from revops.sequences.services.enrollments.changes import pause, resume, skip
from revops.sequences.services.sweep import run_due
from revops.sms.models import SmsAccount, SmsOptOut, Text
from revops.sms.services.sending import send_texts
from tests.factories.sequences import CALL, StepDraft, make_enrollment, make_sequence
from tests.factories.sms import MOBILE, connect_sms
from tests.support.queries import queries_of

SMS = StepDraft(type="sms", body="Hi {{ first_name | there }}, yes?")


@pytest.fixture
def account(acme, sandbox):
    return connect_sms(sandbox)


@pytest.fixture
def sequence(rep):
    return make_sequence(rep, (SMS, CALL))


@pytest.fixture
def row(account, rep, sequence):
    return make_enrollment(sequence, rep, first_name="Bo", phone=MOBILE)


def again(row: Enrollment) -> Enrollment:
    return Enrollment.objects.get(pk=row.pk)


def words(row: Enrollment) -> str:
    return next(
        each.words
        for each in shown(enrollments(row.sequence), row.enrolled_by)
        if each.enrollment.pk == row.pk
    )


def test_a_text_goes_to_the_mobile_number_and_the_sequence_goes_on(row, sandbox):
    run_due()
    assert (again(row).wait, words(row)) == ("text", "Text message in the queue.")
    send_texts()
    run_due()

    assert [(each["To"], each["Body"]) for each in sandbox.twilio.sent] == [(MOBILE, "Hi Bo, yes?")]
    stored = again(row)
    assert (stored.position, stored.wait) == (2, "")
    assert stored.due_at - now() > timedelta(days=1)
    assert StepRun.objects.get().outcome == "sent"


@pytest.mark.parametrize(
    ("phone", "outcome"), [("", "no_mobile"), ("+49 30 123456", "no_mobile"), ("+14155550004", "opted_out")]
)
def test_without_a_mobile_number_or_after_a_stop_the_step_is_skipped(account, rep, sequence, phone, outcome):
    SmsOptOut.objects.create(number="+14155550004", source="STOP")
    row = make_enrollment(sequence, rep, phone=phone)
    run_due()
    assert (again(row).position, StepRun.objects.get(enrollment=row).outcome) == (2, outcome)
    assert not Text.objects.exists()


def test_a_direct_mobile_number_is_taken_where_the_first_is_a_landline(account, rep, sequence):
    make_enrollment(sequence, rep, phone="+49 30 123456", direct_phone="+49 151 23456789")
    run_due()
    assert Text.objects.get().number == "+4915123456789"


def test_a_number_that_the_vendor_refuses_does_not_end_the_sequence(account, rep, sequence):
    row = make_enrollment(sequence, rep, phone="+14155550001")
    run_due()
    send_texts()
    run_due()
    assert (again(row).state, again(row).position) == ("active", 2)
    assert StepRun.objects.get().outcome == "refused"


def test_who_refused_consent_or_is_suppressed_is_stopped_and_gets_no_text(account, rep, sequence):
    refused, gone = (make_enrollment(sequence, rep, phone=MOBILE) for _ in range(2))
    Contact.objects.filter(pk=refused.contact_id).update(consent=Consent.REFUSED)
    suppress(addresses=[gone.contact.email], reason=Reason.ASKED, source="phone")
    run_due()
    assert {again(refused).state, again(gone).state} == {"stopped"}
    assert again(refused).reason_facts["words"] == "The lead refused consent."
    assert not Text.objects.exists()


def test_a_text_waits_for_the_window_of_the_lead(account, rep):
    closed = [[] for _ in range(7)]
    tomorrow = (now() + timedelta(days=1)).weekday()
    closed[tomorrow] = [[0, 1440]]
    row = make_enrollment(make_sequence(rep, (SMS,), week=closed), rep, phone=MOBILE)
    Enrollment.objects.update(due_at=now() - timedelta(minutes=1))
    run_due()
    assert (again(row).wait, Text.objects.count()) == ("window", 0)
    assert again(row).due_at > now()
    assert "Outside the send window, next at" in words(row)


def test_a_value_that_is_missing_keeps_the_text_back(account, rep):
    row = make_enrollment(
        make_sequence(rep, (StepDraft(type="sms", body="Hi {{ title }}"),)), rep, phone=MOBILE, title=""
    )
    run_due()
    assert (again(row).wait, words(row)) == ("missing_value", "No value for title, and no fallback.")
    assert not Text.objects.exists()


def test_one_person_sends_at_most_25_texts_in_24_hours(account, rep, sequence):
    for _ in range(27):
        make_enrollment(sequence, rep, phone=MOBILE)
    run_due()
    assert Text.objects.count() == 25
    waiting = Enrollment.objects.filter(wait="sms_limit")
    assert waiting.count() == 2
    assert f"25 of 25 texts from {rep} in 24 hours" in words(waiting.first())


def test_a_pause_takes_the_text_back_and_after_it_another_one_goes(row, rep, sandbox):
    run_due()
    pause(enrollment_id=row.pk, by=rep)
    send_texts()
    assert Text.objects.get().state == "canceled"

    resume(enrollment_id=row.pk, by=rep)
    run_due()
    send_texts()
    run_due()
    assert len(sandbox.twilio.sent) == 1
    assert again(row).position == 2


def test_a_text_that_went_out_before_the_pause_is_not_sent_again(row, rep, sandbox):
    run_due()
    send_texts()
    pause(enrollment_id=row.pk, by=rep)
    resume(enrollment_id=row.pk, by=rep)
    for _ in range(2):
        run_due()
        send_texts()
    assert len(sandbox.twilio.sent) == 1


def test_a_text_that_did_not_leave_in_time_is_decided_anew(row, sandbox):
    run_due()
    Text.objects.update(leaves_until=now())
    send_texts()
    run_due()
    send_texts()
    assert [each["To"] for each in sandbox.twilio.sent] == [MOBILE]
    assert sorted(Text.objects.values_list("state", flat=True)) == ["canceled", "sent"]


def test_a_skipped_step_takes_its_text_back(row, rep, sandbox):
    run_due()
    skip(enrollment_id=row.pk, by=rep)
    send_texts()
    assert sandbox.twilio.sent == []


def test_a_refused_account_holds_the_step_with_what_the_vendor_says(row):
    SmsAccount.objects.update(last_error="Authenticate")
    run_due()
    assert words(row) == "Waits for the SMS account. Twilio says: Authenticate"


def test_an_unknown_text_names_who_settles_it(row):
    run_due()
    Text.objects.update(state="unknown")
    run_due()
    assert again(row).position == 1
    assert words(row) == "Text message in the queue. No answer came. Ops settles it in the settings of SMS."


def test_many_texts_are_queued_and_settled_in_the_same_queries_as_few(account, rep, sequence, settings):
    def batch(count: int) -> int:
        for _ in range(count):
            make_enrollment(sequence, rep, phone=MOBILE)
        return queries_of(run_due)

    batch(1)
    few, many = batch(2), batch(12)
    assert many == few
