"""Writes of revenue operations."""

from revops.services.deal_drafts import DealDraft
from revops.services.deals import change_deals, create_deal, create_deals
from revops.services.moves import move_deals, place_deal, reopen_deal

__all__ = [
    "DealDraft",
    "change_deals",
    "create_deal",
    "create_deals",
    "move_deals",
    "place_deal",
    "reopen_deal",
]
