"""Debian's dovecot as an IMAP server of one account, in a folder of its own.

`make test-services` chooses it by MAUNTIC_TEST_IMAP=dovecot. It takes the password, and as an access token by
XOAUTH2 the same word.
"""

import grp
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

CONFIG = """
base_dir = {home}/run
state_dir = {home}/run
log_path = {home}/log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
auth_mechanisms = plain login xoauth2
auth_failure_delay = 0
mail_location = maildir:{home}/mail
first_valid_uid = 1
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
}}
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={home}
}}
namespace inbox {{
  inbox = yes
}}
"""


@contextmanager
def running(port: int, password: str) -> Iterator[Path]:
    """Run dovecot with an empty inbox for the block. Yields its log.

    Raises: `FileNotFoundError` if it is not installed.
    """
    program = shutil.which("dovecot", path=f"{os.environ['PATH']}:/usr/sbin")
    if program is None:
        raise FileNotFoundError("Install dovecot-imapd first: tools/with_services.sh does it.")
    # As root it drops its rights, and needs an account for them.
    account = pwd.getpwnam("nobody") if os.getuid() == 0 else pwd.getpwuid(os.getuid())
    with tempfile.TemporaryDirectory(prefix="dovecot-", ignore_cleanup_errors=True) as folder:
        home = Path(folder)
        names = {"user": account.pw_name, "group": _group_of(account.pw_gid)}
        ids = {"uid": account.pw_uid, "gid": account.pw_gid}
        config = home / "dovecot.conf"
        config.write_text(CONFIG.format(home=home, port=port, password=password, **names, **ids))
        home.chmod(0o755)
        (home / "mail").mkdir(mode=0o700)
        if os.getuid() == 0:
            os.chown(home, account.pw_uid, account.pw_gid)
            os.chown(home / "mail", account.pw_uid, account.pw_gid)
        server = subprocess.Popen([program, "-F", "-c", str(config)], stderr=subprocess.DEVNULL)
        try:
            yield home / "log"
        finally:
            server.terminate()
            server.wait(10)


def _group_of(number: int) -> str:
    return grp.getgrgid(number).gr_name
