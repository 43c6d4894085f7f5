"""What the owner names on the command line: quotes, questions, messages."""

from mailwatch.bootstrap import House
from mailwatch.errors import UnknownReference
from mailwatch.journal.queries import find_question, find_quote, questions
from mailwatch.model.facts import ContactWrote, QuestionAsked
from mailwatch.ports import Desk


def desk_named(house: House, account: str) -> Desk:
    return next(desk for desk in house.desks if desk.account.name == account)


def quote_named(house: House, text: str) -> tuple[Desk, str]:
    """A quote by Message-ID (with or without brackets), reference, or unique prefix of its id. Raises UnknownReference."""
    named = find_quote(house.journal, text, [desk.account.name for desk in house.desks])
    return desk_named(house, named.account), named.message


def question_named(house: House, text: str) -> tuple[Desk, QuestionAsked]:
    """A question by its message's Message-ID or by unique prefix of its id. Raises UnknownReference."""
    named = find_question(house.journal, text, [desk.account.name for desk in house.desks])
    asked = questions(house.journal, named.account, named.message)
    if not asked:
        raise UnknownReference(
            f"{text!r} is a request that is owed an answer, not a question; `answer {text} --none` sets it aside"
        )
    return desk_named(house, named.account), asked[-1]


def request_named(house: House, text: str) -> tuple[Desk, ContactWrote] | None:
    """A request that is owed an answer, and about which nothing was asked. Raises UnknownReference."""
    named = find_question(house.journal, text, [desk.account.name for desk in house.desks])
    if questions(house.journal, named.account, named.message):
        return None
    desk = desk_named(house, named.account)
    owed = desk.journal.requests_owed(named.account)
    return desk, next(request for request in owed if request.message == named.message)
