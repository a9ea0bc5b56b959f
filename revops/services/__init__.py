"""Writes of revenue operations."""

from revops.services.deal_drafts import DealDraft
from revops.services.deals import change_deals, create_deal, create_deals
from revops.services.moves import move_deals, place_deal, reopen_deal
from revops.services.routing import route_contact, route_contacts, route_new, route_risen
from revops.services.routing_leavers import reroute_leavers
from revops.services.routing_retry import retry_unrouted
from revops.services.routing_undo import undo_routing

__all__ = [
    "DealDraft",
    "change_deals",
    "create_deal",
    "create_deals",
    "move_deals",
    "place_deal",
    "reopen_deal",
    "reroute_leavers",
    "retry_unrouted",
    "route_contact",
    "route_contacts",
    "route_new",
    "route_risen",
    "undo_routing",
]
