"""Base classes and helpers of API endpoints."""

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
    """An endpoint of the API. Its POST applies `Idempotency-Key`.

    `may_conflict` says that a read may be refused, too, because of the state of the record.
    """

    may_conflict = False

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "post" in vars(cls):
            setattr(cls, "post", idempotent(vars(cls)["post"]))  # noqa: B010 (mypy lets no method be assigned)


@contextmanager
def in_api_names(own: Mapping[str, str], *, rest: Callable[[str], str] = camel) -> Iterator[None]:
    """Rename the fields of `Invalid` that a service raises inside the block to the keys of the API.

    Args: `own` has the keys by field; `rest` names the others.
    """
    try:
        yield
    except Invalid as error:
        fields = {own.get(name, rest(name)): texts for name, texts in error.fields.items()}
        raise Invalid(fields) from error


def read(shape: type[Shape], data: object) -> dict[str, Any]:
    """Return the validated values of a request.

    Args:
        shape: the serializer of the request.
        data: the body or the query.

    Raises: `ValidationError` with the errors by field.
    """
    reader = shape(data=data)
    reader.is_valid(raise_exception=True)
    return dict(reader.validated_data)
