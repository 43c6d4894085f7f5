"""What every part of the journal needs: the connection, the hash key, and row ids for names."""

import sqlite3
from dataclasses import dataclass, field

from mailwatch.journal.hashing import hashed
from mailwatch.journal.schema import sqlite_errors

#: No row has it: what an account that was never recorded finds is nothing.
NOBODY = 0

#: SQLite takes 32,766 parameters; lists are asked for in pieces well below.
_PIECE = 500


@dataclass(frozen=True, slots=True)
class Store:
    """``counted``: by account, the state of the file and how many quotes it then held."""

    database: sqlite3.Connection
    key: bytes
    accounts: dict[str, int] = field(default_factory=dict, compare=False)
    counted: dict[int, tuple[tuple[int, int], int]] = field(default_factory=dict, compare=False)

    def account(self, name: str) -> int:
        """Its row id, which never changes once it is committed."""
        if name in self.accounts:
            return self.accounts[name]
        with sqlite_errors():
            row = self.database.execute("SELECT id FROM account WHERE name = ?", (name,)).fetchone()
        if row and not self.database.in_transaction:
            self.accounts[name] = int(row[0])
        return int(row[0]) if row else NOBODY

    def account_made(self, name: str) -> int:
        self.database.execute("INSERT OR IGNORE INTO account (name) VALUES (?)", (name,))
        return self.account(name)

    def conversation_made(self, account: int, quote: str) -> int:
        self.database.execute("INSERT OR IGNORE INTO conversation (account, quote) VALUES (?, ?)", (account, quote))
        (made,) = self.database.execute(
            "SELECT id FROM conversation WHERE account = ? AND quote = ?", (account, quote)
        ).fetchone()
        return int(made)

    def contact_made(self, account: int, address: str) -> int:
        self.database.execute("INSERT OR IGNORE INTO contact (account, address) VALUES (?, ?)", (account, address))
        (made,) = self.database.execute("SELECT id FROM contact WHERE account = ? AND address = ?", (account, address)).fetchone()
        return int(made)

    def message(self, account: int, message_id: str) -> int:
        return hashed(self.key, account, "message", message_id)

    def person(self, account: int, address: str) -> int:
        return hashed(self.key, account, "person", address)


def pieces(values: list[int]) -> list[list[int]]:
    return [values[at : at + _PIECE] for at in range(0, len(values), _PIECE)]


def marks(values: list[int]) -> str:
    """Parameters for an IN list."""
    return ",".join("?" * len(values))
