"""Writes of revenue operations."""
