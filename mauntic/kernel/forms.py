"""From the house's errors to the fields of a form."""

from django.forms import BaseForm

from mauntic.kernel.errors import Invalid, MaunticError


def add_errors(form: BaseForm, error: MaunticError) -> None:
    """Shows what a service refused at the fields it names, and the rest above the form."""
    if not isinstance(error, Invalid):
        form.add_error(None, error.message)
        return
    for name, sentences in error.fields.items():
        for sentence in sentences:
            form.add_error(name if name in form.fields else None, sentence)
