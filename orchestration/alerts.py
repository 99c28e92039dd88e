"""Tell people that a run failed: any command that reads a message, such as mail or a chat client."""

import os
import subprocess

COMMAND = "WAREHOUSE_ALERT_COMMAND"


def send_alert(message: str) -> bool:
    """Give the message to the command in WAREHOUSE_ALERT_COMMAND on its standard input.

    Returns False where no command is set. A command that fails raises subprocess.CalledProcessError.
    """
    command = os.environ.get(COMMAND)
    if not command:
        return False
    subprocess.run(command, shell=True, input=message, text=True, check=True, timeout=60)  # noqa: S602 the command is the operator's own
    return True
