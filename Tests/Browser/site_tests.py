"""Looks at a built site in real browsers, from its folder: every page in both themes, what the pages can do, and the preview.

    site_tests.py SITE LESSONS CHINESE_SITE TOOL [PART_OF_A_NAME...]

A part of the name of a page or of a claim: only what has one of them is tried.
"""

import json
import os
import re
import shutil
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from playwright.sync_api import sync_playwright

import books
import features
import figures
import following
import interactions
import firefox_tests
import live
import pages
import preview
import questions
import reading
from report import Report
from tabs import new_tab

# Screens from a desktop's to the narrowest phone's.
WIDTHS = [1920, 1280, 768, 390, 320]

# At the others, a page is looked at in `make test-all`: in `make test`, at one of them.
ALWAYS = [1280, 390]

# The claims that take as long as a page.
LONGEST = ["the preview follows its author", "figures follow as the build draws them", "the page computes formulas as the tool does",
           "the page computes what the lessons' code computes", "the course can be printed", "the courses are whole as books"]

browser = None  # Each process has its own.


def browser_path():
    names = [os.environ.get("CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome"]
    found = [path for path in map(shutil.which, names) if path]
    return (found + ["/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"])[0]


def start_browser():
    global browser
    # A browser ends with its process; what ends it by hand would have to run in every worker.
    browser = sync_playwright().start().chromium.launch(executable_path=browser_path(), args=["--no-sandbox", "--disable-gpu"])


def is_lesson(file):
    return file.name[0].isdigit() and file.name != "404.html"


def widths_for(number):
    """Of the page with a number; its neighbors have other widths."""
    others = [width for width in WIDTHS if width not in ALWAYS]
    return WIDTHS if pages.IS_THOROUGH else [width for width in WIDTHS if width in ALWAYS or width == others[number % len(others)]]


def with_new_scripts(files):
    """The pages that load a script that none before them loads, those with the most first: on these alone keys are pressed in `make test`, since
    what a key does on a page depends on the scripts there."""
    scripts = {file: set(re.findall(r'src="assets/([\w-]+\.js)', file.read_text())) for file in files if file.name != "print.html"}
    found, known = [], set()
    for file in sorted(scripts, key=lambda file: (-len(scripts[file]), file)):
        if scripts[file] - known or pages.IS_THOROUGH:
            found.append(file)
        known |= scripts[file]
    return found


def look_at_page(file, is_english, widths, by_key):
    """All that must hold on a page, in one visit: to load it and to lay it out takes longer than most questions."""
    report, name = Report(), f"{file.parent.name}/{file.name}"
    is_read_in_order = is_english and is_lesson(file)
    has_figures = is_read_in_order or file.name == "appendix-gallery.html"
    with report.section(f"{name} can be looked at"), new_tab(browser) as tab:
        tab.goto(file.as_uri())
        pages.check_links(report, tab, file.parent, name)
        if is_english:
            reading.check_languages(report, tab, name)
            reading.check_folds(report, tab, name)
            reading.check_underlines(report, tab, name)
        reading.check_units(report, tab, name)
        if file.name == "print.html":
            # The course's takes longest by far. Its parts are those of the lessons' pages, and the other site's shows how they are put together.
            is_looked_at_whole = not is_english or pages.IS_THOROUGH
            for width in (WIDTHS[0], WIDTHS[-1]) if is_looked_at_whole else WIDTHS[-1:]:
                tab.set_viewport_size({"width": width, "height": 800})
                pages.check_width(report, tab, name, width)
            pages.check_images(report, tab, name)
            pages.check_what_was_asked(report, tab, file.parent, name)
            if is_looked_at_whole:
                pages.check_access(report, tab, name, repeats=True)
            return report
        if is_read_in_order:
            reading.check_ends(report, tab, name)
            reading.check_keyboard(report, tab, name)
        if has_figures:
            features.check_copy_buttons(report, tab, name)
        reading.check_code_widths(report, tab, name)
        pages.check_images(report, tab, name)
        pages.check_tab_order(report, tab, name, by_key)
        tab.evaluate("document.querySelectorAll('details:has(figure.figure)').forEach((each) => { each.open = true })")
        for width in widths:
            tab.set_viewport_size({"width": width, "height": 800})
            pages.check_width(report, tab, name, width)
            reading.check_formula_widths(report, tab, name, width)
            if width >= 1280:
                reading.check_margin(report, tab, name, width)
            if has_figures:
                figures.check_figures(report, tab, name, f"{width} wide")
            if width < 400 and (is_read_in_order or file.name in ("glossary.html", "notation.html", "references.html")):
                reading.check_phone(report, tab, name, width)
        if has_figures:
            tab.set_viewport_size({"width": figures.PAPER, "height": 800})
            tab.emulate_media(media="print")
            figures.check_figures(report, tab, name, "on paper")
            tab.emulate_media(media="screen")
        pages.check_what_was_asked(report, tab, file.parent, name)
        tab.set_viewport_size({"width": 1280, "height": 800})
        pages.check_access(report, tab, name)
    return report


def feature_checks(site, lessons, chinese, tool):
    """What the pages can do: a claim, and the function that finds out, of a report and a tab."""
    names = sorted(file.name for file in site.glob("*.html"))
    numbered = [name for name in names if is_lesson(site / name)]
    lesson = (site / next(name for name in numbered if "worked-example" in name)).as_uri()
    asking = (site / next(name for name in numbered if "softmax" in name)).as_uri()
    source = next(lessons.glob("*worked-example.md")).read_text()
    chinese_landing, chinese_lesson = ((chinese / name).as_uri() for name in ("index.html", "01-attention.html"))
    return {
        "the preview follows its author": lambda report, _: preview.check_preview(report, browser, tool),
        "the search works": lambda report, tab: features.check_search(report, tab, lesson, "softmax", "oftmax"),
        "code can be searched": lambda report, tab: features.check_search(report, tab, lesson, "matmul", "matmul"),
        "Chinese can be searched": lambda report, tab: features.check_search(
            report, tab, chinese_landing, "注意力", "注意力"),
        "the search can be left": lambda report, tab: features.check_search_closing(report, tab, lesson),
        "the search shows what it found": lambda report, tab: features.check_search_results(report, tab, lesson),
        "keys do what readers expect": lambda report, tab: features.check_keys(report, tab, lesson),
        "headings can be linked to": lambda report, _: features.check_heading_links(report, browser, lesson),
        "the theme can be chosen": lambda report, _: features.check_theme(report, browser, lesson),
        "code can be copied": lambda report, _: features.check_copying(report, browser, lesson, source),
        "the contents follow": lambda report, tab: features.check_contents(report, tab, lesson),
        "a lesson can be printed": lambda report, _: features.check_lesson_print(report, browser, lesson),
        "the course can be printed": lambda report, _: features.check_whole_print(
            report, browser, (site / "print.html").as_uri(), tool, lessons),
        "scripts may be off": lambda report, _: features.check_without_scripts(report, browser, site, names),
        "footnotes have their place": lambda report, tab: features.check_sidenotes(report, tab, chinese_lesson),
        "prose and code are set to be read": lambda report, tab: reading.check_type(report, tab, lesson),
        "symbols tell what they are": lambda report, tab: reading.check_symbols(report, tab, lesson),
        "formulas can be copied and referred to": lambda report, tab: reading.check_formulas(report, tab, lesson),
        "figures can be read": lambda report, tab: reading.check_figures(report, tab, (site / "appendix-gallery.html").as_uri()),
        "motion can be turned off": lambda report, _: reading.check_motion(report, browser, lesson),
        "readers find what they look for": lambda report, tab: features.check_queries(
            report, tab, lesson, json.loads((Path(__file__).parent / "queries.json").read_text())),
        "what was typed can be copied": lambda report, _: features.check_copying_sessions(report, browser, lesson),
        "arrows move within a formula": lambda report, tab: reading.check_arrows(report, tab, lesson),
        "a lesson's code can be taken away": lambda report, _: features.check_code_file(report, site, "04-softmax.swift"),
        "small values are seen in both themes": lambda report, tab: reading.check_heat(
            report, tab, (site / "18-training-one.html").as_uri()),
        "quoted formulas can be read": lambda report, tab: reading.check_quotations(
            report, tab, [(site / name).as_uri() for name in ("05-scores.html", "16-transformer-block.html", "article.html")]),
        "checks are quiet": lambda report, tab: reading.check_quiet(report, tab, lesson),
        "notes in the margin are apart": lambda report, tab: reading.check_notes(
            report, tab, [(site / name).as_uri() for name in ("08-many-heads.html", "05-scores.html")]),
        "the landing page says what one wants to know": lambda report, tab: reading.check_landing(report, tab, (site / "index.html").as_uri()),
        "the page for what isn't there works anywhere": lambda report, tab: features.check_missing(report, tab, site),
        "the page computes formulas as the tool does": lambda report, tab: live.check_evaluator(
            report, live.in_chromium(tab), tool),
        "the page computes what the lessons' code computes": lambda report, tab: live.check_lessons(
            report, live.in_chromium(tab), tool, lessons),
        "the page computes what a lesson never seen computes": lambda report, tab: live.check_unseen(report, live.in_chromium(tab), tool),
        **other_engines(lessons, tool),
        "what is computed and what is recorded is told apart": lambda report, tab: live.check_states(report, tab),
        "a formula defines a variable": lambda report, tab: live.check_definitions(report, tab),
        "a condition leaves entries out": lambda report, tab: live.check_conditions(report, tab),
        "what a reader or an address gives is taken or left": lambda report, tab: live.check_given(report, tab),
        "sliders, tables and heat maps follow": lambda report, tab: live.check_following(report, tab),
        "figures follow as the build draws them": lambda report, tab: following.check_figures(report, tab, tool),
        "a reader chooses one of several heads": lambda report, tab: following.check_choosing(
            report, tab, (site / "21-reading-a-model.html").as_uri()),
        "entries, arrows, masks and rows answer": lambda report, _: interactions.check_interactions(report, browser, tool),
        "formulas can be tried with other numbers": lambda report, _: live.check_reading(report, browser, lesson),
        "numbers in fields are whole": lambda report, _: live.check_fields(
            report, browser, [(site / name).as_uri() for name in ("02-kernel-smoothing.html", "05-scores.html")]),
        "questions can be answered": lambda report, _: questions.check_answering(report, browser, asking),
        "questions take numbers": lambda report, _: questions.check_typing(report, browser, asking),
        "outputs can be predicted": lambda report, _: questions.check_predicting(report, browser, asking),
        "questions are whole without scripts": lambda report, _: questions.check_without_scripts(report, browser, asking),
        "Chinese questions can be answered on a phone": lambda report, _: questions.check_chinese(report, browser, chinese_lesson),
        **({"the courses are whole as books": lambda report, _: books.check_books(
            report, tool, [lessons] + [Path(__file__).parents[1] / "Fixtures/chinese-course"] * pages.IS_THOROUGH)} if shutil.which("epubcheck") else {}),
        "the weights are kept": lambda report, _: features.check_weights(report, site, numbered),
    }


def other_engines(lessons, tool):
    """The comparisons once more in Node and Firefox: in `make test` of the lesson with all kinds of expressions, at fewer inputs than in
    Chromium, in `make test-all` of all."""
    def compare(report, evaluate):
        live.check_unseen(report, evaluate, tool, live.TURNS if live.TURNS > 20 else 3)
        if live.TURNS > 20:
            live.check_evaluator(report, evaluate, tool, turns=20)
            live.check_lessons(report, evaluate, tool, lessons)

    def compare_in_firefox(report, _):
        with firefox_tests.opened(os.environ["FIREFOX"]) as firefox:
            compare(report, live.in_firefox(firefox.driver))

    node = live.find_node()
    return ({"Node computes what the tool computes": lambda report, _: compare(report, live.in_node(node))} if node else {}) | (
        {"Firefox computes what the tool computes": compare_in_firefox} if os.environ.get("FIREFOX") else {})


def try_feature(claim, *sites):
    report = Report()
    with report.section(claim), new_tab(browser) as tab:
        feature_checks(*sites)[claim](report, tab)
    return report


def main():
    site, lessons, chinese, tool = sites = [Path(argument).resolve() for argument in sys.argv[1:5]]
    parts = sys.argv[5:]

    def is_wanted(name):
        return not parts or any(part in name for part in parts)

    report = Report()
    # The longest first, so that no process is left alone with it at the end.
    files = sorted((file for each in (site, chinese) for file in each.glob("*.html") if is_wanted(file.name)),
                   key=lambda file: -file.stat().st_size)
    claims = list(filter(is_wanted, feature_checks(*sites)))
    for engine, can in (("Node", live.find_node()), ("Firefox", os.environ.get("FIREFOX"))):
        if not can and is_wanted(f"{engine} computes what the tool computes"):
            print(f"the formulas were not computed in {engine}: there is none")
    html = pages.start_html_check(files) if files else None
    with ProcessPoolExecutor(initializer=start_browser) as processes:
        waiting = []
        if (firefox := os.environ.get("FIREFOX")) and is_wanted("Firefox"):
            waiting.append(processes.submit(firefox_tests.look, site, chinese, firefox))
        waiting += [processes.submit(try_feature, claim, *sites) for claim in claims if claim in LONGEST]
        keyed = with_new_scripts(files)
        numbers = {file: number for number, file in enumerate(sorted(files))}
        waiting += [processes.submit(look_at_page, file, file.parent == site, widths_for(numbers[file]), file in keyed) for file in files]
        waiting += [processes.submit(try_feature, claim, *sites) for claim in claims if claim not in LONGEST]
        for each in waiting:
            report.add(each.result())
    if html:
        pages.finish_html_check(report, files, html)
    report.close()


if __name__ == "__main__":
    main()
