"""Reads of revenue operations."""
