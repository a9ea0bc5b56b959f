"""Who sends texts: a number, or a service that has several."""

API = "https://api.twilio.com"
SERVICE = "MG"
"""How the ids of messaging services begin; any other sender is a number."""
