"""Writes of the CRM."""

from mauntic.crm.services import imports
from mauntic.crm.services.companies import (
    create_company,
    delete_company,
    get_or_create_companies,
    get_or_create_company,
    update_company,
)
from mauntic.crm.services.contacts import (
    assign_owner,
    assign_owners,
    create_contact,
    delete_contacts,
    update_contact,
)
from mauntic.crm.services.enriched import (
    EnrichedChange,
    mark_enrichment_pending,
    write_company_facts,
    write_enriched,
)
from mauntic.crm.services.projections import (
    EnrichmentRow,
    project_enrichment,
    project_quality,
    project_scores,
    refuse_messages,
    suppress_contacts,
)

__all__ = [
    "EnrichedChange",
    "EnrichmentRow",
    "assign_owner",
    "assign_owners",
    "create_company",
    "create_contact",
    "delete_company",
    "delete_contacts",
    "get_or_create_companies",
    "get_or_create_company",
    "imports",
    "mark_enrichment_pending",
    "project_enrichment",
    "project_quality",
    "project_scores",
    "refuse_messages",
    "suppress_contacts",
    "update_company",
    "update_contact",
    "write_company_facts",
    "write_enriched",
]
