"""Reads of revenue operations."""

from revops.selectors.deals import deal, deals, deals_found

__all__ = ["deal", "deals", "deals_found"]
