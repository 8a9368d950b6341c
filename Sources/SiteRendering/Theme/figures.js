// Draws the figures of a page with a reader's numbers, as the build would draw them: the same marks, ticks and words, by the same rounding.
// This is what all kinds of figures share; each has a script of its own, which a page loads if it has such a figure.
"use strict";
(() => {
  const { abs, ceil, floor, log10, max, min, sign, sqrt } = Math;
  const { isFinite } = Number;
  const list = (length, make) => {
    const all = [];
    for (let i = 0; i < length; i++) all.push(make(i));
    return all;
  };
  const joined = (all, make) => all.map(make).join("");
  const rows = (values, columns) => list(values.length / columns, (row) => values.slice(row * columns, (row + 1) * columns));

  // ---- Numbers as text ----

  const awayFromZero = (x) => sign(x) * floor(abs(x) + 0.5);
  const isRound = (x) => !isFinite(x) || x === Math.round(x);

  // As C prints it: a tie goes to the even digit.
  const fixed = (x, decimals) => {
    if (abs(x * 2 ** (decimals + 1)) % 2 !== 1) return x.toFixed(decimals);
    const down = floor(abs(x) * 10 ** decimals);
    return ((sign(x) * (down + (down % 2))) / 10 ** decimals).toFixed(decimals);
  };

  // A length or a share, without trailing zeros.
  const shortest = (x, decimals) => {
    const text = fixed(x, decimals);
    return text.replace(decimals > 0 ? /\.?0+$/ : "", "").replace(/^-0$/, "0");
  };
  const px = (x) => shortest(x, 1);
  const percent = (share) => `${shortest(share * 100, 2)}%`;

  const decimal = (x, decimals) => {
    if (isNaN(x)) return "nan";
    const digits = isFinite(x) ? fixed(abs(x), decimals) : "∞";
    return (x < 0 && /[1-9∞]/.test(digits) ? "−" : "") + digits;
  };

  // As `%g` has it.
  const short = (x, digits = 6) => {
    if (isRound(x) && !(isFinite(x) && abs(x) >= 1e15)) return decimal(x, 0);
    const [factor, power] = x.toExponential(digits - 1).split("e").map(Number);
    const text = power >= -4 && power < digits ? shortest(x, digits - 1 - power)
      : `${factor}e${power < 0 ? "-" : "+"}${String(abs(power)).padStart(2, "0")}`;
    return text.replaceAll("-", "−");
  };

  const shorts = (values, digits) => values.map((x) => short(x, digits));
  // The numbers of several lists, line by line.
  const lines = (lists) => lists[0].flatMap((_, i) => shorts(lists.map((values) => values[i])));

  // About how wide small letters are, in pixels.
  const letters = (text) => [...text].reduce((sum, letter) => sum + (letter >= "\u2E80" ? 13 : /\p{Mn}/u.test(letter) ? 0
    : "ijlt.,;:'|!() ".includes(letter) ? 4.6 : "mwMW—→−=+×".includes(letter) ? 11.5 : 7.8), 0);
  const widest = (texts) => ceil(max(0, ...texts.map(letters)));
  // That of a label, whose index is smaller and lower.
  const labelWidth = (label) => [...label.childNodes].reduce((sum, piece) =>
    sum + (piece.nodeType === 3 ? letters(piece.data.replaceAll("\u00A0", " ")) : piece.matches("sub, [font-size]") ? letters(piece.textContent) * 0.75 : 0), 0);

  const magnitude = (values) => max(0, ...values.filter(isFinite).map(abs));
  const percentage = (x, scale) => (isFinite(x) && scale > 0 ? awayFromZero(100 * max(-1, min(x / scale, 1))) : 0);

  // As many as the largest leaves room for.
  const stepDecimals = (values) => {
    const largest = magnitude(values);
    return values.every(isRound) ? 0 : largest >= 100 ? 1 : largest >= 10 ? 2 : 3;
  };

  // ---- Markup ----

  const tag = (name, attributes, content) => `<${name} ${attributes}${content === undefined ? "/>" : `>${content}</${name}>`}`;
  const pathOf = (role, d) => tag("path", `class="${role}" d="${d}"`);
  const textAt = (attributes, x, y, content) => tag("text", `${attributes && `class="${attributes}" `}x="${x}" y="${px(y)}"`, content);

  // ---- Axes ----

  // 1, 2 or 5 times a power of ten: its exponent, and what a multiple of it is.
  const roundStep = (width) => {
    const power = (exponent) => Number(`1e${exponent}`);
    let exponent = floor(log10(width));
    if (exponent < 0 ? 1 / power(-exponent) > width : power(exponent) > width) exponent -= 1;
    const ratio = width / power(exponent);
    let factor = ratio < Math.SQRT2 ? 1 : ratio < sqrt(10) ? 2 : ratio < sqrt(50) ? 5 : 10;
    if (factor > 5) [factor, exponent] = [1, exponent + 1];
    return [exponent, (count) => (exponent < 0 ? (count * factor) / power(-exponent) : count * factor * power(exponent))];
  };

  // The values and the labels of the ticks of an axis. Powers of ten at the ticks are left to the build.
  const ticks = (low, high, count) => {
    const [exponent, multiple] = roundStep((high - low) / (max(count, 2) - 1)), step = multiple(1);
    const first = ceil(low / step - 1e-9), last = floor(high / step + 1e-9);
    const values = list(max(0, last - first + 1), (i) => multiple(first + i));
    if (exponent < -5 || magnitude(values) >= 1e6) throw beyond;
    return [values, values.map((x) => (x === 0 ? "0" : decimal(x, max(-exponent, 0))))];
  };

  // ---- The figure that is being drawn ----

  // What can't be drawn with these numbers.
  const beyond = {};
  let figure;
  const one = (selector, element = figure.output) => element.querySelector(selector);
  const all = (selector, element = figure.output) => [...element.querySelectorAll(selector)];
  // Those of the table under the figure, which has its numbers.
  const ofTable = (selector) => all(`details.data ${selector}`);
  const attribute = (element, name) => element.getAttribute(name);
  // What is read of the figure as it was built, once.
  const built = (read) => (figure.built ??= read());

  // Changes an attribute, or the text or the markup in an element, so that it can be changed back. What is kept: as it was, and as it is.
  const change = (element, name, value) => {
    const kept = figure.changed.get(element) ?? new Map();
    figure.changed.set(element, kept);
    const state = kept.get(name) ?? list(2, () => (isContent(name) ? element[name] : attribute(element, name)));
    if (state[1] !== value) put(element, name, value);
    kept.set(name, [state[0], value]);
  };
  const isContent = (name) => /^(text|inner)/.test(name);
  // Into the text that is there, if it is all that is there.
  const setContent = (element, text) => {
    if (element.firstChild?.nodeType === 3 && !element.firstChild.nextSibling) element.firstChild.data = text;
    else element.textContent = text;
  };
  const put = (element, name, value) => {
    if (name === "innerHTML") draw(element, value);
    else if (isContent(name)) setContent(element, value);
    else if (value === null) element.removeAttribute(name);
    else element.setAttribute(name, value);
  };
  // Of elements with markup of ours: its form, and where its attributes and texts are, so that only those that differ are laid out anew.
  const drawn = new WeakMap();
  const draw = (element, markup) => {
    const [lastForm, slots, last] = drawn.get(element) ?? [], values = [];
    const form = markup.replace(/"([^"]*)"|>([^<]+)/g, (_, attribute, text) => (values.push(attribute ?? text), attribute === undefined ? ">" : ""));
    if (form === lastForm && slots.length === values.length) {
      values.forEach((value, i) => { if (value !== last[i]) slots[i].nodeValue = value; });
      drawn.set(element, [form, slots, values]);
    } else {
      element.innerHTML = markup;
      drawn.set(element, [form, slotsOf(element), values]);
    }
  };
  const slotsOf = ({ childNodes }) => [...childNodes].flatMap((node) => (node.attributes ? [...node.attributes, ...slotsOf(node)] : [node]));
  const setText = (element, text) => change(element, "textContent", text);
  const setMarkup = (element, markup) => change(element, "innerHTML", markup);
  // What was built.
  const old = (element, name) => figure.changed.get(element)?.get(name)?.[0] ?? attribute(element, name);
  // Those that have one.
  const setTexts = (elements, texts) => elements.forEach((element, i) => { if (texts[i] !== undefined) setText(element, texts[i]); });
  const setTable = (texts) => setTexts(ofTable("td"), texts);
  const setHeads = (texts) => setTexts(ofTable("tbody th"), texts);

  // ---- The figures of a page ----

  // By their names: how each is drawn, and whether only if all numbers are finite. The scripts of the kinds of a page add them.
  const kinds = {};

  // `recorded` says of a text that it is the recorded run's.
  window.liveFigure = (output, recorded, kind = output.dataset.draw) => {
    const [draw, isFiniteAlone] = kinds[kind] ?? [];
    const own = {
      output, recorded, changed: new Map(),
      // Whether it could be drawn. A `held` figure keeps its axes, as they are for these parts.
      draw(parts, held) {
        figure = own;
        try {
          if (!draw || (isFiniteAlone && !parts.flat().every((x) => abs(x) < 1e100))) throw beyond;
          draw(parts, output.dataset, own, held);
        } catch (error) {
          if (error !== beyond) throw error;
          own.reset();
          return false;
        }
        // What is heard of the picture as a whole isn't written anew.
        for (const picture of all("[role=img][aria-label], .attention[aria-label], .clocks[aria-label]"))
          if (!picture.closest("g, td")) change(picture, "aria-label", recorded(old(picture, "aria-label")));
        return true;
      },
      reset() {
        for (const [element, kept] of own.changed) for (const [name, [was]] of kept) put(element, name, was);
        own.changed.clear();
      },
    };
    return own;
  };

  // What the scripts of the kinds draw with.
  window.figureTools = {
    all, attribute, awayFromZero, beyond, built, change, decimal, isRound, joined, kinds, labelWidth, letters, lines, list, magnitude,
    ofTable, old, one, pathOf, percent, percentage, px, roundStep, rows, setHeads, setMarkup, setTable, setText, setTexts, short, shortest,
    shorts, stepDecimals, tag, textAt, ticks, widest,
  };
})();
