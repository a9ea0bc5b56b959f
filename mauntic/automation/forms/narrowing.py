"""Settings that offer only what fits the kind of record."""

from django import forms


class NarrowedForm(forms.Form):
    """A form of settings whose choices depend on what the steps are about. All of them can be read."""

    def narrow(self, subject: str) -> None:
        """Offer only the choices of a kind of record, `deal` or `contact`."""
        raise NotImplementedError
