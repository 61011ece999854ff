"""PostgreSQL takes no NUL in a text, not even to look for: no address and no body may bring one."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.house import elsewhere, environment, fresh
from tests.production.raw import Line, request
from tests.servers import PostgreSQL, WebServer

pytestmark = [pytest.mark.faults, pytest.mark.postgres]
# Two thousand requests.
LONGEST_S = 280
ADDRESSES = ("/screen/%00/", "/screen/%00/now/", "/p/%00/", "/?code=%00", "/api/contests/%00",
             "/boards/%00/", "/boards/2026/%00/", "/api/boards/%00/persons", "/signin/%00/",
             "/api/boards/mixed/persons?region=%00&cohort=%00")  # fmt: skip
FORM = {"contest": "2026", "nickname": "x", "region": "440103", "cohort": "general", "unit": "x"}


def test_no_address_fails_because_of_a_nul(postgres: PostgreSQL, tmp_path: Path) -> None:
    url = fresh(postgres, "absurd", tmp_path)
    assert (
        elsewhere("tests.questionbank.absurd", "walk_all", url, tmp_path, longest_s=LONGEST_S) == []
    )


@pytest.fixture(scope="module")
def web(postgres: PostgreSQL, tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebServer]:
    folder = tmp_path_factory.mktemp("nul")
    url = fresh(postgres, "nul", folder)
    elsewhere("tests.faults.set_up", "set_up", url, folder)
    made = WebServer(folder, environment(DATABASE_URL=url))
    made.start()
    yield made
    made.stop()


def status(web: WebServer, sent: bytes) -> int:
    with Line(web.port) as line:
        answer = line.ask(sent)
    assert answer is not None
    return answer.status


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address_with_a_nul_is_not_there(web: WebServer, address: str) -> None:
    assert status(web, request(address)) in (404, 410)


@pytest.mark.parametrize("field", FORM)
def test_a_form_with_a_nul_is_refused(web: WebServer, field: str) -> None:
    fields = {**FORM, field: FORM[field] + "\\u0000"}
    body = "{" + ",".join(f'"{name}":"{value}"' for name, value in fields.items()) + "}"
    kind = "Content-Type: application/json"
    sent = request("/api/join", kind, method="POST", body=body.encode())
    assert 400 <= status(web, sent) < 500
    assert "Traceback" not in web.output()
