"""The log-ins of the demonstration."""

import random
import secrets

from django.contrib.auth.password_validation import validate_password

from demo import accounts


def test_passwords_pass_the_rules_whatever_chance_says(monkeypatch):
    for seed in range(300):
        monkeypatch.setattr(secrets, "choice", random.Random(seed).choice)
        password = accounts.new_password()
        assert len(password) >= 12
        validate_password(password)  # raises for one that the rules refuse
