"""Show events about a deal only to users who see the deal."""

from mauntic.events.catalog.guards import guard_records
from revops.deals.selectors.visible import guarded_deals

guard_records("deal_id", guarded_deals)
