"""Looks at a built site in Firefox, from its folder: whether every page fits, is accessible, and does what its script is for.

    firefox_tests.py SITE CHINESE_SITE

Debian's Firefox, driven by Marionette, its own protocol: Playwright drives only builds of its own. What Chromium has shown already, such as
valid HTML and links, isn't looked at again.
"""

import json
import os
import shutil
import sys
from pathlib import Path

import axe_playwright_python
from marionette_driver import Wait
from marionette_driver.keys import Keys
from marionette_driver.marionette import Marionette

import pages
from report import Report

AXE = Path(axe_playwright_python.__file__).parent / "axe.min.js"

# A window of Firefox is no narrower, and what the page sees is a scroll bar less.
WIDTHS = [450, 768, 1280]

# Firefox's preference for what pages take for the reader's: 0 is dark.
THEMES = {"light": 1, "dark": 0}

# Without an extent, a formula isn't drawn at all.
NO_EXTENT = """() => [...document.querySelectorAll('math')].filter((e) => e.checkVisibility() && !(e.getBoundingClientRect().width > 0))
  .map((e) => e.outerHTML.slice(0, 160))"""

ERRORS = """return Services.console.getMessageArray()
  .filter((m) => m instanceof Ci.nsIScriptError && !(m.flags & Ci.nsIScriptError.warningFlag) && m.sourceName.startsWith('file:'))
  .map((m) => `${m.sourceName}:${m.lineNumber}: ${m.errorMessage}`)"""

HITS = "return document.querySelectorAll('dialog[open] li a').length"


def evaluate(firefox, function):
    return firefox.execute_script(f"return ({function})()", sandbox="system")


def check_page(report, firefox, address, name):
    firefox.navigate(address)
    for width in WIDTHS:
        firefox.set_window_rect(width=width, height=900)
        wide = evaluate(firefox, pages.TOO_WIDE)
        report.expect(not wide, f"{name} fits into a window {width} wide", *wide)
    hidden = evaluate(firefox, pages.OUT_OF_REACH)
    report.expect(not hidden, f"{name}: the keyboard reaches all that scrolls", *hidden)
    missing = evaluate(firefox, NO_EXTENT)
    report.expect(not missing, f"{name}: every formula has an extent", *missing[:5])

    if name.endswith("print.html"):
        return  # As in Chromium: the lessons' own pages have the same.
    firefox.execute_script(AXE.read_text(), sandbox="system")
    check_with_axe(report, firefox, f"{name}: axe finds nothing", pages.ALL_BUT_COLOURS)
    for theme, preference in THEMES.items():
        firefox.set_pref("layout.css.prefers-color-scheme.content-override", preference)
        evaluate(firefox, pages.MARK_SAME_INK)
        check_with_axe(report, firefox, f"{name}, {theme}: axe finds the contrasts high enough", pages.COLOURS, pages.NOT_THE_SAME_INK)


def check_with_axe(report, firefox, claim, rules, context=None):
    arguments = [json.dumps(context) if context else "document", json.dumps(rules)]
    found = firefox.execute_async_script(
        f"const done = arguments[arguments.length - 1]; axe.run({', '.join(arguments)}).then((r) => done(JSON.stringify(r.violations)))",
        sandbox="system")
    details = [f"{v['id']}: {n['html'][:160]} — {n['failureSummary'][:300]}" for v in json.loads(found) for n in v["nodes"][:3]]
    report.expect(not details, claim, *details)


def check_search(report, firefox, address, query):
    firefox.navigate(address)
    firefox.set_window_rect(width=1280, height=900)
    body = firefox.find_element("css selector", "body")
    body.send_keys(Keys.CONTROL + "k")
    box = Wait(firefox, timeout=30).until(lambda m: m.find_element("css selector", "dialog[open] input"))
    box.send_keys(query)
    hits = Wait(firefox, timeout=30).until(lambda m: m.execute_script(HITS))
    report.expect(hits > 0, f"in Firefox, a search for {query} finds something")
    box.send_keys(Keys.ESCAPE)
    report.expect(not firefox.execute_script("return document.querySelector('dialog[open]')"), "in Firefox, Escape closes the search")


def main(site, chinese):
    report = Report()
    firefox = Marionette(bin=os.environ.get("FIREFOX") or shutil.which("firefox-esr") or shutil.which("firefox"), headless=True, port=0)
    firefox.start_session()
    firefox.timeout.script = 600  # On a busy machine axe takes its time.
    for folder in [site, chinese]:
        for file in sorted(folder.glob("*.html")):
            name = f"{folder.name}/{file.name}"
            with report.section(f"Firefox can look at {name}"):
                check_page(report, firefox, file.as_uri(), name)
    with report.section("Firefox can search"):
        check_search(report, firefox, (site / "index.html").as_uri(), "softmax")
        check_search(report, firefox, (chinese / "index.html").as_uri(), "注意力")
    with firefox.using_context("chrome"):
        errors = firefox.execute_script(ERRORS)
    report.expect(not errors, "no script fails in Firefox", *errors)
    firefox.delete_session()
    firefox.cleanup()
    report.close()


if __name__ == "__main__":
    main(*[Path(argument).resolve() for argument in sys.argv[1:3]])
