"""Settings for every test."""

import os

from hypothesis import HealthCheck, settings

# Time is measured by benchmarks, never by tests: a loaded machine must not turn one red. CI draws the same examples each
# time, so that a red run can be repeated; elsewhere, and in `make prove`, they are drawn anew.
settings.register_profile(
    "house", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=os.environ.get("CI") == "true"
)
settings.load_profile("house")
