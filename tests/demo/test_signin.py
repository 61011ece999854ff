"""One-time sign-in links: once, in time, unforged, and never by a mere look."""

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django import Settings

from config import signin
from questionbank import grants
from quiz import clock
from tests.fakes import FakeClock

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fake_clock")]


@pytest.fixture
def editor() -> User:
    user = User.objects.create(username="editor", is_staff=True)
    grants.give(user, "author", "440000", by=None)
    return user


@pytest.fixture
def link(editor: User) -> str:
    return f"/signin/{signin.issue(editor, clock.now())}/"


def signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


@pytest.mark.slow
def test_a_click_on_the_button_signs_in_and_leads_to_the_editors_pages(
    link: str, client: Client
) -> None:
    answer = client.post(link)
    assert (answer.status_code, answer["Location"]) == (302, "/bank/")
    assert signed_in(client)
    assert client.get("/bank/").status_code == 200


@pytest.mark.parametrize(
    ("roles", "home"),
    [
        (("organiser",), "/desk/"),
        (("organiser", "author"), "/bank/"),
        (("organiser", "reviewer"), "/bank/"),
        (("approver",), "/bank/"),
        ((), "/bank/"),
    ],
)
def test_who_only_organises_is_led_to_the_desk(
    roles: tuple[str, ...], home: str, client: Client
) -> None:
    user = User.objects.create_user("lin", is_staff=True)
    for role in roles:
        grants.give(user, role, "440000", by=None)
    answer = client.post(f"/signin/{signin.issue(user, clock.now())}/")
    assert answer["Location"] == home
    assert client.get("/signin/")["Location"] == home


def test_the_first_superuser_signs_in_by_a_link_too(client: Client) -> None:
    named = {"username": "root", "email": "root@example.org"}
    call_command("createsuperuser", interactive=False, **named)
    root = User.objects.get(username="root")
    assert not root.has_usable_password()
    link = f"/signin/{signin.issue(root, clock.now())}/"
    assert client.post(link)["Location"] == "/bank/"
    assert client.get("/desk/").status_code == client.get("/admin/").status_code == 200


def test_a_link_preview_does_not_use_it_up(link: str, client: Client) -> None:
    preview = Client()
    for _ in range(3):
        page = preview.get(link)
        assert page.status_code == preview.head(link).status_code == 200
        assert "editor" in page.content.decode()
        assert "no-store" in page["Cache-Control"]
    assert not signed_in(preview)
    assert client.post(link).status_code == 302


def test_the_second_use_is_refused(link: str, client: Client) -> None:
    client.post(link)
    thief = Client()
    assert thief.post(link).status_code == thief.get(link).status_code == 410
    assert not signed_in(thief)


def test_a_foreign_page_cannot_press_the_button(link: str) -> None:
    careful = Client(enforce_csrf_checks=True)
    assert careful.post(link).status_code == 403
    assert careful.get(link).status_code == 200


@pytest.mark.parametrize(("later_ms", "status"), [(0, 302), (900_000, 302), (900_001, 410)])
def test_it_lasts_fifteen_minutes(
    link: str, client: Client, fake_clock: FakeClock, later_ms: int, status: int
) -> None:
    fake_clock.tick(later_ms)
    assert client.post(link).status_code == status


def test_a_link_from_the_future_is_refused(
    link: str, client: Client, fake_clock: FakeClock
) -> None:
    fake_clock.tick(-1)
    assert client.post(link).status_code == 410


@pytest.mark.parametrize("place", [9, 40, -3])
def test_a_changed_link_is_refused_and_the_real_one_still_works(
    link: str, client: Client, place: int
) -> None:
    other = "A" if link[place] != "A" else "B"
    forged = link[:place] + other + link[place + 1 if place != -1 else None :]
    assert client.post(forged).status_code == 410
    assert client.post(link).status_code == 302


@pytest.mark.parametrize("token", ["x", "a:b:c", "é", "%00", "x" * 2_000])
def test_nonsense_is_refused(token: str, client: Client) -> None:
    assert client.post(f"/signin/{token}/").status_code == 410


@pytest.mark.parametrize("change", [{"is_active": False}, {"is_staff": False}])
def test_who_has_left_the_staff_is_not_signed_in(
    editor: User, link: str, client: Client, change: dict[str, bool]
) -> None:
    User.objects.filter(pk=editor.pk).update(**change)
    assert client.post(link).status_code == 410


def test_the_row_of_a_link_is_no_session_and_does_not_hold_the_token(
    link: str, client: Client
) -> None:
    row = Session.objects.get()
    assert row.session_key not in link
    assert link.split("/")[2] not in row.session_data
    client.cookies["sessionid"] = row.session_key
    assert client.get("/admin/").status_code == 302
    assert not signed_in(client)


def test_who_is_not_signed_in_is_told_whom_to_ask_and_led_back_afterwards(
    link: str, client: Client
) -> None:
    led = client.get("/bank/?words=%E5%8F%B0%E9%A3%8E")
    assert led["Location"] == "/signin/?next=/bank/%3Fwords%3D%25E5%258F%25B0%25E9%25A3%258E"
    page = client.get(led["Location"])
    said = page.content.decode()
    assert page.status_code == 200
    assert "不用密码" in said
    assert "向管理员要一个登录链接" in said
    assert 'type="password"' not in said
    assert client.post(link)["Location"] == "/bank/?words=%E5%8F%B0%E9%A3%8E"


def test_who_wrote_is_told_that_it_is_kept(client: Client) -> None:
    kept = "写的内容没有丢"
    assert kept in client.get("/signin/?next=/bank/new/").content.decode()
    assert kept not in client.get("/signin/?next=/bank/").content.decode()


def test_who_is_signed_in_by_now_is_led_on(link: str, client: Client) -> None:
    client.post(link)
    assert client.get("/signin/?next=/bank/new/")["Location"] == "/bank/new/"
    assert client.get("/signin/")["Location"] == "/bank/"


@pytest.mark.parametrize(
    "where",
    [
        *("https://evil.example/bank/", "//evil.example/bank/", "/\\evil.example", "x", "/\x00"),
        *("/bank/review/", "/bank/q/999999999999999999999/", "/admin/", "/nowhere/"),
        "/bank/\r\nX: y",
    ],
)
def test_nobody_is_led_away_or_where_the_door_is_shut(
    where: str, link: str, client: Client
) -> None:
    client.get("/signin/", {"next": where})
    client.cookies["way_back"] = where.replace("\r\n", "")
    assert client.post(link)["Location"] == "/bank/"


@pytest.mark.parametrize(("method", "path"), [("GET", "/bank/"), ("POST", "/bank/scratch")])
def test_a_script_is_told_so_and_its_page_is_where_one_comes_back_to(
    method: str, path: str, link: str, client: Client
) -> None:
    came = {"accept": "*/*", "referer": "http://testserver/bank/new/?kind=single"}
    sent = client.generic(method, path, headers=came)
    assert (sent.status_code, sent.json()["code"]) == (401, "signed_out")
    assert client.post(link)["Location"] == "/bank/new/?kind=single"


def test_a_foreign_page_is_not_come_back_to(link: str, client: Client) -> None:
    came = {"accept": "*/*", "referer": "http://evil.example/bank/new/"}
    assert client.get("/bank/", headers=came).status_code == 401
    assert client.post(link)["Location"] == "/bank/"


def test_a_used_link_tells_an_editor_what_an_editor_can_do(link: str, client: Client) -> None:
    client.post(link)
    assert "请向管理员要一个新的链接" in Client().get(link).content.decode()


def test_who_leaves_sees_no_form_for_passwords(link: str, client: Client) -> None:
    client.post(link)
    left = client.post("/signin/out/", follow=True)
    assert not signed_in(client)
    assert "您已退出登录" in left.content.decode()
    assert client.get("/signin/out/").status_code == 405


def test_the_admin_keeps_a_sign_in_of_its_own(client: Client) -> None:
    assert client.get("/admin/")["Location"] == "/admin/login/?next=/admin/"


def test_the_command_prints_a_link_that_works(
    editor: User, client: Client, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("signin_link", url="http://example.test:81/")
    printed = capsys.readouterr().out.strip()
    assert printed.startswith("http://example.test:81/signin/")
    assert client.post(printed.removeprefix("http://example.test:81")).status_code == 302


@pytest.mark.parametrize(
    ("origins", "site"),
    [
        ([], "http://127.0.0.1:8000"),
        (["https://quiz.example.org", "https://other.example.org"], "https://quiz.example.org"),
    ],
)
def test_without_an_address_the_link_leads_to_the_site(
    *,
    origins: list[str],
    site: str,
    editor: User,
    settings: Settings,
    capsys: pytest.CaptureFixture[str],
) -> None:
    settings.ORIGINS = origins
    call_command("signin_link", editor.username)
    assert capsys.readouterr().out.startswith(f"{site}/signin/")


def test_the_command_refuses_who_is_no_staff() -> None:
    User.objects.create(username="mei")
    for name in ("mei", "nobody"):
        with pytest.raises(CommandError, match=name):
            call_command("signin_link", name)
