"""The errors of the product.

Services raise them, and the edges convert them: the API into ``{"code", "message", "details"}``,
the pages into form errors or a message, the jobs into a retry or a stop.
"""

from collections.abc import Mapping, Sequence


class MaunticError(Exception):
    """An error for the caller: a stable code, a sentence and details."""

    code = "error"

    def __init__(self, message: str, *, details: Mapping[str, object] | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.details: dict[str, object] = dict(details or {})


class Invalid(MaunticError):
    """The input is not valid; `details` has the sentences of each field."""

    code = "invalid"

    def __init__(self, fields: Mapping[str, str | Sequence[str]], *, message: str = "") -> None:
        self.fields = {name: _sentences(given) for name, given in fields.items()}
        summary = "; ".join(f"{name}: {' '.join(given)}" for name, given in self.fields.items())
        super().__init__(message or summary, details=self.fields)


def _sentences(given: str | Sequence[str]) -> list[str]:
    # A lazily translated text is no str, and no Sequence either.
    is_one = isinstance(given, str) or not isinstance(given, Sequence)
    return [str(given)] if is_one else [str(each) for each in given]


class NotAllowed(MaunticError):
    """The person is not allowed to do this."""

    code = "not_allowed"


class NotFound(MaunticError):
    """The record does not exist, or the person has no access to it."""

    code = "not_found"


class Conflict(MaunticError):
    """The state of the record does not allow this."""

    code = "conflict"


class EditConflict(Conflict):
    """Somebody else changed fields that the person changed, too. `stored` has their values now, by field."""

    def __init__(self, message: str, *, stored: Mapping[str, object]) -> None:
        super().__init__(message, details={"fields": sorted(stored)})
        self.stored = stored


class VendorError(MaunticError):
    """A vendor's service failed; the cause is chained."""

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


class Uncertain(VendorError):
    """Nobody knows whether the call had its effect, and the vendor cannot tell two calls from one."""

    code = "vendor_uncertain"


class Misconfigured(VendorError):
    """A person must act first: a wrong key, plan or address."""

    code = "vendor_misconfigured"
