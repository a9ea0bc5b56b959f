"""An event of the tests' own, so that no real receiver has a part in them."""

import uuid
from dataclasses import dataclass
from decimal import Decimal

from mauntic.events.catalog import Event


@dataclass(frozen=True, kw_only=True)
class Counted(Event, context="test"):
    """Somebody counted on."""

    contact_id: uuid.UUID
    number: int


@dataclass(frozen=True, kw_only=True)
class Doubled(Event, context="test"):
    """What a receiver made of `Counted`."""

    number: int
    factor: Decimal | None = None


def counted(*numbers: int) -> list[Counted]:
    return [Counted(contact_id=uuid.uuid4(), number=number) for number in numbers]
