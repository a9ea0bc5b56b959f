"""Input fields shared by endpoints of the CRM API."""

from rest_framework import serializers


def text_input(limit: int) -> serializers.CharField:
    """Return an optional input field for at most `limit` characters of text."""
    return serializers.CharField(max_length=limit, allow_blank=True, required=False)
