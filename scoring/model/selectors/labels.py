"""Labels of what gives points."""

from django.utils.translation import gettext

from scoring.model.domain.points import BASE, CAP, Model
from scoring.model.models import CategoryName


def reason_labels(model: Model) -> dict[str, str]:
    """Return the label of each key of `model.reasons`."""
    labels = {weighted.factor.key: weighted.factor.label for weighted in model.factors}
    capped = gettext("Maximum of {category}")
    caps = {f"{CAP}{each}": capped.format(category=CategoryName(each).label) for each in model.capped}
    return labels | {BASE: gettext("All leads")} | caps
