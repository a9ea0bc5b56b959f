"""An invitation that is accepted and canceled at the same moment is one or the other."""

from mauntic.accounts import services
from mauntic.accounts.models import Invitation, Role, User
from mauntic.kernel.errors import NotFound

ACCEPT_URL = "https://acme.example/join/{token}/"


def test_of_an_acceptance_and_a_cancellation_at_once_one_is_refused(at_once):
    boss = User.objects.create_user("boss@acme.example", "a password", role=Role.ADMIN)
    invitation, url = services.invite(
        email="new@acme.example", role=Role.REP, invited_by=boss, accept_url=ACCEPT_URL
    )
    token = url.split("/")[-2]

    def act(number: int) -> str:
        try:
            if number:
                services.cancel_invitation(invitation_id=invitation.pk)
                return "canceled"
            services.accept_invitation(token=token, name="Nia New", password="a good long password")
        except NotFound:
            return ""
        return "accepted"

    (done,) = {*at_once(2, act)} - {""}
    joined = User.objects.filter(email="new@acme.example").exists()
    assert (joined, Invitation.objects.exists()) == ((True, True) if done == "accepted" else (False, False))
