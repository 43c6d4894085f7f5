"""The whole configuration: every key, its type and its default. Frozen; unknown keys are refused.

``null`` in the file and None here mean "not given". Values are those of ``model.policy`` where it has one. Names of
keys are public: see config.example.yaml, which is rendered from this module.
"""

from collections.abc import Mapping
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Literal, Self

import platformdirs
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationInfo, field_validator, model_validator

from mailwatch.config import fields as f
from mailwatch.config.not_yet import is_built
from mailwatch.model.policy import Anchor, Duration, Step, Unit
from mailwatch.wording import Language

NonEmpty = Annotated[str, Field(min_length=1)]
TLS_PORT, CLEAR_PORT = 993, 143


class Part(BaseModel):
    """A mapping of the file."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    @model_validator(mode="before")
    @classmethod
    def _null_is_not_given(cls, given: object) -> object:
        """A key left empty (``never:``) says nothing, where it has a default to fall back on."""
        if not isinstance(given, dict):
            return given
        defaults = {name: field.default for name, field in cls.model_fields.items() if not field.is_required()}
        return {key: value for key, value in given.items() if value is not None or defaults.get(key) is None}

    @field_validator("*", mode="after")
    @classmethod
    def _built(cls, value: object, info: ValidationInfo) -> object:
        if not is_built(cls.__name__, str(info.field_name), value):
            raise f.wrong("config_not_yet")
        return value


class OwnerSettings(Part):
    name: str | None = None
    phone: str | None = None
    website: str | None = None
    signature: str | None = None


class ImapSettings(Part):
    """``port`` is 143 when ``tls`` is not implicit and no port is given."""

    host: NonEmpty
    port: Annotated[int, Field(ge=1, le=65535)] = TLS_PORT
    tls: Literal["implicit", "starttls", "none"] = "implicit"
    username: NonEmpty | None = None
    ca_file: f.SomePath = None

    @model_validator(mode="before")
    @classmethod
    def _port(cls, given: object) -> object:
        if isinstance(given, dict) and given.get("port") is None and given.get("tls") in ("starttls", "none"):
            return {**given, "port": CLEAR_PORT}
        return given

    @model_validator(mode="after")
    def _never_in_clear(self) -> Self:
        if self.tls == "none" and not _is_loopback(self.host):
            raise f.wrong("config_tls_none")
        return self


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


class PasswordSettings(Part):
    """Where the password is: exactly one of the four."""

    env: NonEmpty | None = None
    file: f.SomePath = None
    command: f.Argv | None = None
    keyring: NonEmpty | None = None

    @model_validator(mode="after")
    def _exactly_one(self) -> Self:
        if sum(value is not None for value in (self.env, self.file, self.command, self.keyring)) != 1:
            raise f.wrong("config_password_source")
        return self


class OAuthSettings(Part):
    """Where the access token comes from: a command, or (not yet) a sign-in of our own."""

    token_command: f.Argv | None = None
    provider: Literal["google", "microsoft"] | None = None
    client_id: NonEmpty | None = None
    flow: Literal["browser", "paste", "device"] | None = None

    @model_validator(mode="after")
    def _exactly_one(self) -> Self:
        if (self.token_command is None) == (self.provider is None):
            raise f.wrong("config_oauth_source")
        if self.token_command is not None and (self.client_id or self.flow):
            raise f.wrong("config_oauth_command_alone")
        return self


class MailboxesSettings(Part):
    """None means auto; ``also`` None is every selectable mailbox except Drafts, Trash and Junk."""

    sent: f.Names = None
    drafts: f.NameOrAuto = None
    inbox: NonEmpty = "INBOX"
    also: f.Names = None
    trash: f.NameOrAuto = None


class AccountSettings(Part):
    """``name`` is the address unless given. Exactly one of ``password`` and ``oauth2`` is set."""

    name: Annotated[str, Field(validate_default=True)] = ""
    address: f.AddressText
    aliases: tuple[f.AddressText, ...] = ()
    owner: OwnerSettings = OwnerSettings()
    imap: ImapSettings
    password: PasswordSettings | None = None
    oauth2: OAuthSettings | None = None
    mailboxes: MailboxesSettings = MailboxesSettings()
    trusted_authserv: f.NameOrAuto = None

    @model_validator(mode="before")
    @classmethod
    def _named(cls, given: object) -> object:
        if isinstance(given, dict) and given.get("name") is None and isinstance(given.get("address"), str):
            return {**given, "name": given["address"].strip().lower()}
        return given

    @model_validator(mode="after")
    def _one_way_in(self) -> Self:
        if (self.password is None) == (self.oauth2 is None):
            raise f.wrong("config_one_login")
        return self

    @property
    def username(self) -> str:
        """Who logs in: ``imap.username``, else the address."""
        return self.imap.username or self.address


class QuotesSettings(Part):
    """``start`` None is now: the instant of the account's first cycle."""

    start: f.Start = None
    validity: f.SomeTime = Duration(21, Unit.DAYS)
    late_after: f.SomeTime = Duration(30, Unit.DAYS)
    senders: tuple[f.AddressText, ...] = ()


class StepSettings(Part):
    """One step of a cadence; exactly one of the first five keys says when."""

    after: f.DurationText | None = None
    after_previous: f.DurationText | None = None
    before_expiry: f.DurationText | None = None
    after_expiry: f.DurationText | None = None
    after_decision: f.DurationText | None = None
    template: NonEmpty
    last: bool = False

    @model_validator(mode="after")
    def _one_anchor(self) -> Self:
        if sum(getattr(self, anchor.value) is not None for anchor in Anchor) != 1:
            raise f.wrong("config_step_anchor")
        return self

    def step(self) -> Step:
        anchor = next(anchor for anchor in Anchor if getattr(self, anchor.value) is not None)
        return Step(anchor, getattr(self, anchor.value), self.template, self.last)


class WhenSettings(Part):
    to: NonEmpty | None = None
    subject: NonEmpty | None = None
    amount: f.AmountText = None
    language: Annotated[str, Field(pattern="^[a-z]{2}$")] | None = None


class RuleSettings(Part):
    when: WhenSettings
    cadence: NonEmpty | None = None
    holidays: f.Country | None = None
    subdivision: f.Subdivision = None

    @model_validator(mode="after")
    def _gives_something(self) -> Self:
        if not (self.cadence or self.holidays or self.subdivision):
            raise f.wrong("config_rule_empty")
        return self


class CalendarSettings(Part):
    holidays: f.Country = "FR"
    subdivision: f.Subdivision = None
    quiet: tuple[f.Quiet, ...] = ("august", "year-end")
    away: tuple[f.Range, ...] = ()
    drafts_at: f.Clock = f.clock("08:30")


class LimitsSettings(Part):
    """``per_contact``: touches, days."""

    per_contact: f.PerContact = (3, 30)
    per_day: Annotated[int, Field(ge=1, le=500)] = 5
    gap: f.Gap = Duration(5, Unit.WORKING_DAYS)


class DraftsSettings(Part):
    unread: bool = True


class NotifySettings(Part):
    digest: Literal["none", "daily", "weekly"] = "none"
    late_replies: bool = False


class CommandsSettings(Part):
    mailboxes: bool = False


class PageSettings(Part):
    listen: NonEmpty | None = None


Steps = Annotated[tuple[StepSettings, ...], AfterValidator(f.some)]


class Settings(Part):
    """The file. Paths are absolute once loaded; ``journal`` None is ``journal_path``'s default."""

    language: Language = "fr"
    timezone: f.Zone = f.zone("Europe/Paris")
    journal: f.JournalPath = None
    templates: f.SomePath = None
    poll: f.Poll = Duration(5, Unit.MINUTES)
    accounts: Annotated[tuple[AccountSettings, ...], AfterValidator(f.some)]
    quotes: QuotesSettings = QuotesSettings()
    cadence: NonEmpty = "standard"
    cadences: Mapping[str, Steps] = {}
    rules: tuple[RuleSettings, ...] = ()
    never: tuple[f.Never, ...] = ()
    calendar: CalendarSettings = CalendarSettings()
    limits: LimitsSettings = LimitsSettings()
    retention: f.SomeTime = Duration(36, Unit.MONTHS)
    answers: Literal["ask", "draft"] = "ask"
    drafts: DraftsSettings = DraftsSettings()
    notify: NotifySettings = NotifySettings()
    commands: CommandsSettings = CommandsSettings()
    page: PageSettings = PageSettings()

    @property
    def journal_path(self) -> Path:
        """The SQLite file; by default in the platform's state folder."""
        return self.journal or platformdirs.user_state_path("mailwatch") / "journal.sqlite3"

    @property
    def poll_seconds(self) -> float:
        return self.poll.count * {Unit.MINUTES: 60.0, Unit.HOURS: 3600.0}[self.poll.unit]
