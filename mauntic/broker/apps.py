from django.apps import AppConfig


class BrokerConfig(AppConfig):
    """Sets Dramatiq's broker up as soon as models can be imported, before any actor is declared."""

    name = "mauntic.broker"
    label = "broker"

    def ready(self) -> None:
        from mauntic.broker.clock import guard_scheduler
        from mauntic.broker.setup import set_up

        set_up()
        guard_scheduler()
