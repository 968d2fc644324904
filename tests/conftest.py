"""Settings that all tests share."""

from __future__ import annotations

import os
import tempfile

from hypothesis import settings

# How long an example takes says more of the machine than of the code; and the gate must not fail by chance:
# new counter-examples are for those who look for them.
settings.register_profile("default", deadline=None, print_blob=True)
settings.register_profile("gate", settings.get_profile("default"), derandomize=True)
settings.load_profile("gate" if os.environ.get("CI") else "default")

# What tests read is kept for this session alone, in the processes that they start too.
_CACHE = tempfile.TemporaryDirectory()
os.environ["PEFTLINT_CACHE_DIR"] = _CACHE.name
