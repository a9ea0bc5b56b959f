"""The base class of events: frozen dataclasses with a wire name and a signal."""

import uuid
from collections.abc import Callable, Hashable
from dataclasses import dataclass, fields
from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar, Self

import cattrs
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, override
from django.dispatch import Signal
from django.utils.translation import gettext as _

from mauntic.kernel.errors import NotFound

Receiver = Callable[..., None]

_types: dict[str, type["Event"]] = {}


class EventSignal(Signal):
    """A Django signal that knows its receivers by declared names, so that a delivery can name one of them.

    The name is the `dispatch_uid` that the receiver is connected with. Deliveries are stored under it, so it
    stays as it is when the function is renamed or moves to another module.
    """

    def __init__(self) -> None:
        super().__init__()
        self.named: dict[str, Receiver] = {}

    def connect(
        self,
        receiver: Receiver,
        sender: object = None,
        weak: bool = True,  # noqa: FBT001, FBT002 (signature of Django)
        dispatch_uid: Hashable | None = None,
    ) -> None:
        """Connect a receiver under its name.

        Raises: `ValueError` without a name, or if another receiver has it.
        """
        if not dispatch_uid or not isinstance(dispatch_uid, str):
            raise ValueError(f'{receiver!r} needs a name that stays: dispatch_uid="context.verb_what".')
        if self.named.setdefault(dispatch_uid, receiver) is not receiver:
            raise ValueError(f"There is another receiver named {dispatch_uid}.")
        super().connect(receiver, sender, weak, dispatch_uid)

    def disconnect(
        self,
        receiver: Receiver | None = None,
        sender: object = None,
        dispatch_uid: Hashable | None = None,
    ) -> bool:
        """Disconnect the receiver with this name.

        Returns: whether there was one.
        Raises: `ValueError` without a name.
        """
        if not dispatch_uid:
            raise ValueError("Name the receiver by its dispatch_uid.")
        self.named.pop(str(dispatch_uid), None)
        return super().disconnect(receiver, sender, dispatch_uid)


@dataclass(frozen=True, kw_only=True)
class Event:
    """A fact. Subclasses are declared with the name of their context: `class Sent(Event, context="mail")`."""

    wire_name: ClassVar[str]
    signal: ClassVar[EventSignal]

    def __init_subclass__(cls, *, context: str, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        cls.wire_name = f"{context}.{cls.__name__}"
        cls.signal = EventSignal()
        _types[cls.wire_name] = cls

    def to_wire(self) -> dict[str, Any]:
        """Return the payload as JSON values under camelCase keys."""
        payload: dict[str, Any] = _converter.unstructure(self)
        return payload

    @classmethod
    def from_wire(cls, payload: dict[str, Any]) -> Self:
        """Return the event from a payload of `to_wire`."""
        return _converter.structure(payload, cls)

    def subjects(self) -> list[uuid.UUID]:
        """Return the ids of the records that the fact is about: the UUIDs in its fields named `*_id`."""
        values = (getattr(self, field.name) for field in fields(self) if field.name.endswith("_id"))
        return [value for value in values if isinstance(value, uuid.UUID)]


def event_types() -> list[type[Event]]:
    """Return all declared event classes, sorted by wire name."""
    return [_types[name] for name in sorted(_types)]


def event_type(wire_name: str) -> type[Event]:
    """Return the event class of a wire name.

    Raises: `NotFound` with the names that exist.
    """
    try:
        return _types[wire_name]
    except KeyError:
        raise NotFound(
            _('Unknown event "%(event)s". Known events: %(known)s.')
            % {"event": wire_name, "known": ", ".join(sorted(_types))}
        ) from None


def wire_key(name: str) -> str:
    """Return the camelCase key of a field in the payload."""
    head, *tail = name.split("_")
    return head + "".join(word.capitalize() for word in tail)


def _renamed(cls: type[Event]) -> dict[str, Any]:
    return {field.name: override(rename=wire_key(field.name)) for field in fields(cls)}


def _make_converter() -> cattrs.Converter:
    converter = cattrs.Converter(forbid_extra_keys=False)
    converter.register_unstructure_hook(uuid.UUID, str)
    converter.register_structure_hook(uuid.UUID, lambda value, _: uuid.UUID(value))
    converter.register_unstructure_hook(Decimal, float)
    converter.register_structure_hook(Decimal, lambda value, _: Decimal(str(value)))
    converter.register_unstructure_hook(datetime, datetime.isoformat)
    converter.register_structure_hook(datetime, lambda value, _: datetime.fromisoformat(value))
    converter.register_unstructure_hook_factory(
        lambda cls: isinstance(cls, type) and issubclass(cls, Event),
        lambda cls: make_dict_unstructure_fn(cls, converter, **_renamed(cls)),
    )
    converter.register_structure_hook_factory(
        lambda cls: isinstance(cls, type) and issubclass(cls, Event),
        lambda cls: make_dict_structure_fn(cls, converter, **_renamed(cls)),
    )
    return converter


_converter = _make_converter()
