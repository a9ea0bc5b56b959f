"""How Amazon SES is reached: django-anymail's backend on a client of boto3 that asks once and says no more.

boto3 is imported when a mailbox needs it: its import takes longer than that of the rest of this package.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Options = dict[str, Any]


@dataclass(frozen=True, slots=True)
class AmazonKey:
    """An access key of an AWS user, in a region of SES."""

    key_id: str
    secret: str
    region: str


def session_options(key: AmazonKey) -> Options:
    """Return the arguments of boto3's session: nothing is taken from files or roles of this machine."""
    return {
        "aws_access_key_id": key.key_id,
        "aws_secret_access_key": key.secret,
        "region_name": key.region,
    }


def client_options(timeouts: tuple[float, float], address: str = "") -> Options:
    """Return the arguments of its clients.

    Args:
        timeouts: seconds to connect, and to wait for any part of the answer.
        address: instead of the address that Amazon has for the region.
    """
    connect, read = timeouts
    config = {
        "connect_timeout": connect,
        "read_timeout": read,
        # A second attempt could be a second email.
        "retries": {"total_max_attempts": 1, "mode": "standard"},
        "proxies": {},
        "ignore_configured_endpoint_urls": True,
    }
    return {"config": config, **({"endpoint_url": address} if address else {})}


def ses_backend(key: AmazonKey, address: str, timeouts: tuple[float, float]) -> Any:
    """Return what sends through Amazon SES."""
    from anymail.backends import amazon_ses  # noqa: PLC0415

    return amazon_ses.EmailBackend(
        session_params=session_options(key), client_params=client_options(timeouts, address)
    )


def answer_of(response: Mapping[str, Any]) -> tuple[int, str]:
    """Return the status of an answer that is an error, and its words with Amazon's own code first."""
    error = response.get("Error") or {}
    status = (response.get("ResponseMetadata") or {}).get("HTTPStatusCode") or 0
    return int(status), " ".join(f"{error.get('Code', '')}: {error.get('Message', '')}".split())
