"""What a link to a public page shows where it is shared: an address, a title and a sentence."""

from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from django.test import Client

from leaderboard.projector import Projector
from tests.leaderboard.cast import Scene

BOARDS = (
    *("/boards/GD26/", "/boards/GD26/44/", "/boards/GD26/4401/"),
    *("/boards/GD26/44/?tab=regions", "/boards/GD26/44/?tab=regions&map=people"),
    *("/boards/GD26/census/", "/boards/GD26/rules/"),
    *("/boards/GD26/44/days/", "/boards/GD26/44/find/", "/boards/GD26/4401/versus/"),
    *("/boards/GD26/4401/versus/?with=4403", "/boards/GD26/4401/why/"),
)
REST = ("/", "/p/GD26/", "/results/GD26/", "/results/GD26/promises/", "/v/", "/c/GD26/", "/h/")
# A word for the kind of thing that is in an address, and says nothing to who gets the link.
EMPTY = ("榜单榜单", "地区榜榜单", "竞赛规则榜单", "人口数据榜单")


class Head(HTMLParser):
    """The `meta` of a page by name or property, its `link`s by rel, and its title."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.told: dict[str, str] = {}
        self.links: dict[str, str] = {}
        self.feed(page.partition("</head>")[0])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        for key in ("name", "property"):
            if tag == "meta" and key in found:
                self.told[found[key]] = found["content"]
        if tag == "link":
            self.links[found["rel"]] = found["href"]


def head(client: Client, address: str) -> Head:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return Head(answer.content.decode())


@pytest.mark.parametrize("address", [*BOARDS, *REST])
def test_every_public_page_says_what_it_is_where_its_link_is_shared(
    client: Client, projector: Projector, stage: Scene, address: str
) -> None:
    told = head(client, address).told
    assert told["og:title"].strip() == told["og:title"] != ""
    assert told["description"] == told["og:description"]
    assert told["description"].endswith("。")
    assert not [word for word in EMPTY if word in told["description"]]


def test_a_person_s_neighbours_and_a_published_board_tell_of_themselves(
    client: Client, projector: Projector, stage: Scene
) -> None:
    near = f"/boards/GD26/44/near/{stage.people['梅'].pk}/"
    found = head(client, near)
    assert urlsplit(found.links["canonical"]).path == near
    assert found.told["description"].startswith("梅在")


@pytest.mark.parametrize("address", BOARDS)
def test_a_boards_own_address_is_one_that_leads_back_to_it(
    client: Client, projector: Projector, stage: Scene, address: str
) -> None:
    own = head(client, address).links["canonical"]
    assert own.split() == [own]
    parts = urlsplit(own)
    assert (parts.scheme, parts.netloc) == ("http", "testserver")
    assert head(client, f"{parts.path}?{parts.query}").links["canonical"] == own
    asked = urlsplit(address)
    assert parts.path.startswith(asked.path)
    assert not asked.query or asked.query in parts.query


def test_the_regulations_are_shared_as_the_contests_own_and_not_as_unofficial(
    client: Client, projector: Projector, stage: Scene
) -> None:
    assert head(client, "/boards/GD26/rules/").told["og:title"] == "竞赛规则"
    assert head(client, "/boards/GD26/44/").told["og:title"].endswith("非正式")
