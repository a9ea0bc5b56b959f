"""Forms of scoring."""

from scoring.forms.factors import FactorsForm
from scoring.forms.own import edited

__all__ = ["FactorsForm", "edited"]
