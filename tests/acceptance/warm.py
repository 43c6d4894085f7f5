"""A process that has imported mailwatch and forks once for each command: the same command line without its start-up time.

One JSON object a line on stdin, one answer a line on stdout. ``{"start": [ARGV], "folder", "environment", "out", "err"}``
is answered by the process id (with ``"stopped": true`` the command begins at SIGCONT), ``{"wait": PID}`` by the exit code
(minus the signal, for one that was killed).
"""

import importlib
import json
import os
import pkgutil
import signal
import sys
from typing import NoReturn

import mailwatch
from mailwatch.__main__ import main


def _imported() -> None:
    for module in pkgutil.walk_packages(mailwatch.__path__, "mailwatch."):
        if not module.name.startswith(("mailwatch.demo", "mailwatch.__main__")):
            importlib.import_module(module.name)


def _become(order: dict) -> NoReturn:
    """What the shell does before it starts a program, then the program."""
    os.chdir(order["folder"])
    os.environ.clear()
    os.environ.update(order["environment"])
    nothing = os.open(os.devnull, os.O_RDONLY)
    for path, descriptor in ((None, 0), (order["out"], 1), (order["err"], 2)):
        source = nothing if path is None else os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        os.dup2(source, descriptor)
    if order.get("stopped"):
        os.kill(os.getpid(), signal.SIGSTOP)
    sys.argv = ["mailwatch", *order["start"]]
    code = main()
    sys.stdout.flush()
    os._exit(code)


def _serve() -> None:
    _imported()
    for line in sys.stdin:
        order = json.loads(line)
        if "wait" in order:
            answer = os.waitstatus_to_exitcode(os.waitpid(order["wait"], 0)[1])
        else:
            answer = os.fork()
            if answer == 0:
                _become(order)
        sys.stdout.write(f"{answer}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    _serve()
