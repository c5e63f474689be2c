import pytest
from conftest import GOOD

from agent.answers import code_of, remarks_of

HELPER = "def double(x):\n    return 2 * x\n"
BARE_SCENE = "class DisplayScene(Scene):\n    def construct(self):\n        self.wait(double(1))\n"


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (f"```python\n{GOOD}```", GOOD),
        (f"Sure! Here it is:\n\n```python\n{GOOD}```\nEnjoy!", GOOD),
        (f"```\n{GOOD}```", GOOD),
        (f"```Python title=scene.py\n{GOOD}```", GOOD),
        (f"~~~py\n{GOOD}~~~", GOOD),
        (f"````python\n{GOOD}````", GOOD),
        (GOOD, GOOD),
        (f"Here is the program.\n\n{GOOD}", GOOD),
        (f"{GOOD}\nThis draws a circle, slowly.", GOOD),
        (f"<think>maybe\n```python\nx = 1\n```\nno</think>\n```python\n{GOOD}```", GOOD),
        (
            f"1. Do this:\n   ```python\n{''.join('   ' + line + chr(10) for line in GOOD.splitlines())}   ```",
            GOOD,
        ),
        (f"First:\n```bash\nmanim -ql scene.py\n```\nthen\n```python\n{GOOD}```", GOOD),
        (f"```python\nx = 1\n```\nand the whole:\n```python\n{GOOD}```", GOOD),
        (f"```python\nfrom manim import *\n\n{HELPER}```\n```python\n{BARE_SCENE}```", None),
        ("```python\r\n" + GOOD.replace("\n", "\r\n") + "```", GOOD),
        ("I cannot help with that.", ""),
        ("", ""),
        ("<think>only thoughts", ""),
    ],
)
def test_takes_the_code_out(answer, code):
    extracted = code_of(answer)
    if code is None:
        assert "def double" in extracted.code
        assert "DisplayScene" in extracted.code
        compile(extracted.code, "scene.py", "exec")
    else:
        assert extracted.code.strip() == code.strip()
    assert not extracted.open_ended


@pytest.mark.parametrize(
    "answer",
    [
        f"```python\n{GOOD}",
        f"```python\n{GOOD[:90]}",
        GOOD[: GOOD.index("Circle(") + 7],
        GOOD[: GOOD.index("construct(")],
    ],
)
def test_sees_that_it_was_cut_off(answer):
    assert code_of(answer).open_ended


def test_an_error_in_the_middle_is_not_a_cut():
    assert not code_of(GOOD.replace("class DisplayScene(Scene):", "class DisplayScene(Scene)")).open_ended


@pytest.mark.parametrize(
    ("answer", "remarks"),
    [
        (f"Here it is.\n\n```python\n{GOOD}```\nEnjoy!", "Here it is.\n\n\nEnjoy!"),
        (f"Note:\n```python\n{GOOD}", "Note:"),
        (GOOD, ""),
        ("<think>hm</think>I cannot.", "I cannot."),
    ],
)
def test_keeps_what_was_said_beside_the_code(answer, remarks):
    assert remarks_of(answer) == remarks
