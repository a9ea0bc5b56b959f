"""What every endpoint is made of."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypeVar

from rest_framework import serializers
from rest_framework.views import APIView

from mauntic.kernel.api.idempotency import idempotent
from mauntic.kernel.api.serializers import camel
from mauntic.kernel.errors import Invalid

Shape = TypeVar("Shape", bound="serializers.BaseSerializer[Any]")


class ApiView(APIView):
    """An endpoint of the API. Its POST honours `Idempotency-Key`."""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "post" in vars(cls):
            setattr(cls, "post", idempotent(vars(cls)["post"]))  # noqa: B010 (mypy lets no method be assigned)


@contextmanager
def in_api_names(own: Mapping[str, str], *, rest: Callable[[str], str] = camel) -> Iterator[None]:
    """What a service refuses within the block names the keys of the API, by `own`, or else by `rest`."""
    try:
        yield
    except Invalid as error:
        fields = {own.get(name, rest(name)): said for name, said in error.fields.items()}
        raise Invalid(fields) from error


def read(shape: type[Shape], data: object) -> dict[str, Any]:
    """Return what was sent as the shape understands it; raises what is wrong, by field."""
    reader = shape(data=data)
    reader.is_valid(raise_exception=True)
    return dict(reader.validated_data)
