"""Tables of the shell's own pages."""

import django_tables2 as tables
from django.utils.html import format_html
from django.utils.safestring import SafeString

from mauntic.crm.models import Company


class CompanyTable(tables.Table):
    """Companies with how many leads they have and how good the best is."""

    name = tables.Column(linkify=("company", {"company_id": tables.A("pk")}), verbose_name="Company")
    industry = tables.Column(default="–")
    employees = tables.Column(default="–", attrs={"td": {"class": "num"}, "th": {"class": "num"}})
    country = tables.Column(default="–")
    contact_count = tables.Column(
        verbose_name="Leads", attrs={"td": {"class": "num"}, "th": {"class": "num"}}
    )
    best_score = tables.Column(
        verbose_name="Best score", default="–", attrs={"td": {"class": "num"}, "th": {"class": "num"}}
    )

    class Meta:
        orderable = False
        caption = "Companies"

    def render_name(self, record: Company) -> SafeString:
        """The name with the domain below it."""
        return format_html('{}<span class="sub">{}</span>', record, record.domain)

    def render_employees(self, value: int) -> str:
        """With thousands apart."""
        return f"{value:,}"

    def render_best_score(self, value: float) -> str:
        """Whole points."""
        return f"{value:.0f}"
