"""The folder of specifications, cases and real data that lies beside the checkout; not everywhere."""

from pathlib import Path

SHARED = Path(__file__).resolve().parents[3] / "shared"
