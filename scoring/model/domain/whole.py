"""Points as people read them: whole."""

import math
from collections.abc import Sequence
from decimal import Decimal


def whole_points(points: Sequence[Decimal]) -> list[int]:
    """Return points as whole numbers that add up to the whole part of their sum, as scores are shown.

    Each is rounded down. What is then missing goes to those that lost most, one point each; the first of
    equal ones.
    """
    whole = [math.floor(each) for each in points]
    missing = math.floor(sum(points)) - sum(whole)
    by_loss = sorted(range(len(whole)), key=lambda place: whole[place] - points[place])
    for place in by_loss[:missing]:
        whole[place] += 1
    return whole
