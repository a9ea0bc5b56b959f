"""Input fields shared by endpoints of the CRM API."""

from rest_framework import serializers


def text_input(limit: int) -> serializers.CharField:
    """Return a field of an input for at most `limit` characters of text; it may be empty or left out."""
    return serializers.CharField(max_length=limit, allow_blank=True, required=False)
