from questionbank.formats.found import Found, Level
from tests.questionbank.formats.table_files import Cell, codes, options, read_xlsx, workbook

HEADER: list[Cell] = [
    None,
    "Question - max 120 characters",
    *[f"Answer {number} - max 75 characters" for number in range(1, 5)],
    "Time limit (sec) – 5, 10, 20, 30, 60, 90, 120, or 240 secs",
    "Correct answer(s) - choose at least one",
]


def read(*lines: list[Cell]) -> Found:
    above: list[list[Cell]] = [["Quiz template"], [], ["Add questions, at least two answers ..."]]
    return read_xlsx(workbook({"Sheet1": [*above, HEADER, *lines]}))


def test_questions_below_the_titles_of_the_template_are_read() -> None:
    found = read(
        [1, "地球是什么？", "行星", "恒星", "卫星", "彗星", 20, 1],
        [2, "哪些是行星？", "地球", "火星", "太阳", "月亮", 20, "1,2"],
        [3, "水是湿的？", "True", "False", None, None, 20, 2],
        [4, None, None, None, None, None, None, None],
    )
    drafts = [row.draft for row in found.rows if row.draft]
    assert [(d.kind, d.key) for d in drafts] == [
        ("single", (0,)),
        ("multiple", (0, 1)),
        ("truefalse", (1,)),
    ]
    assert options(found.rows[0]) == ["行星", "恒星", "卫星", "彗星"]
    assert found.rows[0].where == "Sheet1!5"
    assert codes(found) == []


def test_a_key_outside_of_the_answers_is_an_error() -> None:
    found = read([1, "地球是什么？", "行星", "恒星", None, None, 20, "3"], [2, "水？", "a", "b"])
    assert [codes(row) for row in found.rows] == [["key_outside"], ["no_key"]]


def test_an_empty_template_is_told() -> None:
    assert [note.code for note in read().notes if note.level is Level.ERROR] == ["nothing_found"]
