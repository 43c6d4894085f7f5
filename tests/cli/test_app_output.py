import io
import json
import time
from datetime import UTC, date, datetime
from datetime import time as clock
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from mailwatch.cli import output
from mailwatch.cli.output import Context, Printer
from mailwatch.model.money import Amount, Tax
from mailwatch.model.reasons import Reason

PARIS = ZoneInfo("Europe/Paris")


class Terminal(io.StringIO):
    def isatty(self):
        return True


class Word(StrEnum):
    OPEN = "open"


def printer(*, out=None, err=None, **options) -> Printer:
    return Printer(out or io.StringIO(), err or io.StringIO(), "en", **options)


def test_json_is_one_line_of_utf8_with_every_key():
    one = printer(json=True, zone=PARIS)
    one.object(
        {
            "text": "Été\nà la mer",
            "absent": None,
            "decimal": Decimal("4200.00"),
            "amount": Amount(Decimal(4200), "EUR", Tax.EXCLUDED),
            "untaxed": Amount(Decimal("1.5"), "CHF"),
            "instant": datetime(2026, 9, 1, 7, 12, 30, 999, tzinfo=UTC),
            "naive": datetime.fromisoformat("2026-09-01T09:12"),
            "day": date(2026, 9, 22),
            "time": clock(8, 30),
            "status": Word.OPEN,
            "list": (Word.OPEN, [date(2026, 1, 1)]),
            "set": frozenset({"b", "a"}),
            "path": Path("a/b"),
            "flag": True,
            "score": 1.5,
            "because": [Reason("no_such_code", (("days", 3),), -6.0)],
        }
    )
    text = one.out.getvalue()
    assert text.endswith("}\n")
    assert text.count("\n") == 1
    assert "Été" in text
    assert json.loads(text) == {
        "text": "Été\nà la mer",
        "absent": None,
        "decimal": "4200.00",
        "amount": {"value": "4200.00", "currency": "EUR", "tax": "excl"},
        "untaxed": {"value": "1.50", "currency": "CHF", "tax": None},
        "instant": "2026-09-01T09:12:30+02:00",
        "naive": "2026-09-01T09:12:00",
        "day": "2026-09-22",
        "time": "08:30:00",
        "status": "open",
        "list": ["open", ["2026-01-01"]],
        "set": ["a", "b"],
        "path": "a/b",
        "flag": True,
        "score": 1.5,
        "because": [{"code": "no_such_code", "text": "no_such_code days=3", "bits": -6.0}],
    }


def test_people_read_nothing_under_json():
    one = printer(json=True)
    one.line("x")
    one.say("usage_no_command")
    assert one.out.getvalue() == ""


def test_a_note_is_beside_the_output():
    one = printer(json=True)
    one.note("usage_no_command")
    assert (one.out.getvalue(), "A command is missing" in one.err.getvalue()) == ("", True)


@pytest.mark.parametrize(
    ("environment", "out", "expected"),
    [
        ({"TERM": "xterm"}, Terminal, "\x1b[31mx\x1b[0m\n"),
        ({"TERM": "xterm"}, io.StringIO, "x\n"),
        ({"TERM": "xterm", "NO_COLOR": "1"}, Terminal, "x\n"),
        ({"TERM": "dumb"}, Terminal, "x\n"),
    ],
)
def test_colour_only_on_a_terminal_that_wants_it(environment, out, expected, monkeypatch):
    monkeypatch.delenv("NO_COLOR", raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    one = printer(out=out())
    one.line("x", style="red")
    assert one.out.getvalue() == expected


@pytest.mark.parametrize("hostile", ["\x1b[2J", "\x9b2J", "\x07", "\r", "\x7f", "\u202e", "\u2066", "\x00"])
def test_a_subject_cannot_drive_the_terminal(hostile):
    one = printer(out=Terminal())
    one.line(f"a{hostile}b")
    one.problem(f"a{hostile}b")
    assert hostile[0] not in one.out.getvalue() + one.err.getvalue()


def working(err, seconds, monkeypatch, *, ticks=()):
    monkeypatch.setattr(output, "_PATIENCE", 0.05)
    monkeypatch.setattr(output, "_LOG_PACE", 0.05)
    monkeypatch.setattr(output, "_TERMINAL_PACE", 0.05)
    with printer(err=err).working("init_looking", domain="x.example") as progress:
        for tick in ticks:
            progress.tick(*tick)
        time.sleep(seconds)
    return err.getvalue()


def test_quick_work_shows_no_progress(monkeypatch):
    assert working(io.StringIO(), 0, monkeypatch) == ""


def test_slow_work_shows_even_when_it_is_stuck(monkeypatch):
    assert "Looking for the server of x.example (0 s)\n" in working(io.StringIO(), 0.2, monkeypatch)


def test_slow_work_shows_how_far_it_is(monkeypatch):
    assert "(3/10)" in working(io.StringIO(), 0.2, monkeypatch, ticks=[(3, 10)])


def test_a_terminal_keeps_one_line_and_is_left_clean(monkeypatch):
    shown = working(Terminal(), 0.2, monkeypatch, ticks=[(7,)])
    assert "\n" not in shown
    assert "(7)" in shown
    assert shown.endswith(" \r")


def test_progress_ends_with_the_work_that_failed(monkeypatch):
    with pytest.raises(ZeroDivisionError), printer().working("init_looking", domain="x") as progress:
        raise ZeroDivisionError
    assert not progress._thread.is_alive()


def context(now=None) -> Context:
    return Context(None, None, now, json=False, language="en", zone=PARIS, printer=printer())


def test_the_clock_is_what_now_says():
    now = datetime(2026, 9, 1, tzinfo=UTC)
    assert context(now).clock() == now
    assert context().clock().tzinfo == PARIS


def test_moments_of_the_command_line_are_in_the_owners_zone():
    assert context().instant(date(2026, 9, 10)) == datetime(2026, 9, 10, tzinfo=PARIS)
    assert context().instant(datetime.fromisoformat("2026-09-10T14:00")) == datetime(2026, 9, 10, 14, tzinfo=PARIS)
    assert context().instant(datetime(2026, 9, 10, 14, tzinfo=UTC)) == datetime(2026, 9, 10, 14, tzinfo=UTC)


def test_a_command_that_needs_settings_cannot_go_on_without():
    with pytest.raises(LookupError):
        context().configured  # noqa: B018 - reading it is the test
