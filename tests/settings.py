"""Settings of the tests: the real ones, with a folder (database, secret) of this run's own."""

import os
import tempfile

# Before the import below: config.settings makes the folder's files when it is read.
os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="contest-tests-")
os.environ.pop("TEST_DATABASE", None)

from config.settings import *  # noqa: F403

# A pool's idle connections would keep a test's database from being emptied and dropped.
DATABASES["default"].get("OPTIONS", {}).pop("pool", None)  # noqa: F405
