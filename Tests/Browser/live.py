"""Formulas with a reader's numbers: the runtime of the pages beside the evaluator of the tool, and what a reader does with it."""

import json
import math
import os
import random
import re
import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from tabs import new_context, wait_for_address

ROOT = Path(__file__).resolve().parents[2]
RUNTIME = ROOT / "Sources/SiteRendering/Theme/formulas.js"
FIGURES = [ROOT / "Sources/SiteRendering/Theme" / name for name in ("figures.js", "figures-tables.js")]
FORMULAS = ["acceptance.json", "further.json", "published.json", "notation.json"]

# How often each formula is tried with other numbers: in `make test-all`, a thousand times.
TURNS = int(os.environ.get("LIVE_TURNS", "10"))

EVALUATE = """(cases) => cases.map(({ program, inputs }) => liveFormulas(program, inputs.map((data) => data.map(Number)))
    .map((sides) => sides.map((side) => side && side.map((x) => x === null || Number.isFinite(x) ? x : String(x)))))"""


def in_chromium(page):
    """Computes cases with the runtime as Chromium does. So do the two below, as other programs with JavaScript do."""
    page.set_content("<p>")
    page.add_script_tag(path=RUNTIME)
    # As text, since to hand over lists of lists takes much longer than to compute with them.
    return lambda cases: json.loads(page.evaluate(f"(text) => JSON.stringify(({EVALUATE})(JSON.parse(text)))", json.dumps(cases)))


# The runtime as a function of cases, for what has no page.
ALONE = f"""const window = {{}}, document = {{ getElementById: () => null }};
{RUNTIME.read_text()}
const {{ liveFormulas }} = window;
const evaluate = {EVALUATE};"""


def find_node():
    """Node of this machine, or the one that comes with Playwright; None if there is none."""
    if found := shutil.which("node") or shutil.which("nodejs"):
        return found
    from playwright._impl._driver import compute_driver_executable
    driver = compute_driver_executable()
    return shutil.which(driver[0] if isinstance(driver, tuple) else driver)


def in_node(path):
    script = ALONE + "\nprocess.stdout.write(JSON.stringify(evaluate(JSON.parse(require('fs').readFileSync(0, 'utf8')))));"
    return lambda cases: json.loads(
        subprocess.run([path, "-e", script], input=json.dumps(cases), check=True, capture_output=True, text=True).stdout)


def in_firefox(driver):
    script = ALONE + "\nreturn JSON.stringify(evaluate(JSON.parse(arguments[0])));"
    return lambda cases: json.loads(driver.execute_script(script, script_args=[json.dumps(cases)], sandbox="system"))


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
    # What a condition leaves out has no value in either.
    if found is None or expected is None:
        return found is expected
    found, expected = float(str(found).replace("Infinity", "inf")), float(str(expected).replace("Infinity", "inf"))
    if math.isnan(expected) or math.isinf(expected):
        return found == expected or math.isnan(found) and math.isnan(expected)
    return abs(found - expected) <= 1e-11 * max(size, abs(expected))


def check_evaluator(report, evaluate, tool, turns=TURNS):
    """Both evaluators give the same for the formulas of the fixtures, at their own numbers and at others."""
    generator = random.Random(7)
    cases = [case for name in FORMULAS for case in json.loads((ROOT / "Tests/Fixtures/formulas" / name).read_text())]
    compared = 0
    for turn in range(turns + 1):
        known = programs(tool, cases if turn == 0 else [varied(case, generator) for case in cases])
        for case, statements in zip(known, evaluate(known)):
            for sides, expected in zip(statements, case["values"]):
                for side, entries in zip(sides, expected):
                    size = max((abs(x) for x in entries if isinstance(x, (int, float))), default=0)
                    holds = side is not None and len(side) == len(entries) and all(
                        is_close(x, y, size) for x, y in zip(side, entries))
                    report.expect(holds, f"the page computes {case['id']} as the tool does", case["inputs"], side, entries)
                    compared += len(entries)
    report.expect(compared > 10_000, "numbers of both evaluators were compared", compared)


def real(x):
    return float(str(x).replace("Infinity", "inf"))


def check_lessons(report, evaluate, tool, lessons, turns=TURNS):
    """Of each live formula of the course the page gives what the evaluator gives, and what the lesson's code gave at all inputs at which it ran.

    Returns the cases."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "cases.jsonl"
        # The course needn't hold here, that is another test.
        vary = ["--vary", "20"] if TURNS > 20 else []
        subprocess.run([tool, "check", "--course", lessons, *vary, "--live-cases", file, "--live-turns", str(turns)], capture_output=True)
        cases = [json.loads(line) for line in file.read_text().splitlines()]
    formulas, compared, refused = set(), 0, 0
    for first in range(0, len(cases), 500):
        part = cases[first:first + 500]
        for case, statements in zip(part, evaluate(part)):
            where = f"{Path(case['lesson']).name}: {case['latex'][:60]}"
            if case.get("values") is None:
                refused += 1
                report.expect(any(side is None for sides in statements for side in sides), f"both refuse {where}", case["inputs"], statements)
                continue
            for sides, expected in zip(statements, case["values"]):
                for side, entries in zip(sides, expected):
                    size = max((abs(x) for x in entries if isinstance(x, (int, float))), default=0)
                    holds = side is not None and len(side) == len(entries) and all(is_close(x, y, size) for x, y in zip(side, entries))
                    report.expect(holds, f"the page computes as the evaluator does {where}", case["inputs"], side, entries)
            if case.get("code") is None:
                continue
            side = statements[-1][-1]
            holds = side is not None and len(side) == len(case["code"]) and all(
                real(x) == real(y) or math.isnan(real(x)) and math.isnan(real(y)) or abs(real(x) - real(y)) <= bound
                for x, y, bound in zip(side, case["code"], case["allowances"]))
            report.expect(holds, f"the page gives what the code gives: {where}", case["inputs"], side, case["code"])
            formulas.add(where)
            compared += 1
    print(f"{len(formulas)} live formulas beside the lessons' code: {compared} comparisons; {len(cases)} cases, {refused} refused by both")
    report.expect(compared > 100 and len(formulas) > 25, "live formulas were compared with the code", compared, len(formulas))
    return cases


UNSEEN = ROOT / "Tests/Fixtures/live-course"


def check_unseen(report, evaluate, tool, turns=TURNS):
    """The same for a lesson that isn't of the course, and has every kind of expression that a page can have."""
    nodes = [node for case in check_lessons(report, evaluate, tool, UNSEEN, turns) for node in case["program"][1]]
    written = (ROOT / "Sources/Formulas/FormulaProgram.swift").read_text()
    names = lambda path: set(re.findall(r"\w+", " ".join(re.findall(r"^  case (.+)$", (ROOT / "Sources" / path).read_text(), re.M))))
    folds = written.split("extension TypedExpression.Fold.Operation")[1]
    pairs = written.split("extension TypedExpression.Pairwise")[1].split("extension")[0]
    kinds = {
        "operations": (set(re.findall(r'add\(\s*"(\w+)"', written)), {node[0] for node in nodes}),
        "pairwise": (set(re.findall(r': "(\w+)"', pairs)), {node[3] for node in nodes if node[0] == "pairwise"}),
        "folds": (set(re.findall(r': "(\w+)"', folds)), {node[3] for node in nodes if node[0] == "fold"}),
        "reductions": (names("FormulaStatements/Names/Reduction.swift"), {node[3] for node in nodes if node[0] == "reduced"}),
        "functions": ({re.sub("^arc", "a", name) for name in names("FormulaStatements/Names/EntrywiseFunction.swift")},
                      {node[3] for node in nodes if node[0] == "entrywise"}),
    }
    for kind, (known, found) in kinds.items():
        report.expect(len(known) > 6 and known <= found, f"the lesson has all {kind}", known - found)


INPUT, COMPUTED = 1, 2


def number(code, value, kind, *more):
    return [code, [], [value], kind, *more]


def page_data(page):
    """A page as the tool writes it: with the names and sides of formulas as places among its texts."""
    texts = []
    formulas = []
    for name, program, inputs, names, sides, *defined in page["formulas"]:
        texts += [text for text in names + sides if text not in texts]
        formulas.append([name, program, inputs, *([texts.index(text) for text in each] for each in (names, sides)), *defined])
    words = ["beyond", "changed", "entry", "given", "inputs", "none", "open", "recorded", "reset", "sides"]
    return json.dumps({"words": {word: word for word in words}, "version": "v1", **page, "formulas": formulas, "texts": texts})


def open_page(page, data):
    """Makes a page of figures for the formulas, and opens what each of them gives."""
    figures = "".join(f'<figure id="{name}"></figure>' for name, *_ in data["formulas"])
    page.goto("about:blank")
    page.set_content(f'{figures}<script type="application/json" id="page.live">{page_data(data)}</script>')
    page.add_script_tag(path=RUNTIME)
    for summary in page.locator("details.live > summary").all():
        summary.click()
    page.locator(".sides .value").first.wait_for(state="attached")


def program(fixed, nodes, *sides):
    """One statement, each side as its node, whether it is bound, and its shape."""
    return [fixed, nodes, [[list(sides), None]], []]


X, Y = ["input", [], [], 0], ["input", [], [], 1]
PRODUCT = ["pairwise", [], [0, 1], "times"]

# Beside the input x: y = 2 x, proved at other inputs; z, which no formula gives; z + y; x y, read for this x alone; and w = 2 z with w x.
STATES = {
    "variables": [number("x", 3, INPUT), number("y", 6, COMPUTED), number("z", 1, COMPUTED), number("w", 2, COMPUTED)],
    "formulas": [
        ["y", program([0, 0], [Y, ["constant", [], [], [2]], X, ["pairwise", [], [1, 2], "times"]], [0, 1, []], [3, 0, []]),
         [0, 1], ["x", "y"], ["y", "2 x"], 1],
        ["sum", program([0, 0], [X, Y, ["sum", [], [1, 0], [0, 0]]], [2, 0, []]), [1, 2], ["y", "z"], ["z + y"]],
        ["fixed", program([1, 0], [X, Y, PRODUCT], [2, 0, []]), [0, 1], ["x", "y"], ["x y"]],
        ["w", program([0, 0], [Y, X, ["sum", [], [1, 1], [0, 0]]], [0, 1, []], [2, 0, []]), [2, 3], ["z", "w"], ["w", "2 z"], 3],
        ["chain", program([0, 0], [X, Y, PRODUCT], [2, 0, []]), [3, 0], ["w", "x"], ["w x"]],
    ],
}


def check_states(report, page):
    """The page says what is recorded, what has no value, and where nothing was compared."""
    open_page(page, STATES)

    def last(formula):
        return page.locator(f"#{formula} .sides .value").last.inner_text().split()

    def type_in(value):
        page.locator("#y input").fill(value)

    report.expect(last("y")[-1] == "6" and last("sum")[-1] == "7" and last("fixed")[-1] == "18", "at first a page has the run's values")
    type_in("5")
    report.expect(last("y")[-1] == "10", "a formula follows its input", last("y"))
    report.expect(last("sum")[-2:] == ["11", "recorded"], "what rests on a recorded value says so", last("sum"))
    report.expect(last("chain")[-2:] == ["10", "recorded"], "and so does what rests on a formula of it", last("chain"))
    report.expect(last("fixed")[-1] == "none", "a formula that was read for one value has none for another", last("fixed"))
    report.expect(page.locator("#fixed input").count() == 0, "what a formula was read for can't be changed there")
    report.expect(page.locator("#y .status").inner_text() == "changed", "numbers of the same signs were compared")
    type_in("-5")
    report.expect(page.locator("#y .status").inner_text() == "changed beyond", "the page says where nothing was compared")
    type_in("3")
    report.expect(last("sum")[-1] == "7" and page.locator("#y .status").inner_text() == "", "the run's own numbers are the run again")


# Beside the input x and what is computed of it: a = b + x and b = a - x, which would define each other, b = 2 x, and c = 3 x and c = b + x. And 65
# numbers, of which there are too many to change.
CIRCULAR = {
    "variables": [number("x", 1, INPUT), number("a", 3, COMPUTED), number("b", 2, COMPUTED), number("c", 3, COMPUTED),
                  ["long", [65], list(range(65)), INPUT], ["short", [64], list(range(64)), INPUT]],
    "formulas": [
        ["a", program([0, 0], [X, Y, ["sum", [], [0, 1], [0, 0]]], [2, 0, []]), [2, 0], ["b", "x"], ["b + x"], 1],
        ["loop", program([0, 0], [X, Y, ["sum", [], [0, 1], [0, 1]]], [2, 0, []]), [1, 0], ["a", "x"], ["a - x"], 2],
        ["b", program([0], [X, ["constant", [], [], [2]], ["pairwise", [], [1, 0], "times"]], [2, 0, []]), [0], ["x"], ["2 x"], 2],
        ["c", program([0], [X, ["constant", [], [], [3]], ["pairwise", [], [1, 0], "times"]], [2, 0, []]), [0], ["x"], ["3 x"], 3],
        ["again", program([0, 0], [X, Y, ["sum", [], [0, 1], [0, 0]]], [2, 0, []]), [2, 0], ["b", "x"], ["b + x"], 3],
        ["long", program([0], [["input", [65], [], 0], ["reduced", [], [0], "total", [65]]], [1, 0, []]), [4], ["long"], ["sum"]],
        ["short", program([0], [["input", [64], [], 0], ["reduced", [], [0], "total", [64]]], [1, 0, []]), [5], ["short"], ["sum"]],
    ],
}


def check_definitions(report, page):
    """Of several formulas for a variable the first that isn't circular defines it, and the others are computed as well."""
    open_page(page, CIRCULAR)
    last = lambda formula: page.locator(f"#{formula} .sides .value").last.inner_text().split()[-1]
    page.locator("#b input").fill("10")
    found = [last(name) for name in ("a", "loop", "b", "c", "again")]
    report.expect(found == ["30", "20", "20", "30", "30"], "the first formula that isn't circular defines a variable", found)
    counts = [page.locator(f"#{name} input").count() for name in ("long", "short")]
    report.expect(counts == [0, 64] and page.locator("#long .value td").count() > 64, "as many as 64 numbers can be changed, more can be read", counts)


# Beside the input t and a vector v: v_i = 0 where i > t, as an equation with a condition.
CONDITIONAL = {
    "variables": [number("t", 1.5, INPUT), ["v", [3], [7, 0, 0], COMPUTED]],
    "formulas": [["late", [[0, 0], [["index", [], [], 1], ["input", [], [], 1], ["comparison", [], [1, 0], "<"], ["table", [3], [2], [[1, 1, 3]]],
                                    ["constant", [], [], [1]], ["constant", [], [], [0]], ["input", [3], [], 0], ["entry", [], [6, 0], [3], [1]],
                                    ["cases", [], [2, 7, 4, 5]], ["table", [3], [8], [[1, 1, 3]]],
                                    ["cases", [], [2, 5, 4, 5]], ["table", [3], [10], [[1, 1, 3]]]],
                           [[[[9, 1, [3]], [11, 0, [3]]], None, None, 3]], []],
                  [1, 0], ["v", "t"], ["v", "0"]]],
}


def check_conditions(report, page):
    """What a condition leaves out isn't shown, and where it leaves out all, a formula has no value, as for the tool."""
    open_page(page, CONDITIONAL)
    sides = lambda: [side.locator("td").all_inner_texts() for side in page.locator(".sides .value").all()]
    report.expect(sides() == [["", "0", "0"], ["", "0", "0"]], "only the entries that meet a condition are shown", sides())
    page.locator("input").fill("0.5")
    report.expect(sides() == [["7", "0", "0"], ["0", "0", "0"]], "a condition on an input follows it", sides())
    page.locator("input").fill("3")
    report.expect(sides() == [["none"] * 3] * 2, "where no index meets a condition, there is no value", sides())


# Beside the input t, which slides: y = 2 t, twice; a table and a heat map of y; and an output of another kind.
FOLLOWED = {
    "variables": [number("t", 1, INPUT, 1, [0.1, 10, "log"]), ["y", [1, 2], [2, 4], COMPUTED]],
    "formulas": [["y", program([0], [X, ["constant", [1, 2], [], [2, 4]], ["pairwise", [1, 2], [1, 0], "times"]], [2, 0, [1, 2]]),
                  [0], ["t"], ["2 t"], 1]],
}
TABLE = '<table class="tensor"><tbody><tr><td></td><td style="--v:50%">2</td><td style="--v:100%">4</td></tr></tbody></table>'
SCALE = '<p class="scale"><span>0</span><i></i><span>4</span></p>'
OUTPUTS = "".join(f'<div class="output" data-needs="0"{attributes}>{content}</div>' for attributes, content in [
    (' data-live="1:0:2" data-draw="table"', TABLE),
    (' data-live="1:0:2" data-draw="table" data-scale="-160,80"', f"<figure>{TABLE}</figure>"),
    (' data-live="1:0:2" data-draw="table"', f"<figure>{TABLE}{SCALE}</figure>"), ("", "7")]) + '<div class="output">of no input</div>'


def check_following(report, page):
    """A slider moves a number, tables and heat maps follow, and what doesn't follow says that it is of the recorded run."""
    data = page_data(FOLLOWED)
    page.goto("about:blank")
    page.set_content(f'<main><figure id="y"></figure>{OUTPUTS}</main><script type="application/json" id="page.live">{data}</script>')
    for script in FIGURES:
        page.add_script_tag(path=script)
    page.add_script_tag(path=RUNTIME)
    page.locator("details.live > summary").click()
    outputs = page.locator(".output")
    before = [output.inner_html() for output in outputs.all()]
    slider, field = page.locator("input[type=range]"), page.locator("input[type=number]")
    slider.focus()
    page.keyboard.press("End")
    report.expect(field.input_value() == "10", "a slider moves its number to its end by the keyboard", field.input_value())
    cells = [output.locator("td").all_inner_texts()[1:] for output in outputs.all()[:3]]
    report.expect(cells == [["20", "40"]] * 3, "tables and heat maps follow", cells)
    shares = [[td.evaluate("(td) => td.style.getPropertyValue('--v')") for td in output.locator("td").all()[1:]] for output in outputs.all()[:3]]
    report.expect(shares == [["50%", "100%"], ["13%", "25%"], ["50%", "100%"]], "their colors are those of their scale", shares)
    report.expect(outputs.nth(2).locator("span").all_inner_texts() == ["0", "40"], "so is the end of the scale")
    report.expect("recorded" in outputs.nth(3).inner_text() and page.locator(".output.old").count() == 1,
                  "what depends on an input and doesn't follow says so")
    field.fill("-1")
    report.expect(outputs.first.locator("td").last.inner_text() == "40", "a number that was compared only while positive stays so")
    page.locator("details.live button").click()
    after = [output.inner_html() for output in outputs.all()]
    report.expect(after == before and page.locator(".old").count() == 0, "the recorded run comes back as it was", after)
    # The same number, which may be negative.
    free = {**FOLLOWED, "variables": [number("t", 1, INPUT, 0, [0.1, 10, "log"]), *FOLLOWED["variables"][1:]]}
    page.goto("about:blank")
    page.set_content(f'<main><figure id="y"></figure></main><script type="application/json" id="page.live">{page_data(free)}</script>')
    page.add_script_tag(path=RUNTIME)
    page.locator("details.live > summary").click()
    for typed, place in [("-1", math.log(0.1)), ("0", math.log(0.1)), ("50", math.log(10))]:
        field.fill(typed)
        at = float(slider.input_value())
        report.expect(abs(at - place) < 1e-9, "a slider is at its end for what is beyond it", typed, at)


# Beside a positive number t and a vector v: v + t.
GIVEN = {
    "variables": [number("t", 1, INPUT, 1), ["v", [2], [1, 2], INPUT]],
    "formulas": [["y", program([0, 0], [X, ["input", [2], [], 1], ["sum", [2], [1, 0], [0, 0]]], [2, 0, [2]]), [0, 1], ["t", "v"], ["v + t"]]],
}
# 1 / x
INVERSE = {"variables": [number("x", 2, INPUT)],
           "formulas": [["y", program([0], [X, ["constant", [], [], [1]], ["pairwise", [], [1, 0], "divided"]], [2, 0, []]), [0], ["x"], ["1 / x"]]]}
# What no page has written into its address, or one of another version or lesson.
FOREIGN = ["0=-1", "0=0", "0=1e999", "0=NaN", "0=", "1=1", "1=1,2,3", "1=1,x", "9=1", "-1=1", "__proto__=1,2", "constructor=1", "length=2",
           "0=<script>", "1=" + "1," * 100_000, "1=3,", "1=,", "~~~", ";;;=;=", "%E0%A4%A", "0=1=1;1==1,2"]
PASTE = """(field, text) => {
  const clipboardData = new DataTransfer();
  clipboardData.setData("text", text);
  field.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
}"""


def check_given(report, page):
    """Whatever an address says, or a reader types or pastes: the page shows what it was computed with, and nothing breaks."""
    data, errors = page_data(GIVEN), []
    page.on("pageerror", lambda error: errors.append(error))

    def load(state):
        page.goto("about:blank")
        page.goto("about:blank#" + state)
        page.set_content(f'<main><figure id="y"></figure></main><script type="application/json" id="page.live">{data}</script>')
        page.add_script_tag(path=RUNTIME)

    # Without a version, or with another lesson's, numbers that would fit are left aside, too.
    for state in ["y~0=2 ", "y~~0=2 ", "y~v2~0=2 ", "y~v1v1~0=2 ", "y~0=2~v1 "] + [f"y~v1~{state}" for state in FOREIGN] + [
            "%E0%A4%A~v1~0=2", "<script>~v1~0=2", "~v1~0=2"]:
        load(state.strip())
        isRead = state.endswith("0=2")
        report.expect((page.locator("main.edited").count() == 1) == isRead and not errors, "what an address can't mean is left aside", state[:80], errors)
    load("y~v1~0=2;1=3,4")
    fields = page.locator("details.live input")
    report.expect([field.input_value() for field in fields.all()] == ["3", "4", "2"], "what it means is shown",
                  [field.input_value() for field in fields.all()])

    def shown(act, *given):
        act(*given)
        fields.first.focus()
        return [field.input_value() for field in fields.all()], page.locator(".sides").inner_text().split()[-2:]

    v, t = fields.first, fields.last
    for typed in ["-3", "0", "9" * 400, ""]:
        found = shown(t.fill, typed)
        report.expect(found == (["3", "4", "2"], ["5", "6"]), "what isn't taken doesn't stay in a field", typed, found)
    for pasted, expected in [("7\t8", ["7", "8", "2"]), ("−1,5", ["-1.5", "8", "2"]), ("0.5\n1e2\n", ["0.5", "100", "2"]), ("1 2 3", ["0.5", "100", "2"]),
                             ("a\tb", ["0.5", "100", "2"]), ("1e999", ["0.5", "100", "2"]), ("NaN", ["0.5", "100", "2"]),
                             ("", ["0.5", "100", "2"]), (" \n", ["0.5", "100", "2"]), ("4;5;\n", ["4", "5", "2"])]:
        found = shown(lambda text: v.evaluate(PASTE, text), pasted)
        report.expect(found[0] == expected and not errors, "numbers can be pasted", pasted, found, errors)
    for typed in ["5.5e+39", "1.23e-50", "1.5e+308"]:
        v.fill(typed)
        t.fill("2.5")
        t.fill("2")
        report.expect(v.input_value() == typed, "a field shows what is computed with, however large or small", typed, v.input_value())
    data = page_data(INVERSE)
    load("y~v1~0=4")
    page.locator("details.live input").evaluate(PASTE, "-0")
    report.expect(page.locator(".sides").inner_text().split()[-1] == "∞", "zero has no sign that nobody sees", page.locator(".sides").inner_text())


def check_fields(report, browser, addresses):
    """Numbers that a reader may change are seen whole, and long lists of numbers take no screens."""
    for width in (320, 1280):
        with new_context(browser, viewport={"width": width, "height": 800}) as context:
            page = context.new_page()
            cut, tall, plain, count = [], [], 0, 0
            for address in addresses:
                page.goto(address)
                page.evaluate("document.querySelectorAll('details.live').forEach((each) => { each.open = true })")
                page.locator("details.live .values").first.wait_for()
                fields = page.evaluate("""() => [...document.querySelectorAll('details.live input[type=number]')]
                  .map((each) => [each.value, each.scrollWidth - each.clientWidth])""")
                count += len(fields)
                cut += [each for each in fields if each[1] > 0]
                plain += page.evaluate("""() => [...document.querySelectorAll('details.live .values')]
                  .filter((each) => each.scrollWidth > each.clientWidth + 1 && getComputedStyle(each).maskImage === 'none').length""")
                tall += page.evaluate("""() => [...document.querySelectorAll('details.live .values')]
                  .filter((each) => each.querySelector('tr:nth-child(17)') && each.getBoundingClientRect().height > innerHeight / 2)
                  .map((each) => each.getBoundingClientRect().height)""")
            report.expect(count > 50 and not cut, f"no number in a field is cut at {width}", count, *cut[:5])
            report.expect(plain == 0, f"numbers that go on to the right fade there at {width}", plain)
            report.expect(not tall, f"no list of numbers is taller than half a screen at {width}", *tall)


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
        wait_for_address(page)
        shared = page.url
        report.expect(shared.split("#")[1].startswith("similarity~"), "the address keeps what was changed", shared)
        other = context.new_page()
        other.goto(re.sub("~[^~]+~", "~1~", shared))
        report.expect(other.locator("main.edited").count() == 0 and other.locator("#similarity").count() == 1,
                      "an address of another version of the lesson leads to the formula, with the numbers of the run", other.url)
        other.close()
        other = context.new_page()
        other.goto(shared)
        report.expect(
            other.locator("#similarity details.live[open] .sides table").last.inner_text() == after[0], "a shared address shows the same")
        first.locator("button", has_text="Back").click()
        report.expect(scores.inner_text() == before[0], "one way leads back to the recorded run", scores.inner_text())
    with new_context(browser, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(address)
        report.expect(page.locator("details.live").count() == 0, "without scripts the page is what it was")
