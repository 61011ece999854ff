"""The three sample lines of our own template, known again when they are left in."""

from questionbank.formats.table.line import Line
from questionbank.rules.alike import folded

# Part: cell, of each line. Made up for the template; the stems say that they are samples.
SAMPLES: tuple[dict[str, str], ...] = (
    {
        "ref": "示例-1",
        "type": "单选题",
        "stem": "（示例，导入时自动跳过）水在标准大气压下的沸点是多少？",
        "option.A": "50℃",
        "option.B": "80℃",
        "option.C": "100℃",
        "option.D": "120℃",
        "key": "C",
        "explanation": "标准大气压下，水在100℃沸腾。",
        "source": "义务教育物理课程标准（2022年版）",
        "difficulty": "L1",
        "topic": "T9.2",
    },
    {
        "ref": "示例-2",
        "type": "多选题",
        "stem": "（示例，导入时自动跳过）下列哪些是可再生能源？",
        "option.A": "太阳能",
        "option.B": "煤炭",
        "option.C": "风能",
        "option.D": "水能",
        "key": "ACD",
        "explanation": "煤炭要经过漫长的地质年代才能形成，用完无法在短期内再生。",
        "source": "中华人民共和国可再生能源法",
        "difficulty": "L2",
        "topic": "T1.4",
    },
    {
        "ref": "示例-3",
        "type": "判断题",
        "stem": "（示例，导入时自动跳过）月球本身会发光。",
        "key": "错",
        "explanation": "月球反射太阳光，自己不发光。",
        "source": "义务教育科学课程标准（2022年版）",
        "difficulty": "L1",
        "topic": "T9",
    },
)
_STEMS = {folded(sample["stem"]) for sample in SAMPLES}


def is_sample(line: Line) -> bool:
    """Only a line whose stem nobody has touched: one written over is a question."""
    return folded(line.cell("stem")) in _STEMS
