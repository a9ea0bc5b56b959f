"""Django's translation functions for packages that import no Django, such as the rules in `domain`."""

from django.utils.translation import gettext, gettext_lazy, ngettext, pgettext
from django_stubs_ext import StrPromise

__all__ = ["StrPromise", "gettext", "gettext_lazy", "ngettext", "pgettext"]
