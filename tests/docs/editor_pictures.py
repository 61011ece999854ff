"""Takes the pictures of docs/editors.md anew: `python -m tests.docs.editor_pictures [NAME ...]`.

Without names, all of them. A real server with the starter bank, a real browser. A developer looks
at what comes out.
"""

import asyncio
import io
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.async_api import Page, expect

from tests.browsers import chromium_browser
from tests.servers import ROOT, WebServer

FOLDER = ROOT / "docs" / "images"
WIDTH, HEIGHT = 1366, 768
MOST_BYTES = 200_000
COLOURS = 128
LIN = "lin"
TYPHOON = ROOT / "questionbank" / "data" / "questions" / "pictures" / "typhoon.webp"
BUILD = f"from tests.docs.editor_stage import build; build({LIN!r})"
TYPED = r"""【单选题】汽车的动能为 $E_k=\frac{1}{2}mv^2$。车速由 40 km/h 增至 80 km/h，动能怎样变？
A. 不变，动能与车速无关
B. 变为 2 倍
C. 变为 4 倍
D. 变为 8 倍
答案：C
解析：动能与速度的平方成正比，速度加倍，动能变为 $2^2=4$ 倍，刹车要走的路也约为 4 倍。
来源：《普通高中物理课程标准（2017年版2020年修订）》"""
PASTED = """1. 【单选题】雷雨天在野外，下列哪种做法比较安全？
A. 在大树下避雨
B. 躲进金属车身的汽车里，关好车窗
C. 撑开金属伞快跑
D. 站到山顶上
答案：B
解析：金属车身把电荷导到车外。

2. 【单选题】下列哪种气体会使澄清石灰水变浑浊？
A. 二氧化碳
B. 氢气
C. 氧气
答案：E

3. 【判断题】月亮自己会发光。
答案：错
解析：月光是反射的太阳光。

4. 【单选题】一杯水里浮着一块冰，水面正好与杯口齐平。冰全部融化以后会怎样？
A. 水会溢出来
B. 水面会下降
C. 水面仍与杯口齐平
D. 水先下降再溢出
答案：C
"""


async def keep(page: Page, name: str, *, height: int = HEIGHT) -> None:
    """Store what the window shows, `height` pixels of it, in few colours."""
    await page.set_viewport_size({"width": WIDTH, "height": height})
    await page.wait_for_load_state("networkidle")
    shot = Image.open(io.BytesIO(await page.screenshot())).convert("RGB")
    out = io.BytesIO()
    shot.quantize(COLOURS, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    assert out.tell() <= MOST_BYTES, f"{name} has {out.tell()} bytes"
    (FOLDER / f"editor-{name}.png").write_bytes(out.getvalue())


async def listing(page: Page) -> None:
    await page.goto("/bank/?status=live&topic=T4")
    await keep(page, "list")


async def writing(page: Page) -> None:
    await page.goto("/bank/new/")
    await page.fill("#text", TYPED)
    await expect(page.locator("#typed")).to_contain_text("动能怎样变")
    await page.get_by_label("主题", exact=True).locator("visible=true").fill("T9.2")
    await page.keyboard.press("Enter")
    for tag in ("科学知识", "其他公众"):
        await page.locator(".tagging .chip", has_text=tag).first.click()
    await page.keyboard.press("Alt+3")
    await page.locator("h1").click()
    await keep(page, "write", height=1060)


async def drawing(page: Page) -> None:
    """A question answered by pointing at its picture; one area is drawn by mouse, one by keys."""
    await page.goto("/bank/new/")
    await page.locator("section.picture [data-picture]").set_input_files(TYPHOON)
    await page.get_by_role("textbox", name="图片说明", exact=True).fill(
        "卫星俯视的台风，云带绕着中间的眼区旋转"
    )
    await page.locator("#fields > summary").press("Enter")
    await page.get_by_label("题型").select_option("hotspot")
    await page.locator("#f-stem-zh").fill("台风过境时，哪里会短暂地风小雨停？请在图上点出来。")
    await page.get_by_role("button", name="画圆").click()
    box = await page.locator("#areas svg").bounding_box()
    assert box is not None
    await page.mouse.move(box["x"] + box["width"] * 0.541, box["y"] + box["height"] * 0.531)
    await page.mouse.down()
    await page.mouse.move(box["x"] + box["width"] * 0.59, box["y"] + box["height"] * 0.531, steps=4)
    await page.mouse.up()
    await page.locator("#areas").scroll_into_view_if_needed()
    await keep(page, "areas", height=900)


async def reviewing(page: Page) -> None:
    await page.goto("/bank/review/")
    await page.keyboard.press("2")
    await page.keyboard.press("Enter")
    await expect(page.locator(".verdict")).to_contain_text("标准答案")
    await keep(page, "review")


async def changing(page: Page) -> None:
    """The preview of a change; some rows may not be changed, and it says why."""
    await page.goto("/bank/bulk/?words=冰&do=retire&reason=说法不严密，改写后再用")
    await expect(page.locator(".plan")).to_be_visible()
    await keep(page, "bulk")


async def importing(page: Page) -> None:
    await page.goto("/bank/import/")
    await page.fill("#text", PASTED)
    await page.locator("#import button.main").click()
    await expect(page.locator("[data-row]")).to_have_count(4)
    await keep(page, "import")


async def comparing(page: Page) -> None:
    await page.goto("/bank/duplicates/")
    await expect(page.locator("[data-pair]").first).to_be_visible()
    await keep(page, "pairs")


async def counting(page: Page) -> None:
    """The question with the worst flag."""
    await page.goto("/bank/statistics/")
    await page.locator("tbody a").first.click()
    await expect(page.locator(".told").first).to_be_visible()
    await keep(page, "statistics", height=1000)


async def covering(page: Page) -> None:
    await page.goto("/bank/coverage/?preset=demo10")
    await keep(page, "coverage", height=900)


PICTURES = {
    "list": listing,
    "write": writing,
    "areas": drawing,
    "review": reviewing,
    "bulk": changing,
    "import": importing,
    "pairs": comparing,
    "statistics": counting,
    "coverage": covering,
}


async def take(server: WebServer, folder: Path, names: list[str]) -> None:
    async with chromium_browser(folder) as chromium:
        page = await chromium.new_page(
            viewport={"width": WIDTH, "height": HEIGHT},
            locale="zh-CN",
            base_url=server.url,
            reduced_motion="reduce",
        )
        await page.goto(server.manage("signin_link", LIN, "--url", server.url).strip())
        await page.click("form button")
        await expect(page.locator(".rooms")).to_contain_text("审题")
        for name in names or PICTURES:
            await PICTURES[name](page)


def main(names: list[str]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        server = WebServer(folder)
        server.manage("shell", "-c", BUILD)
        server.start()
        try:
            asyncio.run(take(server, folder, names))
        finally:
            server.stop()


if __name__ == "__main__":
    main(sys.argv[1:])
