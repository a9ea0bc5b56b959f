"""What the records of a domain mean, and what to do, for people who set up their first domain."""

from collections.abc import Mapping

from mauntic.delivery.domains.domain.records import Finding, State
from mauntic.kernel.translation import StrPromise
from mauntic.kernel.translation import gettext_lazy as _

STATES: Mapping[State, StrPromise] = {
    State.PRESENT: _("Present"),
    State.MISSING: _("Missing"),
    State.FAULT: _("Faulty"),
    State.UNCONFIRMED: _("Unconfirmed"),
    State.UNKNOWN: _("Unknown"),
}
_UNKNOWN = _("The DNS servers of the domain did not answer. Look again in a few minutes.")
_SPF: Mapping[tuple[State, str], StrPromise] = {
    (State.PRESENT, ""): _("Receivers can check which servers send for your domain."),
    (State.PRESENT, "open"): _(
        'It ends in "all", so that everyone may send as you. Ask your mail provider for the right record.'
    ),
    (State.MISSING, ""): _(
        "Receivers cannot check which servers send for your domain. Add the TXT record that your mail "
        "provider names, such as v=spf1 include:_spf.google.com ~all."
    ),
    (State.FAULT, "several"): _(
        "There are several SPF records, so that receivers ignore all of them. Merge them into one."
    ),
}
_DKIM: Mapping[tuple[State, str], StrPromise] = {
    (State.PRESENT, ""): _("Your emails can be signed, so that receivers see that nobody changed them."),
    (State.UNCONFIRMED, ""): _(
        "No key was found under the names of well-known services. Your server may sign under another name: "
        "look for dkim=pass in an email to yourself."
    ),
}
_DMARC: Mapping[tuple[State, str], StrPromise] = {
    (State.PRESENT, ""): _("Receivers know what to do with emails that only pretend to be yours."),
    (State.PRESENT, "none"): _("The policy is none: receivers only watch. That is enough to send."),
    (State.MISSING, ""): _(
        "Large mail services expect it. Add a TXT record at _dmarc of your domain: v=DMARC1; p=none."
    ),
    (State.FAULT, "several"): _("There are several DMARC records, so that receivers ignore them. Keep one."),
    (State.FAULT, "no_policy"): _("The record has no policy. Add p=none, p=quarantine or p=reject."),
}
_MEANINGS = {"spf": _SPF, "dkim": _DKIM, "dmarc": _DMARC}


def meaning(kind: str, finding: Finding) -> str:
    """Return what a finding means and what to do.

    Args:
        kind: spf, dkim or dmarc.
        finding: of this kind.
    """
    return str(_MEANINGS[kind].get((finding.state, finding.note), _UNKNOWN))
