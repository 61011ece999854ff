"""Every question of the starter bank on the narrowest phone, in both languages."""

import json

import pytest
from playwright.async_api import Browser

from tests.browser.phone_steps import join
from tests.servers import WebServer

pytestmark = pytest.mark.browser
NARROW = 320
# What the demo's newest round may ask, as its frames say it.
QUESTIONS = """
import json
from quiz import plan
from quiz.models import Round
asked = plan.load(Round.objects.latest("pk").code).questions.values()
print("[" + ",".join(json.dumps({k: json.loads(bytes(v)) for k, v in a.body.items()})
                     for a in asked) + "]")
"""
TOO_WIDE = """async ([questions, lang, narrow]) => {
  const { questionView } = await import('/static/phone/question.js');
  const { learn } = await import('/static/phone/learn.js');
  const { t } = await import('/static/phone/page.js');
  await learn();
  const main = document.getElementById('main');
  const numbers = (list = []) => [...list.keys()];
  return questions.map((one) => one[lang]).filter((q) => {
    const order = { order: numbers(q.options), target_order: numbers(q.targets) };
    const shown = { q, ...order, slot: 0, of: 10 };
    main.textContent = '';
    main.append(questionView(shown, { t, confirm: false, done: () => {} }).node);
    return document.documentElement.scrollWidth > narrow;
  }).map((q) => q.stem);
}"""


@pytest.mark.parametrize(("lang", "locale"), [("zh", "zh-CN"), ("en", "en-US")])
async def test_no_question_is_wider_than_a_narrow_phone(
    chromium: Browser, demo: WebServer, lang: str, locale: str
) -> None:
    said = demo.manage("shell", "-v0", "-c", QUESTIONS)
    questions = json.loads(said[said.index("[{") :])
    assert len(questions) > 300
    context = await chromium.new_context(
        viewport={"width": NARROW, "height": 640}, locale=locale, base_url=demo.url
    )
    page = await context.new_page()
    await page.goto("/p/2026/")
    await join(page)
    assert await page.evaluate(TOO_WIDE, [questions, lang, NARROW]) == []
    await context.close()
