"""How large the body of a request may be (1 MB, unless its route says more), and what its files contain."""

import hashlib
from collections.abc import Callable
from typing import Any, TypeVar

from django.core.files import File

MEGABYTE = 1024 * 1024
DEFAULT_BYTES = MEGABYTE
# What surrounds an uploaded file: the other fields of the form and the boundaries between them.
AROUND_A_FILE = MEGABYTE // 4
_ATTRIBUTE = "most_body_bytes"

View = TypeVar("View", bound=Callable[..., Any])


def takes_bodies_of(most_bytes: int) -> Callable[[View], View]:
    """Make a decorator that lets a view receive large bodies.

    Args:
        most_bytes: the size of the largest file or body; form data around a file may come on top.

    Returns: the decorator.
    """

    def mark(view: View) -> View:
        setattr(view, _ATTRIBUTE, most_bytes + AROUND_A_FILE)
        return view

    return mark


def most_bytes_of(view: Callable[..., Any]) -> int:
    """Return how large a body the view takes, whether it is a function or a class of views."""
    cls = getattr(view, "cls", None) or getattr(view, "view_class", None)
    return int(getattr(view, _ATTRIBUTE, None) or getattr(cls, _ATTRIBUTE, None) or DEFAULT_BYTES)


def digest_of(file: File[bytes]) -> str:
    """Return a hash of the content of an uploaded file, which can be read from its start afterwards.

    A corrected file often has the name and the size of the wrong one.
    """
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()
