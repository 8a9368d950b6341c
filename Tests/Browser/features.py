"""What the scripts add, what is there without them, and what a printer gets."""

import gzip
import re
import subprocess
import tempfile
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import unquote, urljoin

import figures
import pages
import paper
import weights
from tabs import new_context

ROOT = Path(__file__).resolve().parents[2]

CATCH_COPIES = """
  Object.defineProperty(navigator, 'clipboard', { value: { writeText: async (text) => { window.copied = text; } } });"""


def check_search(report, page, address, query, expected):
    """By keyboard all the way; `expected` is a part of the first result's words."""
    page.goto(address)
    page.keyboard.press("Control+k")
    report.expect(page.evaluate("document.activeElement.closest('dialog[open]') !== null"), "Ctrl-K opens the search")
    page.keyboard.type(query)
    first = page.locator("dialog a").first
    first.wait_for()
    report.expect(expected in first.inner_text(), f"a search for {query} finds it first", first.inner_text())
    report.expect(page.locator("dialog mark").count() > 0, f"a search for {query} shows where it stands")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    report.expect(page.evaluate("document.activeElement.matches('dialog li:first-child a')"), "arrows move among the results")
    target = first.get_attribute("href")
    page.keyboard.press("Enter")
    page.wait_for_function("target => location.href === new URL(target).href", arg=target)
    report.expect(page.locator("dialog[open]").count() == 0, f"Enter leads from {query} to its place")


def check_queries(report, page, address, queries):
    """What readers type, misspelled and in other words too, finds first what they look for."""
    page.goto(address)
    page.keyboard.press("Control+k")
    field = page.locator("dialog input[type=text]")
    page.wait_for_function("() => window.searchLessons && window.searchIndex")
    # One question for all, as if each were pasted: other claims type.
    hits = field.evaluate("""(field, queries) => queries.map((query) => {
      field.value = query;
      field.dispatchEvent(new InputEvent('input', { bubbles: true }));
      return document.querySelector('dialog a')?.href ?? '';
    })""", [each["query"] for each in queries])
    for each, hit in zip(queries, hits, strict=True):
        first = hit.rsplit("/", 1)[-1]
        found = first == each["first"] if "#" in each["first"] else first.split("#")[0] == each["first"]
        report.expect(found, f"a search for {each['query']} finds {each['first']} first", first)
    for query in ("softmax", "attention", "formula", "check"):
        found = page.evaluate("query => window.searchLessons(query).map(({ isWhole, address }) => [isWhole, address])", query)
        ranks = [(not is_whole, 2 if address.startswith("appendix") else 0 if address[0].isdigit() else 1) for is_whole, address in found]
        report.expect(ranks == sorted(ranks), "whole words come before parts, lessons before references and guides for authors", found)
    field.fill("QK^T")
    report.expect(page.locator("dialog li .math sup").count() > 0, "an excerpt shows a formula as one")


def check_search_closing(report, page, address):
    page.goto(address)
    page.locator("header button", has_text=re.compile("Search|搜索")).focus()
    page.keyboard.press("Enter")
    page.keyboard.type("zzzzqqq")
    page.wait_for_function("() => document.querySelector('dialog [role=status]').textContent !== ''")
    report.expect(page.locator("dialog a").count() == 0, "a search for nonsense finds nothing, and says so")
    page.keyboard.press("Escape")
    page.locator("dialog").wait_for(state="hidden")
    report.expect(page.evaluate("document.activeElement.matches('header button')"), "the focus goes back to its button")


def check_search_results(report, page, address):
    """More than fit are counted, every word sought is marked, and a button closes what a finger can't escape from."""
    page.goto(address)
    page.locator("header button", has_text=re.compile("Search|搜索")).click()
    page.keyboard.type("softmax weights")
    page.locator("dialog a").first.wait_for()
    said = page.locator("dialog [role=status]").inner_text()
    total, shown = map(int, re.findall(r"\d+", said))
    report.expect(total > shown == page.locator("dialog li").count(), "the search says how many it found, and lists the best", said)
    marked = {text.lower().rstrip("s") for text in page.locator("dialog mark:not(.math)").all_inner_texts()}
    report.expect(marked == {"softmax", "weight"}, "each of the words sought is marked, and no other", marked)
    page.locator("dialog button").click()
    report.expect(page.locator("dialog[open]").count() == 0, "a button closes the search")


def check_keys(report, page, address):
    """Single keys open the search and turn the pages, but only where they mean nothing else, and as long as the reader wants it."""
    is_open = "document.querySelector('dialog').open"
    page.goto(address)
    for key in ("/", "s"):
        page.keyboard.press(key)
        report.expect(page.evaluate(is_open), f"{key} opens the search")
        page.keyboard.press("s")
        report.expect(page.locator("dialog input[type=text]").input_value() == "s", "a letter typed in the search is a letter")
        page.keyboard.press("Escape")
        # The field has the keys until the next picture.
        page.wait_for_function(f"() => !{is_open} && !document.activeElement.closest('dialog')")
    page.keyboard.press("Control+s")
    report.expect(not page.evaluate(is_open), "Control-S stays the browser's")

    # Where there is something to scroll, an arrow scrolls it.
    page.set_viewport_size({"width": 320, "height": 640})
    page.locator("pre[tabindex]").first.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("() => document.activeElement.scrollLeft > 0")
    report.expect(page.url == address, "an arrow in code scrolls the code")
    page.evaluate("document.activeElement.blur()")

    following, preceding = (page.locator(f"a[rel={way}]").evaluate("link => link.href") for way in ("next", "prev"))
    for key, target in (("ArrowRight", following), ("ArrowLeft", address), ("ArrowLeft", preceding)):
        page.keyboard.press(key)
        page.wait_for_url(target)
        report.expect(page.url == target, f"{key} turns the page")

    page.keyboard.press("/")
    page.locator("dialog label").click()
    page.keyboard.press("Escape")
    page.reload()
    page.locator("header button[data-choice]").wait_for()
    for key in ("/", "s", "ArrowRight"):
        page.keyboard.press(key)
    report.expect(not page.evaluate(is_open) and page.url == preceding, "the keys can be turned off, and stay off", page.url)
    page.keyboard.press("Control+k")
    report.expect(page.evaluate(is_open), "Ctrl-K opens the search even then")


def check_heading_links(report, browser, address):
    """A heading is a link to itself, and a click on it copies that."""
    context = new_context(browser)
    context.add_init_script(CATCH_COPIES)
    # What is shown for a moment is shown until it has been looked at, however busy the machine.
    context.add_init_script("window.setTimeout = (act, wait) => wait > 500 ? 0 : Promise.resolve().then(act)")
    page = context.new_page()
    page.goto(address)
    link = page.locator("article h2 > a").nth(1)
    link.click()
    page.wait_for_function("() => window.copied !== undefined")
    target = address + link.get_attribute("href")
    report.expect(page.evaluate("window.copied") == target == page.url, "a click on a heading copies its address", page.url)
    said = link.evaluate("element => getComputedStyle(element, '::after').content")
    report.expect("copied" in said, "and says so", said)
    context.close()


def check_theme(report, browser, address):
    """The choice is kept, and known before anything is drawn."""
    context = new_context(browser, color_scheme="light")
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
    context = new_context(browser)
    context.add_init_script(CATCH_COPIES)
    page = context.new_page()
    page.goto(address)
    cell = page.locator(".cell:has(> pre)").first
    cell.hover()
    cell.locator("button.copy").click()
    page.wait_for_function("() => window.copied !== undefined")
    code = re.search(r"^```swift(?![^\n]*(?:hide|fold|norun))[^\n]*\n(.*?)\n```$", source, re.DOTALL | re.MULTILINE).group(1)
    copied = page.evaluate("window.copied")
    report.expect(copied == code, "the copy button gives the code alone", repr(copied), repr(code))
    context.close()


def check_copy_buttons(report, page, name):
    without = page.evaluate("""() => [...document.querySelectorAll('article pre > code')].filter(
      (code) => !code.parentElement.nextElementSibling?.matches('button.copy')).map((code) => code.textContent.slice(0, 60))""")
    report.expect(not without, f"{name}: each code has a copy button", *without[:5])


def check_copying_sessions(report, browser, address):
    """Of a session at a prompt, what was typed is copied."""
    context = new_context(browser)
    context.add_init_script(CATCH_COPIES)
    page = context.new_page()
    page.goto(address)
    page.evaluate("""() => { document.querySelector('article pre > code').className = 'language-shell';
      document.querySelector('article pre > code').textContent = '$ make site\\nwrote it\\n$ make test'; }""")
    page.locator("button.copy").first.evaluate("button => button.click()")
    page.wait_for_function("() => window.copied !== undefined")
    report.expect(page.evaluate("window.copied") == "make site\nmake test", "a copy leaves out prompts", page.evaluate("window.copied"))
    context.close()


def check_code_file(report, site, name):
    """A lesson's code is a Swift file, which runs as its comment says."""
    file = site / name
    commands = [line.removeprefix("//     ") for line in file.read_text().splitlines() if line.startswith("//     ")]
    with tempfile.TemporaryDirectory() as folder:
        script = "\n".join(commands).replace(f" {name} ", f" {file} ").replace("-o lesson", f"-o {folder}/lesson").replace("./lesson", f"{folder}/lesson")
        run = subprocess.run(["bash", "-ec", script], cwd=ROOT, capture_output=True, text=True)
    report.expect(run.returncode == 0 and run.stdout.strip(), f"{name} runs as it says", run.stderr[-600:])


def check_contents(report, page, address):
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(address)
    last = page.locator("article > h2").last
    last.evaluate("element => element.scrollIntoView({ block: 'start', behavior: 'instant' })")
    page.locator(f".contents li li a[aria-current][href='#{last.get_attribute('id')}']").wait_for()
    report.expect(page.locator(".contents li li a[aria-current]").count() == 1, "the contents follow the scrolling")


def print_page(page):
    return page.pdf(prefer_css_page_size=True, format="A4")


def check_print(report, browser, address, print_page=print_page):
    """A page on paper: what came of printing it, and the tab in which it can be looked at."""
    context = new_context(browser, color_scheme="dark")
    page = context.new_page()
    page.goto(address)
    page.emulate_media(media="print", color_scheme="dark")
    report.expect(not page.locator("body > header").is_visible(), "paper has no header")
    buttons = page.evaluate("[...document.querySelectorAll('button')].filter((each) => each.checkVisibility({ visibilityProperty: true })).length")
    report.expect(buttons == 0, "paper has no buttons", buttons)
    ink = page.evaluate("getComputedStyle(document.body).color.match(/[\\d.]+/g).slice(0, 3).map(Number)")
    report.expect(max(ink) < 128, "paper is printed on in a dark ink", ink)
    # What a reader has not answered yet stays hidden.
    closed = page.evaluate("""() => [...document.querySelectorAll('details:not(.data, .evidence, .numbers, .live, [hidden])')].filter(
      (e) => ![...e.children].filter((c) => !c.matches('summary, button')).every((c) => c.getBoundingClientRect().height > 0)).length""")
    report.expect(closed == 0, "folds are open on paper", f"{closed} are closed")
    evidence = page.evaluate("""() => [...document.querySelectorAll('.evidence, .numbers, .mark')].filter(
      (each) => each.getBoundingClientRect().height > 0).length""")
    report.expect(evidence == 0, "evidence is not printed", evidence)
    # The rows of a flexible box that is divided between pages get lost.
    divided = page.evaluate("""() => [...document.querySelectorAll('.cell:has(.output)')].map((each) => getComputedStyle(each)).filter(
      (style) => style.display === 'flex' && style.breakInside !== 'avoid').length""")
    report.expect(divided == 0, "a cell beside what it gave is on one page", divided)
    faded = page.evaluate("[...document.querySelectorAll('pre, .scroll, .formula > div')].filter((e) => getComputedStyle(e).maskImage !== 'none').length")
    report.expect(faded == 0, "nothing fades on paper", faded)
    return print_page(page), page


def check_lesson_print(report, browser, address):
    pdf, page = check_print(report, browser, address)
    page.set_viewport_size({"width": figures.PAPER, "height": 1000})
    found = page.evaluate("""() => {
      const top = (element) => element.getBoundingClientRect().top;
      return {
        beside: [...document.querySelectorAll('.cell > .output')].filter((each) => Math.abs(top(each) - top(each.parentElement)) < 2).length,
        wordy: [...document.querySelectorAll('.formula > .check.agrees')].filter((each) => each.getBoundingClientRect().width > 16).length,
        signs: document.querySelectorAll('.formula > .check.agrees').length,
      };
    }""")
    report.expect(found["beside"] > 5, "what a short cell gave stands beside its code", found)
    report.expect(found["signs"] > 5 and not found["wordy"], "formulas that agree have a sign, and no words", found)
    check_fill(report, pdf, "a lesson", at_most=1)


def check_whole_print(report, browser, address, tool, lessons):
    """The course on paper: few pages, none half empty, numbered contents, the solutions at the end, and nothing that needs a screen."""
    (pdf, beginnings), page = check_print(
        report, browser, address, lambda page: paper.exported(page, tool, lessons) if pages.IS_THOROUGH else paper.print_once(page))
    count = paper.page_count(pdf)
    report.expect(count <= 190, "the course has at most 190 pages", count)
    thirteenth = next(number for target, number in beginnings.items() if target.startswith("13-"))
    report.expect(thirteenth <= 100, "the first twelve lessons have at most 100 pages", thirteenth)
    # A picture with its code is up to a third of a page high, and isn't divided.
    check_fill(report, pdf, "the course", at_most=14)
    captions = page.evaluate("[...document.querySelectorAll('figure.figure > figcaption')].map((each) => each.textContent)")
    torn = {plain(caption) for caption in captions} & {plain(line) for line in paper.first_lines(pdf)}
    report.expect(len(captions) > 50 and not torn, "no figure is on another page than the last lines of its code", *torn)
    titles = page.evaluate("Object.fromEntries([...document.querySelectorAll('.toc a')].map("
                           "(link) => [decodeURIComponent(link.hash.slice(1)), link.textContent]))")
    report.expect(beginnings.keys() == titles.keys(), "the contents have a number for each lesson", beginnings.keys() ^ titles.keys())
    if pages.IS_THOROUGH:
        said = re.findall(r"\d+", paper.words_of_page(pdf, 1))
        missing = [target for target, beginning in beginnings.items() if str(beginning) not in said]
        report.expect(not missing, "the contents say on which page each lesson begins", *missing)
    for target, beginning in beginnings.items():
        words = paper.words_of_page(pdf, beginning)
        # A formula in a title is other characters on paper.
        first = titles[target].split()[0]
        report.expect(first in words and str(beginning) in words, f"{titles[target]} begins on page {beginning}", words[:200])
    last = page.locator("main section").last
    report.expect(last.get_attribute("id") == "page.solutions", "the solutions are the last section")
    apart = page.evaluate("document.querySelectorAll('.exercise details').length")
    report.expect(apart == 0, "no solution stands beside its exercise", apart)
    report.expect(page.locator(".solution").count() > 20, "there are solutions", page.locator(".solution").count())
    headings = page.locator("#page\\.solutions .solution > h4").count()
    report.expect(headings == page.locator(".solution").count(), "each solution has a heading", headings)
    report.expect(page.locator("section[id^=appendix]").count() == 0, "guides for authors are not printed")
    check_answers(report, page)
    # The prose of the lessons; a glossary may explain a word.
    needing = page.evaluate("""() => [...document.querySelectorAll('section > p, section > ul')].flatMap((each) => each.innerText.split(/(?<=[.:]) /))
      .filter((sentence) => /\\b(slider|hover|click|tap on|point at|Try other numbers|[Cc]hoose another)\\b/.test(sentence) && !/screen/.test(sentence))""")
    report.expect(not needing, "no sentence on paper asks for what only a screen has", *needing)


def plain(words):
    """Letters and digits, which a figure's title has on a page and on paper."""
    return "".join(each for each in words.lower() if each.isalnum())


def check_fill(report, pdf, what, at_most):
    """How many pages may be empty in their lower quarter; none is in its lower half."""
    shares = list(enumerate(paper.used_shares(pdf), 1))
    number, used = min(shares, key=lambda each: each[1])
    report.expect(used > 0.5, f"no page of {what} is half empty", f"page {number}: {used:.0%} used")
    short = [f"page {number}: {used:.0%} used" for number, used in shares if used < 0.75]
    report.expect(len(short) <= at_most, f"at most {at_most} pages of {what} are empty in their lower quarter", *short)


def check_answers(report, page):
    """On paper the answer to a question is the letter and the words of the right option, and says nothing of the others."""
    answers = page.evaluate("""() => [...document.querySelectorAll('.question:has(.options) .answer')].map((answer) => {
      const shown = [...answer.querySelectorAll('li')].filter((item) => item.checkVisibility());
      const options = [...answer.closest('.question').querySelectorAll('.options > li')].map((item) => item.innerText.trim());
      return { shown: shown.map((item) => item.innerText.trim()), right: options[shown[0]?.value - 1] };
    })""")
    wrong = [answer for answer in answers if answer["shown"] != [answer.get("right")]]
    report.expect(len(answers) > 50 and not wrong, "on paper an answer has the words of the right option", *wrong[:3])


class Host(SimpleHTTPRequestHandler):
    """Serves a site below a folder of its own; for what isn't there, the site's page for that."""

    def translate_path(self, path):
        place = unquote(path.split("?")[0].split("#")[0])
        return str(self.server.site / place.removeprefix("/below/it/")) if place.startswith("/below/it/") else "/nowhere"

    def send_error(self, code, message=None, explain=None):
        body = (self.server.site / "404.html").read_bytes()
        self.send_response(404)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def check_missing(report, page, site):
    """The page for what isn't there is whole at any depth, wherever on its host the site is."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Host)
    server.site = site
    Thread(target=server.serve_forever, daemon=True).start()
    root = f"http://127.0.0.1:{server.server_port}/below/it/"
    for path in ("none", "a/none.html", "a/b/c/none"):
        page.goto(root + path)
        link = page.locator("main a")
        page.wait_for_function("() => getComputedStyle(document.querySelector('.skip')).position === 'absolute'")
        report.expect(True, f"{path}: the page for what isn't there has its style")
        link.click()
        page.wait_for_url(root + "index.html")
        report.expect(page.locator("main a[href^='01-']").count() > 0, f"{path}: its link leads to the lessons", page.url)
    server.shutdown()


NEXT = re.compile(r'<a rel="next" href="([^"#]*)')

# So many pages a reader turns by clicks in `make test`; what follows them is read in the pages, which no script changes here.
CLICKED = 4


def check_without_scripts(report, browser, site, names):
    """All of the course can be read and reached."""
    context = new_context(browser, java_script_enabled=False, viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.goto((site / "index.html").as_uri())
    first = page.locator("main a[href$='.html']").first
    target = urljoin(page.url, first.get_attribute("href"))
    first.click()
    page.wait_for_url(target)
    reached = [Path(page.url).name]
    while (following := page.locator("a[rel=next]")).count():
        if len(reached) >= CLICKED and not pages.IS_THOROUGH:
            break
        report.expect(page.locator("h1").is_visible(), f"{reached[-1]} can be read without scripts")
        # A click returns before the next page is there.
        target = urljoin(page.url, following.get_attribute("href"))
        following.click()
        page.wait_for_url(target)
        reached.append(Path(page.url.split("#")[0]).name)
    while link := NEXT.search((site / reached[-1]).read_text()):
        reached.append(link[1])
    lessons = [name for name in names if name not in ("index.html", "404.html", "print.html", "checks.html")
               and not name.startswith("appendix-")]  # The guides for authors are apart from the readers' way.
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
    report.expect(style <= 37_000, "the style sheet has at most 37 kB", style)
    search, index = weights.size(site, "assets/search.js"), weights.size(site, "assets/search-index.js")
    report.expect(search + index <= 300_000, "the search has at most 300 kB, with its index", search, index)
    report.expect(script <= 20_000, "the scripts have at most 20 kB", script)
    formulas, questions = (weights.size(site, f"assets/{name}.js") for name in ("formulas", "questions"))
    report.expect(formulas + questions <= 20_000, "the scripts of formulas and questions have at most 20 kB", formulas, questions)
    compressed = lambda text: len(gzip.compress(text.encode()))
    scripts = [file.name for file in (site / "assets").glob("*.js") if file.name.startswith(("formulas", "questions", "figures"))]
    live = {name: compressed((site / "assets" / name).read_text()) for name in [*scripts, "formulas.css", "questions.css"]}
    # Pages load what draws the kinds of figures that they have; the gallery has most of them.
    for file in site.glob("*.html"):
        text = file.read_text()
        loaded = {script: weights.size(site, f"assets/{script}") for script in scripts if f'assets/{script}"' in text}
        most = 30_000 if file.name in lessons else 32_000
        report.expect(sum(loaded.values()) <= most, f"the scripts with which {file.name} answers have at most {most} bytes", loaded)
        # One kind of figure needs what all share, and one script or two.
        drawing = [script for script in loaded if script.startswith("figures")]
        report.expect("figures.js" in drawing or not drawing, f"{file.name} loads what all figures share", drawing)
        report.expect(file.name != "print.html" or not loaded.keys() - {"questions.js"}, "paper needs no scripts of figures", loaded)
    for name in lessons:
        text = (site / name).read_text()
        data = re.search(r'id="page\.live">(.*?)</script>', text)
        added = sum(size for file, size in live.items() if f"assets/{file}" in text) + (compressed(data[1]) if data else 0)
        report.expect(added <= 30_000, f"what answers on {name} adds at most 30 kB, as a server compresses it", added)
        weight = weights.of_page(site, name)
        report.expect(weight <= 200_000, f"{name} has at most 200 kB, with style and scripts", weight)
