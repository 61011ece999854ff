"""A pytest plugin: leaves out the tests that use no database: another one changes nothing there."""

import pytest

FIXTURES = {"db", "transactional_db", "django_db_reset_sequences"}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    without = [one for one in items if not _with(one)]
    config.hook.pytest_deselected(items=without)
    items[:] = [one for one in items if _with(one)]


def _with(item: pytest.Item) -> bool:
    needs = FIXTURES & set(getattr(item, "fixturenames", ()))
    return bool(needs) or item.get_closest_marker("django_db") is not None
