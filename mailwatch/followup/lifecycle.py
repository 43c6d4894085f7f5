"""The life of one of our drafts: a literal table over (phase, fact), total, and the state it carries.

Where two readings are possible the table takes the one that leaves the owner's text alone: a draft that comes back after
we removed it is the owner's, one that was thrown away is never made again, one that was sent stays sent. A missing draft
seen again waits as before: before it is ever withdrawn its bytes must prove that it is untouched.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType

from mailwatch.model.conversation import Conversation, DraftPhase, DraftState
from mailwatch.model.facts import (
    DraftAppended,
    DraftDeleted,
    Drafted,
    DraftEdited,
    DraftIntended,
    DraftLeft,
    DraftMissing,
    DraftNotAppended,
    DraftSeenAgain,
    DraftSent,
    DraftUncertain,
    DraftWithdrawn,
    WithdrawalIntended,
)

FACTS: tuple[type[Drafted], ...] = (
    DraftIntended,
    DraftAppended,
    DraftNotAppended,
    DraftUncertain,
    DraftEdited,
    DraftMissing,
    DraftSeenAgain,
    DraftSent,
    DraftDeleted,
    WithdrawalIntended,
    DraftWithdrawn,
    DraftLeft,
)

_NEW = None
_INT, _WAI, _EDI, _MIS, _SEN, _DEL, _WDG, _WIT, _LEF, _REF, _UNC = (
    DraftPhase.INTENDED,
    DraftPhase.WAITING,
    DraftPhase.EDITED,
    DraftPhase.MISSING,
    DraftPhase.SENT,
    DraftPhase.DELETED,
    DraftPhase.WITHDRAWING,
    DraftPhase.WITHDRAWN,
    DraftPhase.LEFT,
    DraftPhase.REFUSED,
    DraftPhase.UNCERTAIN,
)

# fmt: off
_ROWS: dict[DraftPhase | None, tuple[DraftPhase, ...]] = {
    #       intended appended not_app. uncert.  edited  missing again    sent  deleted withdr.ing withdr.  left
    _NEW: (_INT,    _WAI,    _REF,    _UNC,    _EDI,   _MIS,   _EDI,    _SEN,  _DEL,   _WDG,     _WIT,   _LEF),
    _INT: (_INT,    _WAI,    _REF,    _UNC,    _EDI,   _INT,   _EDI,    _SEN,  _DEL,   _INT,     _WIT,   _LEF),
    _WAI: (_WAI,    _WAI,    _WAI,    _WAI,    _EDI,   _MIS,   _WAI,    _SEN,  _DEL,   _WDG,     _WIT,   _LEF),
    _EDI: (_EDI,    _EDI,    _EDI,    _EDI,    _EDI,   _MIS,   _EDI,    _SEN,  _DEL,   _EDI,     _WIT,   _EDI),
    _MIS: (_MIS,    _WAI,    _MIS,    _MIS,    _EDI,   _MIS,   _EDI,    _SEN,  _DEL,   _MIS,     _WIT,   _MIS),
    _SEN: (_SEN,    _SEN,    _SEN,    _SEN,    _SEN,   _SEN,   _SEN,    _SEN,  _SEN,   _SEN,     _SEN,   _SEN),
    _DEL: (_DEL,    _DEL,    _DEL,    _DEL,    _EDI,   _DEL,   _EDI,    _SEN,  _DEL,   _DEL,     _DEL,   _DEL),
    _WDG: (_WDG,    _WAI,    _WDG,    _WDG,    _EDI,   _WDG,   _WAI,    _SEN,  _DEL,   _WDG,     _WIT,   _LEF),
    _WIT: (_WIT,    _WIT,    _WIT,    _WIT,    _EDI,   _WIT,   _EDI,    _SEN,  _WIT,   _WIT,     _WIT,   _WIT),
    _LEF: (_LEF,    _LEF,    _LEF,    _LEF,    _EDI,   _MIS,   _LEF,    _SEN,  _DEL,   _LEF,     _WIT,   _LEF),
    _REF: (_INT,    _WAI,    _REF,    _UNC,    _EDI,   _REF,   _EDI,    _SEN,  _DEL,   _REF,     _WIT,   _LEF),
    _UNC: (_UNC,    _WAI,    _REF,    _UNC,    _EDI,   _UNC,   _EDI,    _SEN,  _DEL,   _UNC,     _WIT,   _LEF),
}
# fmt: on

#: (phase before, kind of fact) to phase after; None stands for "nothing known yet".
TABLE: Mapping[tuple[DraftPhase | None, type[Drafted]], DraftPhase] = MappingProxyType(
    {(before, fact): after for before, row in _ROWS.items() for fact, after in zip(FACTS, row, strict=True)}
)

#: Still undecided: nobody knows whether the server has it.
_OUTSTANDING = frozenset({DraftPhase.INTENDED, DraftPhase.UNCERTAIN})


def draft_states(facts: Iterable[Drafted]) -> tuple[DraftState, ...]:
    """Where each draft is, oldest first. ``facts`` are in time order."""
    by_draft: dict[str, list[Drafted]] = {}
    for fact in facts:
        if fact.message is not None:
            by_draft.setdefault(fact.message, []).append(fact)
    states = [_life(message, life) for message, life in by_draft.items()]
    return tuple(sorted(states, key=lambda state: (state.intended, state.message_id)))


def generation(conversation: Conversation, *, step: int | None = None, variant: str | None = None) -> int:
    """The generation of the next draft for a step or a variant: how many were made and are done with.

    A retry of an intent whose draft never came to be has the same number, hence the same Message-ID.
    """
    done = (DraftPhase.WITHDRAWN, DraftPhase.SENT, DraftPhase.DELETED)
    return sum(draft.phase in done for draft in conversation.drafts if (draft.step, draft.variant) == (step, variant))


def _life(message: str, facts: list[Drafted]) -> DraftState:
    state = _unborn(message, facts[0])
    phase: DraftPhase | None = None
    waiting = list(facts)
    while waiting:
        fact = waiting.pop(_next_of(waiting, phase))
        after = TABLE[phase, type(fact)]
        state = _carry(state, fact, moved=after is not phase)
        phase = after
        state = replace(state, phase=after)
    return state


def _next_of(facts: list[Drafted], phase: DraftPhase | None) -> int:
    """Within one instant, an outcome still owed to an earlier intent comes before a new intent.

    Otherwise a retry in the cycle that learned of the refusal would look refused itself, and be made twice.
    """
    if phase not in _OUTSTANDING:
        return 0
    for index, fact in enumerate(facts):
        if fact.at > facts[0].at:
            return 0
        if isinstance(fact, DraftNotAppended):
            return index
    return 0


def _unborn(message: str, fact: Drafted) -> DraftState:
    """What is known of a draft whose intent was lost with a journal: its name and its place in the sequence."""
    return DraftState(
        message_id=message,
        token="",
        step=fact.step,
        variant=fact.variant,
        template="",
        wording="",
        generation=0,
        phase=DraftPhase.INTENDED,
        due=fact.at,
        intended=fact.at,
        since=fact.at,
    )


def _carry(state: DraftState, fact: Drafted, *, moved: bool) -> DraftState:
    state = replace(state, since=fact.at) if moved else state
    match fact:
        case DraftIntended():
            return replace(
                state,
                step=fact.step,
                variant=fact.variant,
                token=fact.token,
                template=fact.template,
                wording=fact.wording,
                generation=fact.generation,
                due=fact.due,
                to=fact.to,
                intent_digest=fact.digest,
                uidvalidity=fact.uidvalidity,
                uidnext=fact.uidnext,
                missing_since=None,
            )
        case DraftAppended():
            return replace(state, locator=fact.locator, digest=fact.digest, missing_since=None)
        case DraftEdited() | DraftSeenAgain():
            return replace(state, locator=fact.locator or state.locator, missing_since=None)
        case DraftMissing():
            return replace(state, missing_since=state.missing_since or fact.at)
        case _:
            return state
