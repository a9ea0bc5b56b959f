"""Create and change assets."""

from collections.abc import Mapping
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mauntic.kernel.db.unique import save_or_refuse
from mauntic.kernel.errors import Invalid
from mauntic.tracking.assets.models import Asset

TAKEN = gettext_lazy("This link is already used. Choose another one.")


@transaction.atomic
def save_asset(*, asset: Asset, values: Mapping[str, Any]) -> Asset:
    """Create or update an asset.

    Args: `values` hold `name`, `slug`, `enabled`, and either a `file` or a `target_url`.
    Raises: `Invalid` if both or none are given, or the slug is used.
    """
    file: UploadedFile[bytes] | None = values.get("file")
    for name in ("name", "slug", "target_url", "enabled"):
        setattr(asset, name, values[name])
    if file:
        asset.file = file
    if bool(asset.file) == bool(asset.target_url):
        raise Invalid({"target_url": _("Upload a file or enter a URL, not both.")})
    save_or_refuse(asset, field="slug", taken=str(TAKEN))
    return asset
