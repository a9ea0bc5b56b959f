"""The preview of a draft, and the registry of what its crossings cause."""

from scoring.preview.domain import Effect
from scoring.preview.selectors.comparison import preview_model
from scoring.preview.selectors.effects import effect_of_crossing

__all__ = ["Effect", "effect_of_crossing", "preview_model"]
