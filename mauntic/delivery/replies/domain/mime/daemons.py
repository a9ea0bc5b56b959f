"""Senders that are programs of mail servers."""

import re

from mauntic.delivery.replies.domain.mime.headers import Headers

DAEMON = re.compile(
    r"^(?:mailer[-_.]?daemon|po+st[-_.]?master|microsoftexchange\w*|mail[-_.]?(?:delivery|daemon|system)\w*|"
    r"bounces?|mdaemon|mms-?relay|double-bounce|\w*-?mailer-daemon)\b"
)


def is_daemon(sender: str, headers: Headers) -> bool:
    """Tell the program of a mail server by its address, or by the empty return path of its mails."""
    is_null = any(value.strip() in {"<>", ""} for value in headers.get("return-path", ()))
    return is_null or not sender or bool(DAEMON.match(sender))
