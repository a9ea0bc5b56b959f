"""Ground without models: importable by every context, importing none of them."""
