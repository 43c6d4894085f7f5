"""A real IMAP server in this process (pymap), on a loopback port, with one mailbox in memory."""

import asyncio
import threading
from argparse import ArgumentParser
from collections.abc import Coroutine, Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from typing import Any, TypeVar

from proxyprotocol.sock import SocketInfo
from pymap.backend.dict import DictBackend
from pymap.imap import IMAPServer, IMAPService
from pymap.parsing.message import AppendMessage
from pymap.parsing.specials.flag import Flag

Result = TypeVar("Result")

MAILBOXES = ("Sent", "Drafts", "Trash")


class DemoServer:
    """The server, and the hands of the people who write to and from it. ``port`` is on 127.0.0.1."""

    def __init__(self, user: str, password: str, port: int = 0) -> None:
        self.user = user
        self.password = password
        self.port = port
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="demo-server", daemon=True)
        self._mailboxes: Any = None
        self._server: asyncio.AbstractServer | None = None

    def start(self) -> None:
        self._thread.start()
        self._do(self._start())

    async def _start(self) -> None:
        parser = ArgumentParser()
        parser.set_defaults(debug=False, passlib_cfg=None, skip_services=[])
        DictBackend.add_subparser("dict", parser.add_subparsers())
        IMAPService.add_arguments(parser)
        arguments = parser.parse_args(["--no-tls", "dict", "--demo-user", self.user, "--demo-password", self.password])
        backend, config = await DictBackend.init(arguments, reject_insecure_auth=False)
        config.apply_context()
        async with backend.login.demo_user_identity.new_session() as session:
            self._mailboxes = session.mailbox_set
        for name in MAILBOXES:
            await self._mailboxes.add_mailbox(name)
        served = IMAPServer(backend.login, config)

        async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            with closing(writer):
                await served(reader, writer, SocketInfo.get(writer, None))

        self._server = await asyncio.start_server(connected, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    def deliver(self, mailbox: str, raw: bytes, at: datetime, *flags: str) -> None:
        """A message arrives in a mailbox, or a mail client saves it there."""
        self._do(self._deliver(mailbox, AppendMessage(raw, at, frozenset(Flag(flag.encode()) for flag in flags))))

    async def _deliver(self, mailbox: str, message: AppendMessage) -> None:
        box = await self._mailboxes.get_mailbox(mailbox)
        await box.append(message)

    def remove(self, mailbox: str, uid: int) -> None:
        """A mail client takes a message out of a mailbox for good."""
        self._do(self._remove(mailbox, uid))

    async def _remove(self, mailbox: str, uid: int) -> None:
        box = await self._mailboxes.get_mailbox(mailbox)
        await box.delete([uid])

    def stop(self) -> None:
        self._do(self._stop())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(2.0)
        if not self._loop.is_running():
            self._loop.close()

    async def _stop(self) -> None:
        if self._server is not None:
            self._server.close()
        others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    def _do(self, work: Coroutine[Any, Any, Result]) -> Result:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(10.0)


@contextmanager
def serving(user: str, password: str, port: int = 0) -> Iterator[DemoServer]:
    server = DemoServer(user, password, port)
    server.start()
    try:
        yield server
    finally:
        server.stop()
