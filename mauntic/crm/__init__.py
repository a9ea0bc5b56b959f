"""Contacts and companies: the ground that enrichment, scoring and revenue operations extend."""
