"""Seven weeks of one owner's mailbox: what everybody does, in the order of the calendar, with three looks a day between.

All quotes go out on 1 September 2026 with the standard cadence: steps on 3, 16 and 24 September, valid until the 22nd.
"""

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

from tests.acceptance.commands import Outcome
from tests.acceptance.office import TOKEN, Letter, Office, at

LOOKS = ("08:35", "13:05", "18:10")

#: Who was quoted, by the story that is told with them.
CAST = (
    "ignored",
    "thunderbird_sends",
    "thunderbird_saves",
    "thunderbird_saves_and_sends",
    "roundcube_saves",
    "roundcube_sends",
    "mutt_edits",
    "mutt_loses",
    "evolution_saves",
    "evolution_sends",
    "evolution_deletes",
    "trash_twice",
    "by_hand",
    "revised",
    "accepts",
    "absent",
    "bounces",
    "stalls",
    "stops",
    "colleague",
    "filtered",
    "archived",
    "junk",
    "answers_the_follow_up",
    "newsletter",
    "copied",
)


@dataclass
class Season:
    """What was seen: after each look its outcome and what Drafts then held."""

    office: Office
    quotes: dict[str, str] = field(default_factory=dict)
    outcomes: dict[str, Outcome] = field(default_factory=dict)
    drafts: dict[str, list[Letter]] = field(default_factory=dict)
    known: dict[str, object] = field(default_factory=dict)
    after_three_days: dict[str, dict] = field(default_factory=dict)

    def events(self, who: str, name: str) -> list[tuple[str, dict]]:
        """The events of one name about one quote, with the look that told them."""
        return [
            (look, event)
            for look, outcome in self.outcomes.items()
            for event in outcome.lines(name)
            if event.get("quote") == self.quotes[who]
        ]

    def steps(self, who: str) -> list[tuple[str, int]]:
        """The day and the step of every draft made for one quote."""
        return [(look[5:], event["step"]) for look, event in self.events(who, "draft")]

    def statuses(self, when: str) -> dict[str, dict]:
        """The lines of ``status --all`` by who was quoted."""
        outcome = self.office.mailwatch("status", "--all", "--json", "--now", when.replace(" ", "T"))
        assert (outcome.code, outcome.err) == (0, "")
        lines = {line["quote"]: line for line in outcome.lines("quote")}
        return {who: lines[quote] for who, quote in self.quotes.items()}

    def waiting(self, who: str, look: str) -> list[Letter]:
        """Drafts of one quote that a mail program shows after a look."""
        return [letter for letter in self.drafts[look] if self.quotes[who] in letter.references and not letter.deleted]

    def doubled(self) -> list[tuple[str, str]]:
        """Looks after which two shown drafts carried one token."""
        return [
            (look, token)
            for look, letters in self.drafts.items()
            for token, count in Counter(
                token for letter in letters if not letter.deleted for token in TOKEN.findall(letter.message["References"] or "")
            ).items()
            if count > 1
        ]


def address(who: str) -> str:
    return f"contact@{who.replace('_', '-')}.example"


def play(office: Office) -> Season:
    season = Season(office)
    for name in ("Clients", "Archive", "Junk"):
        office.imap.create_folder(name)
    plan = _plan(season)
    for look in _looks("2026-09-01", days=49):
        for moment in sorted(moment for moment in plan if moment <= look):
            for action in plan.pop(moment):
                action()
        season.outcomes[look] = office.once(look)
        season.drafts[look] = office.drafts(deleted=True)
        if look == "2026-09-03 18:10":
            season.after_three_days = season.statuses(look)
    assert not plan
    return season


def _looks(first: str, days: int) -> list[str]:
    start = datetime.fromisoformat(first)
    return [f"{start + timedelta(days=day):%Y-%m-%d} {time}" for day in range(days) for time in LOOKS]


def _plan(season: Season) -> dict[str, list[Callable[[], None]]]:
    plan: dict[str, list[Callable[[], None]]] = defaultdict(list)
    _quotes(season, plan)
    _owner(season, plan)
    _prospects(season, plan)
    return plan


def _quotes(season: Season, plan: dict[str, list[Callable[[], None]]]) -> None:
    def send(who: str, number: int) -> None:
        more = {"Cc": "compta@copied.example"} if who == "copied" else {}
        season.quotes[who] = season.office.quote(f"2026-09-01 09:{number:02}", address(who), f"D-2026-{number:03}", **more)

    for number, who in enumerate(CAST, 10):
        plan["2026-09-01 12:00"].append(lambda who=who, number=number: send(who, number))


SENDS = (
    ("thunderbird_sends", "thunderbird", "09-03 10:00", None),
    ("thunderbird_sends", "thunderbird", "09-16 10:00", "Et voici encore un mot."),
    ("thunderbird_saves_and_sends", "thunderbird", "09-05 10:02", None),
    ("roundcube_sends", "roundcube", "09-03 10:04", None),
    ("evolution_sends", "evolution", "09-04 10:06", None),
    ("answers_the_follow_up", "thunderbird", "09-03 12:09", None),
)
SAVES = (
    ("thunderbird_saves", "thunderbird", "09-03 10:01"),
    ("thunderbird_saves", "thunderbird", "09-03 15:01"),
    ("thunderbird_saves_and_sends", "thunderbird", "09-03 10:02"),
    ("roundcube_saves", "roundcube", "09-03 10:03"),
    ("roundcube_saves", "roundcube", "09-03 15:03"),
    ("evolution_saves", "evolution", "09-03 10:05"),
    ("evolution_sends", "evolution", "09-03 10:06"),
)
REMOVALS = (
    ("evolution_deletes", Office.hide, "09-03 10:07"),
    ("trash_twice", Office.throw_away, "09-03 10:08"),
    ("trash_twice", Office.throw_away, "09-16 10:08"),
    ("mutt_loses", Office.expunge, "09-03 10:09"),
)


def _owner(season: Season, plan: dict[str, list[Callable[[], None]]]) -> None:
    """The owner's moves, in the write patterns that were recorded of real mail programs."""
    for who, program, when, text in SENDS:
        plan[f"2026-{when}"].append(partial(_send, season, who, program, f"2026-{when}", text))
    for who, program, when in SAVES:
        plan[f"2026-{when}"].append(partial(_save, season, who, program, f"2026-{when}"))
    for who, remove, when in REMOVALS:
        plan[f"2026-{when}"].append(partial(_remove, season, who, remove))
    for when, action in (
        ("2026-09-03 10:10", _recall),
        ("2026-09-04 09:10", _postpone),
        ("2026-09-03 11:00", _chase_by_hand),
        ("2026-09-07 11:01", _revise),
    ):
        plan[when].append(partial(action, season, when))


def _draft(season: Season, who: str) -> Letter:
    return season.office.draft(season.quotes[who])


def _send(season: Season, who: str, program: str, when: str, text: str | None) -> None:
    season.known[f"sent to {who}"] = season.office.send(_draft(season, who), program, at(when), text)


def _save(season: Season, who: str, program: str, when: str) -> None:
    season.office.edit(_draft(season, who), program, at(when))


def _remove(season: Season, who: str, remove: Callable[[Office, Letter], None]) -> None:
    remove(season.office, _draft(season, who))


def _recall(season: Season, _: str) -> None:
    """Mutt takes a draft away for as long as it is being edited."""
    season.known["recalled"] = _draft(season, "mutt_edits")
    season.office.expunge(season.known["recalled"])


def _postpone(season: Season, when: str) -> None:
    office = season.office
    raw = office.rewritten(season.known["recalled"], text="Un mot de plus.", keep_id=True, keep_x=True)
    office.put(office.drafts_name, raw, at(when), r"\Draft")


def _chase_by_hand(season: Season, when: str) -> None:
    text = "Bonjour, avez-vous vu mon devis ?"
    season.office.write(when, address("by_hand"), "Re: Devis", text, season.quotes["by_hand"])


def _revise(season: Season, when: str) -> None:
    former = season.quotes["revised"]
    subject = "Re: Devis D-2026-023"
    season.quotes["revised again"] = season.office.quote(when, address("revised"), "D-2026-023-V2", former, subject=subject)


def _prospects(season: Season, plan: dict[str, list[Callable[[], None]]]) -> None:
    office = season.office

    def receive(who: str, when: str, text: str, **more: str) -> None:
        def deliver() -> None:
            references = more.pop("references", season.quotes[who])
            sender = more.pop("sender", address(who))
            subject = more.pop("subject", "RE: Devis")
            office.receive(f"2026-{when}", sender, subject, text, references, **more)

        plan[f"2026-{when}"].append(deliver)

    receive("accepts", "09-03 12:00", "Bonjour Anne, nous validons votre devis, vous pouvez démarrer. Cordialement, Paul")
    receive(
        "absent",
        "09-02 09:00",
        "Bonjour, je suis absent jusqu'au 11 septembre 2026 inclus. De retour le 14 septembre.",
        subject="Réponse automatique : Devis",
        Auto_Submitted="auto-replied",
    )
    plan["2026-09-02 09:05"].append(lambda: _bounce(season))
    receive("stalls", "09-03 12:01", "Bonjour, le projet est reporté, revenez vers moi le 5 octobre 2026. Merci, Luc")
    receive("stops", "09-03 12:02", "Bonjour, merci de ne plus me contacter.")
    question = "Bonjour, Paul m'a transmis votre devis. Le prix comprend-il l'hébergement ? Nadia"
    receive("colleague", "09-03 12:03", question, sender="nadia@colleague.example")
    receive("filtered", "09-03 12:04", "Bonjour, pouvez-vous baisser le prix de 10 % ?", mailbox="Clients")
    receive("archived", "09-03 12:05", "Bonjour, quels sont vos délais ?")
    plan["2026-09-03 12:06"].append(lambda: _archive(season))
    receive("junk", "09-03 12:07", "Bonjour, nous acceptons le devis.", mailbox="Junk")
    news = {"List_Unsubscribe": "<https://news.newsletter.example/off>", "Precedence": "bulk", "references": ""}
    receive("newsletter", "09-02 12:08", "Nos nouveautés du mois", subject="Nos nouveautés", **news)

    def answer() -> None:
        to, text = (
            address("answers_the_follow_up"),
            "Bonjour, nous avons finalement retenu un autre prestataire. Merci pour votre temps.",
        )
        office.receive("2026-09-08 12:10", to, "RE: Devis", text, season.known["sent to answers_the_follow_up"])

    plan["2026-09-08 12:10"].append(answer)


def _archive(season: Season) -> None:
    """Read and archived before anybody looked."""
    office = season.office
    inbox = [letter for letter in office.letters("INBOX") if season.quotes["archived"] in letter.references]
    office.imap.select_folder("INBOX")
    office.imap.move([letter.uid for letter in inbox], "Archive")
    office._unselect()


def _bounce(season: Season) -> None:
    """RFC 3464, as Postfix writes it."""
    to, quote = address("bounces"), season.quotes["bounces"]
    raw = f"""From: MAILER-DAEMON@mx.atelier-durand.example
To: anne@atelier-durand.example
Subject: Undelivered Mail Returned to Sender
Date: Wed, 02 Sep 2026 09:05:00 +0200
Message-ID: <bounce.1@mx.atelier-durand.example>
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not be delivered.
<{to}>: host mx.bounces.example said: 550 5.1.1 User unknown

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.atelier-durand.example

Final-Recipient: rfc822; {to}
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 User unknown

--b
Content-Type: message/rfc822

From: anne@atelier-durand.example
To: {to}
Subject: Devis
Message-ID: {quote}

Bonjour
--b--
"""
    season.office.put("INBOX", raw.replace("\n", "\r\n").encode(), at("2026-09-02 09:05"))
