"""One decision of routing at a time in an organization."""

from django.db import connection


def lock_routing() -> None:
    """Wait until no other transaction of this organization routes leads or changes the rules, until commit.

    Turns could be kept apart by locking the rows of a rule, but a cap belongs to a person who is in several
    rules, and a company's leads are kept together whatever rule applies. So there is one lock for all. It is
    the first that routing takes, before contacts (by id), deals (by id) and the credits of rules.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('routing'), hashtext(current_schema()))")
