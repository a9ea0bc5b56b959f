"""Rows of revenue operations for admins."""
