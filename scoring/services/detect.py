"""Detecting signals: from what a contact did to the types of signal that it shows."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID

from mauntic.tracking.models import Visit
from scoring.domain.detection import ASSET_DOWNLOADED, RETURN_VISIT, type_of_form, types_of_page
from scoring.models import IntentSignal
from scoring.selectors.evidence import returns, visits_with_previous
from scoring.services.signals import Detected, record_signals


def detect_in_visits(*, visit_ids: Sequence[UUID]) -> list[IntentSignal]:
    """Record what these visits show; those of bots show nothing."""
    visits = visits_with_previous(visit_ids)
    return record_signals(signals=[signal for visit in visits for signal in _shown_by(visit)])


def detect_in_forms(
    *, forms: Sequence[tuple[UUID, str]], submitted_at: datetime, evidence: str
) -> list[IntentSignal]:
    """Record what forms (contact, form type) show; `evidence` names the event that told of them."""
    return record_signals(
        signals=[
            Detected(
                contact_id=contact_id,
                type=type_of_form(form_type),
                detected_at=submitted_at,
                evidence=f"{evidence}:{number}",
                metadata={"formType": form_type},
            )
            for number, (contact_id, form_type) in enumerate(forms)
        ]
    )


def detect_in_downloads(
    *, downloads: Sequence[tuple[UUID, UUID]], downloaded_at: datetime, evidence: str
) -> list[IntentSignal]:
    """Record what downloads (contact, asset) show; `evidence` names the event that told of them."""
    return record_signals(
        signals=[
            Detected(
                contact_id=contact_id,
                type=ASSET_DOWNLOADED,
                detected_at=downloaded_at,
                evidence=f"{evidence}:{number}",
                metadata={"assetId": str(asset_id)},
            )
            for number, (contact_id, asset_id) in enumerate(downloads)
        ]
    )


def _shown_by(visit: Visit) -> Iterator[Detected]:
    types = types_of_page(visit.url)
    for type_ in [*types, RETURN_VISIT] if returns(visit) else types:
        yield Detected(
            contact_id=visit.contact_id,
            type=type_,
            detected_at=visit.occurred_at,
            evidence=str(visit.pk),
            metadata={"url": visit.url},
        )
