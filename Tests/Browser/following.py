"""Figures that follow a reader's numbers: the page draws what the build would draw for them, and afterwards again what it had built."""

import re
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parents[2]
COURSE = ROOT / "Tests/Fixtures/live-course"

# Other numbers for inputs of the lesson: small and large, of other signs, all equal, and such that ties and ranges come out otherwise.
EDITS = [
    {"x": [3.25, 2.0, -1.0], "A": [0.5, -0.4, 0.1, 0.7], "u": [1.5, 0.5, 0.25]},
    {"x": [0.5, 0.5, 0.5], "A": [3.0, 0.25, -2.5, -1.75], "u": [-1.5, 0.75, 0.25]},
    {"x": [12.0, 40.5, 7.25], "A": [0.01, 0.02, 0.03, 0.015], "u": [0.001, 0.002, 0.0015]},
    {"x": [0.5, 2.0, 90.0], "A": [-6.0, 1.0, 2.0, 9.0], "u": [100.0, 50.5, 25.25]},
    {"x": [0.125, -0.375, 0.625], "A": [1.0, 1.0, -1.0, -1.0], "u": [1.0, 2.0, -3.0]},
]

# What is drawn, without what is heard of a whole picture, which is said to be of the recorded run.
DRAWN = """() => [...document.querySelectorAll(".output")].map((output) => {
  const copy = output.cloneNode(true);
  copy.querySelectorAll(":scope > .check, :scope > details:not(.data), :scope > :is(.note, .moves)").forEach((each) => each.remove());
  const whole = [...copy.querySelectorAll("[role=img][aria-label], .attention, .clocks")].filter((each) => !each.closest("g, td"));
  whole.forEach((each) => each.removeAttribute("aria-label"));
  const numbers = [...copy.querySelectorAll(".data td")].map((cell) => cell.textContent.replace("−", "-"));
  copy.querySelectorAll(".data td").forEach((cell) => { cell.textContent = ""; });
  return { isFollowing: output.matches("[data-live]"), drawing: copy.innerHTML, numbers };
})"""
HEARD = """() => [...document.querySelectorAll(".output[data-live] :is([role=img][aria-label], .attention, .clocks)")]
  .filter((each) => !each.closest("g, td")).map((each) => [each.getAttribute("aria-label"), each.innerHTML])"""


def literal(name, values):
    texts = [str(value) for value in values]
    return f"Tensor([[{texts[0]}, {texts[1]}], [{texts[2]}, {texts[3]}]])" if name == "A" else f"[{', '.join(texts)}]"


def build(tool, source, folder, name="01-figures"):
    """The page of the lesson, whatever its recorded outputs say."""
    (folder / "Lessons").mkdir(exist_ok=True)
    (folder / f"Lessons/{name}.md").write_text(source)
    subprocess.run([tool, "check", "--course", folder / "Lessons", "--accept"], check=True, capture_output=True)
    site = folder / "site"
    subprocess.run([tool, "build", "--course", folder / "Lessons", "--output", site], check=True, capture_output=True)
    return (site / f"{name}.html").as_uri()


def with_values(source, edit):
    for name, values in edit.items():
        source, count = re.subn(rf"(let {name}\b[^=]*= ).*", lambda match: match.group(1) + literal(name, values), source)
        assert count == 1, name
    return source


def check_figures(report, page, tool):
    with TemporaryDirectory() as name:
        folder = Path(name)
        source = (COURSE / "01-figures.md").read_text()
        address = build(tool, source, folder)
        page.goto(address)
        data = page.evaluate("JSON.parse(document.getElementById('page.live').textContent)")
        codes = [code for code, *_ in data["variables"]]
        built, heard = page.evaluate(DRAWN), page.evaluate(HEARD)
        following = [number for number, output in enumerate(built) if output["isFollowing"]]
        report.expect(len(following) >= 16, "all kinds of figures follow", following)
        drawn = []
        for edit in EDITS:
            edits = ";".join(f"{codes.index(name)}={','.join(map(str, values))}" for name, values in edit.items())
            page.goto("about:blank")
            page.goto(f"{address}#formula-1~{data['version']}~{edits}")
            drawn.append(page.evaluate(DRAWN))
            report.expect(page.locator(".output[data-live].old").count() == 0, "no figure stays as it was", edit)
            said = page.evaluate(HEARD)
            # A picture that the reader's numbers leave as it was is still what is heard.
            report.expect(all(now[0].endswith(": " + before[0]) or now == before for now, before in zip(said, heard)),
                          "what is heard is said to be recorded", [words for words, _ in said])
            page.locator("#formula-1 details.live button").click()
            report.expect(page.evaluate(DRAWN) == built and page.evaluate(HEARD) == heard, "the recorded run comes back as it was built", edit)
        for edit, found in zip(EDITS, drawn):
            page.goto(build(tool, with_values(source, edit), folder))
            expected = page.evaluate(DRAWN)
            for number in following:
                a, b = found[number], expected[number]
                claim = f"figure {number + 1} is drawn as the build draws it"
                report.expect(a["drawing"] == b["drawing"], claim, edit, difference(a["drawing"], b["drawing"]))
                # The code computes with Floats, of which the table shows all digits but one.
                report.expect(all(x == y or abs(float(x) - float(y)) <= 1e-5 * abs(float(y)) for x, y in zip(a["numbers"], b["numbers"])),
                              claim + ", with its table", edit, a["numbers"], b["numbers"])


def check_choosing(report, page, address):
    """Of the heads of a figure, the reader chooses one: its lines and its numbers are drawn."""
    page.goto(address)
    figure = page.locator("figure.figure:has(.attention[data-kind])").first
    lists = figure.locator(".data pre").text_content().split("\n")
    heads = dict.fromkeys(line.split(",")[0] for line in lists[1:])
    select = figure.get_by_role("combobox", name="head")
    report.expect(select.locator("option").all_text_contents() == list(heads), "every head can be chosen", heads)
    count = figure.locator(".attention g.key").count()
    for head in reversed(heads):
        select.select_option(label=head)
        rows = [line.split(",")[-count:] for line in lists[1:] if line.split(",")[0] == head]
        drawn = figure.locator(".attention g.query").evaluate_all(
            "(tokens) => tokens.map((token) => [...token.querySelectorAll('.number tspan')].map((each) => each.textContent))")
        report.expect(all(abs(float(a) - float(b)) <= 0.00501 for row, shown in zip(rows, drawn) for a, b in zip(row, shown)),
                      "the weights of the chosen head are shown", head, rows, drawn)
        heard = figure.locator(".attention g.query").last.get_attribute("aria-label")
        report.expect(heard.endswith(drawn[-1][-1]), "they are said, too", heard)


def difference(a, b):
    place = next((i for i, (x, y) in enumerate(zip(a, b)) if x != y), min(len(a), len(b)))
    return a[max(0, place - 90):place + 60], b[max(0, place - 90):place + 60]
