"""Single values of the configuration: text in, values of the model out.

Each parser raises ``Wrong`` with the code of a message; the schema turns it into a problem with its YAML path.
"""

import re
from datetime import date, time
from decimal import Decimal
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, TypeAlias, TypeVar
from zoneinfo import ZoneInfo, available_timezones

from pydantic import PlainValidator, ValidationInfo
from pydantic_core import PydanticCustomError

from mailwatch.model.policy import AmountCondition, DateRange, Duration, Unit

_DURATION = re.compile(r"(\d{1,4}) +(working +days?|minutes?|hours?|days?|weeks?|months?)")
_PER_CONTACT = re.compile(r"(\d{1,3}) +per +(\d{1,3}) +days?")
_TIME = re.compile(r"(\d{1,2}):(\d{2})")
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_AMOUNT = re.compile(r"(>=|<=|>|<|=) *(\d[\d ]*(?:[.,]\d{1,2})?)")
_ADDRESS = re.compile(r"[^@\s<>,;:\"()\[\]\\]+@([^@\s<>,;:\"()\[\]\\]+)")
Item = TypeVar("Item")
_SQLITE = "sqlite:///"


def wrong(code: str, **context: str | int) -> PydanticCustomError:
    """A refusal: the code of a message in ``wording/messages/config.toml`` and its parameters."""
    return PydanticCustomError(code, "refused", context)


def _text(value: object, expected: str) -> str:
    if isinstance(value, str):
        return value.strip()
    raise wrong(expected)


def duration(value: object) -> Duration:
    """``21 days``, ``5 working days``, ``1 month``."""
    if isinstance(value, Duration):
        return value
    matched = _DURATION.fullmatch(_text(value, "config_duration"))
    if not matched:
        raise wrong("config_duration")
    unit = " ".join(matched[2].split())
    return Duration(int(matched[1]), Unit(unit if unit.endswith("s") else f"{unit}s"))


def some_time(value: object) -> Duration:
    """A duration of at least one unit."""
    span = duration(value)
    if span.count == 0:
        raise wrong("config_duration_zero")
    return span


def poll(value: object) -> Duration:
    """Minutes or hours, from one minute to a day: slower than a day would miss due drafts, faster annoys servers."""
    span = some_time(value)
    minutes = span.count * {Unit.MINUTES: 1, Unit.HOURS: 60}.get(span.unit, 0)
    if not 1 <= minutes <= 24 * 60:
        raise wrong("config_poll")
    return span


def gap(value: object) -> Duration:
    span = duration(value)
    if span.unit is not Unit.WORKING_DAYS:
        raise wrong("config_gap")
    return span


def per_contact(value: object) -> tuple[int, int]:
    """``3 per 30 days`` as (touches, days)."""
    if isinstance(value, tuple):
        return value
    matched = _PER_CONTACT.fullmatch(_text(value, "config_per_contact"))
    if not matched or not int(matched[2]):
        raise wrong("config_per_contact")
    return int(matched[1]), int(matched[2])


def clock(value: object) -> time:
    """``08:30``."""
    if isinstance(value, time):
        return value
    matched = _TIME.fullmatch(_text(value, "config_time"))
    try:
        hour, minute = map(int, matched.groups()) if matched else (24, 0)
        return time(hour, minute)
    except ValueError:
        raise wrong("config_time") from None


def day(value: object) -> date:
    """``2026-08-03`` and nothing else: no other order of day, month and year is safe to guess."""
    if isinstance(value, date):
        return value
    text = _text(value, "config_day")
    try:
        return date.fromisoformat(text if _ISO_DAY.fullmatch(text) else "")
    except ValueError:
        raise wrong("config_day") from None


def day_range(value: object) -> DateRange:
    """``2026-08-03/2026-08-14``, inclusive; a single day stands for itself."""
    if isinstance(value, DateRange):
        return value
    first_text, slash, last_text = _text(value, "config_range").partition("/")
    try:
        first = day(first_text)
        last = day(last_text) if slash else first
    except PydanticCustomError:
        raise wrong("config_range") from None
    if last < first:
        raise wrong("config_range_order")
    return DateRange(first, last)


def quiet(value: object) -> str | DateRange:
    """``august``, ``year-end`` or a range of days."""
    if value in ("august", "year-end"):
        return str(value)
    try:
        return day_range(value)
    except PydanticCustomError as error:
        raise wrong("config_quiet" if error.type == "config_range" else error.type) from None


def start(value: object) -> date | None:
    """``now`` (None) or a day."""
    if value is None or value == "now":
        return None
    try:
        return day(value)
    except PydanticCustomError:
        raise wrong("config_start") from None


def zone(value: object) -> ZoneInfo:
    """An IANA time zone."""
    if isinstance(value, ZoneInfo):
        return value
    text = _text(value, "config_timezone")
    try:
        return ZoneInfo(text)
    except (KeyError, ValueError, OSError):  # no such key, a path that leads out of the database, a folder of it
        nearest = get_close_matches(text, available_timezones(), 1)
    raise wrong("config_timezone_nearest", nearest=nearest[0]) if nearest else wrong("config_timezone")


def address(value: object) -> str:
    """An addr-spec, in lower case, the domain as an A-label (RFC 5890)."""
    matched = _ADDRESS.fullmatch(_text(value, "config_address"))
    if not matched:
        raise wrong("config_address")
    return f"{matched[0].rpartition('@')[0].lower()}@{_a_label(matched[1])}"


def never(value: object) -> str:
    """An address or ``*@domain``."""
    text = _text(value, "config_never")
    if text.startswith("*@"):
        return f"*@{address('x' + text[1:]).rpartition('@')[2]}"
    try:
        return address(text)
    except PydanticCustomError:
        raise wrong("config_never") from None


def _a_label(domain: str) -> str:
    try:
        return domain.lower().encode("idna").decode("ascii")
    except UnicodeError:
        raise wrong("config_address") from None


def amount(value: object) -> AmountCondition:
    """``>= 5000``, ``< 800.50``."""
    if isinstance(value, AmountCondition):
        return value
    matched = _AMOUNT.fullmatch(_text(value, "config_amount"))
    if not matched:
        raise wrong("config_amount")
    return AmountCondition(matched[1], Decimal(matched[2].replace(" ", "").replace(",", ".")))


def journal(value: object, info: ValidationInfo) -> Path | None:
    """``sqlite:///path``; a relative path starts at the configuration file."""
    if value is None or isinstance(value, Path):
        return value
    text = _text(value, "config_journal")
    if not text.startswith(_SQLITE) or len(text) == len(_SQLITE):
        raise wrong("config_journal")
    return _located(text.removeprefix(_SQLITE), info)


def path(value: object, info: ValidationInfo) -> Path | None:
    """A file or folder; a relative path starts at the configuration file, ``~`` is the home folder."""
    if value is None or isinstance(value, Path):
        return value
    text = _text(value, "config_path")
    if not text:
        raise wrong("config_path")
    return _located(text, info)


def _located(text: str, info: ValidationInfo) -> Path:
    try:
        return located(text, (info.context or {}).get("folder", Path()))
    except RuntimeError:  # ~ of a user who does not exist
        raise wrong("config_path") from None


def located(text: str, folder: Path) -> Path:
    """Raises RuntimeError for the home of a user who does not exist."""
    return Path(folder, Path(text).expanduser())


def names(value: object) -> tuple[str, ...] | None:
    """``auto`` (None), one mailbox name, or a list of them."""
    match value:
        case None | "auto":
            return None
        case str() if value:
            return (value,)
        case [*items] if all(isinstance(item, str) and item for item in items):
            return tuple(str(item) for item in items)
        case _:
            raise wrong("config_mailbox_names")


def name_or_auto(value: object) -> str | None:
    """``auto`` (None) or one name."""
    match value:
        case None | "auto":
            return None
        case str() if value:
            return value
        case _:
            raise wrong("config_mailbox_name")


def argv(value: object) -> tuple[str, ...]:
    """A program and its arguments, as a list: no shell reads it."""
    match value:
        case [str() as program, *_] if program and all(isinstance(part, str) for part in value):
            return tuple(str(part) for part in value)
        case _:
            raise wrong("config_argv")


def country(value: object) -> str:
    return _text(value, "config_country_text").upper()


def subdivision(value: object) -> str | None:
    return None if value is None else _text(value, "config_country_text")


def some(value: tuple[Item, ...]) -> tuple[Item, ...]:
    """A list that is not empty."""
    if not value:
        raise wrong("config_empty")
    return value


DurationText: TypeAlias = Annotated[Duration, PlainValidator(duration)]
SomeTime: TypeAlias = Annotated[Duration, PlainValidator(some_time)]
Poll: TypeAlias = Annotated[Duration, PlainValidator(poll)]
Gap: TypeAlias = Annotated[Duration, PlainValidator(gap)]
PerContact: TypeAlias = Annotated[tuple[int, int], PlainValidator(per_contact)]
Clock: TypeAlias = Annotated[time, PlainValidator(clock)]
Start: TypeAlias = Annotated[date | None, PlainValidator(start)]
Range: TypeAlias = Annotated[DateRange, PlainValidator(day_range)]
Quiet: TypeAlias = Annotated[str | DateRange, PlainValidator(quiet)]
Zone: TypeAlias = Annotated[ZoneInfo, PlainValidator(zone)]
AddressText: TypeAlias = Annotated[str, PlainValidator(address)]
Never: TypeAlias = Annotated[str, PlainValidator(never)]
AmountText: TypeAlias = Annotated[AmountCondition | None, PlainValidator(amount)]
JournalPath: TypeAlias = Annotated[Path | None, PlainValidator(journal)]
SomePath: TypeAlias = Annotated[Path | None, PlainValidator(path)]
Names: TypeAlias = Annotated[tuple[str, ...] | None, PlainValidator(names)]
NameOrAuto: TypeAlias = Annotated[str | None, PlainValidator(name_or_auto)]
Argv: TypeAlias = Annotated[tuple[str, ...], PlainValidator(argv)]
Country: TypeAlias = Annotated[str, PlainValidator(country)]
Subdivision: TypeAlias = Annotated[str | None, PlainValidator(subdivision)]
