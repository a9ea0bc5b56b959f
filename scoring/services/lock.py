"""One writer of scores and signals at a time in an organization."""

from django.db import connection


def lock_scoring() -> None:
    """Wait until no other transaction of this organization writes scores, and keep others out until commit.

    A score is computed from what a statement sees when it begins. Without this a slow statement that saw
    old facts could overwrite the score that a quick one made of new facts.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('scoring'), hashtext(current_schema()))")
