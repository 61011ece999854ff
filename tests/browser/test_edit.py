"""An author writes questions by keyboard: paste, tag, save, next; and loses nothing on the way."""

import asyncio
import re
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Page, Route, expect

from tests.browser import bank
from tests.browser.edit_stage import BUILD, CORALS, JELLIES, PASTED, opened, paste
from tests.browser.looks import clean
from tests.questionbank.picture_files import halves, saved
from tests.servers import WebServer

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebServer]:
    """Counties' banks with one question each."""
    yield from bank.serving(tmp_path_factory.mktemp("edit"), BUILD)


@pytest.fixture(scope="module")
def counties() -> Iterator[str]:
    return iter(bank.COUNTIES)


@pytest.fixture
def county(counties: Iterator[str]) -> str:
    """Where one story has a bank to itself."""
    return next(counties)


@pytest.fixture
def first(county: str) -> str:
    """The address of the county's question."""
    return f"/bank/q/{bank.COUNTIES.index(county) + 1}/"


@pytest_asyncio.fixture(loop_scope="session")
async def desk(chromium: Browser, server: WebServer, county: str) -> AsyncIterator[BrowserContext]:
    """The browser of the county's author, signed in; a broken script, a forbidden thing fails."""
    async with bank.signed_in(chromium, server, f"chen{county}") as page:
        yield page.context


async def test_one_paste_tags_and_two_keys_make_a_question_and_open_the_next(
    desk: BrowserContext, county: str
) -> None:
    page = await desk.new_page()
    await page.goto("/bank/")
    await page.keyboard.press("n")
    await expect(page.locator("#text")).to_be_focused()
    await paste(page)
    await expect(page.locator(".phone .right")).to_contain_text("鲸")
    await page.keyboard.press("Alt+3")
    topics = page.get_by_role("combobox", name="主题")
    await topics.focus()
    await page.keyboard.type("T4.2")
    await page.keyboard.press("Enter")
    await expect(page.locator(".chips .tag")).to_contain_text("T4.2")
    await page.keyboard.press("Control+Enter")
    await expect(page.locator(".said")).to_contain_text(f"已保存 {county}-00002")
    await expect(page.locator("#text")).to_be_focused()
    await expect(page.locator("#text")).to_have_value("")
    await expect(page.locator(".chips .tag")).to_contain_text("T4.2")
    await expect(page.get_by_label("中等")).to_be_checked()


async def test_a_form_sent_eight_times_at_once_is_one_question(
    desk: BrowserContext, county: str
) -> None:
    page = await opened(desk)
    names = ("csrfmiddlewaretoken", "name")
    form: dict[str, str | float | bool] = {
        name: await page.locator(f"#edit [name={name}]").input_value() for name in names
    }
    form["text"] = CORALS
    sent = (desk.request.post("/bank/new/", form=form, max_redirects=0) for _ in range(8))
    answers = await asyncio.gather(*sent)
    others = [(one.status, await one.text()) for one in answers if one.status != 302]
    assert others == []
    assert len({one.headers["location"] for one in answers}) == 1
    await page.goto(answers[0].headers["location"])
    await expect(page.locator("h1")).to_contain_text(f"{county}-00002")


async def test_what_was_typed_is_there_after_the_lid_was_closed(desk: BrowserContext) -> None:
    page = await opened(desk)
    await paste(page)
    await expect(page.locator("#kept")).to_contain_text("已自动保存")
    await page.close()
    again = await opened(desk)
    await expect(again.locator(".left")).to_contain_text("下列哪个是哺乳动物？")
    await again.get_by_role("link", name="接着写").press("Enter")
    await expect(again.locator("#text")).to_have_value(PASTED)


async def test_what_was_typed_without_a_line_goes_up_when_there_is_one(
    desk: BrowserContext,
) -> None:
    page = await opened(desk)
    await desk.set_offline(True)
    await page.keyboard.type("断网时写的题")
    await expect(page.locator("#kept")).to_contain_text("连不上")
    await page.keyboard.press("Control+s")
    await expect(page.locator("#text")).to_have_value("断网时写的题")
    await page.close()
    await desk.set_offline(False)
    again = await opened(desk)
    await again.locator("#kept a").press("Enter")
    await expect(again.locator(".left")).to_contain_text("断网时写的题")


async def test_a_repair_in_a_field_is_in_the_text_at_once(desk: BrowserContext) -> None:
    page = await opened(desk)
    await paste(page, PASTED.replace("答案：B", "答案：G"))
    await expect(page.locator("#typed .error")).to_be_visible()
    await page.locator("#fields > summary").press("Enter")
    key = page.get_by_role("textbox", name="答案", exact=True)
    await expect(key).to_have_attribute("aria-invalid", "true")
    await key.fill("B")
    await expect(page.locator("#typed .fine")).to_be_visible()
    await expect(page.locator("#text")).to_have_value(f"【单选题】{PASTED}")
    await page.locator("#text").press("Control+End")
    await page.keyboard.type("，1993")
    await expect(page.locator("#f-source-zh")).to_have_value("中国大百科全书，1993")
    await page.keyboard.press("Control+s")
    await expect(page.locator(".said")).to_contain_text("已保存")


async def test_a_late_answer_does_not_go_over_what_is_typed_since(desk: BrowserContext) -> None:
    page = await opened(desk)
    await paste(page)
    late, let_go = asyncio.Event(), asyncio.Event()

    async def hold(route: Route) -> None:
        answer = await route.fetch()
        if "near" in await answer.json():
            late.set()
            await let_go.wait()
        await route.fulfill(response=answer)

    await page.locator("#fields > summary").press("Enter")
    await page.route("**/bank/parse", hold)
    await page.locator("#f-source-zh").fill("南方日报")
    await late.wait()
    await page.locator("#text").press("Control+End")
    await page.keyboard.type("，19")
    let_go.set()
    await page.keyboard.type("93")
    await expect(page.locator("#f-source-zh")).to_have_value("南方日报，1993")


async def test_a_field_and_what_is_typed_beside_it_both_stay(desk: BrowserContext) -> None:
    page = await opened(desk)
    await paste(page)
    late, let_go = asyncio.Event(), asyncio.Event()

    async def hold(route: Route) -> None:
        late.set()
        await let_go.wait()
        await route.continue_()

    await page.locator("#fields > summary").press("Enter")
    await page.route("**/bank/parse", hold)
    await page.locator("#f-key").fill("A")
    await late.wait()
    await page.locator("#text").press("Control+End")
    await page.keyboard.type("，1993")
    await page.keyboard.press("Control+s")
    # On a slow line a breath after the typing comes before the answer to the save.
    await page.evaluate("() => new Promise((done) => setTimeout(done, 300))")
    let_go.set()
    await expect(page.locator(".said")).to_contain_text("已保存")
    await page.locator(".said a").click()
    await expect(page.locator("main")).to_contain_text("中国大百科全书，1993")
    await expect(page.locator(".options .right")).to_contain_text("鲨鱼")


async def test_a_picture_is_taken_in_and_stays(desk: BrowserContext, tmp_path: Path) -> None:
    file = tmp_path / "picture.png"
    file.write_bytes(saved(halves(400, 200), "PNG"))
    page = await opened(desk)
    await paste(page)
    await page.locator("section.picture [data-picture]").set_input_files(file)
    await expect(page.locator(".phone img")).to_be_visible()
    await page.get_by_role("textbox", name="图片说明", exact=True).fill("一张图")
    await page.keyboard.press("Control+s")
    await expect(page.locator(".said")).to_contain_text("已保存")
    await expect(page.locator(".phone img")).to_have_attribute("alt", "一张图")


async def test_the_second_of_two_editors_is_shown_both_and_loses_nothing(
    desk: BrowserContext, first: str
) -> None:
    one, other = await opened(desk, f"{first}edit/"), await opened(desk, f"{first}edit/")
    for page, words in ((one, "甲补充"), (other, "乙补充")):
        await page.bring_to_front()
        await page.locator("#text").focus()
        await page.keyboard.press("Control+End")
        await page.keyboard.type(words)
    await one.bring_to_front()
    await one.keyboard.press("Control+s")
    await expect(one.locator(".said")).to_contain_text("已保存")
    await other.bring_to_front()
    await other.keyboard.press("Control+s")
    await expect(other.locator(".conflict")).to_contain_text("别人改了这道题")
    await expect(other.locator(".conflict del")).to_have_text("甲")
    await expect(other.locator("#text")).to_have_value(re.compile("乙补充$"))
    await other.keyboard.press("Control+s")
    await expect(other.locator(".said")).to_contain_text("已保存")


async def test_likely_duplicates_appear_while_it_is_typed(
    desk: BrowserContext, county: str
) -> None:
    page = await opened(desk)
    await paste(page, JELLIES)
    await page.keyboard.press("Control+Enter")
    await expect(page.locator(".said")).to_contain_text("已保存")
    await paste(page, JELLIES.replace("哺乳动物", "哺乳类动物"))
    await expect(page.locator("#near")).to_contain_text(f"{county}-00002")


async def test_a_question_is_opened_for_writing_and_told_its_way(
    desk: BrowserContext, first: str
) -> None:
    page = await desk.new_page()
    await page.goto(first)
    await page.get_by_role("button", name="送审").press("Enter")
    await expect(page.locator(".history")).to_contain_text("送审：草稿 → 待审")
    await page.wait_for_load_state()  # it is seen before its script listens
    await page.keyboard.press("e")
    await expect(page.locator("#text")).to_be_focused()


async def sound(page: Page) -> None:
    """Axe finds nothing and nothing sticks out, on a desk and on a phone."""
    for width in (1366, 360):
        await page.set_viewport_size({"width": width, "height": 740})
        await clean(page)
        wide = await page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, width


async def test_the_pages_pass_axe_and_fit_the_screen(desk: BrowserContext, first: str) -> None:
    page = await opened(desk)
    await paste(page, PASTED.replace("答案：B", "难度：3"))
    await page.locator("#fields > summary").press("Enter")
    await sound(page)
    for path in (f"{first}edit/", first):
        page = await desk.new_page()
        await page.goto(path)
        await sound(page)


async def test_what_is_typed_before_the_script_is_there_is_read_once_it_is(
    desk: BrowserContext,
) -> None:
    page, typed = await desk.new_page(), asyncio.Event()

    async def late(route: Route) -> None:
        await typed.wait()
        await route.continue_()

    await page.route("**/editor/edit.*", late)
    await page.goto("/bank/new/", wait_until="commit")
    await page.locator("#text").fill(PASTED)
    typed.set()
    await expect(page.locator("#typed .stem").first).to_have_text("下列哪个是哺乳动物？")
    await expect(page.locator("#kept")).to_contain_text("已自动保存")


async def test_a_slash_leads_to_the_words_that_were_sought_and_typing_replaces_them(
    desk: BrowserContext,
) -> None:
    page = await desk.new_page()
    await page.goto("/bank/?words=" + quote("台风"))
    await page.keyboard.press("/")
    await page.keyboard.type("中心")
    await expect(page.locator("[data-slash]")).to_have_value("中心")
