"""The table of companies."""

import django_tables2 as tables
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from mauntic.crm.models import Company
from mauntic.kernel.display import number, score


class CompanyTable(tables.Table):
    """Companies with their number of leads and their best score."""

    name = tables.Column(linkify=("company", {"company_id": tables.A("pk")}), verbose_name=_("Company"))
    industry = tables.Column(verbose_name=_("Industry"), default="–")
    employees = tables.Column(
        verbose_name=_("Employees"), default="–", attrs={"td": {"class": "num"}, "th": {"class": "num"}}
    )
    country = tables.Column(verbose_name=_("Country"), default="–")
    contact_count = tables.Column(
        verbose_name=_("Leads"), attrs={"td": {"class": "num"}, "th": {"class": "num"}}
    )
    best_score = tables.Column(
        verbose_name=_("Best score"), default="–", attrs={"td": {"class": "num"}, "th": {"class": "num"}}
    )

    class Meta:
        orderable = False
        caption = _("Companies")

    def render_name(self, record: Company) -> SafeString:
        """Return the name with the domain below it."""
        return format_html('{}<span class="sub">{}</span>', record, record.domain)

    def render_employees(self, value: int) -> str:
        """Return the number as the reader's locale writes it."""
        return number(value)

    def render_best_score(self, value: float) -> str:
        """Return the score in whole points."""
        return score(value)
