"""Errors of the database that a client can cause, as the product's own errors."""

from collections.abc import Callable, Mapping

from django.db import DatabaseError, DataError, IntegrityError
from django.utils.translation import gettext as _

from mauntic.kernel.errors import Conflict, Invalid, MaunticError


def _unfit() -> Invalid:
    sentence = _("A value is too long, too large or of the wrong type. Change it, and try again.")
    return Invalid({"value": sentence}, message=sentence)


def _at_once() -> Conflict:
    return Conflict(_("Someone else saved the same record at the same time. Reload, and try again."))


def _gone() -> Conflict:
    return Conflict(_("A record that this refers to no longer exists. Reload, and try again."))


def _in_use() -> Conflict:
    return Conflict(_("Someone else is changing the same records. Try again in a moment."))


def _too_long() -> Conflict:
    return Conflict(_("The request took too long and was stopped. Narrow it down, or try again in a moment."))


def _too_complex() -> Invalid:
    sentence = _("The request is too complex. Use fewer or simpler conditions.")
    return Invalid({"value": sentence}, message=sentence)


# By SQLSTATE, or its class of two letters: https://www.postgresql.org/docs/current/errcodes-appendix.html
# Functions, since each error is in the language of its reader.
_BY_STATE: Mapping[str, Callable[[], MaunticError]] = {
    "22": _unfit,
    "23503": _gone,
    "23502": _unfit,
    "23514": _unfit,
    "23": _at_once,
    "40": _in_use,
    "54": _too_complex,
    "55P03": _in_use,
    "57014": _too_long,  # the statement timeout of the web server
}


def known_error(error: DatabaseError) -> MaunticError | None:
    """Return the error to show for a database error that a client caused.

    Args:
        error: as Django raised it.

    Returns: None for faults of the product, and for outages.
    """
    state = str(getattr(error.__cause__, "sqlstate", None) or "")
    if found := _BY_STATE.get(state) or _BY_STATE.get(state[:2]):
        return found()
    # Refused by the driver, before the database saw it: NUL in a text, a number that no type holds.
    if isinstance(error, DataError):
        return _unfit()
    return _at_once() if isinstance(error, IntegrityError) else None
