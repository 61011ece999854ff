"""A host at the console, against a real server: by keyboard only, with others beside, with cuts."""

import re

import pytest
from playwright.async_api import Page, expect

from tests.browser.host_stage import LOCKED, REVEALED, Hall, Phone, opened, phone, press, question

pytestmark = pytest.mark.browser


async def first_question(lin: Page, mei: Phone, bo: Phone) -> None:
    """Paused, extended, locked, opened again, answered by all, revealed, and the board."""
    await question(lin)
    await mei.answer(0, 0)
    await expect(lin.locator("#answered")).to_have_text("1")
    await expect(lin.locator("#connected")).to_have_text("2")
    await expect(lin.locator("#question .right .tick")).to_have_text("✓ 答案")
    await expect(lin.locator("#question .note")).to_contain_text("解析 single")
    await press(lin, "p", "已暂停")
    await expect(lin.locator("#clock-is")).to_have_text("计时停住")
    await expect(lin.locator("#next")).to_have_text("继续")
    await press(lin, "p", "正在作答")
    await expect(lin.locator("#next")).to_be_enabled()
    await lin.keyboard.press("+")
    await expect(lin.locator("#said")).to_have_text("✓ 已完成：延长时间")
    await press(lin, "l", LOCKED)
    await press(lin, "u", "正在作答")
    await bo.answer(0, 1)
    # Everybody has answered: the clock locks.
    await expect(lin.locator("#state")).to_have_text(LOCKED)
    await press(lin, "r", REVEALED)
    await press(lin, "b", "正在看榜单")
    await expect(lin.locator("#board .ranks li")).to_have_count(2)


async def the_end(lin: Page) -> None:
    """Ending asks once; the space bar that got here stays here."""
    await expect(lin.locator("#next")).to_have_text("结束本场")
    await expect(lin.locator("#next")).to_be_enabled()
    await lin.keyboard.press("Space")
    await expect(lin.locator("#ask")).to_be_visible()
    await lin.keyboard.press("Space")
    await expect(lin.locator("#ask")).to_be_hidden()
    # A browser may take a third tap, as quick as a machine's, for the end of the second one.
    while not await lin.locator("#ask").is_visible():
        await lin.keyboard.press("Space")
        await lin.wait_for_timeout(200)
    await lin.keyboard.press("Tab")
    await lin.keyboard.press("Enter")
    await expect(lin.locator("#state")).to_have_text("本场已结束")
    await expect(lin.locator("#next")).to_be_disabled()


async def test_a_round_of_two_questions_by_keyboard_only(lin: Page, hosted: Hall) -> None:
    await expect(lin.locator("#next")).to_have_text("开放入场")
    await opened(lin)
    async with phone(hosted, "Mei") as mei, phone(hosted, "Bo") as bo:
        await expect(lin.locator("#people")).to_have_text("2 人")
        await expect(lin.locator("#people-title")).to_have_text("入场： 2 人")
        await expect(lin.locator("#next")).to_have_text("出示第 1 题")
        await first_question(lin, mei, bo)
        await expect(lin.locator("#next")).to_have_text("下一题：第 2 题")
        await question(lin)
        await press(lin, "Enter", LOCKED)
        await press(lin, "Enter", REVEALED)
        await press(lin, "Enter", "正在看榜单")
        await the_end(lin)


async def test_a_double_press_is_one_step(lin: Page, hosted: Hall) -> None:
    await opened(lin)
    async with phone(hosted, "Mei"):
        await question(lin)
        await expect(lin.locator("#next")).to_be_enabled()
        await lin.locator("#next").dblclick()
        await expect(lin.locator("#state")).to_have_text(LOCKED)
        await lin.wait_for_timeout(1_000)
        await expect(lin.locator("#state")).to_have_text(LOCKED)


async def test_the_second_of_two_consoles_is_told_and_nothing_steps_twice(
    lin: Page, chen: Page, hosted: Hall
) -> None:
    await opened(lin)
    async with phone(hosted, "Mei"):
        await question(lin)
        for page in (lin, chen):
            await expect(page.locator("#next")).to_have_text("锁定作答")
            await expect(page.locator("#next")).to_be_enabled()
        # Both in one moment: neither has heard of the other's.
        await lin.locator("#next").dispatch_event("click")
        await chen.locator("#next").dispatch_event("click")
        for page in (lin, chen):
            await expect(page.locator("#state")).to_have_text(LOCKED)
        said = [await page.locator("#said").text_content() or "" for page in (lin, chen)]
        assert sum("已完成：锁定作答" in text for text in said) <= 1
        assert sum("别人先了一步" in text for text in said) <= 1
        count = COUNT_LOCKS.format(code=hosted.code)
        assert hosted.server.manage("shell", "-c", count).split()[-1] == "1"
        await expect(chen.locator("#lines")).to_contain_text("锁定作答")
        await press(lin, "r", REVEALED)
        await expect(chen.locator("#said")).to_have_text("lin：公布答案")


COUNT_LOCKS = """
from quiz.models import HostLine
print(HostLine.objects.filter(sitting__code="{code}", do="lock").count())
"""


async def test_a_key_is_corrected_and_taken_back(lin: Page, hosted: Hall) -> None:
    await opened(lin)
    async with phone(hosted, "Mei") as mei:
        await question(lin)
        stage = await mei.hear("stage", state="shown")
        number = (await lin.evaluate(WRONG))[0]
        await mei.answer(stage["slot"], number)
        await expect(lin.locator("#state")).to_have_text(LOCKED)
        await press(lin, "r", REVEALED)
        assert (await mei.hear("mine", right=False))["score"] == 0
        await lin.click("#more")
        await lin.click("#fix-open")
        await lin.locator(f'#fix-options input[value="{number}"]').check()
        await expect(lin.locator("#fix-will")).to_contain_text("第 1 题的答案改为")
        await lin.click("#fix-go")
        await expect(lin.locator("#said")).to_have_text("✓ 已完成：更正答案")
        await expect(lin.locator("#question .ruled")).to_contain_text("答案已更正")
        assert (await mei.hear("mine", right=True))["score"] == 10
        await lin.click("#fix-open")
        await lin.click("#fix-restore")
        await expect(lin.locator("#said")).to_have_text("✓ 已完成：恢复原答案")
        assert (await mei.hear("mine", right=False))["score"] == 0
        await expect(lin.locator("#question .ruled")).to_have_count(0)


# The number of the first option that is not the key, as the console knows it.
WRONG = """async () => {
  const rows = [...document.querySelectorAll("#question .answers li")];
  return rows.map((row, place) => [row.className, place]).filter(([name]) => !name)
    .map(([, place]) => Number(rows[place].dataset.number));
}"""


async def test_a_player_is_found_renamed_removed_and_let_in_again(lin: Page, hosted: Hall) -> None:
    await opened(lin)
    async with phone(hosted, "Mei") as mei:
        await lin.click("#manage summary")
        await lin.fill("#find", "me")
        row = lin.locator("#found li")
        await expect(row).to_contain_text("Mei")
        await row.get_by_text("改名").click()
        await lin.fill("#new-name", "梅花")
        await lin.keyboard.press("Enter")
        await expect(lin.locator("#said")).to_have_text("✓ 已完成：选手改名")
        await lin.fill("#find", "梅")
        await row.get_by_text("请离").click()
        await lin.click("#ask-yes")
        await mei.hear("mine", removed=True)
        await expect(row).to_contain_text("已请离")
        await row.get_by_text("请回").click()
        await expect(lin.locator("#said")).to_have_text("✓ 已完成：请回选手")
        await expect(row).not_to_contain_text("已请离")


async def test_keys_do_nothing_while_somebody_types(lin: Page) -> None:
    await opened(lin)
    await lin.click("#manage summary")
    await lin.locator("#find").focus()
    await lin.keyboard.type("p l r b u + ?")
    await expect(lin.locator("#find")).to_have_value("p l r b u + ?")
    await expect(lin.locator("#state")).to_have_text("候场：正在入场")
    await expect(lin.locator("#keys")).to_be_hidden()


async def test_it_comes_back_by_itself_and_says_when_it_is_away(lin: Page, hosted: Hall) -> None:
    await opened(lin)
    await lin.evaluate("window.sameDocument = true")
    hosted.server.kill9()
    await expect(lin.locator("#offline")).to_be_visible()
    await expect(lin.locator("#next")).to_be_disabled()
    hosted.server.start()
    await expect(lin.locator("#next")).to_be_enabled()
    await expect(lin.locator("#offline")).to_be_hidden()
    await expect(lin.locator("#state")).to_have_text("候场：正在入场")
    assert await lin.evaluate("window.sameDocument")


async def test_a_time_is_stopped_afterwards_and_counts_again(lin: Page, hosted: Hall) -> None:
    await opened(lin)
    async with phone(hosted, "Mei"):
        await question(lin)
        await expect(lin.locator("#clock")).to_have_text(re.compile(r"^1[0-8]$"))
        await lin.click("#more")
        await lin.click("#drawer summary")
        await lin.fill("#stop-from", "0")
        await lin.fill("#stop-to", "0.5")
        await expect(lin.locator("#next")).to_be_enabled()
        await lin.keyboard.press("Enter")
        stop = lin.locator("#stops li")
        await expect(stop).to_contain_text("第 1 题停表 0.5 秒")
        await stop.get_by_text("这段照常计时").click()
        await expect(stop).to_contain_text("停表已取消")
        await lin.fill("#stop-to", "x")
        await lin.keyboard.press("Enter")
        await expect(lin.locator("#said")).to_contain_text("请填写该题开放期间从第几秒到第几秒")


async def test_a_time_of_an_earlier_question_is_stopped_beside_the_big_button(
    lin: Page, hosted: Hall
) -> None:
    await opened(lin)
    async with phone(hosted, "Mei") as mei:
        await question(lin)
        await mei.answer(0, 0)
        await expect(lin.locator("#state")).to_have_text(LOCKED)
        await press(lin, "r", REVEALED)
        await press(lin, "b", "正在看榜单")
        await question(lin)
        await lin.click("#more")
        # All of the drawer and all of the big button can be reached at once.
        drawer, button = [await lin.locator(one).bounding_box() for one in ("#drawer", "#next")]
        assert drawer is not None
        assert button is not None
        assert drawer["y"] >= button["y"] + button["height"]
        await lin.click("#drawer summary")
        await expect(lin.locator("#stop-slot")).to_have_value("1")
        await lin.select_option("#stop-slot", label="第 1 题")
        await lin.fill("#stop-from", "0")
        await lin.fill("#stop-to", "0.2")
        await expect(lin.locator("#next")).to_be_enabled()
        await lin.keyboard.press("Enter")
        await expect(lin.locator("#stops li")).to_contain_text("第 1 题停表 0.2 秒")
        await expect(lin.locator("#stop-slot")).to_have_value("0")


async def test_what_is_rare_is_in_the_drawer_and_pairs_show_what_fits(lin: Page) -> None:
    await opened(lin)
    await lin.click("#more")
    drawer = lin.locator("#drawer")
    for on, off, word in [
        ("停止入场", "重新开放入场", "已停止入场"),
        ("封榜", "全部揭榜", "已封榜"),
        ("开启自动主持", "关闭自动主持", "自动主持中"),
    ]:
        await drawer.get_by_text(on, exact=True).click()
        await expect(lin.locator("#flags")).to_contain_text(word)
        await expect(drawer.get_by_text(on, exact=True)).to_be_hidden()
        await drawer.get_by_text(off, exact=True).click()
        await expect(lin.locator("#flags")).not_to_contain_text(word)
    await drawer.get_by_text("结束本场").click()
    await lin.click("#ask-no")
    await lin.click("#less")
    await press(lin, "Space", "准备：即将开题")


async def test_an_end_with_a_frozen_board_leads_to_its_opening(lin: Page, hosted: Hall) -> None:
    await opened(lin)
    async with phone(hosted, "Mei") as mei:
        await lin.click("#more")
        await lin.click("[data-do=freeze]")
        await lin.click("#less")
        await question(lin)
        await mei.answer(0, 0)
        await expect(lin.locator("#state")).to_have_text(LOCKED)
        await press(lin, "r", REVEALED)
        await press(lin, "b", "正在看榜单")
        await lin.click("#more")
        await lin.click("[data-do=close]")
        await lin.click("#ask-yes")
        await lin.click("#less")
        await expect(lin.locator("#state")).to_have_text("本场已结束")
        big = lin.locator("#next")
        for _ in range(3):
            await expect(big).to_be_enabled()
            if await big.text_content() == "全部揭榜":
                break
            await expect(big).to_have_text("揭榜一步")
            await big.click()
        # Wherever it is given: nothing takes it back.
        await lin.click("#more")
        await lin.click("[data-do=unfreeze]")
        await lin.click("#ask-no")
        await lin.click("#less")
        await expect(lin.locator("#flags")).to_contain_text("封榜")
        await big.click()
        await lin.click("#ask-yes")
        await expect(big).to_have_text("本场已结束")
        await expect(lin.locator("#flags")).not_to_contain_text("封榜")
