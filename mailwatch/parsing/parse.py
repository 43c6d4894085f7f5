"""The room's door: bytes to Headers, Message or a digest.

What reads whole messages is imported with the first of them: most looks at a mailbox find none.
"""

from typing import TYPE_CHECKING

from mailwatch.model.message import Headers, Message, Unreadable
from mailwatch.parsing.headers import parse_headers

if TYPE_CHECKING:
    from mailwatch import ports


class Parser:
    """Never raises, never takes more than a second; what is too big or too deep is not looked at."""

    def headers(self, raw: bytes) -> Headers:
        try:
            return parse_headers(raw)
        except Exception:  # noqa: BLE001 - the port promises a value for any bytes; a bug here must not block a mailbox
            return Headers()

    def message(self, raw: bytes, *, own: bool = False) -> Message | Unreadable:
        from mailwatch.parsing.reader import read_message  # noqa: PLC0415 - see above

        try:
            return read_message(raw, own=own)
        except Exception as problem:  # noqa: BLE001 - as above; the owner is told which message and why
            return Unreadable(f"{type(problem).__name__}: {problem}"[:200], self.headers(raw))

    def digest(self, raw: bytes) -> str:
        from mailwatch.parsing.digest import canonical_digest  # noqa: PLC0415 - see above

        return canonical_digest(raw)


if TYPE_CHECKING:
    _conforms: ports.Parse = Parser()
