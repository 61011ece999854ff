"""What everybody, an organiser and a phone are told of a contest, by addresses alone."""

import csv
import io
import json
from collections.abc import Iterator, Mapping
from typing import Any

from django.contrib.auth.models import User
from django.test import Client

from tests.leaderboard.whole.stranger import Json, Row
from tests.quiz.front import bearer


class Doors:
    """The public addresses; `reports` needs an organiser, `certificate` a phone's token."""

    def __init__(self) -> None:
        self._client = Client()

    def get(self, address: str, **query: Any) -> str:
        answer = self._client.get(address, query)
        assert answer.status_code == 200, (address, query, answer.content[:300])
        return answer.content.decode("utf-8-sig")

    def persons(self, code: str, **where: str) -> tuple[Json, list[Row]]:
        """All rows of a board, page by page."""
        rows: list[Row] = []
        head: Json = {"next": ""}
        while head["next"] is not None:
            more = {"cursor": head["next"]} if head["next"] else {}
            head = json.loads(self.get(f"/api/boards/{code}/persons", size=1000, **where, **more))
            rows += map(_row, head["rows"])
        return head, sorted(rows)

    def table(self, code: str, **where: str) -> list[list[str]]:
        """The same as CSV, the first thousand rows without their heading."""
        text = self.get(f"/api/boards/{code}/persons", size=1000, format="csv", **where)
        return list(csv.reader(io.StringIO(text)))[1:]

    def regions(self, code: str, above: str) -> list[Json]:
        told: list[Json] = json.loads(self.get(f"/api/boards/{code}/regions", region=above))["rows"]
        return told

    def defined(self, code: str) -> Json:
        """A defined board with the rows of all its pages."""
        pages = list(self._pages(code))
        return pages[0] | {"rows": [row for page in pages for row in page["rows"]]}

    def _pages(self, code: str) -> Iterator[Json]:
        last, page = 1, 0
        while page < last:
            page += 1
            told = json.loads(self.get(f"/api/defined/2026/{code}", page=page))
            last = told["pages"]
            yield told

    def ranked(self, code: str) -> list[Row]:
        return sorted(map(_row, self.defined(code)["rows"]))

    def report(self, user: User, **query: str) -> dict[str, Mapping[str, str]]:
        """The lines of a report by their codes, or by their names where they have none."""
        client = Client()
        client.force_login(user)
        body = client.get("/desk/reports/", {"as": "csv", "contest": "2026", **query})
        assert body.status_code == 200, query
        lines = csv.DictReader(io.StringIO(body.content.decode("utf-8-sig")))
        return {line["代码"] or next(iter(line.values())): line for line in lines}

    def certificate(self, code: str, token: str) -> str:
        """The page on which anybody checks the certificate that this phone takes; "" = refused."""
        answer = self._client.post(f"/api/certificates/{code}", headers=bearer(token))
        if answer.status_code != 200:
            return ""
        return self.get(answer.json()["page"])


def _row(row: Json) -> Row:
    names = ("rank", "id", "score", "took_ms", "finished_at", "tries")
    return Row(*(row[name] for name in names))
