"""Deals in the search and the command palette."""

from django.urls import reverse

from mauntic.kernel.pages.finders import Hit, Kind, register
from mauntic.kernel.translation import gettext_lazy as _
from revops.deals.models.deals import Deal
from revops.deals.selectors.visible import deals_found


def _deal(row: Deal) -> Hit:
    facts = (str(row.company or ""), row.get_stage_display())
    return Hit(row.name, " · ".join(fact for fact in facts if fact), reverse("revops:deal", args=[row.pk]))


register(
    Kind(
        name="deal",
        rank=3,
        label=_("Deals"),
        icon="currency-dollar",
        page="revops:deals",
        template="revops/pipeline/_found.html",
        find=deals_found,
        hit=_deal,
    )
)
