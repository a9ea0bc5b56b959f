"""Vendors on this machine: they speak the real wire formats about people and companies that they make up.

The demo and the tests run on them, through the real adapters and the real HTTP client. Nothing here
imports the rest of the product, so that what both sides agree on is the wire format alone.
"""
