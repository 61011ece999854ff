"""What is refused before a view is reached looks and speaks like every other page."""

import pytest
from django.test import Client

from config import bodies

BROWSER = {"accept": "text/html,*/*;q=0.8"}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("zh-Hans", "这个地址不能直接打开"),
        ("zh-Hant", "這個地址不能直接開啟"),
        ("en", "This address cannot be opened by itself"),
    ],
)
def test_the_address_of_a_button_opened_by_hand_says_so(
    client: Client, lang: str, words: str
) -> None:
    answer = client.get("/signin/out/", headers=BROWSER | {"accept-language": lang})
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert f"<h1>{words}</h1>" in answer.content.decode()


@pytest.mark.django_db
def test_programs_hear_of_a_method_that_is_not_taken_as_ever(client: Client) -> None:
    assert client.get("/signin/out/").content == b""
    answer = client.put("/api/join", headers=BROWSER)
    assert (answer.status_code, answer.json()["code"]) == (405, "not_allowed")


def test_what_is_too_large_is_told_in_each_language_without_a_template() -> None:
    head, _, page = bodies.REFUSAL.partition(b"\r\n\r\n")
    assert b"Content-Length: %d\r\n" % len(page) in head + b"\r\n"
    told = page.decode()
    assert "{#" not in told
    for words in ("内容太大，没有接收", "內容太大，沒有接收", "too large and was not taken"):
        assert words in told
