"""Formulas with a reader's numbers: the runtime of the pages beside the evaluator of the tool, and what a reader does with it."""

import json
import math
import random
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from tabs import new_context

ROOT = Path(__file__).resolve().parents[2]
RUNTIME = ROOT / "Sources/SiteRendering/Theme/formulas.js"
FORMULAS = ["acceptance.json", "further.json", "published.json"]

# How often each formula is tried with other numbers.
TURNS = 20

EVALUATE = """(cases) => cases.map(({ program, inputs }) => liveFormulas.evaluate(program, inputs.map(liveFormulas.numbers))
    .map((sides) => sides.map((side) => side && side.map((x) => Number.isFinite(x) ? x : String(x)))))"""


def programs(tool, cases):
    """What the tool makes of the cases that have a value: a program, its inputs, and the entries of its sides."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "cases.json"
        file.write_text(json.dumps(cases))
        lines = subprocess.run([tool, "formula", "--cases", file, "--programs"], check=True, capture_output=True, text=True).stdout
    return [json.loads(line) for line in lines.splitlines()]


def changed(value, generator):
    """Other numbers of the same shape; whole numbers, which may be sizes, stay in three of four cases."""
    if isinstance(value, list):
        return [changed(each, generator) for each in value]
    if not isinstance(value, (int, float)) or isinstance(value, bool):
        return value
    if value == round(value) and generator.random() < 0.75:
        return value
    return value * generator.uniform(0.5, 2) + (0 if value else generator.uniform(-1, 1))


def varied(case, generator):
    case = json.loads(json.dumps(case))
    for binding in case.get("bind", {}).values():
        if isinstance(binding, dict) and "data" in binding:
            binding["data"] = changed(binding["data"], generator)
    return case


def is_close(found, expected, size):
    found, expected = float(str(found).replace("Infinity", "inf")), float(str(expected).replace("Infinity", "inf"))
    if math.isnan(expected) or math.isinf(expected):
        return found == expected or math.isnan(found) and math.isnan(expected)
    return abs(found - expected) <= 1e-11 * max(size, abs(expected))


def check_evaluator(report, page, tool):
    """Both evaluators give the same for the formulas of the fixtures, at their own numbers and at others."""
    generator = random.Random(7)
    cases = [case for name in FORMULAS for case in json.loads((ROOT / "Tests/Fixtures/formulas" / name).read_text())]
    page.set_content("<p>")
    page.add_script_tag(path=RUNTIME)
    compared = 0
    for turn in range(TURNS + 1):
        known = programs(tool, cases if turn == 0 else [varied(case, generator) for case in cases])
        for case, statements in zip(known, page.evaluate(EVALUATE, known)):
            for sides, expected in zip(statements, case["values"]):
                for side, entries in zip(sides, expected):
                    size = max((abs(x) for x in entries if isinstance(x, (int, float))), default=0)
                    holds = side is not None and len(side) == len(entries) and all(
                        is_close(x, y, size) for x, y in zip(side, entries))
                    report.expect(holds, f"the page computes {case['id']} as the tool does", case["inputs"], side, entries)
                    compared += len(entries)
    report.expect(compared > 10_000, "numbers of both evaluators were compared", compared)


def check_reading(report, browser, address):
    """A change goes through all that is built on it; what the page can't compute is said to be recorded; the address keeps it."""
    with new_context(browser) as context:
        page = context.new_page()
        page.goto(address)
        panels = page.locator("details.live")
        report.expect(panels.count() > 3, "a lesson's formulas can be tried", panels.count())
        for index in range(panels.count()):
            panels.nth(index).locator("summary").focus()
            page.keyboard.press("Enter")
        first = page.locator("#similarity details.live")
        query, scores = first.locator("input").first, first.locator(".sides table").last
        before = [scores.inner_text(), page.locator("#weights details.live .sides table").last.inner_text()]
        query.focus()
        page.keyboard.press("Control+a")
        page.keyboard.type("3")
        after = [scores.inner_text(), page.locator("#weights details.live .sides table").last.inner_text()]
        report.expect(after[0].startswith("1.7321"), "3 / √3 is 1.7321", after[0])
        report.expect(before[1] != after[1], "what is built on a formula follows", *before, *after)
        report.expect(first.locator("[role=status]").inner_text() != "", "a change is announced")
        shared = page.url
        report.expect(shared.split("#")[1].startswith("similarity~"), "the address keeps what was changed", shared)
        other = context.new_page()
        other.goto(shared)
        report.expect(
            other.locator("#similarity details.live[open] .sides table").last.inner_text() == after[0], "a shared address shows the same")
        first.locator("button").click()
        report.expect(scores.inner_text() == before[0], "one way leads back to the recorded run", scores.inner_text())
    with new_context(browser, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(address)
        report.expect(page.locator("details.live").count() == 0, "without scripts the page is what it was")
