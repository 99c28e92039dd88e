"""On PYTHONPATH of a watched run: every Python process tells its arguments and the addresses that it asks for."""

import os
import socket
import sys
from pathlib import Path
from typing import Any

_diary = Path(os.environ["WATCHED_BY"])


def _tell(what: str, about: object) -> None:
    with _diary.open("a") as diary:
        diary.write(f"{what}\t{about}\n")


def _watched(method: Any) -> Any:
    def call(connection: socket.socket, address: Any, *rest: Any) -> Any:
        if connection.family != socket.AF_UNIX:
            _tell("address", address[0])
        return method(connection, address, *rest)

    return call


def _asked(host: Any, *rest: Any, **more: Any) -> Any:
    _tell("address", host)
    return _look_up(host, *rest, **more)


_look_up, socket.getaddrinfo = socket.getaddrinfo, _asked
socket.socket.connect = _watched(socket.socket.connect)  # type: ignore[method-assign]
socket.socket.connect_ex = _watched(socket.socket.connect_ex)  # type: ignore[method-assign]
_tell("arguments", sys.orig_argv)
_tell("has the secret" if "WAREHOUSE_KEY_SECRET" in os.environ else "has no secret", os.getpid())
