"""Adapters of the vendors, one file each, which map requests and responses."""
