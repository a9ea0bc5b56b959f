"""Django's translation functions for packages that import no Django, such as the rules in `domain`."""

from django.utils.functional import Promise as StrPromise
from django.utils.translation import gettext, gettext_lazy, ngettext, pgettext

__all__ = ["StrPromise", "gettext", "gettext_lazy", "ngettext", "pgettext"]
