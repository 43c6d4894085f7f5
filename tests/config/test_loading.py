import traceback
from datetime import date
from pathlib import Path

import pytest

from mailwatch.config.loading import find_config, load, parse
from mailwatch.config.presets import PRESETS
from mailwatch.config.references import template_names
from mailwatch.errors import ConfigError
from mailwatch.model.policy import DateRange, Duration, Unit

MINIMAL = """
accounts:
  - address: anne@atelier-durand.example
    imap: {host: imap.atelier-durand.example}
    password: {command: [pass, show, mail/anne]}
"""


def settings(text: str):
    return parse(text.encode(), folder=Path("/etc/mailwatch"))


def problems(text: str, language="en") -> dict[str, str]:
    with pytest.raises(ConfigError) as refused:
        parse(text.encode(), folder=Path("/etc/mailwatch"), language=language)
    return {problem.path: problem.message for problem in refused.value.problems}


def test_the_minimal_configuration_is_complete():
    account = settings(MINIMAL).accounts[0]
    assert (
        account.name,
        account.imap.port,
        account.imap.tls,
        account.password.command,
    ) == ("anne@atelier-durand.example", 993, "implicit", ("pass", "show", "mail/anne"))


@pytest.mark.parametrize("quote", ['"', "'", ""])
def test_times_countries_and_days_are_text_quoted_or_not(quote):
    text = f"{MINIMAL}\ncalendar: {{holidays: {quote}NO{quote}, drafts_at: {quote}10:30{quote}, away: [{quote}2026-08-03/2026-08-14{quote}]}}"
    calendar = settings(text).calendar
    assert (
        calendar.holidays,
        calendar.drafts_at.isoformat(),
        calendar.away[0].first.isoformat(),
        calendar.away[0].last.isoformat(),
    ) == ("NO", "10:30:00", "2026-08-03", "2026-08-14")


def test_a_word_that_yaml_takes_for_a_truth_value_stays_a_word():
    assert settings(f"{MINIMAL}\ncadences: {{on: [{{after: 1 day, template: relance_1}}]}}\ncadence: on").cadence == "on"


def test_every_problem_is_listed_at_once_with_its_path_and_the_nearest_key():
    found = problems("""
langage: fr
poll: 5
accounts:
  - address: anne
    imap: {hots: h, prot: 993}
    password: {env: A, file: b}
cadence: standart
calendar: {holidays: FRR, drafts_at: 8h30}
limits: {per_day: 0}
rules: [{when: {}, cadence: agncy}]
""")
    assert sorted(found) == [
        "accounts[0].address",
        "accounts[0].imap.host",
        "accounts[0].imap.hots",
        "accounts[0].imap.prot",
        "accounts[0].password",
        "cadence",
        "calendar.drafts_at",
        "calendar.holidays",
        "langage",
        "limits.per_day",
        "poll",
        "rules[0].cadence",
    ]
    assert found["accounts[0].imap.prot"] == "There is no such key. Did you mean `port`? (line 6)"
    assert found["langage"] == "There is no such key. Did you mean `language`? (line 2)"
    assert found["cadence"] == "There is no cadence `standart`. Known ones: standard. (line 8)"
    assert found["poll"].startswith("`5` is no length of time.")


def test_problems_are_said_in_the_language_the_file_asks_for():
    assert problems(f"language: fr{MINIMAL}\nprot: 1", "en")["prot"].startswith("Cette clé n'existe pas")
    assert problems(f"language: en{MINIMAL}\nprot: 1", "fr")["prot"].startswith("There is no such key")


def test_a_repeated_key_is_refused_with_both_lines():
    assert problems(f"{MINIMAL}\ncadence: long\ncadence: urgent") == {
        "cadence": "The key `cadence` is written twice, on lines 7 and 8. Keep one."
    }


def test_a_repeated_key_does_not_hide_the_other_problems():
    assert set(problems(f"{MINIMAL}\ncadence: long\ncadence: urgent\nprot: 1")) == {"cadence", "prot"}


@pytest.mark.parametrize(
    "secret",
    [
        "password: hunter2",
        "password: [hunter2]",
        "password: *hunter2",
        "password: !hunter2",
        "password: &hunter2",
        "password: {command: hunter2}",
        "password: {env: A, file: hunter2}",
        "password: {env: [hunter2]}",
        "password: 'hunter2\n",
        "password: @hunter2",
        "password: %hunter2",
        "password: hunter2: x",
        "password: 'a' hunter2",
        "oauth2: hunter2",
        "oauth2: {token_command: hunter2}",
        "oauth2: {flow: hunter2}",
        "imap: {password: hunter2}",
    ],
)
def test_a_password_written_in_the_wrong_place_is_never_repeated(secret):
    text = f"accounts:\n  - address: anne@atelier-durand.example\n    imap: {{host: h.example}}\n    {secret}\n"
    if secret.startswith("imap"):
        text = f"accounts:\n  - address: anne@atelier-durand.example\n    {secret}\n"
    with pytest.raises(ConfigError) as refused:
        parse(text.encode(), folder=Path())
    assert "hunter2" not in "".join(traceback.format_exception(refused.value)) + repr(refused.value)


BOMB = "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (BOMB, "anchors and aliases"),
        ("a: !!python/object:os.system x", "tags"),
        ("a: " + "[" * 5000, "Nested too deeply"),
        ("a: 1\n---\nb: 2", "One YAML document only"),
        ("? [a, b]\n: 1", "A key must be plain text"),
        ("- a", "must hold keys"),
        ("", "must hold keys"),
        ("a: [", "cannot be read at line"),
        ("a: \x00", "character that YAML forbids"),
        ("x" * (1024 * 1024 + 1), "at most"),
    ],
)
def test_yaml_tricks_are_refused(text, said):
    assert said in "".join(problems(text).values())


def test_a_file_that_is_not_utf8_is_refused():
    with pytest.raises(ConfigError, match="not UTF-8"):
        parse("name: André".encode("latin-1"), folder=Path())


@pytest.mark.parametrize(
    ("line", "path"),
    [
        ("page: {listen: '127.0.0.1:8025'}", "page.listen"),
    ],
)
def test_what_is_not_built_is_refused_with_not_yet(line, path):
    assert "cannot do this yet" in problems(f"{MINIMAL}\n{line}")[path]


def test_signing_in_by_ourselves_is_refused_with_not_yet():
    text = "accounts: [{address: a@b.example, imap: {host: h}, oauth2: {provider: google, client_id: x, flow: browser}}]"
    assert "cannot do this yet" in problems(text)["accounts[0].oauth2.provider"]


def test_what_is_not_built_may_be_turned_off_explicitly():
    text = f"{MINIMAL}\npage: {{listen: null}}\nnotify: {{digest: none, late_replies: false}}\ncommands: {{mailboxes: no}}\nanswers: ask"
    assert settings(text).answers == "ask"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("21 days", Duration(21, Unit.DAYS)),
        ("1 day", Duration(1, Unit.DAYS)),
        ("5 working days", Duration(5, Unit.WORKING_DAYS)),
        ("2 weeks", Duration(2, Unit.WEEKS)),
        ("36 months", Duration(36, Unit.MONTHS)),
        ("90 minutes", Duration(90, Unit.MINUTES)),
        ("12 hours", Duration(12, Unit.HOURS)),
    ],
)
def test_lengths_of_time(text, expected):
    assert settings(f"{MINIMAL}\nretention: {text}").retention == expected


@pytest.mark.parametrize("text", ["21", "days", "-1 days", "0 days", "1.5 days", "21 jours", "2 days and 1 hour", "99999 days"])
def test_other_lengths_of_time_are_refused(text):
    assert "retention" in problems(f"{MINIMAL}\nretention: {text}")


@pytest.mark.parametrize(
    ("block", "path"),
    [
        ("limits: {per_contact: 3}", "limits.per_contact"),
        ("limits: {per_contact: 3 per 0 days}", "limits.per_contact"),
        ("limits: {gap: 5 days}", "limits.gap"),
        ("poll: 2 days", "poll"),
        ("poll: 0 minutes", "poll"),
        ("poll: 25 hours", "poll"),
        ("timezone: Europe/Pari", "timezone"),
        ("quotes: {start: 01/09/2026}", "quotes.start"),
        ("quotes: {start: 1693526400}", "quotes.start"),
        ("quotes: {start: 20260901}", "quotes.start"),
        ("quotes: {senders: [tool]}", "quotes.senders[0]"),
        ("never: ['*client.example']", "never[0]"),
        ("calendar: {quiet: [july]}", "calendar.quiet[0]"),
        ("calendar: {away: [2026-08-14/2026-08-03]}", "calendar.away[0]"),
        ("calendar: {away: [2026-02-30]}", "calendar.away[0]"),
        ("calendar: {drafts_at: '24:00'}", "calendar.drafts_at"),
        ("calendar: {holidays: FR, subdivision: '99'}", "calendar.subdivision"),
        ("calendar: {holidays: LU, subdivision: X}", "calendar.subdivision"),
        ("rules: [{when: {amount: 5000}, cadence: long}]", "rules[0].when.amount"),
        ("rules: [{when: {to: x}}]", "rules[0]"),
        ("rules: [{cadence: long}]", "rules[0].when"),
        ("rules: [{when: {language: english}, cadence: long}]", "rules[0].when.language"),
        ("rules: [{when: {}, holidays: BEE}]", "rules[0].holidays"),
        ("cadences: {mine: []}", "cadences.mine"),
        ("cadences: {mine: [{after: 2 days, before_expiry: 1 day, template: relance_1}]}", "cadences.mine[0]"),
        ("cadences: {mine: [{template: relance_1}]}", "cadences.mine[0]"),
        (
            "cadences: {mine: [{after: 1 day, template: relance_1, last: true}, {after: 2 days, template: relance_1}]}",
            "cadences.mine[0].last",
        ),
        ("journal: postgresql://x", "journal"),
        ("journal: 'sqlite:///'", "journal"),
        ("templates: no-such-folder", "templates"),
        ("language: de", "language"),
        ("drafts: {unread: maybe}", "drafts.unread"),
    ],
)
def test_one_wrong_value_is_named_by_its_path(block, path):
    assert list(problems(f"{MINIMAL}\n{block}")) == [path]


def test_a_key_left_empty_says_nothing():
    empty = "language:\nlimits:\nnever: null\nrules: ~\ncalendar:\n  away:\n  drafts_at:\nquotes:\n  start:\n"
    assert settings(f"{MINIMAL}\n{empty}") == settings(MINIMAL)


def test_a_required_key_left_empty_is_missing():
    assert list(problems("accounts: [{address: , imap: {host: }, password: {env: P}}]")) == [
        "accounts[0].address",
        "accounts[0].imap.host",
    ]


ACCOUNT = "accounts: [{address: a@b.example, imap: {host: HOST}, password: {env: P}}]"


def test_no_encryption_only_to_this_machine():
    for host in ("localhost", "127.0.0.1", "'::1'"):
        assert settings(ACCOUNT.replace("HOST", f"{host}, tls: none")).accounts[0].imap.port == 143
    for host in ("imap.example", "127.0.0.1.example", "192.168.1.1", "localhost.example"):
        assert "accounts[0].imap" in problems(ACCOUNT.replace("HOST", f"{host}, tls: none"))


def test_two_accounts_of_one_name_are_refused():
    text = "accounts: [{address: a@b.example, imap: {host: h}, password: {env: P}}, {address: A@B.example, imap: {host: h}, password: {env: P}}]"
    assert list(problems(text)) == ["accounts[1]"]


@pytest.mark.parametrize("login", ["", "password: {env: P}, oauth2: {token_command: [t]}"])
def test_an_account_has_exactly_one_way_in(login):
    assert list(problems(f"accounts: [{{address: a@b.example, imap: {{host: h}}, {login}}}]")) == ["accounts[0]"]


def test_addresses_are_normalised():
    text = "accounts: [{address: Anne@Café.example, imap: {host: h}, password: {env: P}}]\nnever: ['*@Client.Example', Bob@X.example]"
    found = settings(text)
    assert (found.accounts[0].address, found.never) == ("anne@xn--caf-dma.example", ("*@client.example", "bob@x.example"))


def test_relative_paths_start_at_the_configuration_file(tmp_path):
    (tmp_path / "texts").mkdir()
    file = tmp_path / "config.yaml"
    file.write_text(f"{MINIMAL}\njournal: sqlite:///state/j.db\ntemplates: texts\n")
    file.chmod(0o600)
    found = load(file)
    assert (tmp_path / "state/j.db", tmp_path / "texts") == (found.journal_path, found.templates)


def test_a_cadence_names_a_template_that_exists(tmp_path):
    text = f"{MINIMAL}\ncadences: {{mine: [{{after: 2 days, template: relanse_1}}, {{after: 9 days, template: douce}}]}}\n"
    found = problems(text)
    assert list(found) == ["cadences.mine[0].template", "cadences.mine[1].template"]
    assert "relance_1" in found["cadences.mine[0].template"]
    (tmp_path / "fr/vous").mkdir(parents=True)
    (tmp_path / "fr/vous/douce.md").write_text("x")
    assert list(problems(f"{text}templates: {tmp_path}")) == ["cadences.mine[0].template"]


def test_the_presets_name_templates_that_exist():
    assert {step.template for cadence in PRESETS.values() for step in cadence.steps} - template_names() == set()


def test_absolute_paths_stay(tmp_path):
    assert settings(f"{MINIMAL}\njournal: sqlite:////srv/j.db").journal_path == Path("/srv/j.db")


def test_quiet_takes_names_and_ranges():
    assert settings(f"{MINIMAL}\ncalendar: {{quiet: [august, 2026-05-14/2026-05-17, 2026-06-01]}}").calendar.quiet == (
        "august",
        DateRange(date(2026, 5, 14), date(2026, 5, 17)),
        DateRange(date(2026, 6, 1), date(2026, 6, 1)),
    )


@pytest.mark.parametrize("mode", [0o620, 0o602, 0o666])
def test_a_file_that_others_may_change_is_refused(tmp_path, mode):
    file = tmp_path / "config.yaml"
    file.write_text(MINIMAL)
    file.chmod(mode)
    with pytest.raises(ConfigError, match="chmod go-w"):
        load(file)


def test_a_file_that_others_may_read_is_accepted(tmp_path):
    file = tmp_path / "config.yaml"
    file.write_text(MINIMAL)
    file.chmod(0o644)
    assert load(file).language == "fr"


def test_a_missing_or_odd_file_leads_to_init(tmp_path):
    with pytest.raises(ConfigError, match="mailwatch init"):
        load(tmp_path / "none.yaml")
    with pytest.raises(ConfigError):
        load(tmp_path)


def test_the_file_is_looked_for_here_then_in_the_platforms_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "xdg"))
    here = tmp_path / "here"
    here.mkdir()
    with pytest.raises(ConfigError, match="mailwatch init"):
        find_config(None, language="en", here=here)
    platform = tmp_path / "xdg/mailwatch/config.yaml"
    platform.parent.mkdir(parents=True)
    platform.write_text(MINIMAL)
    assert find_config(None, language="en", here=here) == platform
    (here / "config.yaml").write_text(MINIMAL)
    assert find_config(None, language="en", here=here) == here / "config.yaml"
    assert find_config(Path("x.yaml"), language="en", here=here) == Path("x.yaml")
