"""What a disk may hold after a power cut: the last fsync of each file, and any part of what was written since.

Follows one process by what strace saw of it (``-y -xx``, nothing shortened).
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import TypeAlias

_CALL = re.compile(r"\d+ +(\w+)\((.*)\) += +\d+$")
_FILE = re.compile(r"\d+<([^>]*)>")
_TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
_SECTOR = 512

Change: TypeAlias = Callable[[bytes], bytes]


@dataclass
class _File:
    durable: bytes = b""
    pending: list[Change] = field(default_factory=list)

    def synced(self) -> None:
        for change in self.pending:
            self.durable = change(self.durable)
        self.pending = []


class Disk:
    """``folder`` as it is now, all of it durable."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._files = {str(path): _File(path.read_bytes()) for path in folder.glob("*")} if folder.exists() else {}
        self._unlinked: dict[str, _File] = {}

    def replay(self, lines: Iterable[str]) -> None:
        for line in lines:
            call = _CALL.fullmatch(line)
            if call is not None:
                self._made(call[1], call[2])

    def _made(self, name: str, arguments: str) -> None:
        opened = _FILE.match(arguments)
        if opened is not None:
            path = _unhexed(opened[1]).decode()
            if path == str(self.folder) and name == "fsync":
                self._unlinked = {}  # the folder itself: what went from it stays gone
            if path.startswith(f"{self.folder}/"):
                self._wrote(self._files.setdefault(path, _File()), name, arguments)
        elif name.startswith("unlink"):
            path = _bytes(arguments).decode()
            if path in self._files:
                self._unlinked[path] = self._files.pop(path)
        elif name.startswith(("rename", "link")):
            before, after = (_unhexed(text).decode() for text in _TEXT.findall(arguments))
            if before in self._files:
                self._files[after] = self._files[before] if name.startswith("link") else self._files.pop(before)

    def _wrote(self, file: _File, name: str, arguments: str) -> None:
        match name:
            case "fsync" | "fdatasync":
                file.synced()
            case "ftruncate":
                file.pending.append(_truncated(int(arguments.rpartition(", ")[2])))
            case "pwrite64":
                file.pending.append(_written(_bytes(arguments), int(arguments.rpartition(", ")[2])))
            case "write":
                file.pending.append(_appended(_bytes(arguments)))

    def crash(self, random_: Random) -> None:
        """Leave in the folder what may be left. The index of the WAL (-shm) is never read after a crash."""
        for path in self.folder.glob("*"):
            path.unlink()
        back = {path: file for path, file in self._unlinked.items() if path not in self._files and random_.random() < 0.5}
        for path, file in (self._files | back).items():
            if not path.endswith("-shm"):
                left = Path(path)
                left.write_bytes(_what_is_left(file, random_))
                left.chmod(0o600)


def _what_is_left(file: _File, random_: Random) -> bytes:
    """Nothing of what is pending, all of it, a beginning, or any of it; a write may be there in part."""
    how = random_.choice(["nothing", "all", "a beginning", "any"])
    until = random_.randrange(len(file.pending) + 1)
    content = file.durable
    for number, change in enumerate(file.pending):
        if how == "all" or (how == "a beginning" and number < until) or (how == "any" and random_.random() < 0.5):
            content = change(content) if random_.random() < 0.8 else _torn(content, change(content), random_)
    return content


def _torn(before: bytes, after: bytes, random_: Random) -> bytes:
    """Some sectors of the change, the others as they were."""
    before = before.ljust(len(after), b"\0")
    sectors = range(0, len(after), _SECTOR)
    return b"".join((after if random_.random() < 0.5 else before)[at : at + _SECTOR] for at in sectors)


def _bytes(arguments: str) -> bytes:
    text = _TEXT.search(arguments)
    return _unhexed(text[1]) if text else b""


def _unhexed(text: str) -> bytes:
    return bytes.fromhex(text.replace("\\x", ""))


def _written(data: bytes, offset: int) -> Change:
    return lambda content: content[:offset].ljust(offset, b"\0") + data + content[offset + len(data) :]


def _appended(data: bytes) -> Change:
    return lambda content: content + data


def _truncated(size: int) -> Change:
    return lambda content: content[:size].ljust(size, b"\0")
