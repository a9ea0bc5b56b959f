"""What the administrations of the contexts share."""

from typing import Any

from django.http import HttpRequest


class ReadOnly:
    """For an admin or inline of rows that only services write: nothing is added, changed or deleted."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002 (signature of Django)
        """Services make these rows."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002 (as above)
        """Services change these rows."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002 (as above)
        """Rows go with what they are about."""
        return False
