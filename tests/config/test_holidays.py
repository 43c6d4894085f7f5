"""Countries are imported one by one, and each is whole all the same."""

import pickle
import subprocess
import sys

YEARS = range(2025, 2027)

#: Each in a process of its own: what one imports must not help the other.
LIBRARY = f"""
import holidays, pickle, sys
codes = [code for code in holidays.list_supported_countries(include_aliases=True) if len(code) == 2]
days = {{code: frozenset(holidays.country_holidays(code, years={YEARS!r})) for code in codes}}
sys.stdout.buffer.write(pickle.dumps(days))
"""
OURS = f"""
import pickle, sys
from mailwatch.config.holidays import _countries, holidays_for
from mailwatch.model.policy import Jurisdiction
days = holidays_for(map(Jurisdiction, _countries()), {YEARS!r})
sys.stdout.buffer.write(pickle.dumps({{one.country: found for one, found in days.items()}}))
"""
FRANCE = f"""
import pickle, sys
from mailwatch.config.holidays import holidays_for
from mailwatch.model.policy import Jurisdiction
holidays_for([Jurisdiction("FR", "57")], {YEARS!r})
sys.stdout.buffer.write(pickle.dumps([name for name in sys.modules if name.startswith("holidays.countries.")]))
"""


def told(program: str) -> object:
    return pickle.loads(subprocess.run([sys.executable, "-c", program], capture_output=True, check=True).stdout)


def test_every_country_has_the_days_the_library_gives_it():
    assert told(OURS) == told(LIBRARY)


def test_one_country_does_not_import_the_others():
    assert told(FRANCE) == ["holidays.countries.france"]
