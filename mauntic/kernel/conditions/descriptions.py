"""Conditions in words, with the labels of fields, choices and records, and with the currency of amounts."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import partial, reduce

from django.utils.translation import gettext as _

from mauntic.kernel.conditions.fields import Field, Kind
from mauntic.kernel.conditions.operators import written
from mauntic.kernel.conditions.tree import All, Any, Broken, Leaf, Tree
from mauntic.kernel.display import money


def words(tree: Tree | Broken, fields: Mapping[str, Field]) -> str:
    """Return the tree in words: "Employees is at least 200 and Country is one of DE, AT".

    Args:
        tree: the conditions.
        fields: the fields by key; `with_names` adds the names of records that references name.
    """
    match tree:
        case Leaf():
            return _leaf_words(tree, fields)
        case All(parts) | Any(parts):
            if not parts:
                return _("everybody")
            joint = _("{first} and {second}") if isinstance(tree, All) else _("{first} or {second}")
            texts = [_bracketed(part, fields) for part in parts]
            return reduce(lambda first, second: joint.format(first=first, second=second), texts)
        case Broken():
            return _("nobody, as the conditions are broken: {problems}").format(problems=tree)
        case _:
            return _("not ({conditions})").format(conditions=words(tree.part, fields))


def _bracketed(tree: Tree, fields: Mapping[str, Field]) -> str:
    text = words(tree, fields)
    return f"({text})" if isinstance(tree, All | Any) and len(tree.parts) > 1 else text


def _leaf_words(leaf: Leaf, fields: Mapping[str, Field]) -> str:
    field = fields.get(leaf.field)
    if field is None:
        return str(leaf)
    return leaf.operator.describe(str(field.label), leaf.value, _writer(field))


def _writer(field: Field) -> Callable[[object], str]:
    if field.kind is Kind.MONEY and field.currency:
        return partial(_money, currency=field.currency)
    labels = dict(field.choices)
    return lambda value: (
        str(labels.get(value, "")) or written(value) if isinstance(value, str) else written(value)
    )


def _money(value: object, currency: str) -> str:
    return money(value, currency) if isinstance(value, Decimal | int | float) else written(value)
