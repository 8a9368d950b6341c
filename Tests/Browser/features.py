"""What the scripts add, what is there without them, and what a printer gets."""

import re
from pathlib import Path

import weights


def check_search(report, page, address, query, expected):
    """By keyboard all the way; `expected` is a part of the first result's words."""
    page.goto(address)
    page.keyboard.press("Control+k")
    report.expect(page.evaluate("document.activeElement.closest('dialog[open]') !== null"), "Ctrl-K opens the search")
    page.keyboard.type(query)
    first = page.locator("dialog a").first
    first.wait_for(timeout=5000)
    report.expect(expected in first.inner_text(), f"a search for {query} finds it first", first.inner_text())
    report.expect(page.locator("dialog mark").count() > 0, f"a search for {query} shows where it stands")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    report.expect(page.evaluate("document.activeElement.matches('dialog li:first-child a')"), "arrows move among the results")
    target = first.get_attribute("href")
    page.keyboard.press("Enter")
    page.wait_for_function("target => location.href === new URL(target).href", arg=target, timeout=5000)
    report.expect(page.locator("dialog[open]").count() == 0, f"Enter leads from {query} to its place")


def check_search_closing(report, page, address):
    page.goto(address)
    page.locator("header button", has_text=re.compile("Search|搜索")).focus()
    page.keyboard.press("Enter")
    page.keyboard.type("zzzzqqq")
    page.wait_for_function("document.querySelector('dialog [role=status]').textContent !== ''")
    report.expect(page.locator("dialog a").count() == 0, "a search for nonsense finds nothing, and says so")
    page.keyboard.press("Escape")
    report.expect(page.locator("dialog[open]").count() == 0, "Escape closes the search")
    report.expect(page.evaluate("document.activeElement.matches('header button')"), "the focus goes back to its button")


def check_theme(report, browser, address):
    """The choice is kept, and known before anything is drawn."""
    context = browser.new_context(color_scheme="light")
    context.add_init_script("""
      new MutationObserver((_, observer) => {
        if (!document.body) return;
        window.themeWhenDrawn = document.documentElement.dataset.theme;
        observer.disconnect();
      }).observe(document, { childList: true, subtree: true });""")
    page = context.new_page()
    page.goto(address)
    paper = "getComputedStyle(document.documentElement).backgroundColor"
    light = page.evaluate(paper)
    button = page.locator("header button[data-choice]")
    for _ in range(2):  # auto, light, dark
        button.click()
    report.expect(page.evaluate(paper) != light, "the button makes the page dark", light)
    page.reload()
    report.expect(page.evaluate("window.themeWhenDrawn") == "dark", "the choice is known before anything is drawn")
    report.expect(page.evaluate(paper) != light, "the choice is kept")
    context.close()


def check_copying(report, browser, address, source):
    """The copy button gives the first cell's code as its author wrote it, and nothing else."""
    context = browser.new_context()
    context.add_init_script("""
      Object.defineProperty(navigator, 'clipboard', { value: { writeText: async (text) => { window.copied = text; } } });""")
    page = context.new_page()
    page.goto(address)
    cell = page.locator(".cell:has(> pre)").first
    cell.hover()
    cell.locator("button.copy").click()
    page.wait_for_function("window.copied !== undefined")
    code = re.search(r"^```swift(?![^\n]*(?:hide|fold|norun))[^\n]*\n(.*?)\n```$", source, re.DOTALL | re.MULTILINE).group(1)
    copied = page.evaluate("window.copied")
    report.expect(copied == code, "the copy button gives the code alone", repr(copied), repr(code))
    context.close()


def check_contents(report, page, address):
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(address)
    last = page.locator("article > h2").last
    last.evaluate("element => element.scrollIntoView({ block: 'start', behavior: 'instant' })")
    current = page.locator(".contents li li a[aria-current]")
    current.wait_for(timeout=2000)
    report.expect(
        current.get_attribute("href") == "#" + last.get_attribute("id"), "the contents follow the scrolling",
        current.get_attribute("href"))


def check_print(report, browser, address):
    context = browser.new_context(color_scheme="dark")
    page = context.new_page()
    page.goto(address)
    page.emulate_media(media="print", color_scheme="dark")
    report.expect(not page.locator("body > header").is_visible(), "paper has no header")
    report.expect(not page.locator("button").filter(visible=True).count(), "paper has no buttons")
    ink = page.evaluate("getComputedStyle(document.body).color.match(/[\\d.]+/g).slice(0, 3).map(Number)")
    report.expect(max(ink) < 128, "paper is printed on in a dark ink", ink)
    closed = page.evaluate("""() => [...document.querySelectorAll('details:not(.data)')].filter(
      (e) => ![...e.children].filter((c) => !c.matches('summary, button')).every((c) => c.getBoundingClientRect().height > 0)).length""")
    report.expect(closed == 0, "folds are open on paper", f"{closed} are closed")
    pdf = page.pdf(prefer_css_page_size=True)
    report.expect(pdf.startswith(b"%PDF") and pdf.count(b"/Type /Page\n") + pdf.count(b"/Type /Page ") >= 1, "a page prints")
    context.close()


def check_without_scripts(report, browser, site, pages):
    """All of the course can be read and reached."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.goto((site / "index.html").as_uri())
    page.locator("main a[href$='.html']").first.click()
    reached = [Path(page.url).name]
    while (following := page.locator("a[rel=next]")).count():
        report.expect(page.locator("h1").is_visible(), f"{reached[-1]} can be read without scripts")
        following.click()
        reached.append(Path(page.url.split("#")[0]).name)
    lessons = [name for name in pages if name not in ("index.html", "404.html", "print.html", "checks.html")]
    report.expect(sorted(reached) == sorted(lessons), "links lead through the course without scripts", reached, lessons)
    page.set_viewport_size({"width": 390, "height": 844})
    contents = page.locator(".contents")
    report.expect(not contents.is_visible(), "on a phone the contents are folded away")
    page.locator("[popovertarget]").click()
    report.expect(contents.is_visible(), "a button unfolds the contents without scripts")
    report.expect(page.locator("button").filter(visible=True).count() == 1, "no button is there that needs a script")
    fold = page.locator("details > summary")
    page.keyboard.press("Escape")
    if fold.count():
        fold.first.click()
        report.expect(page.locator("details[open]").count() > 0, "a fold opens without scripts")
    context.close()


def check_sidenotes(report, page, address):
    """Footnotes stand beside the text where there is room, and below it where there is none."""
    page.goto(address)
    for width, is_beside in ((1280, True), (390, False)):
        page.set_viewport_size({"width": width, "height": 800})
        apart = page.evaluate("""() => {
          const note = document.querySelector('.sidenote');
          const text = note.parentElement.querySelector(':scope > p');
          const [a, b] = [note.getBoundingClientRect(), text.getBoundingClientRect()];
          return { beside: a.left >= b.right, below: a.top >= b.bottom };
        }""")
        report.expect(
            apart["beside"] == is_beside and apart["below"] != is_beside,
            f"a footnote stands {'beside' if is_beside else 'below'} the text at {width}", apart)


def check_weights(report, site, lessons):
    """In bytes, as they are sent uncompressed; the font and the search index come later and apart."""
    style, script = weights.size(site, "assets/theme.css"), weights.size(site, "assets/page.js")
    report.expect(style <= 30_000, "the style sheet has at most 30 kB", style)
    report.expect(script <= 20_000, "the scripts have at most 20 kB", script)
    for name in lessons:
        weight = weights.of_page(site, name)
        report.expect(weight <= 200_000, f"{name} has at most 200 kB, with style and scripts", weight)
