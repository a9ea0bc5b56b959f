"""The errors that every part of the house speaks.

Services raise them, and the edges translate them: the API into ``{"code", "message", "details"}``,
the pages into form errors or a message, the jobs into a retry or a stop.
"""

from collections.abc import Mapping, Sequence


class MaunticError(Exception):
    """Something that the caller is told about: a stable code, a sentence, and details."""

    code = "error"

    def __init__(self, message: str, *, details: Mapping[str, object] | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.details: dict[str, object] = dict(details or {})


class Invalid(MaunticError):
    """The input cannot be accepted; `details` holds the sentences of each field."""

    code = "invalid"

    def __init__(self, fields: Mapping[str, str | Sequence[str]], *, message: str = "") -> None:
        self.fields = {name: [said] if isinstance(said, str) else list(said) for name, said in fields.items()}
        summary = "; ".join(f"{name}: {' '.join(said)}" for name, said in self.fields.items())
        super().__init__(message or summary, details=self.fields)


class NotAllowed(MaunticError):
    """This person may not do this."""

    code = "not_allowed"


class NotFound(MaunticError):
    """There is no such thing, or this person may not know of it."""

    code = "not_found"


class Conflict(MaunticError):
    """The thing is in a state that forbids this."""

    code = "conflict"


class VendorError(MaunticError):
    """An outside service did not do what was asked; the cause is chained."""

    code = "vendor_error"

    def __init__(
        self,
        message: str,
        *,
        vendor: str = "",
        status: int | None = None,
        details: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(message, details=details)
        self.vendor = vendor
        self.status = status


class Temporary(VendorError):
    """The same call may succeed later, `retry_after` seconds from now if the vendor said when."""

    code = "vendor_temporary"

    def __init__(
        self,
        message: str,
        *,
        retry_after: float | None = None,
        vendor: str = "",
        status: int | None = None,
        details: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(message, vendor=vendor, status=status, details=details)
        self.retry_after = retry_after


class Permanent(VendorError):
    """The same call will fail again."""

    code = "vendor_permanent"


class Misconfigured(VendorError):
    """A person must act first: a wrong key, plan or address."""

    code = "vendor_misconfigured"


class BudgetExhausted(MaunticError):
    """The call would have cost more than is allowed, and was not made."""

    code = "budget_exhausted"


class CircuitOpen(MaunticError):
    """The service failed too often of late; it is not called until its rest is over."""

    code = "circuit_open"
