"""Jobs of text messages."""

from revops import jobs
from revops.sms.services import sending


@jobs.SEND_TEXTS.actor()
def send_texts() -> None:
    """Send the texts that wait."""
    sending.send_texts()
