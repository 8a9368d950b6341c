"""How the pages read: type, measure, figures, formulas."""

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
    for family, least, most in (("'TeX Gyre Pagella Math'", 66, 72), ("", 60, 80)):
        page.evaluate("family => document.fonts.load('18px ' + (family || 'serif'))", family)
        lines = page.evaluate(LINES, family)
        middle = lines[len(lines) // 2] if lines else 0
        report.expect(least <= middle <= most, f"a line of prose has {least} to {most} characters in {family or 'what is here'}", middle)
    size, leading = page.evaluate(TYPE, "article > p:not(.summary)")
    report.expect(17 <= size <= 18 and abs(leading - 1.6) < 0.01, "prose is set in 17 to 18 px, 1.6 apart", size, leading)
    size, leading = page.evaluate(TYPE, "article pre > code")
    report.expect(abs(size - 15) <= 1 and abs(leading - 1.5) < 0.01, "code is set in about 15 px, 1.5 apart", size, leading)
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
    colour = "element => getComputedStyle(element).color"
    plain = other.evaluate(colour)
    report.expect(same.count() > 1, "a symbol stands in several formulas", same.count())
    report.expect(not legend.is_visible(), "a legend is short until it is asked")
    for act, claim in ((symbol.hover, "pointed at"), (symbol.focus, "focused")):
        page.mouse.move(0, 0)
        act()
        lit = [each.evaluate(colour) for each in same.all()]
        report.expect(plain not in lit, f"a symbol {claim} lights up everywhere", lit)
        report.expect(other.evaluate(colour) == plain, f"another than the symbol {claim} doesn't")
        report.expect(legend.is_visible(), f"a symbol {claim} tells its value")
        report.expect(legend.locator("a[href^='#']").count() == 1, f"a symbol {claim} tells its cell")


def check_formulas(report, page, address):
    page.goto(address)
    bare = page.locator("math:not(:has(annotation[encoding='application/x-tex']))").count()
    report.expect(bare == 0, "every formula carries its LaTeX", bare)
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


def check_ends(report, page, addresses):
    """Each lesson closes as a reader expects it to."""
    for address in addresses:
        page.goto(address)
        name = address.rsplit("/", 1)[1]
        headings = page.locator("article > h2").evaluate_all("all => all.map((each) => each.id)")
        ends = [each for each in headings if each in ("summary", "exercises", "page.checked")]
        report.expect(ends == ["summary", "exercises", "page.checked"], f"{name} ends with summary, exercises, checks", headings)
        exercises, solutions = page.locator(".exercise"), page.locator(".exercise > details:not([open])")
        report.expect(
            exercises.count() == solutions.count() > 0, f"{name}: each exercise has a folded solution",
            exercises.count(), solutions.count())


def check_motion(report, browser, address):
    """Who asks for less motion gets none."""
    for wish, behaviour in (("no-preference", "smooth"), ("reduce", "auto")):
        context = browser.new_context(reduced_motion=wish)
        page = context.new_page()
        page.goto(address)
        found = page.evaluate("getComputedStyle(document.documentElement).scrollBehavior")
        report.expect(found == behaviour, f"scrolling is {behaviour} with {wish}", found)
        if wish == "reduce":
            # What is tied to the scrolling moves only as the reader does.
            moving = page.evaluate("""() => [...document.querySelectorAll('*')].filter((element) => {
              const style = getComputedStyle(element);
              return style.transitionDuration.split(', ').some((time) => parseFloat(time) > 0)
                || style.animationName !== 'none' && (style.animationTimeline ?? 'auto') === 'auto';
            }).map((element) => element.outerHTML.slice(0, 80))""")
            report.expect(not moving, "nothing moves by itself", *moving[:5])
        context.close()
