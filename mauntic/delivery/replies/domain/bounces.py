"""Bounces and complaints: who could not be reached, why, and which of our mails came back."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from email import message_from_string
from email.errors import MessageError

from flufl.bounce import all_failures

from mauntic.delivery.replies.domain.folding import folded
from mauntic.delivery.replies.domain.mime.daemons import is_daemon
from mauntic.delivery.replies.domain.mime.headers import BARE_ADDRESS, Headers, first, ids
from mauntic.delivery.replies.domain.reading import Incoming
from mauntic.delivery.replies.domain.statuses import CODE, STATUS, BounceKind, kind_of

SUBJECT = re.compile(
    r"undeliver|non.?deliver|not (?:be )?deliver|deliver\w{0,9} (?:fail|status|error|problem|notif|delay|"
    r"report|incomplete|has failed)|fail\w{0,9} (?:deliver|notice|mail|message)|(?:failure|bounce) notice|"
    r"returned (?:mail|message|to sender)|return(?:ing)? (?:mail|message) to|mail (?:system )?(?:error|"
    r"failure|deliver)|mail could not|message (?:you sent )?(?:blocked|could not|failed|rejected)|"
    r"mail status report|delivery (?:failure|report|delayed)|email bounce|error sending your mail|"
    r"could not send (?:mail|message)|warning.{0,20}could not|unzustellbar|nicht zugestellt|zustellung|"
    r"fehlgeschlagen|non remis|non distribu|echec de (?:la )?remise|no se puede entregar|no entregad|"
    r"devuelto|fallo en la entrega|mancata consegna|impossibile recapitare|nao (?:foi )?entregue|"
    r"falha na entrega|onbestelbaar|niet (?:be|af)geleverd|niedostarcz|nie dostarczon|"
    r"gick inte att leverera|olevererbart|не доставлен|недоставлен|"
    r"配信不能|配信エラー|エラー通知|送信できません"
)
SAYS = re.compile(
    r"(?:wasn't|was not|not be|couldn't be|could not be|cannot be|can't be|been|unable to|failed to|"
    r"wasn't able to|not able to|undeliver\w{0,9}|fail\w{0,9})[^.\n]{0,50}"
    r"(?:deliver|reach|sent|mailbox|rejected)|"
    r"did not reach|delivery (?:to the following|has failed|failed|fail)|permanent (?:error|failure|"
    r"fatal)|returned to sender|(?:message|mail)[^.\n]{0,40}(?:was|has been|were) (?:rejected|returned|"
    r"bounced|undeliver|not delivered|blocked)|nicht zugestellt|konnte nicht|n'a pas pu etre|"
    r"no (?:se )?(?:ha podido|pudo)|non e stato possibile|nao (?:foi|pode) (?:possivel|ser) entreg|"
    r"kon niet worden|nie (?:moze|mogla?) (?:byc|zostac)|не (?:может быть|была?|"
    r"удалось)|送信できません|配信でき|"
    r"届けられ|存在しません"
)
COPY = re.compile(
    r"^[ \t>*=-]{0,40}(?:below this line is a copy|this is a copy of the message|original message|"
    r"message header|the (?:first|header)[^\n]{0,30} of the|included is a copy|returned message|"
    r"your message was|bounced e-?mail|message text|unsent message|end of bounce|received:|return-path:|"
    r"dkim-signature:|x-mailer:)",
    re.IGNORECASE | re.MULTILINE,
)
MESSAGE_ID = re.compile(r"^[ \t>]{0,10}Message-I[dD]:\s{0,5}(<[^<>\s]{1,500}>)", re.MULTILINE)
NO_COMPLAINT = frozenset({"not-spam", "auth-failure", "dmarc", "fraud-report"})
MAX_TEXT = 50_000
MAX_LINES = 1_500
"""Lines that flufl.bounce compares with each of its patterns."""
MAX_DIAGNOSTIC = 1_000
MAX_OPENING = 3_000
"""Letters in which a mail says that it is a bounce."""
ORDER = (BounceKind.HARD, BounceKind.POLICY, BounceKind.SOFT, BounceKind.DELAYED)


@dataclass(frozen=True, slots=True)
class Failure:
    """One recipient who was not reached; `email` is empty where the report does not say who."""

    email: str
    kind: BounceKind
    status: str
    diagnostic: str
    is_final: bool = True
    """False while the server goes on trying. A delay that is final never arrived: count it as soft."""


@dataclass(frozen=True, slots=True)
class Bounce:
    """A report of failures, the gravest first. Without failures it reports a success, and is ignored."""

    failures: tuple[Failure, ...]

    @property
    def kind(self) -> BounceKind | None:
        return self.failures[0].kind if self.failures else None


def read_bounce(mail: Incoming) -> Bounce | None:
    """Return the failures that a mail reports; None if it is no bounce."""
    groups = mail.report.groups if mail.report and mail.report.kind == "delivery-status" else ()
    recipients = [group for group in groups if first(group, "final-recipient") or first(group, "action")]
    if not recipients and not is_bounce(mail):
        return None
    told = explanation(mail)
    found = [_of_group(group, told) for group in recipients] if recipients else list(_of_text(mail, told))
    failures = [each for each in found if each]
    return Bounce(tuple(sorted(failures, key=lambda each: ORDER.index(each.kind))))


def is_bounce(mail: Incoming) -> bool:
    """Tell a bounce by report, sender, subject and words; a vacation notice in the bounce mailbox is none."""
    if (mail.report and mail.report.kind == "delivery-status") or first(mail.headers, "x-failed-recipients"):
        return True
    subject, told = folded(mail.subject), folded(explanation(mail))
    signs = (
        is_daemon(mail.sender.email, mail.headers),
        bool(SUBJECT.search(subject)),
        bool(SAYS.search(told[:MAX_OPENING]) or STATUS.search(told) or CODE.search(told) or mail.returned),
    )
    return sum(signs) > 1


def read_complaint(mail: Incoming) -> str | None:
    """Return who complained about spam (ARF, RFC 5965; Hotmail's own form); None if it is no complaint.

    Returns:
        The address, or an empty text if the report hides it: match by the returned Message-ID then.
    """
    groups = mail.report.groups if mail.report and mail.report.kind == "feedback-report" else ()
    if groups or (mail.report and mail.report.kind == "feedback-report"):
        kinds = {first(group, "feedback-type").strip().lower() for group in groups}
        return None if kinds & NO_COMPLAINT else _complainer(mail, groups)
    is_hotmail = folded(mail.subject).startswith("complaint about message from")
    return _complainer(mail, [mail.returned]) if is_hotmail and mail.returned else None


def returned_ids(mail: Incoming) -> tuple[str, ...]:
    """Return the Message-IDs of the mail that came back, from reports, enclosed headers and quoted ones."""
    groups = mail.report.groups if mail.report else ()
    values = [
        *mail.returned.get("message-id", ()),
        *(value for group in groups for value in group.get("original-message-id", ())),
        *MESSAGE_ID.findall(mail.text[:MAX_TEXT]),
    ]
    return tuple(dict.fromkeys(each for value in values for each in ids(value)))


def explanation(mail: Incoming) -> str:
    """Return what the reporting server says, without the copy of our mail."""
    text = (mail.text or re.sub(r"<[^<>]{0,500}>", " ", mail.html[:MAX_TEXT]))[:MAX_TEXT]
    copy = COPY.search(text, 1)
    return text[: copy.start()] if copy and text[: copy.start()].strip() else text


def _of_group(group: Headers, told: str) -> Failure | None:
    action = first(group, "action").strip().lower()
    status = next(iter(STATUS.findall(first(group, "status"))), ())
    diagnostic = first(group, "diagnostic-code") or first(group, "x-supplementary-info")
    if action.startswith(("delivered", "relayed", "deliverable", "expanded")):
        return None
    kind = kind_of(".".join(status), diagnostic or told, innermost=bool(diagnostic))
    if action.startswith("delayed"):
        kind = BounceKind.DELAYED
    recipient = first(group, "original-recipient") or first(group, "final-recipient")
    if kind is None:
        return None
    return Failure(
        email=_address(recipient),
        kind=kind,
        status=".".join(status),
        diagnostic=(diagnostic or told)[:MAX_DIAGNOSTIC].strip(),
        is_final=not action.startswith("delayed"),
    )


def _of_text(mail: Incoming, told: str) -> Iterator[Failure]:
    """Yield the failures of a bounce without a report, in the formats of the last forty years."""
    said = f"{mail.subject}\n{told}"
    kind = kind_of("", said)
    if kind is None:
        return
    status = next((".".join(found) for found in STATUS.findall(told)), "")
    known = addresses_in(mail, told)
    is_final = kind is not BounceKind.DELAYED or "fail" in mail.subject.lower()
    for email in known or ("",):
        yield Failure(email, kind, status, told.strip()[:MAX_DIAGNOSTIC], is_final=is_final)


def addresses_in(mail: Incoming, told: str) -> tuple[str, ...]:
    """Return the recipients that a bounce without a report names."""
    named = " ".join(mail.headers.get("x-failed-recipients", ()))
    emails = BARE_ADDRESS.findall(named[:MAX_DIAGNOSTIC]) or _by_flufl(mail)
    if not emails:
        ours = {mail.sender.email, *(each.email for each in mail.to)}
        emails = [each for each in BARE_ADDRESS.findall(told[:5_000]) if each.lower() not in ours][:1]
    return tuple(dict.fromkeys(each.lower() for each in emails))


def _by_flufl(mail: Incoming) -> list[str]:
    """Ask flufl.bounce, which knows old formats; of its verdicts, full mailboxes are "permanent", too."""
    sender = mail.sender.email or "nobody@mail.invalid"  # flufl.bounce fails without one
    heads = f"From: {sender}\nSubject: {mail.subject}\nContent-Type: text/plain\n\n"
    try:
        body = "\n".join(mail.text[:MAX_TEXT].split("\n")[:MAX_LINES])
        temporary, permanent = all_failures(message_from_string(heads + body))
    except (MessageError, ValueError, IndexError, KeyError, TypeError, AttributeError):
        return []
    return sorted(each.decode("ascii", "ignore") for each in (*temporary, *permanent))


def _complainer(mail: Incoming, groups: Iterable[Headers]) -> str:
    names = ("original-rcpt-to", "removal-recipient", "x-hmxmroriginalrecipient")
    fields = [first(group, name) for group in (*groups, mail.returned) for name in names]
    return next((found for value in (*fields, first(mail.returned, "to")) if (found := _address(value))), "")


def _address(value: str) -> str:
    found = BARE_ADDRESS.search(value.rpartition(";")[2])
    return found.group().lower() if found else ""
