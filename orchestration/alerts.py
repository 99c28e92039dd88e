"""Tell people that a run failed: any command that reads a message, such as mail or a chat client."""

import os
import subprocess

from orchestration.home import without_secret

COMMAND = "WAREHOUSE_ALERT_COMMAND"
PATIENCE = 60  # seconds


class AlertError(RuntimeError):
    """The alert did not reach anybody."""


def send_alert(message: str) -> bool:
    """Give the message to the command in WAREHOUSE_ALERT_COMMAND on its standard input.

    The command inherits the environment without the key secret. Returns False where no command is set.

    Raises:
        AlertError: the command failed; the message does not repeat it, for it may hold an address or a token.
    """
    command = os.environ.get(COMMAND)
    if not command:
        return False
    environment = without_secret(os.environ)
    try:
        done = subprocess.run(command, shell=True, input=message, text=True, env=environment, timeout=PATIENCE)  # noqa: S602 the command is the operator's own
    except subprocess.TimeoutExpired:
        raise AlertError(f"the command in {COMMAND} did not end within {PATIENCE} s") from None
    if done.returncode:
        raise AlertError(f"the command in {COMMAND} ended with exit code {done.returncode}")
    return True
