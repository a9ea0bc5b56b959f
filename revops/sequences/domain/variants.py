"""Which variant of a step a lead gets: even over many, and always the same for one enrollment."""

import hashlib
from collections.abc import Sequence
from uuid import UUID

FIRST, SECOND = "A", "B"


def variant_of(enrollment_id: UUID, step_id: UUID, letters: Sequence[str]) -> str:
    """Return the letter of the variant.

    A hash, since ids grow with time: leads that are enrolled one after the other would get the same variant.
    The step is part of it, so that the variants of two steps are not coupled.

    Args:
        enrollment_id: whose turn it is.
        step_id: the step with the variants.
        letters: those of the variants, at least one, in a fixed order.
    """
    digest = hashlib.sha256(enrollment_id.bytes + step_id.bytes).digest()
    return letters[int.from_bytes(digest[:8]) % len(letters)]
