import io
import json
import stat
from argparse import Namespace
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from mailwatch.cli.arguments import UsageError
from mailwatch.cli.discovery import World
from mailwatch.cli.init import Doors, set_up
from mailwatch.cli.output import Context, Printer
from mailwatch.config.loading import load
from mailwatch.errors import AuthenticationRefused, ConfigError, MailboxMissing, MailboxUnavailable
from mailwatch.model.message import Role
from mailwatch.ports import FoundMailbox

PARIS = ZoneInfo("Europe/Paris")
NOW = datetime(2026, 9, 24, 10, tzinfo=PARIS)


@dataclass(frozen=True)
class Probe:
    mailboxes: tuple = (
        FoundMailbox("Envoyés", Role.SENT, "special-use"),
        FoundMailbox("Brouillons", Role.DRAFTS, "name"),
        FoundMailbox("INBOX", Role.INBOX, "configuration"),
    )
    created: tuple = ()


@dataclass
class Outside:
    """The owner, DNS, the servers and the machine, as a script. Whatever is asked is kept in ``asked``."""

    answers: list[str] = field(default_factory=list)
    passwords: list[str] = field(default_factory=list)
    mx: dict[str, list[str]] = field(default_factory=dict)
    srv: dict[str, list[tuple[str, int]]] = field(default_factory=dict)
    servers: set[tuple[str, int, str]] = field(default_factory=set)
    probes: list[Exception | Probe] = field(default_factory=lambda: [Probe()])
    zone: str | None = "Europe/Paris"
    asked: list[str] = field(default_factory=list)
    tried: list[tuple[str, int, str]] = field(default_factory=list)
    seen: list = field(default_factory=list)

    def doors(self) -> Doors:
        world = World(mx=lambda domain: self.mx.get(domain, []), srv=lambda domain: self.srv.get(domain, []), speaks=self.speaks)
        return Doors(ask=self.ask, hide=self.hide, world=world, probe=self.probe, zone=lambda: self.zone)

    def ask(self, question):
        self.asked.append(question)
        return self.answers.pop(0)

    def hide(self, question):
        self.asked.append(question)
        return self.passwords.pop(0)

    def speaks(self, host, port, tls):
        self.tried.append((host, port, tls))
        return (host, port, tls) in self.servers

    def probe(self, settings):
        account = settings.accounts[0]
        typed = account.password.file.read_text() if account.password and account.password.file else None
        self.seen.append((account.imap.host, account.imap.port, account.imap.tls, typed))
        found = self.probes.pop(0)
        if isinstance(found, Exception):
            raise found
        return found


@pytest.fixture
def init(tmp_path):
    """``init(outside, …) -> what was printed``; writes to config.yaml of the test's folder."""

    def called(
        outside,
        address="anne@atelier-durand.example",
        *,
        host=None,
        password_command=None,
        yes=False,
        command_mailboxes=False,
        json=False,
        language="en",
        returns=0,
    ):
        out, err = io.StringIO(), io.StringIO()
        arguments = Namespace(
            address=address, host=host, password_command=password_command, yes=yes, command_mailboxes=command_mailboxes
        )
        context = Context(tmp_path / "config.yaml", None, NOW, json, language, PARIS, Printer(out, err, language, json))
        assert set_up(arguments, context, outside.doors()) == returns
        return out.getvalue() + err.getvalue()

    return called


COMMON = {("imap.atelier-durand.example", 993, "implicit")}
PASS = "pass show mail/anne"


def test_a_script_gives_everything_and_is_asked_nothing(init, tmp_path):
    outside = Outside(servers={("imap.host.example", 993, "implicit")})
    told = init(outside, host="imap.host.example", password_command=PASS, yes=True)
    settings = load(tmp_path / "config.yaml")
    account = settings.accounts[0]
    assert (account.address, account.imap.host, account.imap.port, account.imap.tls, account.password.command) == (
        "anne@atelier-durand.example",
        "imap.host.example",
        993,
        "implicit",
        ("pass", "show", "mail/anne"),
    )
    assert (settings.language, settings.timezone.key, str(settings.quotes.start)) == ("en", "Europe/Paris", "2026-08-25")
    assert outside.asked == []
    assert "Envoyés" in told
    assert "The login works" in told


def test_the_file_is_commented_and_the_owners_alone(init, tmp_path):
    init(Outside(servers=COMMON), password_command=PASS)
    file = tmp_path / "config.yaml"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    lines = [line for line in file.read_text().splitlines() if line and not line.startswith("#")]
    assert [line for line in lines if "  # " not in line] == []


def test_the_file_speaks_the_owners_language(init, tmp_path):
    init(Outside(servers=COMMON), password_command=PASS, language="fr")
    text = (tmp_path / "config.yaml").read_text()
    assert "votre adresse" in text
    assert load(tmp_path / "config.yaml").language == "fr"


def test_nothing_is_ever_overwritten(init, tmp_path):
    file = tmp_path / "config.yaml"
    file.write_text("mine")
    outside = Outside(servers=COMMON)
    with pytest.raises(ConfigError, match="never overwritten"):
        init(outside, password_command=PASS, yes=True)
    assert (file.read_text(), outside.tried, outside.seen) == ("mine", [], [])


def test_a_dangling_link_is_not_written_through(init, tmp_path):
    (tmp_path / "config.yaml").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(ConfigError, match="never overwritten"):
        init(Outside(servers=COMMON), password_command=PASS, yes=True)
    assert not (tmp_path / "elsewhere").exists()


def test_only_what_is_missing_is_asked(init):
    outside = Outside(servers=COMMON, answers=["anne@atelier-durand.example", PASS])
    init(outside, None)
    assert [question.split("(")[0].strip() for question in outside.asked] == [
        "Your address:",
        "The command that prints the password, for example `pass show mail/anne`",
    ]


@pytest.mark.parametrize(
    ("address", "mx", "expected"),
    [
        ("anne@orange.fr", [], ("imap.orange.fr", 993, "implicit")),
        ("anne@gmail.com", [], ("imap.gmail.com", 993, "implicit")),
        ("anne@atelier-durand.example", ["mx1.mail.ovh.net"], ("ssl0.ovh.net", 993, "implicit")),
        ("anne@atelier-durand.example", ["spool.mail.gandi.net", "fb.mail.gandi.net"], ("mail.gandi.net", 993, "implicit")),
        ("anne@atelier-durand.example", ["ASPMX.L.GOOGLE.COM"], ("imap.gmail.com", 993, "implicit")),
        ("anne@proton.me", [], ("127.0.0.1", 1143, "starttls")),
    ],
)
def test_a_well_known_provider_is_known_by_domain_or_by_where_the_mail_goes(init, address, mx, expected):
    outside = Outside(mx={"atelier-durand.example": mx})
    init(outside, address, password_command=PASS, yes=True)
    assert [seen[:3] for seen in outside.seen] == [expected]
    assert outside.tried == []


def test_what_the_provider_needs_is_said_before_the_password_is_asked(init):
    outside = Outside(answers=[PASS])
    assert "app password" in init(outside, "anne@gmail.com")


def test_a_lookalike_of_a_provider_is_not_that_provider(init):
    outside = Outside(mx={"atelier-durand.example": ["evilgoogle.com", "mail.ovh.net.evil.example"]}, servers=COMMON)
    init(outside, password_command=PASS, yes=True)
    assert outside.seen[0][0] == "imap.atelier-durand.example"


def test_a_provider_without_passwords_gets_a_token_command(init, tmp_path):
    told = init(Outside(), "anne@outlook.fr", password_command="oama access anne@outlook.fr", yes=True)
    account = load(tmp_path / "config.yaml").accounts[0]
    assert (account.password, account.oauth2.token_command) == (None, ("oama", "access", "anne@outlook.fr"))
    assert "no longer takes passwords" in told


def test_srv_records_come_before_common_names(init):
    outside = Outside(
        srv={"atelier-durand.example": [("mx7.atelier-durand.example", 9993)]},
        servers={("mx7.atelier-durand.example", 9993, "implicit"), *COMMON},
    )
    init(outside, password_command=PASS, yes=True)
    assert outside.seen[0][:2] == ("mx7.atelier-durand.example", 9993)


STRANGER = {"atelier-durand.example": [("imap.stranger.example", 993)]}
STRANGER_ANSWERS = {("imap.stranger.example", 993, "implicit")}


def test_a_server_outside_the_domain_is_confirmed_before_it_gets_the_password(init):
    outside = Outside(srv=STRANGER, servers=STRANGER_ANSWERS, answers=["y"])
    init(outside, password_command=PASS)
    assert "Is that your provider?" in outside.asked[0]
    assert outside.seen[0][0] == "imap.stranger.example"


@pytest.mark.parametrize("answer", ["", "n", "no", "what?"])
def test_a_server_outside_the_domain_that_is_not_confirmed_gets_nothing(init, answer):
    outside = Outside(srv=STRANGER, servers={*STRANGER_ANSWERS, *COMMON}, answers=[answer, "imap.atelier-durand.example"])
    init(outside, password_command=PASS)
    assert [seen[0] for seen in outside.seen] == ["imap.atelier-durand.example"]


def test_a_script_never_gives_the_password_to_a_server_outside_the_domain(init):
    outside = Outside(srv=STRANGER, servers=STRANGER_ANSWERS)
    with pytest.raises(UsageError, match=r"--host imap\.stranger\.example"):
        init(outside, password_command=PASS, yes=True)
    assert outside.seen == []


def test_common_names_are_tried_in_their_order(init):
    outside = Outside(servers={("mail.atelier-durand.example", 993, "implicit")})
    init(outside, password_command=PASS, yes=True)
    assert outside.tried == [("imap.atelier-durand.example", 993, "implicit"), ("mail.atelier-durand.example", 993, "implicit")]


def test_without_network_the_owner_is_asked_for_the_server(init):
    outside = Outside(answers=["wrong.example", "imap.right.example"], servers={("imap.right.example", 143, "starttls")})
    told = init(outside, password_command=PASS)
    assert outside.seen[0][:3] == ("imap.right.example", 143, "starttls")
    assert "No IMAP server answers at wrong.example" in told


def test_without_network_a_script_is_told_what_to_say(init, tmp_path):
    with pytest.raises(UsageError, match="--host"):
        init(Outside(), password_command=PASS, yes=True)
    assert list(tmp_path.iterdir()) == []


def test_a_named_host_that_is_silent_is_unreachable(init):
    with pytest.raises(MailboxUnavailable, match=r"wrong\.example"):
        init(Outside(), host="wrong.example", password_command=PASS, yes=True)


@pytest.mark.parametrize(
    ("host", "server"),
    [
        ("h.example:9993", ("h.example", 9993, "implicit")),
        ("h.example:1430", ("h.example", 1430, "starttls")),
        ("127.0.0.1:1143", ("127.0.0.1", 1143, "none")),
        ("[::1]:1143", ("::1", 1143, "none")),
        ("::1", ("::1", 143, "none")),
    ],
)
def test_a_host_may_come_with_its_port(init, tmp_path, host, server):
    init(Outside(servers={server}), host=host, password_command=PASS, yes=True)
    imap = load(tmp_path / "config.yaml").accounts[0].imap
    assert (imap.host, imap.port, imap.tls) == server


def test_no_password_goes_unencrypted_to_another_machine(init):
    outside = Outside(servers={("h.example", 143, "none")})
    with pytest.raises(MailboxUnavailable):
        init(outside, host="h.example", password_command=PASS, yes=True)
    assert ("h.example", 143, "none") not in outside.tried


def test_a_script_without_password_command_is_told_so(init):
    with pytest.raises(UsageError, match="--password-command"):
        init(Outside(servers=COMMON), yes=True)


def test_a_script_without_address_is_told_so(init):
    with pytest.raises(UsageError, match="ADDRESS"):
        init(Outside(), None, yes=True)


@pytest.mark.parametrize("address", ["anne", "anne@", "a b@c.example"])
def test_what_is_no_address_is_refused(init, address):
    with pytest.raises(UsageError, match="is no address"):
        init(Outside(), address, yes=True)


def test_a_refused_login_writes_nothing(init, tmp_path):
    with pytest.raises(AuthenticationRefused):
        init(Outside(servers=COMMON, probes=[AuthenticationRefused("no")]), password_command=PASS, yes=True)
    assert list(tmp_path.iterdir()) == []


NO_SENT = MailboxMissing("sent", ("Sent", "Envoyés"))
NO_DRAFTS = MailboxMissing("drafts", ("Drafts",))


def test_a_mailbox_that_is_not_found_may_be_named(init, tmp_path):
    outside = Outside(servers=COMMON, answers=["Expédiés", "Brouillons (2)"], probes=[NO_SENT, NO_DRAFTS, Probe()])
    init(outside, password_command=PASS)
    mailboxes = load(tmp_path / "config.yaml").accounts[0].mailboxes
    assert (mailboxes.sent, mailboxes.drafts, mailboxes.also) == (("Expédiés",), "Brouillons (2)", None)


def test_a_mailbox_that_is_not_named_leaves_the_file_to_name_it_in(init, tmp_path):
    told = init(Outside(servers=COMMON, answers=[""], probes=[NO_SENT]), password_command=PASS, returns=1)
    assert "Name it under `mailboxes:`" in told
    assert load(tmp_path / "config.yaml").accounts[0].mailboxes.sent is None


def test_a_script_gets_the_file_when_a_mailbox_is_missing(init, tmp_path):
    outside = Outside(servers=COMMON, probes=[NO_SENT])
    assert "Name it under `mailboxes:`" in init(outside, password_command=PASS, yes=True, returns=1)
    assert load(tmp_path / "config.yaml")
    assert outside.asked == []


def test_a_typed_password_is_kept_in_a_file_of_the_owners_alone(init, tmp_path):
    outside = Outside(servers=COMMON, answers=[""], passwords=["hunter2"])
    told = init(outside)
    secret = tmp_path / "mailwatch-password"
    assert (secret.read_text(), stat.S_IMODE(secret.stat().st_mode)) == ("hunter2\n", 0o600)
    assert load(tmp_path / "config.yaml").accounts[0].password.file == secret
    assert "hunter2" not in told + (tmp_path / "config.yaml").read_text()


def test_a_mistyped_password_may_be_typed_again(init):
    outside = Outside(servers=COMMON, answers=[""], passwords=["wrong", "right"], probes=[AuthenticationRefused("no"), Probe()])
    assert "refused the login" in init(outside)
    assert [seen[3] for seen in outside.seen] == ["wrong\n", "right\n"]


def test_three_wrong_passwords_are_enough_and_leave_nothing(init, tmp_path):
    outside = Outside(servers=COMMON, answers=[""], passwords=["a", "b", "c", "d"], probes=[AuthenticationRefused("no")] * 4)
    with pytest.raises(AuthenticationRefused):
        init(outside)
    assert (len(outside.seen), list(tmp_path.iterdir())) == (3, [])


def test_an_existing_password_file_is_not_touched(init, tmp_path):
    secret = tmp_path / "mailwatch-password"
    secret.write_text("old")
    with pytest.raises(ConfigError, match="never overwritten"):
        init(Outside(servers=COMMON, answers=[""], passwords=["new"]))
    assert secret.read_text() == "old"


@pytest.mark.parametrize(
    ("zone", "expected"),
    [
        ("Europe/Brussels", ("Europe/Brussels", "BE", None)),
        ("Indian/Reunion", ("Indian/Reunion", "FR", "974")),
        (None, ("Europe/Paris", "FR", None)),
    ],
)
def test_the_machines_time_zone_proposes_the_holidays(init, tmp_path, zone, expected):
    init(Outside(servers=COMMON, zone=zone), password_command=PASS, yes=True)
    settings = load(tmp_path / "config.yaml")
    assert (settings.timezone.key, settings.calendar.holidays, settings.calendar.subdivision) == expected


@pytest.mark.parametrize("command", ["'unbalanced", "", "   "])
def test_a_command_that_cannot_be_split_is_refused(init, command):
    with pytest.raises(UsageError, match="--password-command"):
        init(Outside(servers=COMMON), password_command=command, yes=True)


def test_a_command_with_odd_arguments_arrives_as_it_was(init, tmp_path):
    init(Outside(servers=COMMON), password_command="sh -c 'echo \"a: #b\" | cat' '{x}' -- no", yes=True)
    assert load(tmp_path / "config.yaml").accounts[0].password.command == ("sh", "-c", 'echo "a: #b" | cat', "{x}", "--", "no")


def test_json_is_one_object(init, tmp_path):
    told = init(Outside(servers=COMMON), password_command=PASS, yes=True, json=True)
    assert json.loads(told) == {
        "type": "init",
        "config": str(tmp_path / "config.yaml"),
        "host": "imap.atelier-durand.example",
        "port": 993,
        "tls": "implicit",
        "timezone": "Europe/Paris",
        "mailboxes": [
            {"name": "Envoyés", "role": "sent", "how": "special-use"},
            {"name": "Brouillons", "role": "drafts", "how": "name"},
            {"name": "INBOX", "role": "inbox", "how": "configuration"},
        ],
    }


def test_where_to_go_next_is_said_with_the_file(init, tmp_path: Path):
    assert f"mailwatch check --config {tmp_path}/config.yaml" in init(Outside(servers=COMMON), password_command=PASS, yes=True)
