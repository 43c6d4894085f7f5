"""A forgotten person's address, name and words taken out of facts that others need."""

import json
import re
from collections.abc import Collection

from mailwatch.journal.store import Store

#: Stands for a forgotten person in what must be kept for others (RFC 2606: no such address exists).
NOBODY = "forgotten@mailwatch.invalid"


def anonymise(store: Store, account: int, addresses: Collection[str], names: Collection[str]) -> None:
    """Every fact of the account that holds one of the addresses or names, whomever it is filed under.

    A rare deed, so every payload is looked at: evidence may name a person whom no column names.
    """
    theirs = _filed_under(store, account, addresses)
    needles = [_written(word).casefold() for word in (*addresses, *names)]
    rows = store.database.execute("SELECT id, payload, message FROM fact WHERE account = ?", (account,)).fetchall()
    for number, payload, message in rows:
        if number in theirs or any(needle in payload.casefold() for needle in needles):
            alias = _alias(store, account, message) if number in theirs else None
            _rewrite(store, number, payload, (message, alias), (*addresses, *names))


def _filed_under(store: Store, account: int, addresses: Collection[str]) -> set[int]:
    found: set[int] = set()
    for address in addresses:
        rows = store.database.execute(
            "SELECT e.fact FROM contact p JOIN fact_contact e ON e.contact = p.id WHERE p.account = ? AND p.address = ?",
            (account, address),
        )
        found.update(fact for (fact,) in rows)
    return found


def _alias(store: Store, account: int, message: str | None) -> str | None:
    """Their Message-ID often holds their name: a keyed hash in its place."""
    return f"<{store.message(account, message) & (1 << 64) - 1:016x}@mailwatch.invalid>" if message else None


def _rewrite(store: Store, number: int, payload: str, ids: tuple[str | None, str | None], words: Collection[str]) -> None:
    """``ids``: the fact's message and what takes its place, None to keep it. The evidence named the person too: it goes."""
    message, alias = ids
    content = json.loads(payload)
    content["because"] = []
    if isinstance(content.get("reply"), dict):
        content["reply"]["because"] = []
    if alias and "aliases" in content:
        content["aliases"] = []
    if content.get("setting") == "to":
        content["value"] = ",".join(part for part in content["value"].split(",") if part.strip() not in words)
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    for word in words:
        text = re.sub(rf"(?<![\w.+-]){re.escape(_written(word))}(?![\w-])", NOBODY, text, flags=re.IGNORECASE)
    if message and alias:
        text = text.replace(_written(message), alias)
        store.database.execute("UPDATE open_question SET message = ? WHERE fact = ?", (alias, number))
    store.database.execute("UPDATE fact SET payload = ?, message = ? WHERE id = ?", (text, alias or message, number))


def _written(word: str) -> str:
    """As it stands in a payload."""
    return json.dumps(word, ensure_ascii=False)[1:-1]
