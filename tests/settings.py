"""Settings of the tests: the real ones, with a folder (database, secret) of this run's own."""

import os
import tempfile

# Before the import below: config.settings makes the folder's files when it is read.
os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="contest-tests-")
os.environ.pop("TEST_DATABASE", None)

from config.settings import *  # noqa: F403

# A pool's idle connections would keep a test's database from being emptied and dropped.
DATABASES["default"].get("OPTIONS", {}).pop("pool", None)  # noqa: F405

# Each Client of a test builds the middleware anew, which would then look at every static file, for
# a tenth of the time of all tests; those that ask for such files have a real server.
SERVESTATIC_USE_FINDERS = SERVESTATIC_USE_STATIC_ROOT = SERVESTATIC_AUTOREFRESH = False

# The real one takes a tenth of a second for each password; tests/house/test_passwords.py has it.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
