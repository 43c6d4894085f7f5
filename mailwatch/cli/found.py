"""What the owner names on the command line: quotes, questions, messages."""

from mailwatch.bootstrap import House
from mailwatch.journal.queries import find_question, find_quote, questions
from mailwatch.model.facts import QuestionAsked
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
    return desk_named(house, named.account), questions(house.journal, named.account, named.message)[-1]
