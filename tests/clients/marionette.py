"""Thunderbird's own remote control (Marionette, protocol 3): JSON with its length in front, over TCP on loopback."""

import json
import socket
from typing import Any

from tests.clients.program import until

#: A script that takes longer than this is stuck in a window that asks something. Seconds.
SCRIPT = 40

_WRAPPED = """
const [finish] = Array.from(arguments).slice(-1);
(async (args) => { %s })(Array.from(arguments).slice(0, -1)).then(
  (value) => finish({ value: value === undefined ? null : value }),
  (error) => finish({ error: String(error) + "\\n" + error.stack }),
);
"""


class Marionette:
    """One session with all rights of the program (the chrome context)."""

    def __init__(self, port: int) -> None:
        self._socket = until("Marionette to listen", lambda: _connection(port))
        self._file = self._socket.makefile("rb")
        self._count = 0
        self._receive()  # what it says of itself
        self.ask("WebDriver:NewSession", {"capabilities": {"alwaysMatch": {"unhandledPromptBehavior": "ignore"}}})
        self.ask("Marionette:SetContext", {"value": "chrome"})
        self.ask("WebDriver:SetTimeouts", {"script": SCRIPT * 1000})

    def ask(self, command: str, parameters: dict[str, Any] | None = None) -> Any:
        self._count += 1
        order = json.dumps([0, self._count, command, parameters or {}]).encode()
        self._socket.sendall(b"%d:%s" % (len(order), order))
        answer = self._receive()
        while answer[1] != self._count:
            answer = self._receive()
        if answer[2]:
            raise RuntimeError(f"{command}: {answer[2]}")
        return answer[3]

    def run(self, script: str, *arguments: object) -> Any:
        """The body of an async function that finds its arguments in ``args``, and what it returned."""
        order = {"script": _WRAPPED % script, "args": list(arguments), "newSandbox": True, "sandbox": "system"}
        outcome = self.ask("WebDriver:ExecuteAsyncScript", order)["value"]
        if "error" in outcome:
            raise RuntimeError(outcome["error"])
        return outcome["value"]

    def close(self) -> None:
        self._file.close()
        self._socket.close()

    def _receive(self) -> Any:
        size = bytearray()
        while (octet := self._file.read(1)) != b":":
            if not octet:
                raise EOFError("Thunderbird has gone")
            size += octet
        return json.loads(self._file.read(int(size)))


def _connection(port: int) -> socket.socket | None:
    try:
        return socket.create_connection(("127.0.0.1", port), SCRIPT + 10)
    except OSError:
        return None
