"""Looks at built sites in Firefox, from their folders: whether every page fits, and whether its script and its formulas work.

    firefox_tests.py SITE CHINESE_SITE

Debian's Firefox, driven by Marionette, its own protocol: Playwright drives only builds of its own. What Chromium has shown already and
doesn't depend on the browser, such as valid HTML and links, isn't looked at again.
"""

import json
import os
import shutil
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

from marionette_driver import Wait
from marionette_driver.keys import Keys
from marionette_driver.marionette import Marionette

import pages
from report import Report

WIDTHS = [1280, 390]

PATIENCE_IN_S = 120

# Firefox's preference for what pages take for the reader's.
THEMES = {"light": 1, "dark": 0}

# In the browser's own window: a page is as wide as the element that shows it, which may be narrower than any window.
RESIZE = "gBrowser.selectedBrowser.style.cssText = `max-width: ${arguments[0]}px; min-width: ${arguments[0]}px`"

# What went wrong in scripts and with what they load, and what was refused; forgotten once it is told. Of a formula that it has read in part,
# Firefox says that its children are too few: they are counted when all is there.
ERRORS = """
  const said = Services.console.getMessageArray().filter((each) => each instanceof Ci.nsIScriptError
    && !(each.flags & Ci.nsIScriptError.warningFlag) && each.sourceName.startsWith('file:') && !each.errorMessage.startsWith('Invalid markup'));
  Services.console.reset();
  return said.map((each) => `${each.sourceName}:${each.lineNumber}: ${each.errorMessage}`);"""

# A formula without an extent isn't drawn, nor one of whose parts has too few of its own, and a fraction that isn't one above the other
# isn't drawn as mathematics.
BAD_FORMULAS = """() => [...document.querySelectorAll('math')].filter((math) => {
  if (!math.checkVisibility()) return false;
  if (math.querySelector(`:is(mfrac, mroot, msub, msup, munder, mover):not(:has(> :nth-child(2):last-child)),
    :is(msubsup, munderover):not(:has(> :nth-child(3):last-child))`)) return true;
  if (!(math.getBoundingClientRect().width > 0)) return true;
  return [...math.querySelectorAll('mfrac')].some((each) => {
    const [above, below] = [...each.children].map((child) => child.getBoundingClientRect());
    return above.bottom > below.top + 1;
  });
}).map((math) => math.querySelector('annotation')?.textContent ?? math.outerHTML.slice(0, 160))"""


class Firefox:
    """A window of Firefox, and short ways to ask it."""

    def __init__(self, path):
        # Marionette deletes the log of the last session: of root, also /dev/null.
        self.folder = tempfile.TemporaryDirectory()
        log = os.path.join(self.folder.name, "gecko.log")
        self.driver = Marionette(bin=path, app="fxdesktop", headless=True, port=0, gecko_log=log, startup_timeout=PATIENCE_IN_S)
        self.driver.start_session()
        self.driver.timeout.script = self.driver.timeout.page_load = PATIENCE_IN_S
        self.driver.set_window_rect(width=1500, height=900)
        self.width = None

    def close(self):
        self.driver.delete_session()
        self.driver.cleanup()
        self.folder.cleanup()

    def ask(self, function, *arguments):
        return self.driver.execute_script(f"return ({function})(...arguments)", script_args=arguments, sandbox="system")

    def value(self, expression):
        return self.driver.execute_script(f"return {expression}", sandbox="system")

    def wait(self, condition):
        Wait(self.driver, timeout=PATIENCE_IN_S).until(lambda _: self.value(condition))

    def press(self, *keys):
        self.driver.find_element("css selector", ":focus, body").send_keys(*keys)

    def resize(self, width):
        if width != self.width:
            self.width = width
            with self.driver.using_context("chrome"):
                self.driver.execute_script(RESIZE, script_args=[width])
        self.wait(f"innerWidth === {width}")
        # What the script does when the window changes is done at the next frame.
        self.driver.execute_async_script("requestAnimationFrame(() => requestAnimationFrame(arguments[0]))")

    def prefer(self, theme):
        self.driver.set_pref("layout.css.prefers-color-scheme.content-override", THEMES[theme])
        self.wait(f"matchMedia('(prefers-color-scheme: {theme})').matches")

    def errors(self):
        with self.driver.using_context("chrome"):
            return self.driver.execute_script(ERRORS)


def check_page(report, firefox, address, name, widths):
    firefox.driver.navigate(address)
    # The width at which the page before was left first: it's laid out once less.
    for width in sorted(widths, key=lambda each: each != firefox.width):
        firefox.resize(width)
        wide = firefox.ask(pages.TOO_WIDE)
        report.expect(not wide, f"{name} fits on a screen {width} wide", *wide)
        hidden = firefox.ask(pages.OUT_OF_REACH)
        report.expect(not hidden, f"{name}: the keyboard reaches all that scrolls at {width}", *hidden)
    bad = firefox.ask(BAD_FORMULAS)
    report.expect(not bad, f"{name}: formulas are drawn", *bad[:5])
    errors = firefox.errors()
    report.expect(not errors, f"{name}: no script fails", *errors)


def check_accessibility(report, firefox, address, name):
    firefox.driver.navigate(address)
    firefox.resize(1280)
    for theme in THEMES:
        firefox.prefer(theme)
        firefox.ask(pages.MARK_INKS, [theme, []])
    firefox.ask(pages.THIN_OUT)
    firefox.driver.execute_script(pages.AXE, sandbox="system")
    check_with_axe(report, firefox, f"{name}: axe finds nothing", pages.ALL_BUT_COLORS)
    for theme in THEMES:
        firefox.prefer(theme)
        check_with_axe(report, firefox, f"{name}, {theme}: axe finds the contrasts high enough", pages.COLORS,
                       pages.each_ink(theme))


def check_with_axe(report, firefox, claim, rules, context=None):
    found = firefox.driver.execute_async_script(
        f"const [context, rules, done] = arguments; ({pages.RUN_AXE})([context, rules]).then((found) => done(JSON.stringify(found)))",
        script_args=[context, rules], sandbox="system")
    details = [f"{v['id']}: {n['html'][:160]} — {n['failureSummary'][:300]}" for v in json.loads(found) for n in v["nodes"][:3]]
    report.expect(not details, claim, *details)


def check_search(report, firefox, address, query, found):
    """By keyboard all the way; `found` is where the first hit leads."""
    firefox.driver.navigate(address)
    firefox.press(Keys.CONTROL + "k")
    firefox.wait("document.querySelector('dialog[open] input[type=text]') === document.activeElement")
    firefox.press(query)
    firefox.wait("document.querySelector('dialog[open] li a')")
    first = firefox.value("document.querySelector('dialog[open] li a').getAttribute('href')")
    report.expect(found in first, f"a search for {query} finds {found}", first)
    firefox.press(Keys.ENTER)
    firefox.wait(f"location.href.includes({json.dumps(found)}) && !document.querySelector('dialog[open]')")
    report.expect(True, f"Enter leads from {query} to its place")


def check_theme(report, firefox, address):
    firefox.driver.set_pref("layout.css.prefers-color-scheme.content-override", THEMES["light"])
    firefox.driver.navigate(address)
    paper = "getComputedStyle(document.documentElement).backgroundColor"
    light = firefox.value(paper)
    button = firefox.driver.find_element("css selector", "header button[data-choice]")
    for _ in range(2):  # auto, light, dark
        button.click()
    report.expect(firefox.value(paper) != light, "the button makes the page dark", light)
    firefox.driver.refresh()
    report.expect(firefox.value(paper) != light, "the choice of a theme is kept")
    firefox.driver.execute_script("localStorage.clear()")


def check_keys(report, firefox, address):
    firefox.driver.navigate(address)
    firefox.press(Keys.TAB)
    report.expect(firefox.value("document.activeElement.matches('.skip')"), "the first stop is the link to the text")
    firefox.press("/")
    firefox.wait("document.querySelector('dialog[open]')")
    firefox.press(Keys.ESCAPE)
    firefox.wait("!document.querySelector('dialog[open]')")
    firefox.value("document.querySelector(`.formula > div[tabindex='0']:has([data-symbol])`).focus()")
    at = """document.activeElement.getAttribute('data-symbol')
      && [...document.activeElement.closest('math').querySelectorAll('[data-symbol]')].indexOf(document.activeElement)"""
    for position in (0, 1):
        firefox.press(Keys.ARROW_RIGHT)
        report.expect(firefox.value(at) == position, f"an arrow leads to symbol {position} of a formula", firefox.value(at))
    firefox.press(Keys.ESCAPE)
    report.expect(firefox.value("document.activeElement.matches('.formula > div')"), "Escape leads back to the formula")
    firefox.value("document.activeElement.blur()")
    following = firefox.value("document.querySelector('a[rel=next]').href")
    firefox.press(Keys.ARROW_RIGHT)
    firefox.wait(f"location.href === {json.dumps(following)}")
    report.expect(True, "an arrow turns the page")


def look(site, chinese, path):
    """What Firefox says of both sites; `path` is its own."""
    report = Report()
    with opened(path) as firefox:
        for folder in (site, chinese):
            for number, file in enumerate(sorted(folder.glob("*.html"))):
                name = f"{folder.name}/{file.name} in Firefox"
                if file == site / "print.html":
                    continue  # It has the lessons' parts; the other site's shows how they are put together.
                with report.section(f"{name} can be looked at"):
                    # Chromium has looked at both widths; pages are much alike.
                    check_page(report, firefox, file.as_uri(), name, WIDTHS if pages.IS_THOROUGH else [WIDTHS[number % len(WIDTHS)]])
        lesson = next(site.glob("*worked-example.html"))
        further = [site / "index.html", chinese / "01-attention.html"] if pages.IS_THOROUGH else []
        for file in (lesson, site / "appendix-gallery.html", *further):
            name = f"{file.parent.name}/{file.name} in Firefox"
            with report.section(f"{name} can be tried by axe"):
                check_accessibility(report, firefox, file.as_uri(), name)
        features = {
            "the search works": lambda each: check_search(each, firefox, lesson.as_uri(), "sotfmax", "04-softmax.html"),
            "Chinese can be searched": lambda each: check_search(each, firefox, (chinese / "index.html").as_uri(), "注意力", "01-attention.html"),
            "the theme can be chosen": lambda each: check_theme(each, firefox, lesson.as_uri()),
            "keys do what readers expect": lambda each: check_keys(each, firefox, lesson.as_uri()),
        }
        for claim, check in features.items():
            of_claim = Report()
            with of_claim.section("it could be tried"):
                check(of_claim)
            of_claim.failures = [(f"in Firefox, {claim}: {failure}", details) for failure, details in of_claim.failures]
            report.add(of_claim)
    report.expect(not os.path.isfile(os.devnull), "the tests leave the system's devices as they are")
    return report


@contextmanager
def opened(path):
    firefox = Firefox(path)
    try:
        yield firefox
    finally:
        firefox.close()


if __name__ == "__main__":
    look(*(Path(argument).resolve() for argument in sys.argv[1:3]), os.environ.get("FIREFOX") or shutil.which("firefox-esr")).close()
