"""Settings of the tests: the real ones, with a folder (database, secret) of this run's own."""

import os
import tempfile

from tests.folders import quick

# Before the import below: config.settings makes the folder's files when it is read.
os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="contest-tests-", dir=quick())
os.environ.pop("TEST_DATABASE", None)

from config.settings import *  # noqa: F403

# A pool's idle connections would keep a test's database from being emptied and dropped.
DATABASES["default"].get("OPTIONS", {}).pop("pool", None)  # noqa: F405

# Tests that ask for static files have a real server. Each Client of the others builds the
# middleware anew, which would look at every such file.
MIDDLEWARE.remove("config.static.StaticFiles")  # noqa: F405

# The real one takes a tenth of a second for each password; tests/house/test_passwords.py has it.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
