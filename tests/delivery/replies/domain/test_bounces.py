"""Bounces and complaints: who, why, and which mail came back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mauntic.delivery.replies.domain.bounces import (
    Bounce,
    Failure,
    is_bounce,
    read_bounce,
    read_complaint,
    returned_ids,
)
from mauntic.delivery.replies.domain.reading import Incoming, read_mail
from mauntic.delivery.replies.domain.statuses import BounceKind, by_status, kind_of
from tests.delivery.replies.mails import MAIL, hard, mail, needs_mail

SET = MAIL / "set-of-emails" / "maildir"
DSN = (
    "--d\nContent-Type: text/plain\n\n{text}\n--d\nContent-Type: message/delivery-status\n\n"
    "Reporting-MTA: dns; mx.vendor.example\n\n{groups}\n--d\n"
    "Content-Type: message/rfc822\n\nMessage-ID: <1@vendor.example>\nSubject: hi\n\nunsubscribe\n--d--\n"
)
GROUP = (
    "Final-Recipient: rfc822; {who}@client.example\nAction: {action}\n"
    "Status: {status}\nDiagnostic-Code: smtp; {said}\n"
)


def dsn(
    status="5.1.1", *, action="failed", said="550 refused", who="maria", text="Sorry.", more=""
) -> Incoming:
    groups = GROUP.format(who=who, action=action, status=status, said=said) + more
    return mail(
        DSN.format(text=text, groups=groups),
        content_type="multipart/report; report-type=delivery-status; boundary=d",
        **{"from": "mailer-daemon@mx.vendor.example"},
    )


def kind(source: Incoming) -> BounceKind | None:
    found = read_bounce(source)
    assert found is not None
    return found.kind


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        *((status, "hard") for status in ("5.1.0", "5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10")),
        *((status, "soft") for status in ("5.2.1", "5.2.2", "5.4.4", "5.5.0", "5.1.8", "5.3.2")),
        *((status, "policy") for status in ("5.7.1", "5.7.26", "5.7.515", "5.6.0")),
        *((status, "delayed") for status in ("4.2.2", "4.4.1", "4.7.0")),
    ],
)
def test_a_status_stands_for_a_kind(status, expected):
    assert by_status(status) == expected
    assert kind(dsn(status)) == expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("550 User unknown", "hard"),
        ("550 No such user here", "hard"),
        ("550 The account you tried to reach does not exist", "hard"),
        ("552 Mailbox is full", "soft"),
        ("552 Storage quota exceeded", "soft"),
        ("554 Message rejected as spam", "policy"),
        ("550 Your IP is blacklisted", "policy"),
        ("550 SPF check failed", "policy"),
        ("550 5.7.1 Service unavailable", "policy"),
        ("550 5.1.1 unknown, see our policy", "hard"),
        ("550 Something odd", "soft"),
        ("451 Try again", "delayed"),
        ("550 5.1.0 Unknown address error 550 5.7.1 blocked", "policy"),
    ],
)
def test_a_status_that_says_nothing_is_refined_by_the_answer(said, expected):
    assert kind(dsn("5.0.0" if said[0] == "5" else "4.0.0", said=said)) == expected


def test_policy_never_suppresses_the_person():
    assert kind_of("", "550 5.7.515 Access denied, user unknown to our policy") is BounceKind.POLICY


def test_a_delayed_mail_is_under_way_and_one_given_up_is_final():
    delayed = read_bounce(dsn("4.4.1", action="delayed")).failures[0]
    given_up = read_bounce(dsn("4.4.7", action="failed")).failures[0]

    assert (delayed.kind, delayed.is_final) == (BounceKind.DELAYED, False)
    assert (given_up.kind, given_up.is_final) == (BounceKind.DELAYED, True)


@pytest.mark.parametrize("action", ["delivered", "relayed", "deliverable", "expanded"])
def test_successes_are_no_failures(action):
    assert read_bounce(dsn("2.0.0", action=action)) == Bounce(())
    assert read_bounce(dsn("2.0.0", action=action)).kind is None


def test_each_recipient_has_a_failure_and_the_gravest_comes_first():
    more = "\n" + GROUP.format(who="sam", action="failed", status="5.1.1", said="550 unknown")
    found = read_bounce(dsn("5.2.2", said="552 full", more=more))

    assert [(each.email, each.kind) for each in found.failures] == [
        ("sam@client.example", BounceKind.HARD),
        ("maria@client.example", BounceKind.SOFT),
    ]
    assert found.failures[1] == Failure("maria@client.example", BounceKind.SOFT, "5.2.2", "smtp; 552 full")


def test_the_words_of_our_returned_mail_do_not_count():
    source = mail(
        "Hi. This is the qmail-send program.\nI wasn't able to deliver your message.\n\n"
        "<maria@client.example>:\nSorry, it didn't work out.\n\n"
        "--- Below this line is a copy of the message.\n\nMessage-ID: <1@vendor.example>\nuser unknown, spam",
        subject="failure notice",
        **{"from": "MAILER-DAEMON@mail.client.example"},
    )

    assert read_bounce(source).failures[0].kind is BounceKind.SOFT
    assert read_bounce(source).failures[0].email == "maria@client.example"
    assert returned_ids(source) == ("1@vendor.example",)


def test_ids_are_found_in_reports_enclosed_headers_and_receipts():
    receipt = mail(
        "--d\nContent-Type: message/disposition-notification\n\n"
        "Original-Message-ID: <2@vendor.example>\n\n--d--\n",
        content_type="multipart/report; report-type=disposition-notification; boundary=d",
    )

    assert returned_ids(dsn()) == ("1@vendor.example",)
    assert returned_ids(receipt) == ("2@vendor.example",)
    assert returned_ids(mail("Thanks.")) == ()


@pytest.mark.parametrize(
    "source",
    [
        mail(
            "I am away until Monday.",
            subject="Out of office",
            auto_submitted="auto-replied",
            return_path="<>",
        ),
        mail("Your mail could not be delivered to me in time for the meeting. Send it again?"),
        mail("Thanks for the notice.", subject="Re: Delivery status of our order"),
        mail("Please fix this", subject="Fwd: Undelivered Mail Returned to Sender"),
    ],
    ids=["vacation in the bounce mailbox", "a person", "a subject", "a forward"],
)
def test_other_mail_is_no_bounce(source):
    assert not is_bounce(source)
    assert read_bounce(source) is None


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Unzustellbar: Angebot", "Ihre Nachricht wurde nicht zugestellt: 550 5.1.1 unbekannt"),
        ("Non remis : Offre", "Votre message n'a pas pu être remis. 550 5.1.1"),
        ("No se puede entregar: Oferta", "No se ha podido entregar el mensaje: 550 5.1.1"),
        ("Onbestelbaar: Aanbod", "Uw bericht kon niet worden bezorgd: 550 5.1.1"),
    ],
)
def test_bounces_in_other_languages_are_found(subject, text):
    assert kind(mail(text, subject=subject, **{"from": "postmaster@client.example"})) is BounceKind.HARD


def complaint(kind: str, **fields: str) -> Incoming:
    lines = "".join(f"{name.replace('_', '-')}: {value}\n" for name, value in fields.items())
    return mail(
        f"--d\nContent-Type: message/feedback-report\n\nFeedback-Type: {kind}\nUser-Agent: x\n{lines}\n"
        "--d\nContent-Type: message/rfc822\n\nTo: Maria <maria@client.example>\n"
        "Message-ID: <1@vendor.example>\n\nhi\n--d--\n",
        content_type="multipart/report; report-type=feedback-report; boundary=d",
    )


def test_a_complaint_names_who_complains_by_report_else_by_the_returned_mail():
    assert read_complaint(complaint("abuse", Original_Rcpt_To="<sam@client.example>")) == "sam@client.example"
    assert read_complaint(complaint("abuse")) == "maria@client.example"
    assert returned_ids(complaint("abuse")) == ("1@vendor.example",)


@pytest.mark.parametrize("kind", ["not-spam", "auth-failure"])
def test_other_feedback_is_no_complaint(kind):
    assert read_complaint(complaint(kind)) is None
    assert read_complaint(mail("This is spam!")) is None


@needs_mail
@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("dsn_hard", "hard"), ("dsn_delayed", "delayed"), ("dsn_full", "soft"), ("dsn_policy", "policy"),
        ("dsn_5715", "policy"), ("exchange_ndr", "hard"), ("exchange_legacy_ndr", "hard"),
        ("gmail_bounce", "hard"),
        ("qmail_bounce", "hard"),
    ],
)  # fmt: skip
def test_hard_bounces_are_read(name, expected):
    found = read_bounce(hard(name))

    assert (found.kind, found.failures[0].email) == (expected, "maria@client.example")


@needs_mail
def test_bounces_of_sixty_mail_systems_are_recognized_with_the_class_of_their_status():
    sources = {path.name: read_mail(path.read_bytes()) for path in sorted((SET / "bsd").glob("*.eml"))}
    reports = {
        name: source
        for name, source in sources.items()
        if not name.startswith(("arf", "rfc3834", "lhost-fml"))
    }
    missed = [name for name, source in reports.items() if read_bounce(source) is None]

    assert len(missed) <= 0.03 * len(reports), missed
    assert len(sources) > 300
    for name, source in reports.items():
        groups = [group for group in (source.report.groups if source.report else ()) if group.get("status")]
        if len(groups) != 1 or ".0.0" in groups[0]["status"][0] or groups[0]["status"][0][0] not in "45":
            continue
        status = groups[0]["status"][0].split()[0]
        assert read_bounce(source).kind == by_status(status), name


@needs_mail
def test_complaints_of_the_set_are_recognized_and_ordinary_mail_is_not():
    for path in sorted((SET / "bsd").glob("arf-*.eml")):
        source = read_mail(path.read_bytes())
        is_opt_out = source.headers.get("x-apple-unsubscribe") == ("true",)
        assert (read_complaint(source) is None) is is_opt_out, path.name
    for name in ("is-not-bounce-01.eml", "is-not-bounce-02.eml"):
        assert read_bounce(read_mail((SET / "not" / name).read_bytes())) is None


@given(st.text(max_size=500), st.text(max_size=500))
def test_any_text_of_a_daemon_is_read(subject, text):
    heads = {"x-failed-recipients": (f"{text}maria@client.example",)}
    source = Incoming(key="x", size=1, subject=subject, text=text, headers=heads)

    assert read_bounce(source) is not None
