"""The cadences that come with mailwatch. Public: a change needs a decision record."""

from mailwatch.model.policy import Anchor, Cadence, Duration, Step, Unit


def _working(count: int) -> Duration:
    return Duration(count, Unit.WORKING_DAYS)


_OPEN_DOOR = "porte_ouverte"

PRESETS: dict[str, Cadence] = {
    cadence.name: cadence
    for cadence in (
        Cadence(
            "standard",
            (
                Step(Anchor.QUOTE, _working(2), "relance_1"),
                Step(Anchor.BEFORE_EXPIRY, _working(4), "relance_2_echeance"),
                Step(Anchor.AFTER_EXPIRY, _working(2), _OPEN_DOOR, last=True),
            ),
        ),
        Cadence(
            "single",
            (Step(Anchor.QUOTE, _working(3), "relance_1"), Step(Anchor.QUOTE, _working(15), _OPEN_DOOR, last=True)),
        ),
        Cadence(
            "classic",
            (
                Step(Anchor.QUOTE, _working(3), "relance_1"),
                Step(Anchor.QUOTE, _working(10), "relance_2_valeur"),
                Step(Anchor.QUOTE, Duration(30, Unit.DAYS), _OPEN_DOOR, last=True),
            ),
        ),
        Cadence(
            "agency",
            (
                Step(Anchor.QUOTE, _working(4), "relance_1_agence"),
                Step(Anchor.AFTER_DECISION, _working(3), "relance_2_valeur"),
                Step(Anchor.AFTER_EXPIRY, _working(5), _OPEN_DOOR, last=True),
            ),
        ),
        Cadence(
            "long",
            (
                Step(Anchor.QUOTE, _working(5), "relance_1"),
                Step(Anchor.QUOTE, Duration(30, Unit.DAYS), "relance_2_valeur"),
                Step(Anchor.AFTER_EXPIRY, _working(2), _OPEN_DOOR, last=True),
            ),
        ),
        Cadence(
            "urgent",
            (
                Step(Anchor.QUOTE, _working(2), "relance_1_urgence"),
                Step(Anchor.QUOTE, _working(10), _OPEN_DOOR, last=True),
            ),
        ),
    )
}
