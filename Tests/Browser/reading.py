"""How the pages read: type, measure, figures, formulas."""

import re

from tabs import new_context

# The characters on each full line of the paragraphs that are text alone, set in some face.
LINES = """(family) => {
  const lines = [];
  for (const paragraph of document.querySelectorAll('article > p:not(.summary)')) {
    if (paragraph.querySelector('math, code')) continue;
    paragraph.style.fontFamily = family;
    const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
    const found = new Map();
    const range = document.createRange();
    for (let node; (node = walker.nextNode());) for (let i = 0; i < node.length; i += 1) {
      range.setStart(node, i);
      range.setEnd(node, i + 1);
      const line = Math.round(range.getBoundingClientRect().bottom / 8);
      found.set(line, (found.get(line) ?? 0) + 1);
    }
    lines.push(...[...found.values()].slice(0, -1));
  }
  return lines.sort((a, b) => a - b);
}"""
TYPE = """(selector) => {
  const style = getComputedStyle(document.querySelector(selector));
  return [parseFloat(style.fontSize), parseFloat(style.lineHeight) / parseFloat(style.fontSize)];
}"""


def check_type(report, page, address):
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(address)
    # The first choices of our readers' machines are Palatinos, of which the font for formulas is one. Other faces are narrower.
    for family, least, most in (("'TeX Gyre Pagella Math'", 66, 76), ("", 60, 80)):
        page.evaluate("family => document.fonts.load('18px ' + (family || 'serif'))", family)
        lines = page.evaluate(LINES, family)
        middle = lines[len(lines) // 2] if lines else 0
        report.expect(least <= middle <= most, f"a line of prose has {least} to {most} characters in {family or 'what is here'}", middle)
    size, leading = page.evaluate(TYPE, "article > p:not(.summary)")
    report.expect(17 <= size <= 18 and abs(leading - 1.6) < 0.01, "prose is set in 17 to 18 px, 1.6 apart", size, leading)
    apart = page.evaluate("""() => [...document.querySelectorAll('.exercise > .name')].filter((name) =>
      Math.abs(name.getBoundingClientRect().top - name.previousElementSibling.getBoundingClientRect().top) > 1).length""")
    report.expect(page.locator(".exercise > .name").count() > 0 and apart == 0, "an exercise's number and name are on one line", apart)
    size, leading = page.evaluate(TYPE, "article pre > code")
    report.expect(abs(size - 14) <= 1 and abs(leading - 1.5) < 0.01, "code is set in about 14 px, 1.5 apart", size, leading)
    large = page.evaluate("""() => [...document.querySelectorAll('article :is(p, li) code')].filter((code) =>
      parseFloat(getComputedStyle(code).fontSize) > 0.9 * parseFloat(getComputedStyle(code.parentElement).fontSize)
      && !code.closest('.label, pre, .symbols, .evidence')).map((code) => code.outerHTML)""")
    report.expect(not large, "code in a sentence is no larger than its words, in a hint too", *large[:5])
    columns = page.evaluate("getComputedStyle(document.body).gridTemplateColumns")
    for line in ("screen-start", "page-start", "text-start", "margin-start"):
        report.expect(line in columns, f"the page has a line {line}", columns)


def check_symbols(report, page, address):
    """A symbol lights up wherever it stands, and tells what it is, pointed at or reached by the keyboard."""
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(address)
    symbol = page.locator(".formula math [data-symbol]").first
    number = symbol.get_attribute("data-symbol")
    same = page.locator(f"article math [data-symbol='{number}']")
    other = page.locator(f"article math [data-symbol]:not([data-symbol='{number}'])").first
    legend = symbol.locator("xpath=ancestor::figure").locator(f".symbols [data-symbol='{number}'] .more")
    color = "element => getComputedStyle(element).color"
    plain = other.evaluate(color)
    report.expect(same.count() > 1, "a symbol stands in several formulas", same.count())
    report.expect(not legend.is_visible(), "a legend is short until it is asked")
    for act, claim in ((symbol.hover, "pointed at"), (symbol.focus, "focused")):
        page.mouse.move(0, 0)
        act()
        lit = [each.evaluate(color) for each in same.all()]
        report.expect(plain not in lit, f"a symbol {claim} lights up everywhere", lit)
        report.expect(other.evaluate(color) == plain, f"another than the symbol {claim} doesn't")
        report.expect(legend.is_visible(), f"a symbol {claim} tells its value")
        report.expect(legend.locator("a[href^='#']").count() == 1, f"a symbol {claim} tells its cell")


def check_formulas(report, page, address):
    page.goto(address)
    # The names beside a reader's numbers repeat parts of a formula that carries it.
    bare = page.locator("math:not(:has(annotation[encoding='application/x-tex']), details.live math)").all_text_contents()
    # A letter or a whole number is its own.
    bare = [text for text in bare if not re.fullmatch(r"[A-Za-z]|[0-9]+", text.strip())]
    report.expect(not bare, "every formula carries its LaTeX", *bare[:5])
    references = page.evaluate("""() => [...document.querySelectorAll("article a[href^='#']")]
      .filter((link) => /^\\(\\d+\\)$/.test(link.textContent))
      .map((link) => [link.textContent, document.querySelector(link.getAttribute('href') + ' .number')?.textContent])""")
    report.expect(len(references) > 0, "equations are referred to by their numbers")
    report.expect(all(said == stands for said, stands in references), "each reference has its equation's number", *references)


def check_figures(report, page, address):
    """Every picture has a title and words for it, and its numbers can be had as text."""
    page.goto(address)
    troubles = page.evaluate("""() => [...document.querySelectorAll('figure.figure')].flatMap((figure) => {
      const title = figure.querySelector('figcaption')?.textContent ?? '';
      const spoken = figure.querySelectorAll('table, [role=img][aria-label], [role=group][aria-label]');
      const troubles = [];
      if (!title) troubles.push('no title: ' + figure.textContent.slice(0, 40));
      if (!spoken.length) troubles.push('no words: ' + title);
      if (!figure.querySelector('table, .data pre')) troubles.push('no numbers: ' + title);
      return troubles;
    })""")
    count = page.locator("figure.figure").count()
    report.expect(count >= 10, "the gallery shows figures of all kinds", count)
    report.expect(not troubles, "each figure has a title, words and its numbers", *troubles)


def check_ends(report, page, name):
    """A lesson closes as a reader expects it to."""
    headings = page.locator("article > h2").evaluate_all("all => all.map((each) => each.id)")
    ends = [each for each in headings if each in ("summary", "exercises", "page.checked")]
    report.expect(ends == ["summary", "exercises", "page.checked"], f"{name} ends with summary, exercises, checks", headings)
    exercises, solutions = page.locator(".exercise"), page.locator(".exercise > details:not([open])")
    report.expect(
        exercises.count() == solutions.count() > 0, f"{name}: each exercise has a folded solution",
        exercises.count(), solutions.count())


def check_motion(report, browser, address):
    """Who asks for less motion gets none."""
    for wish, behavior in (("no-preference", "smooth"), ("reduce", "auto")):
        context = new_context(browser, reduced_motion=wish)
        page = context.new_page()
        page.goto(address)
        found = page.evaluate("getComputedStyle(document.documentElement).scrollBehavior")
        report.expect(found == behavior, f"scrolling is {behavior} with {wish}", found)
        if wish == "reduce":
            # What is tied to the scrolling moves only as the reader does.
            moving = page.evaluate("""() => [...document.querySelectorAll('*')].filter((element) => {
              const style = getComputedStyle(element);
              return style.transitionDuration.split(', ').some((time) => parseFloat(time) > 0)
                || style.animationName !== 'none' && (style.animationTimeline ?? 'auto') === 'auto';
            }).map((element) => element.outerHTML.slice(0, 80))""")
            report.expect(not moving, "nothing moves by itself", *moving[:5])
        context.close()


def check_keyboard(report, page, name):
    """One stop for each formula with symbols; code that fits is no stop."""
    found = page.evaluate("""() => {
      const formulas = [...document.querySelectorAll('article math:has([data-symbol])')];
      const stops = (math) => [math.closest('.formula > div'), math, ...math.querySelectorAll('*')]
        .filter((each) => each && each.tabIndex >= 0).length;
      const all = [...document.querySelectorAll('a[href], button, input, textarea, summary, [tabindex]')].filter(
        (each) => each.tabIndex >= 0 && each.checkVisibility({ visibilityProperty: true }));
      return { wrong: formulas.filter((math) => stops(math) !== 1).length, count: formulas.length, stops: all.length,
        fitting: [...document.querySelectorAll('pre')].filter((pre) => pre.tabIndex >= 0 && pre.clientWidth > 0 && pre.scrollWidth <= pre.clientWidth).length };
    }""")
    report.expect(found["count"] and not found["wrong"], f"{name}: the keyboard stops once at each formula with symbols", found)
    report.expect(found["fitting"] == 0, f"{name}: the keyboard passes over code that fits", found)
    # Each citation is a link to its work and back.
    report.expect(found["stops"] <= 200, f"{name}: the keyboard has few stops", found)


def check_arrows(report, page, address):
    """Arrows move within a formula."""
    page.goto(address)
    box = page.locator(".formula > div[tabindex='0']:has([data-symbol])").first
    box.focus()
    page.keyboard.press("ArrowRight")
    at = "document.activeElement.getAttribute('data-symbol') && [...document.activeElement.closest('math').querySelectorAll('[data-symbol]')].indexOf(document.activeElement)"
    report.expect(page.evaluate(at) == 0, "an arrow leads to a formula's first symbol", page.evaluate(at))
    page.keyboard.press("ArrowRight")
    report.expect(page.evaluate(at) == 1, "an arrow leads to the next symbol", page.evaluate(at))
    page.keyboard.press("Escape")
    report.expect(box.evaluate("box => box === document.activeElement"), "Escape leads back to the formula")


# What tells that a word is in another language than English: its script, or that the course's English doesn't have it.
FOREIGN = {"zh": r"\p{sc=Han}", "fr": r"\b(chat|chien|noir|lait|froid)\b", "de": r"\b(Untersuchungen|neuronalen)\b"}

# Words in code aren't read as prose.
MUTE = """(foreign) => {
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node; (node = walker.nextNode());) for (const [language, words] of Object.entries(foreign)) {
    if (new RegExp(words, 'u').test(node.data) && !node.parentElement.closest(`[lang|=${language}], pre, code, math`)) {
      found.push(`${language}: ${node.data}`);
    }
  }
  return found;
}"""

# A number and its unit with a place between them where a line may end, in any mix of elements.
TORN = """() => {
  const blocks = new Map();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node; (node = walker.nextNode());) {
    if (node.parentElement.closest('pre, svg, annotation')) continue;
    let block = node.parentElement;
    while (block.parentElement && /^(inline|block math|contents)/.test(getComputedStyle(block).display)) block = block.parentElement;
    blocks.set(block, (blocks.get(block) ?? '') + node.data);
  }
  const torn = /[0-9][ \\n]+(%|°C?|px|[nµm]?s|min|h|[kcm]?m|k?g|[kKMGT]i?B|[kMG]?Hz|bits?|bytes?)(?![\\p{L}\\p{N}])/u;
  return [...blocks.values()].map((text) => text.match(torn)).filter(Boolean).map((match) => match.input.slice(Math.max(0, match.index - 20), match.index + 30));
}"""


def check_languages(report, page, name):
    """Words in another language say in which, for those who hear the page."""
    mute = page.evaluate(MUTE, FOREIGN)
    report.expect(not mute, f"{name}: words in another language say in which", *mute[:5])


def check_units(report, page, name):
    torn = page.evaluate(TORN)
    report.expect(not torn, f"{name}: each unit is on the line of its number", *torn[:5])


def check_folds(report, page, name):
    bare = page.evaluate("""() => [...document.querySelectorAll('.cell > details > summary')].map((each) => each.textContent)
      .filter((words) => /^(Code|Code that sets this up)$/.test(words.trim()))""")
    report.expect(not bare, f"{name}: folded code has a title", *bare)


def check_underlines(report, page, name):
    """The line under a link is below an underscore, also in an address that isn't set as code."""
    near = page.evaluate("""() => [...document.querySelectorAll('main a')].filter((link) => {
      if (!link.querySelector(':scope > code') && !link.textContent.includes('_')) return false;
      const { textUnderlineOffset, fontSize } = getComputedStyle(link);
      return !(parseFloat(textUnderlineOffset) >= 0.3 * parseFloat(fontSize));
    }).map((link) => link.outerHTML.slice(0, 80))""")
    report.expect(not near, f"{name}: underlines leave underscores alone", *near[:5])


def check_code_widths(report, page, name):
    cut = page.evaluate("""() => [...document.querySelectorAll('article pre:not(.data pre)')].filter((pre) => pre.scrollWidth > pre.clientWidth + 1)
      .map((pre) => `${pre.scrollWidth} in ${pre.clientWidth}: ${pre.textContent.slice(0, 60)}`)""")
    report.expect(not cut, f"{name}: no code and no output is cut at 1280", *cut[:5])


def check_formula_widths(report, page, name, width):
    """A formula is as large as its place allows; on the narrowest phones a long one may scroll, once it is as small as can be read."""
    cut = page.evaluate("""() => [...document.querySelectorAll('.formula > div')].filter((box) => box.scrollWidth > box.clientWidth + 1)
      .map((box) => [box.scrollWidth, box.clientWidth, parseFloat(getComputedStyle(box.querySelector('math')).fontSize), box.querySelector('math').textContent])""")
    # Three quarters of one that has room, in pixels.
    found = [each for each in cut if width >= 390 or each[2] > 14.6]
    report.expect(not found, f"{name}: no formula is cut at {width}", *found[:5])
    silent = page.evaluate(SILENT)
    report.expect(not silent, f"{name}: what scrolls sideways says so at {width}", *silent[:5])
    printed = page.evaluate("""() => [...document.querySelectorAll('pre:has(> samp)')].filter((pre) => pre.scrollWidth > pre.clientWidth + 1)
      .map((pre) => `${pre.scrollWidth} in ${pre.clientWidth}: ${pre.textContent.slice(0, 60)}`)""")
    report.expect(not printed, f"{name}: nothing that was printed is cut at {width}", *printed[:5])


# Formulas and tables that end within their box and don't say that they go on.
SILENT = """() => [...document.querySelectorAll('.formula > div, .scroll:not(.data *)')].filter((box) => box.clientWidth > 0
    && box.scrollWidth > box.clientWidth + 1).filter((box) => {
  const words = getComputedStyle(box, '::after');
  return !/[\\p{L}]/u.test(words.content) || words.display === 'none' || words.position !== 'sticky' || box.tabIndex < 0;
}).map((box) => `${box.scrollWidth} in ${box.clientWidth}: ${box.textContent.slice(0, 60)}`)"""

# Words that a list's names of columns have to break within.
BROKEN_NAMES = """() => {
  const probe = document.body.appendChild(Object.assign(document.createElement('span'), { style: 'position: absolute; white-space: nowrap' }));
  const broken = new Set();
  for (const cell of document.querySelectorAll('.wide-table td[data-name]:not(:empty)')) {
    const { font, width, content } = getComputedStyle(cell, '::before');
    if (content === 'none') continue;
    probe.style.font = font;
    for (const word of cell.dataset.name.split(/[ -]/)) {
      probe.textContent = word;
      if (probe.getBoundingClientRect().width > parseFloat(width) + 0.5) broken.add(word);
    }
  }
  probe.remove();
  return [...broken];
}"""


# Words and numbers that are smaller than can be read on a phone: in a drawing, which may be smaller than it was made, too. What is above or
# below a line is smaller everywhere.
SMALL = """() => [...new Set([...document.querySelectorAll('main *')].filter((each) => {
  if (each.closest('math') || each.matches('sub, sup, sup > a, tspan')) return false;
  if (![...each.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim())) return false;
  if (!each.checkVisibility({ visibilityProperty: true }) || each.getBoundingClientRect().width < 2) return false;
  const drawn = each.ownerSVGElement ? each.getScreenCTM() : { a: 1, b: 0 };
  return parseFloat(getComputedStyle(each).fontSize) * Math.hypot(drawn.a, drawn.b) < 10.99;
}).map((each) => `${each.localName} “${each.textContent.trim().slice(0, 30)}” ${getComputedStyle(each).fontSize}`))].slice(0, 5)"""


def check_phone(report, page, name, width):
    """On a phone, what the code records and what a table says can be read without scrolling sideways."""
    found = page.evaluate("""() => ({
      values: [...document.querySelectorAll('pre > code > .c')].filter((each) => /^\\/\\/ (=>|Prints)/.test(each.textContent)
        && each.getBoundingClientRect().width > 0 && each.getBoundingClientRect().right > innerWidth).length,
      tables: [...document.querySelectorAll('article .scroll > table:not(.tensor, .data table)')].filter((table) => table.scrollWidth > table.parentElement.clientWidth + 1).length,
      apart: [...document.querySelectorAll('.wide-table td[data-name] > math:first-child')].filter((math) => !math.previousSibling && math.getBoundingClientRect().width > 0
        && math.getBoundingClientRect().left > math.parentElement.getBoundingClientRect().left + math.parentElement.clientWidth / 2).length,
      under: [...document.querySelectorAll('.wide-table td[data-name]:not(:empty, :nth-child(2):last-child)')].filter((cell) => {
        const words = document.createRange();
        words.selectNodeContents(cell);
        return [...words.getClientRects()].some((box) => box.width > 0 && box.left < cell.getBoundingClientRect().left + 64);
      }).length,
      // An address or a name of code may break between its words.
      words: [...document.querySelectorAll('td > a')].filter((link) => {
        const text = link.firstChild, word = document.createRange();
        return text?.nodeType === Node.TEXT_NODE && [...text.data.matchAll(/[A-Za-z]+/g)].some((found) => {
          word.setStart(text, found.index);
          word.setEnd(text, found.index + found[0].length);
          return word.getClientRects().length > 1;
        });
      }).map((link) => link.textContent),
      // A way back to the text stands behind a word, or behind another.
      lonely: [...document.querySelectorAll('[id$="page.references"] + ul li')].filter((entry) => {
        const back = entry.querySelector('a[href*="cite."]');
        const before = document.createRange();
        before.setStart(entry, 0);
        before.setEndBefore(back);
        const line = [...before.getClientRects()].at(-1);
        return back.getBoundingClientRect().top > line.bottom - 4;
      }).length,
      files: [...document.querySelectorAll('a[download]')].filter((link) => link.getClientRects().length > 1).length,
      title: [...document.querySelectorAll('header .home')].filter((home) => home.scrollWidth > home.clientWidth + 1
        || getComputedStyle(home).textOverflow === 'ellipsis').length,
      header: document.querySelector('header > div').scrollWidth > document.querySelector('header > div').clientWidth + 1,
    })""")
    report.expect(not any(found.values()), f"{name} can be read at {width}", {what: each for what, each in found.items() if each})
    # On the narrowest screens a drawing is as small as its letters can be read at all.
    small = page.evaluate(SMALL) if width >= 390 else []
    report.expect(not small, f"{name}: nothing at {width} is smaller than 11 px", *small)
    broken = page.evaluate(BROKEN_NAMES)
    report.expect(not broken, f"{name}: no name of a column is broken within a word at {width}", *broken)


# The contrasts of two cells without numbers with one whose value is zero: of the largest value and of a small one.
HEAT = """() => {
  const map = document.querySelector('svg.heat'), color = (share) => {
    const path = map.querySelector('path');
    path.style.setProperty('--v', share);
    const canvas = document.createElement('canvas').getContext('2d');
    canvas.fillStyle = getComputedStyle(path).stroke;
    canvas.fillRect(0, 0, 1, 1);
    const [r, g, b] = [...canvas.getImageData(0, 0, 1, 1).data].map((each) => each / 255)
      .map((each) => (each <= 0.04045 ? each / 12.92 : ((each + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05;
  };
  const contrast = (share) => Math.max(color(share) / color('0%'), color('0%') / color(share));
  return ['100%', '-100%', '12%', '-12%'].map(contrast);
}"""


def check_heat(report, page, address):
    """In a picture of numbers, also a small one is told from zero."""
    page.goto(address)
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        most, least, small, below = page.evaluate(HEAT)
        report.expect(most >= 3 and least >= 3, f"the largest values stand out from zero in the {theme} theme", most, least)
        report.expect(small >= 1.15 and below >= 1.15, f"small values are told from zero in the {theme} theme", small, below)


def check_quotations(report, page, addresses):
    """A formula that the summary of checks quotes has fractions as large as on a line of its own."""
    for address in addresses:
        page.goto(address)
        small = page.evaluate("""() => [...document.querySelectorAll('.tally mfrac > :first-child')].filter(
          (part) => parseFloat(getComputedStyle(part).fontSize) < 14 && !part.closest('mfrac mfrac, msub, msup, msqrt'))
          .map((part) => getComputedStyle(part).fontSize + ': ' + part.closest('math').textContent)""")
        report.expect(not small and page.locator(".tally mfrac").count(), f"quoted formulas can be read: {address.split('/')[-1]}", *small)


def check_quiet(report, page, address):
    """What holds is a mark whose words come when asked for; the margin is left to the text."""
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(address)
    loud = page.evaluate("""() => [...document.querySelectorAll('.cell .check.agrees')].filter((each) => !each.matches('.mark')).length""")
    marks = page.locator(".cell .check.mark")
    report.expect(marks.count() > 5 and loud == 0, "cells have marks, and no words beside them", marks.count(), loud)
    mark = marks.first
    words = mark.locator(".words")
    report.expect(words.evaluate("each => each.getBoundingClientRect().width") <= 1, "a mark is short until it is asked")
    mark.locator("xpath=ancestor::figure").hover()
    report.expect(words.evaluate("each => each.getBoundingClientRect().width") > 20, "a mark says its words to a pointer")
    inside = mark.evaluate("each => { const [a, b] = [each.getBoundingClientRect(), each.closest('figure').getBoundingClientRect()]; return a.right <= b.right; }")
    report.expect(inside, "a mark stands at its cell")


# How far below its formula or paragraph a note begins, in pixels: what is above it in the margin has pushed it down.
PUSHED = """() => [...document.querySelectorAll('.annotated:not(.cell, .output)')].flatMap((each) => {
  const note = each.querySelector(':scope > :is(.check, .sidenote)');
  const pushed = note && note.getBoundingClientRect().height ? note.getBoundingClientRect().top - each.getBoundingClientRect().top : 0;
  return pushed > 120 ? [`${Math.round(pushed)} px: ${note.textContent.slice(0, 60)}`] : [];
})"""


# Entries of a folded legend that are seen in part, that share no line though they would fit on one. One that is longer than a line may be cut.
TORN_LEGENDS = """() => [...document.querySelectorAll('.annotated > .symbols')].flatMap((legend) => {
  const frame = legend.getBoundingClientRect();
  if (frame.height === 0) return [];
  const entries = [...legend.children].filter((entry) => !entry.matches('.long') && entry.getBoundingClientRect().top < frame.bottom - 2);
  const troubles = entries.filter((entry) => {
    const box = entry.getBoundingClientRect(), lines = box.height / parseFloat(getComputedStyle(legend).lineHeight);
    const words = document.createRange();
    words.selectNodeContents(entry);
    const widths = [...words.getClientRects()].map((each) => each.width);
    const whole = widths.reduce((sum, each) => sum + each, 0);
    return box.bottom > frame.bottom + 1 || box.right > frame.right + 1 || lines > 1.9 && whole < 0.8 * frame.width;
  }).map((entry) => entry.textContent);
  return troubles;
})"""


def check_margin(report, page, name, width):
    """Where there is a margin, a note stands beside what it speaks of, or near it."""
    pushed = page.evaluate(PUSHED)
    report.expect(not pushed, f"{name}: no note is pushed far down at {width}", *pushed[:5])
    if not page.locator(".annotated > .symbols").count():
        return
    legend = page.evaluate("""() => {
      // What is folded can't be asked.
      const all = [...document.querySelectorAll('.annotated > .symbols')].filter((each) => each.checkVisibility());
      if (!all.length) return { lines: 0, before: [0, 0], after: [0, 0], canAsk: false };
      const size = (each) => [each.clientHeight, each.scrollHeight];
      const longest = all.reduce((a, b) => b.scrollHeight > a.scrollHeight ? b : a);
      const heights = all.map((each) => each.clientHeight / parseFloat(getComputedStyle(each).lineHeight));
      const before = size(longest), box = longest.parentElement.querySelector('[tabindex="0"]');
      box?.focus();
      const after = size(longest);
      box?.blur();
      return { lines: Math.max(...heights), before, after, canAsk: box !== null };
    }""")
    report.expect(legend["lines"] < 3.9, f"{name}: legends are short at {width}", legend)
    torn = page.evaluate(TORN_LEGENDS)
    report.expect(not torn, f"{name}: each entry of a legend is whole at {width}", *torn[:5])
    whole = not legend["canAsk"] or legend["after"][0] >= legend["after"][1] - 1 and legend["after"][1] >= legend["before"][1]
    report.expect(whole, f"{name}: a legend is whole when its formula is asked at {width}", legend)


def check_notes(report, page, addresses):
    """Notes in the margin that belong to different formulas are apart, and in one line with those of cells."""
    page.set_viewport_size({"width": 1440, "height": 900})
    for address in addresses:
        page.goto(address)
        edges = page.evaluate("""() => [...new Set([...document.querySelectorAll('.annotated > .check:not(.mark)')].map(
          (each) => Math.round(each.getBoundingClientRect().left)))]""")
        report.expect(len(edges) == 1, "notes begin at one edge", address, *edges)
        gaps = page.evaluate("""() => {
          const notes = [...document.querySelectorAll('article .annotated > :is(.check:not(.mark), .evidence, .symbols, .sidenote)')]
            .map((note) => ({ note, box: note.getBoundingClientRect() })).filter(({ box }) => box.height > 0);
          return notes.slice(1).map(({ note, box }, i) => ({ isNew: note.matches('.check') && note.parentElement !== notes[i].note.parentElement,
            gap: box.top - notes[i].box.bottom, text: note.textContent })).filter(({ isNew, gap }) => isNew && gap < 6);
        }""")
        report.expect(not gaps, "notes of different formulas are apart", address, *gaps[:5])


def check_landing(report, page, address):
    page.set_viewport_size({"width": 390, "height": 760})
    page.goto(address)
    begin = page.locator(".begin a")
    leads = begin.count() == 1 and begin.get_attribute("href").startswith("01-")
    report.expect(leads, "its first link leads to the first lesson")
    place = begin.bounding_box() if leads else {"y": 760, "height": 0}
    report.expect(place["y"] + place["height"] < 760 and place["height"] >= 24, "one needn't scroll for it on a phone", place)
    code = page.locator(".cover .cell:has(.figure) > pre")
    report.expect(code.count() > 0 and not code.first.is_visible(), "its picture comes without code")
    terms = page.locator(".about dt").all_inner_texts()
    for wanted in ("For whom", "What you need", "How long it takes", "Where to begin", "Run it yourself", "Source code", "License"):
        report.expect(wanted in terms, f"the landing page says: {wanted}", terms)
    first = page.locator(".about a[href^='01-']")
    report.expect(first.count() == 1, "it leads to the first lesson")
