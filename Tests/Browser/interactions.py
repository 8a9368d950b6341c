"""What readers do with a page's numbers besides typing: ask where an entry comes from, drag arrows, open masks, reorder rows."""

from pathlib import Path
from tempfile import TemporaryDirectory

from axe_playwright_python.sync_playwright import Axe
from following import COURSE, build
from tabs import new_context, wait_for_address

MADE = """() => [...document.querySelectorAll("td.made")].map((cell) => {
  const home = cell.closest(".output, .values");
  const row = cell.parentElement, cells = [...row.children].filter((each) => !each.matches("th, .mover, :empty"));
  const name = home.matches(".output") ? home.querySelector("code")?.textContent : cell.closest(".value").querySelector(".name").textContent;
  return `${home.matches(".output") ? "output" : "panel"} ${name} ${row.sectionRowIndex + 1} ${cells.indexOf(cell) + 1}`;
}).sort()"""


def check_interactions(report, browser, tool):
    with TemporaryDirectory() as name, new_context(browser) as context:
        address = build(tool, (COURSE / "02-interactions.md").read_text(), Path(name), "02-interactions")
        page = context.new_page()
        asked = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(address)
        for summary in page.locator("details.live > summary").all():
            summary.click()
        problems = [f"{v['id']}: {v['nodes'][0]['html'][:200]}" for v in Axe().run(page).response["violations"]]
        report.expect(not problems, "axe-core finds nothing with all panels open", *problems)
        check_origins(report, page)
        check_masks(report, page)
        check_rows(report, page)
        check_arrows(report, page)
        check_numbers(report, page)
        report.expect(all(url.startswith("file:") for url in asked), "no request leaves the page", asked)


def check_origins(report, page):
    """An entry of S = V Kᵀ is made of a row of V and a row of K."""
    sides = page.locator("#products .sides table").last
    cell = sides.locator("td").nth(5)
    cell.hover()
    expected = sorted([f"output {name} {row} {column}" for name, row in (("V", 2), ("K", 3)) for column in (1, 2)]
                      + [f"panel {name} {row} {column}" for name, row in (("V", 2), ("K", 3)) for column in (1, 2)])
    made = page.evaluate(MADE)
    # K and V stand in the panels of other formulas as well.
    report.expect(sorted(set(made)) == expected, "the rows that an entry is made of light up wherever they are shown", made)
    report.expect(cell.evaluate("(each) => each.classList.contains('asked')"), "so does the entry itself")
    marks = page.locator("td.made").first.evaluate("(each) => [getComputedStyle(each).outlineStyle, getComputedStyle(each).fontWeight]")
    report.expect(marks == ["solid", "700"], "not by color alone", marks)
    page.mouse.move(0, 0)
    report.expect(page.evaluate(MADE) == [], "and go out again")
    shown = page.locator(".output:has(> .label:has-text('S')) table.tensor").last
    shown.focus()
    for key in ["ArrowDown", "ArrowRight", "ArrowRight"]:
        page.keyboard.press(key)
    report.expect(sorted(set(page.evaluate(MADE))) == expected, "arrows lead through a shown table, without editing", page.evaluate(MADE))
    heard = page.locator(".heard").inner_text()
    report.expect("row 2, column 3" in heard and "V: row 2" in heard and "K: row 3" in heard, "what an entry is made of is said", heard)
    page.locator("#masked .sides table").last.locator("td").nth(3).hover()
    made = [each for each in page.evaluate(MADE) if each.startswith("panel S") or each.startswith("panel M")]
    report.expect(sorted(set(made)) == [f"panel {name} 2 {column}" for name in "MS" for column in (1, 2, 3)], "a softmax takes its whole row", made)
    page.mouse.move(0, 0)


def values(page, formula):
    return page.locator(f"#{formula} .sides table").last.locator("td").all_inner_texts()


def check_masks(report, page):
    before = values(page, "masked"), values(page, "shares")
    report.expect(before[0][1:3] == ["0", "0"], "a closed place has no weight", before[0])
    place = page.locator("#masked td > button[aria-label$='row 1, column 2']")
    report.expect(place.get_attribute("aria-pressed") == "false", "a closed place says so")
    gallery = page.locator(".output:has(.masks)")
    drawn = lambda: [gallery.locator(".masks path").first.get_attribute("d"), *gallery.locator(".data td").all_text_contents()]
    built = drawn()
    report.expect(built == ["M0 0h1v1h-1zM0 1h2v1h-2zM0 2h3v1h-3z", "1", "1", "2", "1–2", "3", "1–3"], "a mask is drawn as it was built", built)
    place.click()
    now = values(page, "masked"), values(page, "shares")
    report.expect(drawn() == ["M0 0h2v1h-2zM0 1h2v1h-2zM0 2h3v1h-3z", "1", "1–2", *built[3:]], "its picture follows, with its table", drawn())
    report.expect(place.get_attribute("aria-pressed") == "true" and float(now[0][1]) > 0, "a place opens by a click", now[0])
    report.expect(float(now[1][1]) > 0, "in all that is read of the mask", now[1])
    report.expect("masks" in page.locator("#masked .status").inner_text(), "the page says that nothing was compared with this mask")
    wait_for_address(page)
    shared = page.url
    other = page.context.new_page()
    other.goto(shared)
    report.expect(values(other, "masked") == now[0], "the address keeps a mask", shared)
    other.close()
    place.focus()
    page.keyboard.press("Space")
    report.expect((values(page, "masked"), values(page, "shares")) == before, "the keyboard closes it again")
    wait_for_address(page)
    report.expect("~" not in page.url, "and nothing is changed any more", page.url)
    report.expect(drawn() == built, "the picture is what was built")


def check_rows(report, page):
    before = values(page, "products")
    mover = page.locator("#products .value").nth(0).locator(".mover button").first
    mover.focus()
    page.keyboard.press("ArrowDown")
    now = values(page, "products")
    report.expect(now == before[3:6] + before[:3] + before[6:], "a row goes down by the keyboard, and with it what is made of it", before, now)
    report.expect(page.evaluate("document.activeElement.closest('tr').sectionRowIndex") == 1, "the focus goes with it")
    page.keyboard.press("ArrowUp")
    report.expect(values(page, "products") == before, "and up again")
    mover.scroll_into_view_if_needed()
    box = [page.locator("#products .value").nth(0).locator(".mover button").nth(row).bounding_box() for row in (0, 2)]
    page.mouse.move(box[0]["x"] + 5, box[0]["y"] + 5)
    page.mouse.down()
    page.mouse.move(box[1]["x"] + 5, box[1]["y"] + 5)
    page.mouse.up()
    now = values(page, "products")
    report.expect(now == before[3:] + before[:3], "a row can be dragged", now)
    page.locator("#products details.live button:not(td button)").click()


def check_arrows(report, page):
    drawing = page.locator("svg.plane")
    built, before = drawing.inner_html(), values(page, "scores")
    button = page.locator(".moves button").first
    report.expect(button.inner_text() == "query (0.8, 0.6)", "an arrow says where it points", button.inner_text())
    button.focus()
    page.keyboard.press("ArrowRight")
    moved = values(page, "scores")
    report.expect(moved != before and drawing.inner_html() != built, "the keyboard moves it, and what is made of it", moved)
    report.expect(page.locator(".heard").inner_text() == button.inner_text() != "query (0.8, 0.6)", "which is said", button.inner_text())
    page.keyboard.press("ArrowLeft")
    report.expect(drawing.inner_html() == built, "back again, the drawing is what was built")
    drawing.scroll_into_view_if_needed()
    tip = drawing.locator("g").first.locator(".tip").bounding_box()
    at = (tip["x"] + tip["width"] / 2, tip["y"] + tip["height"] / 2)
    page.mouse.move(*at)
    page.mouse.down()
    page.mouse.move(at[0] - 40, at[1], steps=3)
    held = drawing.get_attribute("viewBox")
    page.mouse.up()
    report.expect(values(page, "scores") != before and "(0.8" not in button.inner_text(), "an arrow can be dragged by its tip", button.inner_text(), held)
    wait_for_address(page)
    report.expect("~" in page.url, "the address keeps it", page.url)
    page.locator("#scores details.live > button").click()
    report.expect(drawing.inner_html() == built, "and the recorded run comes back")


def check_numbers(report, page):
    numbers = page.locator("data.sourced")
    page.locator("#scores .value").nth(1).locator("input").first.fill("2")
    page.locator("#scores .value").nth(0).locator("input").first.fill("2")
    marked = [(each.inner_text(), each.evaluate("(each) => each.classList.contains('old')")) for each in numbers.all()]
    report.expect(marked == [("1.15", True), ("2", True)] or marked == [("1.15", True), ("2", False)], "numbers in the text that changed are marked", marked)
    report.expect("recorded run" in numbers.first.get_attribute("title"), "and say why", numbers.first.get_attribute("title"))
    page.locator("#scores details.live > button").click()
    report.expect(page.locator(".old").count() == 0, "no longer after a reset")
