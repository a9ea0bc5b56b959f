"""Signatures of Amazon SNS, which brings the events and mails of Amazon SES.

django-anymail compares headers and password, and leaves the signature to others.

Source: https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html
"""

import re
from base64 import b64decode
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.x509 import Certificate, load_pem_x509_certificate
from django.conf import settings

from mauntic.kernel.clock import now
from mauntic.kernel.errors import MaunticError
from mauntic.kernel.http import HttpClient

_CONFIRMED = ("Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type")
_SIGNED: Mapping[str, tuple[str, ...]] = {
    "Notification": ("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"),
    "SubscriptionConfirmation": _CONFIRMED,
    "UnsubscribeConfirmation": _CONFIRMED,
}
"""What is signed of each type, in this order. A subject is left out where there is none."""
_CERTIFICATES = re.compile(
    r"https://sns\.[a-z]{2}(?:-[a-z]+)+-\d\.amazonaws\.com/SimpleNotificationService-[0-9a-f]{1,64}\.pem"
)
_HASHES: Mapping[str, Any] = {"1": hashes.SHA1, "2": hashes.SHA256}
"""By version. The first is what SNS uses unless a topic says otherwise."""
_TIMEOUT = 10.0
_OK = 200


class Unsigned(MaunticError):
    """The message is not signed by Amazon, or its certificate cannot be had."""

    code = "unsigned"


def verify(message: Mapping[str, Any]) -> None:
    """Check the signature of a message.

    Raises: `Unsigned`.
    """
    try:
        algorithm = _HASHES[str(message["SignatureVersion"])]()
        signature = b64decode(message["Signature"], validate=True)
        text = _signed_text(message)
    except (LookupError, TypeError, ValueError) as error:
        raise Unsigned("The message of SNS has no signature.") from error
    certificate = _certificate(str(message.get("SigningCertURL", "")))
    key = certificate.public_key()
    if not certificate.not_valid_before_utc <= now() <= certificate.not_valid_after_utc:
        raise Unsigned("The certificate of SNS is out of date.")
    if not isinstance(key, RSAPublicKey):
        raise Unsigned("The certificate of SNS has no RSA key.")
    try:
        key.verify(signature, text.encode(), PKCS1v15(), algorithm)
    except InvalidSignature as error:
        raise Unsigned("The message is not signed by Amazon SNS.") from error


def _signed_text(message: Mapping[str, Any]) -> str:
    names = [name for name in _SIGNED[message["Type"]] if message.get(name) is not None]
    return "".join(f"{name}\n{message[name]}\n" for name in names)


def _certificate(url: str) -> Certificate:
    local = settings.MAUNTIC_MAIL_SERVICES.get("ses", {}).get("certificates", "")
    if not _CERTIFICATES.fullmatch(url) and not (local and url.startswith(local)):
        raise Unsigned("The certificate of the message does not lie at Amazon SNS.")
    return _load(url)


@lru_cache(maxsize=16)
def _load(url: str) -> Certificate:
    """Fetch a certificate, once per process: its address changes with it. Failures are not kept."""
    try:
        answer = HttpClient.from_settings().get(url, timeout=_TIMEOUT)
        if answer.status == _OK:
            return load_pem_x509_certificate(answer.body)
    except (MaunticError, ValueError) as error:
        raise Unsigned("The certificate of SNS cannot be read.") from error
    raise Unsigned(f"The certificate of SNS cannot be had: {answer.status}.")
