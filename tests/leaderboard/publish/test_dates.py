"""Dates in sentences stay in one line."""

from django.template import Context, Template
from django.test import Client

from leaderboard.templatetags.dates import whole_dates
from tests.leaderboard.publish.cast import Scene


def test_each_date_of_a_text_is_one_piece_and_the_rest_is_escaped() -> None:
    assert whole_dates("<2026-12-19 08:00 至 2026-12-20>") == (
        '&lt;<span class="date">2026-12-19</span> 08:00 至 <span class="date">2026-12-20</span>&gt;'
    )


def test_what_a_template_made_is_not_escaped_twice() -> None:
    page = Template("{% load dates %}{% filter whole_dates %}{{ one }} · {{ at }}{% endfilter %}")
    said = page.render(Context({"one": "A&B", "at": "2026-12-19"}))
    assert said == 'A&amp;B · <span class="date">2026-12-19</span>'


def test_the_promises_of_a_contest_keep_their_dates_whole(played: Scene, client: Client) -> None:
    page = client.get(f"/results/{played.contest.code}/promises/").content.decode()
    assert page.count('<span class="date">') == 2
