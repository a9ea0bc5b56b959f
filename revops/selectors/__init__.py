"""Reads of revenue operations."""

from revops.selectors.deals import deal, deals

__all__ = ["deal", "deals"]
