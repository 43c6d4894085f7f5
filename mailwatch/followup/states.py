"""What each fact may do to each status: a literal table, total, checked against the fold and rendered as docs/states.md.

The status itself is computed from all facts together (``decide.status``): the lower row of the public table hides what
else holds. So an entry is the set of statuses that may show once the fact is known.
"""

from collections.abc import Mapping
from types import MappingProxyType

from mailwatch.followup.fold import FACT_TYPES
from mailwatch.followup.lifecycle import FACTS, TABLE
from mailwatch.model.conversation import DraftPhase, Status
from mailwatch.model.facts import Fact

#: One letter per status, in the order of the public table.
LETTERS: Mapping[str, Status] = MappingProxyType(dict(zip("odspwahbALDWXNS", Status, strict=True)))

# fmt: off
#: Columns are the statuses in the order of the public table; a cell lists the statuses that may show afterwards.
_GRID = """
QuoteSent          .S      .S      .S      .S       .S     .S          .S           .S          .             .             .             .                .                .            .
QuoteReplaced      S       S       S       S        S      S           S            S           .             .             .             .                .                .            .
DraftIntended      .h      .h      .h      .h       .h     .h          .            .           .             .             .             .                .                odspahb.     .
DraftAppended      .d      .       .       .        .      .           odspwa.      .           .             .             .             .                .                odspahb.     .
DraftNotAppended   .       .       .       .        .      .           odspwa.      .           .             .             .             .                .                .            .
DraftUncertain     .h      .h      .h      .h       .h     .h          .            .           .             .             .             .                .                odspahb.     .
DraftEdited        .d      .       .       .        .      .           odspwa.      .           .             .             .             .                .                odspahb.     odspwahbN.
DraftMissing       .h      .h      .h      .h       .h     .h          .            .           .             .             .             .                .                odspahb.     .
DraftSeenAgain     .d      .       .       .        .      .           odspwa.      .           .             .             .             .                .                odspahb.     odspwahbN.
DraftSent          .       o.      od.     .        odp.   .           odpa.        .           .             .             .             .                .                odpahb.      odpahbN.
DraftDeleted       .S      o.S     .S      .S       .S     .S          odspwa.S     .S          .             .             .             .                .                odspahb.S    .
WithdrawalIntended .h      .h      .h      .h       .h     .h          .            .           .             .             .             .                .                odspahb.     .
DraftWithdrawn     .       o.      .       .        .      .           odspwa.      .           .             .             .             .                .                .            .
DraftLeft          .d      .       .       .        .      .           .            .           .             .             .             .                .                odspahb.     .
OwnerWrote         .W      .W      odW     .W       odpW   .W          odpa.W       .W          .W            .W            .W            .                W.               odpahbW.     W.
OwnerTouched       .       .       od      .        odp    .           odpa.        .           .             .             .             .                .                odpahb.      .
AutomaticReceived  .pb     .pb     .pb     .b       .b     .b          .b           .           .             .             .             .                .                .            .
ContactWrote       p       p       p       .        .      .           .            odspwah.    .             .             .             .                .                .            .
ReplyHeld          h       h       h       h        h      h           .            .           .             .             .             .                .                .            .
ReplyReceived      swALDS  swALDS  .wALDS  .wALDS   .ALDS  spw.ALDS    spwa.ALDS    spwah.ALDS  .LDS          .DS           AL.S          .S               .S               spwahbALDS   ALD.
QuestionAsked      a       a       a       a        a      .           .            .           .             .             .             .                .                .            .
QuestionAnswered   .       .       .       .        .      odspw.ALDS  odspwa.ALDS  .ALDS       .             .             .             .                .                .            .
OwnerSet           .N      .N      .N      .N       .      .N          .N           odspwah.N   .L            A.            .             .                .                odspahb.     .
OwnerSaid          .pWXS   .pWXS   .pWXS   ods.WXS  .WXS   .WXS        .WXS         .WXS        odspwahb.WXS  odspwahb.WXS  odspwahb.WXS  odspwahbALD.XSN  odspwahbALDW.SN  odspwahbWXS  odspwahbALDWXN.
"""
# fmt: on


def _read(grid: str) -> dict[tuple[Status, type[Fact]], frozenset[Status]]:
    """Rows of fact names and cells, one cell per status; "." is the status itself."""
    kinds = {kind.__name__: kind for kind in FACT_TYPES}
    table = {}
    for line in grid.strip().splitlines():
        name, *cells = line.split()
        for status, cell in zip(Status, cells, strict=True):
            table[status, kinds[name]] = frozenset(status if letter == "." else LETTERS[letter] for letter in cell)
    return table


#: (status shown before, kind of fact) to the statuses that may show after.
NEXT: Mapping[tuple[Status, type[Fact]], frozenset[Status]] = MappingProxyType(_read(_GRID))


def page() -> str:
    """docs/states.md."""
    return "\n".join([*_HEAD, *_legend(), "", *_states(), "", *_DRAFTS_HEAD, *_drafts(), ""])


_HEAD = (
    "# States",
    "",
    "Rendered from the tables of `mailwatch/followup`; a test compares. Do not edit.",
    "",
    "The status of a quote is computed from all its facts. Several may hold at once; the lower row shows:",
    "",
)
_DRAFTS_HEAD = (
    "## Our drafts",
    "",
    "Phase of a draft, and the phase after each fact about it. `new`: nothing was known of it.",
    "",
)


def _legend() -> list[str]:
    return ["| letter | status |", "|---|---|", *(f"| {letter} | {status} |" for letter, status in LETTERS.items())]


def _states() -> list[str]:
    """Statuses that may show after a fact; a dot is the same status as before."""
    head = ["## Quotes", "", "Which statuses may show after a fact, by the status that showed before; `.` is the same one.", ""]
    names = " | ".join(str(status) for status in Status)
    rows = [f"| {kind.__name__} | {' | '.join(_cell(status, kind) for status in Status)} |" for kind in FACT_TYPES]
    return [*head, f"| fact | {names} |", "|---" * (len(Status) + 1) + "|", *rows]


def _cell(status: Status, kind: type[Fact]) -> str:
    after = NEXT[status, kind]
    return "".join("." if found is status else letter for letter, found in LETTERS.items() if found in after)


def _drafts() -> list[str]:
    head = ["| phase | " + " | ".join(kind.__name__.removeprefix("Draft") for kind in FACTS) + " |"]
    rule = ["|---" * (len(FACTS) + 1) + "|"]
    phases: tuple[DraftPhase | None, ...] = (None, *DraftPhase)
    rows = [f"| {phase or 'new'} | {' | '.join(TABLE[phase, kind] for kind in FACTS)} |" for phase in phases]
    return [*head, *rule, *rows]
