from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "mauntic.accounts"
    label = "accounts"
