"""What is wrong with a drawn figure: wider than its box, with words that lie on one another, or with letters that are too small on paper."""

# The width of A4 between its margins, in the pixels of a style sheet.
PAPER = 658

# Of one figure, what is cut and which words overlap; a box that scrolls by itself shows all of its content in turn.
TROUBLES = """(figure) => {
  const troubles = [];
  const isPrinted = matchMedia('print').matches;
  const scrolls = (element) => !isPrinted && /(auto|scroll)/.test(getComputedStyle(element).overflowX);
  const seen = (element) => {
    const box = element.getBoundingClientRect();
    if (!element.checkVisibility({ visibilityProperty: true }) || box.width < 0.5 || box.height < 0.5) return null;
    return box;
  };
  const named = (text) => text.textContent.trim().slice(0, 24);
  const frame = figure.getBoundingClientRect();
  const scroller = (element) => {
    for (let each = element.parentElement; each && figure.contains(each); each = each.parentElement) if (scrolls(each)) return each;
    return null;
  };
  const parts = [...figure.querySelectorAll('svg text, svg rect, svg circle, th, td, p, li')].filter(
    (each) => !each.closest('.data, annotation') && seen(each));
  for (const part of parts) {
    const box = seen(part), around = scroller(part);
    // Within a box that scrolls, its beginning and end are the ends of what can be seen.
    const room = around ? around.getBoundingClientRect() : frame;
    const left = around ? room.left - around.scrollLeft : room.left;
    const right = around ? left + around.scrollWidth : room.right;
    if (box.left < left - 1.5 || box.right > right + 1.5) {
      troubles.push(`cut: ${part.localName} “${named(part)}” ${Math.round(Math.max(left - box.left, box.right - right))} px outside`);
    }
  }
  // On paper a drawing is smaller than on a screen; a line of its letters is at least as high as in a footnote.
  if (isPrinted) for (const text of figure.querySelectorAll('svg text')) {
    const box = seen(text);
    if (box && box.height < 7.5) troubles.push(`small: “${named(text)}” ${box.height.toFixed(1)} px high`);
  }
  for (const box of figure.querySelectorAll('.scroll')) {
    if (box.closest('.data') || box.scrollWidth <= box.clientWidth + 1) continue;
    // On a phone, the numbers of a large table scroll; a picture is made for its place.
    const isTable = box.querySelector('table') !== null;
    if (isPrinted || innerWidth >= 700 || !isTable) troubles.push(`cut: ${box.scrollWidth} px in ${box.clientWidth}`);
  }
  // A glyph's ink is a little smaller than the box around its line.
  const words = [...figure.querySelectorAll('svg text, .axis, .legend > li, figcaption, .note')].filter(
    (each) => !each.closest('.data, table') && each.textContent.trim());
  const boxes = words.flatMap((text) => {
    const pieces = [...text.querySelectorAll(':scope > tspan[x]')];
    return (pieces.length ? pieces : [text]).map((piece) => ({ piece, box: seen(piece) })).filter((each) => each.box);
  });
  for (let i = 0; i < boxes.length; i += 1) for (let j = i + 1; j < boxes.length; j += 1) {
    const [a, b] = [boxes[i].box, boxes[j].box];
    const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
    const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
    if (across > 1 && down > 0.3 * Math.min(a.height, b.height)) {
      troubles.push(`overlap: “${named(boxes[i].piece)}” and “${named(boxes[j].piece)}” by ${Math.round(across)} px`);
    }
  }
  // What chooses a picture is apart from it.
  const choice = figure.querySelector('.choose');
  const under = choice && Math.min(...[...figure.querySelectorAll('svg text')].map(seen).filter(Boolean).map((box) => box.top));
  if (choice && seen(choice.querySelector('select')) && under - seen(choice.querySelector('select')).bottom < 4) {
    troubles.push('touching: what chooses the picture');
  }
  // Under attention lines no place is kept for what isn't there.
  const lines = figure.querySelector('.attention > svg'), data = figure.querySelector('.data');
  if (lines && data && !isPrinted) {
    const bottom = Math.max(...[...lines.querySelectorAll('text')].map(seen).filter(Boolean).map((box) => box.bottom));
    const gap = data.getBoundingClientRect().top - bottom;
    if (gap > 20) troubles.push(`empty: ${Math.round(gap)} px under the keys`);
  }
  return troubles.slice(0, 6);
}"""


def check_figures(report, page, name, where):
    """Nothing of a figure is cut, and no words overlap: where a page is as wide as it is now."""
    troubles = page.evaluate(
        f"""() => [...document.querySelectorAll('figure.figure')].flatMap((figure) =>
          ({TROUBLES})(figure).map((trouble) => (figure.querySelector('figcaption')?.textContent ?? '') + ': ' + trouble))""")
    report.expect(not troubles, f"{name}: no figure is cut and no words overlap, {where}", *troubles[:8])
