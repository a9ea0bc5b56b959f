"""The Jinja environment: Django's functions translate its texts."""

from typing import Any

from django.utils import translation
from jinja2 import Environment


def environment(**options: Any) -> Environment:
    """Return an environment in which `_("...")` and `{% trans %}` translate."""
    made = Environment(extensions=["jinja2.ext.i18n"], **options)  # noqa: S701 (Django sets autoescape)
    made.install_gettext_callables(  # type: ignore[attr-defined]
        gettext=translation.gettext,
        ngettext=translation.ngettext,
        pgettext=translation.pgettext,
        npgettext=translation.npgettext,
        newstyle=True,
    )
    return made
