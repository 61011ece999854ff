"""A megabyte of what slows readers down is read in two seconds of work."""

import time

import pytest

from questionbank.formats import csvs
from questionbank.formats.found import Options

HEAD = "题型,题干,选项,选项A,选项B,答案,解析\n"
WORK_SECONDS = 8  # four times the promise: machines differ


@pytest.mark.slow
@pytest.mark.parametrize(
    "mark", ["(", '"', ',",","\n', "|", ";", "A.", "['a',", "<p", "\\(", "一、"]
)
@pytest.mark.parametrize("line", ["单选题,{0},,甲,乙,A,x\n", "单选题,水,{0},,,{0},x\n", "{0}\n"])
def test_hostile_text_costs_no_more_than_its_length(mark: str, line: str) -> None:
    body = mark * (30_000 // len(mark.encode()))
    text = HEAD + line.format('"' + body.replace('"', '""') + '"') * 16
    before = time.process_time()
    csvs.read(text.encode(), Options())
    assert time.process_time() - before < WORK_SECONDS


@pytest.mark.slow
def test_records_that_run_on_to_the_end_are_given_up_in_time() -> None:
    before = time.process_time()
    csvs.read((HEAD + ',",","\n' * 140_000).encode(), Options())
    assert time.process_time() - before < WORK_SECONDS
