"""What Amazon does on its side: checks signatures of requests, and signs notifications with a certificate."""

import json
from base64 import b64encode
from collections.abc import Mapping
from datetime import timedelta
from functools import cache
from typing import Any

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.x509.oid import NameOID
from werkzeug import Request

from mauntic.kernel.clock import now

KEY_ID, SECRET, REGION = "AKIDEXAMPLE", "the-secret-key", "eu-west-1"
TOPIC = f"arn:aws:sns:{REGION}:123456789012:mail"


def is_signed(request: Request, service: str = "ses", secret: str = SECRET) -> bool:
    """Whether a request has the signature of version 4 that Amazon would compute itself."""
    given = request.headers.get("Authorization", "")
    names = given.partition("SignedHeaders=")[2].partition(",")[0].split(";")
    again = AWSRequest(
        method=request.method,
        url=request.url,
        data=request.get_data(),
        headers={name: request.headers[name] for name in names},
    )
    signer = SigV4Auth(Credentials(KEY_ID, secret), service, REGION)
    again.context["timestamp"] = request.headers["X-Amz-Date"]
    text = signer.string_to_sign(again, signer.canonical_request(again))
    return given.endswith(f"Signature={signer.signature(text, again)}")


@cache
def key_of(number: int) -> rsa.RSAPrivateKey:
    """Return one of the keys that sign; the first is that of Amazon."""
    return rsa.generate_private_key(public_exponent=65_537, key_size=2048)


def certificate(*, days: int = 30) -> bytes:
    """Return the certificate of the first key, valid until in `days`."""
    key, name = key_of(0), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "sns.amazonaws.com")])
    built = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now() - timedelta(days=90))
        .not_valid_after(now() + timedelta(days=days))
        .sign(key, hashes.SHA256())
    )
    return built.public_bytes(serialization.Encoding.PEM)


def signed(
    kind: str, message: str, *, url: str, signer: int = 0, version: str = "2", **more: str
) -> dict[str, Any]:
    """Return a message of SNS with its signature."""
    body = {
        "Type": kind,
        "MessageId": "n-1",
        "TopicArn": TOPIC,
        "Message": message,
        "Timestamp": "2026-11-30T10:00:00.000Z",
        **more,
    }
    text = "".join(f"{name}\n{body[name]}\n" for name in sorted(body))
    algorithm = hashes.SHA256() if version == "2" else hashes.SHA1()
    signature = key_of(signer).sign(text.encode(), PKCS1v15(), algorithm)
    signs = {"SignatureVersion": version, "Signature": b64encode(signature).decode(), "SigningCertURL": url}
    return {**body, **signs}


def notification(event: Mapping[str, Any], **options: Any) -> dict[str, Any]:
    """Return a notification of SNS that carries an event of SES."""
    return signed("Notification", json.dumps(event), **options)
