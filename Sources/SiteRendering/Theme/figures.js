// Draws the figures of a page with a reader's numbers, as the build would draw them: the same marks, ticks and words, by the same rounding.
"use strict";
(() => {
  const { PI, abs, atan2, ceil, cos, floor, hypot, log10, max, min, sign, sin, sqrt, trunc } = Math;
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
  // Those of a heat map: so many that the largest number has two digits.
  const heatDecimals = (values) => {
    let top = magnitude(values), decimals = values.every(isRound) ? 0 : 2;
    for (; decimals >= 2 && top > 0 && top < 0.1 && decimals < 8; top *= 10) decimals += 1;
    return decimals;
  };
  // Those of a tensor's text: as many as its numbers need, and no more than four.
  const textDecimals = (values) => {
    const finite = values.filter((x) => isFinite(x) && x !== 0);
    const largest = magnitude(finite) || 1;
    const needed = (x) => [0, 1, 2, 3].find((decimals) => Math.fround(x.toFixed(decimals)) === x) ?? 4;
    return largest < 0.001 || largest >= 1e7 ? 4 : max(0, ...finite.map(needed));
  };
  const percentage = (x, scale) => (isFinite(x) && scale > 0 ? awayFromZero(100 * max(-1, min(x / scale, 1))) : 0);

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

  // Of values that are all finite, and equal differences: where a value is, and the ticks.
  const axis = (values, ends) => {
    let low = min(...values), high = max(...values);
    if (!(high - low > max(abs(low), abs(high)) * 1e-9 && high - low > 1e-290)) {
      const margin = low === 0 ? 1 : max(abs(low) / 2, 1e-280);
      [low, high] = [low - margin, high + margin];
    }
    if (ends === "padded") [low, high] = [low - (high - low) * 0.03, high + (high - low) * 0.03];
    if (ends === "round") {
      if (low > 0 && low < 0.4 * high) low = 0;
      if (high < 0 && high > 0.4 * low) high = 0;
      const step = roundStep((high - low) / 5)[1](1);
      low = floor(low / step + 1e-9) * step;
      high = ceil(high / step - 1e-9) * step;
    }
    return [(x) => (x - low) / (high - low), ...ticks(low, high, 6)];
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

  // ---- Charts ----

  const width = 1000, height = 240;
  const tag = (name, attributes, content) => `<${name} ${attributes}${content === undefined ? "/>" : `>${content}</${name}>`}`;
  const pathOf = (role, d) => tag("path", `class="${role}" d="${d}"`);
  const textAt = (attributes, x, y, content) => tag("text", `${attributes && `class="${attributes}" `}x="${x}" y="${px(y)}"`, content);
  const stretched = (content, style = "") => tag("svg", `${style && `class="${style}" `}viewBox="0 0 ${width} ${height}" preserveAspectRatio="none"`, content);
  const outer = (elements) => joined(elements, (element) => element.outerHTML);
  const box = (x, width, top, tall) => tag("rect", `x="${x}" width="${width}" y="${px(top)}" height="${px(tall)}"`);
  const arc = (radius, isLeft) => `A${px(radius)} ${px(radius)} 0 0 ${isLeft ? 0 : 1} `;

  // A path whose steps are between places in tenths of a pixel.
  const path = () => {
    let text = "", penX = 0, penY = 0;
    const tenths = (count) => shortest(count / 10, 1).replace(/^(-?)0\./, "$1.");
    return (command, x, y, after = "") => {
      if (command) {
        const toX = awayFromZero(x * 10), toY = awayFromZero(y * 10);
        text += command + tenths(toX - penX) + (toY < penY ? "" : " ") + tenths(toY - penY) + after;
        [penX, penY] = [toX, toY];
      }
      return text;
    };
  };

  // The axes around what is drawn. What doesn't change is taken from the figure as it was built.
  const frame = ([place, values, labels], x, marks, ends) => {
    const root = one(".chart"), drawing = one(".chart > svg");
    const [style, across, builtTicks] = figure.frame ??= [attribute(root, "style"),
      outer([...drawing.children].filter((each) => each.matches("text:not(.up)"))),
      outer([...drawing.children].filter((each) => each.firstChild?.matches?.(".zero[d*=v]")))];
    const at = (value) => (1 - place(value)) * height;
    const rules = (isZero) => {
      const d = joined(values.filter((value) => (value === 0) === isZero), (value) => `M0 ${px(at(value))}h${width}`);
      return d && stretched(pathOf(isZero ? "zero" : "grid", d));
    };
    let along = across, tickMarks = builtTicks;
    const [, left, right] = style.match(/--left:(\d+)px;--right:(\d+)px/).map(Number);
    let nowRight = right;
    if (x) {
      const [place, values, labels] = x, isWide = labels.length * (widest(labels) + 8) > 220;
      along = joined(values, (value, i) => textAt(isWide && i % 2 === 1 ? "odd" : "", percent(place(value)), height + 20, labels[i]));
      tickMarks = stretched(pathOf("zero", joined(values, (value) => `M${px(place(value) * width)} ${height}v5`)));
      nowRight = max(8, floor(widest(labels.slice(-1)) / 2) + 2);
    }
    const upward = joined(values, (value, i) => textAt("up", -8, at(value) + 4.5, labels[i]));
    setMarkup(drawing, rules(false) + tickMarks + upward + along + marks + rules(true) + (ends ?? ""));
    const nowLeft = 12 + widest(labels);
    change(root, "style", style.replace(/--left:.*?--right:\d+px/, `--left:${nowLeft}px;--right:${nowRight}px`)
      .replace(/min-width:(\d+)/, (_, least) => `min-width:${least - left - right + nowLeft + nowRight}`)
      .replace(/;--ends:\d+px/, (ending) => (ends === "" ? "" : ending)));
  };

  const bars = (groups, data) => {
    if (data.bins) return histogram(groups, data);
    const y = axis([...groups.flat(), 0], "round"), [place] = y, zero = place(0);
    const drawn = built(() => all(".bar").filter((each) => each.matches("g")).map((group) => [
      attribute(group, "class"), one("text", group) !== null,
      all("rect", group).map((rect) => [attribute(rect, "x"), attribute(rect, "width")]),
    ]));
    const room = 1 / max(groups[0].length, 1);
    const gap = room * min(0.25, 1 / (groups.length + 1));
    const barWidth = (room - gap) / groups.length;
    const marks = joined(drawn, ([style, hasNumbers, places], number) => tag("g", `class="${style}"`, joined(groups[number], (value, i) => {
      const at = place(value), top = (1 - max(at, zero)) * height, tall = abs(at - zero) * height;
      const middle = i * room + gap / 2 + number * barWidth + barWidth / 2;
      return box(...places[i], top, tall)
        + (hasNumbers ? textAt("number", percent(middle), at < zero ? top + tall + 14 : top - 5, short(value, 3)) : "");
    })));
    setTable(lines(groups));
    frame(y, null, marks);
  };

  const histogram = ([values], { bins }) => {
    const least = min(...values), greatest = max(...values);
    const edges = [...new Set([least, ...list(bins - 1, (i) => least * (1 - (i + 1) / bins) + greatest * ((i + 1) / bins)), greatest])];
    const counts = edges.slice(1).map(() => 0);
    // Numbers so near each other have other bins.
    if (counts.length != bins || edges.some((edge, i) => edge < edges[i - 1])) throw beyond;
    for (const value of values) counts[min(edges.findLastIndex((edge) => edge <= value), bins - 1)] += 1;
    const x = axis(edges), y = axis([...counts, 0], "round"), places = edges.map(x[0]);
    setHeads(shorts(edges));
    setTable(counts.flatMap((count, i) => [short(edges[i + 1]), String(count)]));
    frame(y, x, tag("g", 'class="s1 bar"', joined(counts, (count, i) => {
      const tall = y[0](count);
      return count ? box(percent(places[i]), percent(places[i + 1] - places[i]), (1 - tall) * height, tall * height) : "";
    })));
  };

  const chart = (parts, { marks, x: ends }) => {
    const kinds = marks.split(" ");
    const [xs, ys] = [0, 1].map((side) => parts.filter((_, i) => i % 2 === side));
    const y = axis(ys.flat(), "round");
    // Without its ends, an axis stays, and x are places on it.
    const x = ends && axis(xs.flat(), ends);
    const isReference = (i) => kinds[i] === "reference", isPoints = (i) => kinds[i] === "points";
    // Lines have the first styles.
    const series = [...kinds.keys()].filter((i) => !isReference(i));
    const order = [...series.filter((i) => !isPoints(i)), ...series.filter(isPoints)];
    const styles = kinds.map((kind, i) => (isReference(i) ? kind : `s${(order.indexOf(i) % 6) + 1}`));
    const points = xs.map((values, i) => values.map((value, p) => [x ? x[0](value) * width : value, (1 - y[0](ys[i][p])) * height]));
    const drawn = points.map((all, i) => {
      const kind = kinds[i], line = path(), dots = path();
      all.forEach(([x, y], p) => {
        const [lastX, lastY] = all[p - 1] ?? [];
        if (!isPoints(i) && all.length > 1) {
          if (p > 0 && kind === "steps" && y !== lastY) line("l", x, lastY);
          line(p > 0 ? "l" : "m", x, y);
        }
        if ((isPoints(i) || (kind === "line" && all.length <= 20)) && (x !== lastX || y !== lastY)) dots("m", x, y, "h0");
      });
      const paths = [["line", line()], ["points", dots()], ["hollow", /s3|s4/.test(styles[i]) ? dots() : ""]];
      return stretched(joined(paths, ([role, d]) => d && pathOf(role, d)), styles[i]);
    });
    const legend = one(".legend");
    const labels = built(() => all(".ends text").map((label) => label.outerHTML));
    let names;
    if (labels.length > 0) {
      const places = endPlaces(points.map((all) => all.at(-1)[1]));
      names = places ? tag("g", 'class="ends"', joined(labels, (label, i) => label.replace(/ y="[^"]*"/, ` y="${px(places[i] + 4.5)}"`))) : "";
      if (legend) change(legend, "class", places ? "legend narrow" : "legend");
    }
    const isShared = ofTable("tbody tr").length === xs[0].length;
    // Places on an axis that stays are no numbers of the table, which has its own.
    setTable(isShared ? lines(ys)
      : xs.flatMap((values, i) => values.flatMap((value, p) => [x && short(value), short(ys[i][p])])));
    if (isShared && x) setHeads(shorts(xs[0]));
    frame(y, x, joined([true, false], (isBelow) => joined(drawn, (all, i) => (isReference(i) === isBelow ? all : ""))), names);
  };

  // Where the names of lines stand at their ends; null if some would be far from their lines.
  const endPlaces = (ends) => {
    const places = ends.slice();
    const order = [...ends.keys()].sort((a, b) => ends[a] - ends[b] || a - b);
    order.slice(1).forEach((below, i) => { places[below] = max(places[below], places[order[i]] + 16); });
    const shift = max(...places.map((place, i) => place - ends[i])) / 2;
    const moved = places.map((place) => place - shift);
    return moved.every((place, i) => abs(place - ends[i]) <= 10) ? moved : null;
  };

  // ---- Tokens and tables ----

  const attention = ([weights]) => {
    if (weights.some((weight) => weight < 0)) throw beyond;
    const [queries, keys] = ["query", "key"].map((kind) => all(`.attention g.${kind}`));
    const largest = max(magnitude(weights), 1e-30);
    const place = (i, count) => percent((i + 0.5) / count);
    const draw = (tokens, count, weightOf, isQuery) => tokens.forEach((token, i) => {
      const others = list(count, (j) => weightOf(i, j));
      setMarkup(one("svg", token), joined(others, (weight, j) => {
        const share = percentage(weight, largest), own = place(i, tokens.length), other = place(j, count);
        return share > 0 ? tag("line", `x1="${isQuery ? own : other}" x2="${isQuery ? other : own}" y2="100%" style="--w:${shortest(share / 100, 2)}"`) : "";
      }));
      setTexts(all(".number tspan", token), others.map((weight) => decimal(weight, 2)));
      let next = 0;
      const heard = old(token, "aria-label").replace(/ [−\d.]+(?=, |$)/g, () => ` ${decimal(others[next++] ?? NaN, 2)}`);
      change(token, "aria-label", next === count ? heard : figure.recorded(heard));
    });
    draw(queries, keys.length, (i, j) => weights[i * keys.length + j], true);
    draw(keys, queries.length, (i, j) => weights[j * keys.length + i], false);
    // Where there are several, the list has all.
    if (!one("[data-kind]")) setTable(shorts(weights));
  };

  const clocks = ([angles]) => {
    all(".clocks td svg").forEach((clock, i) => {
      const angle = angles[i], turn = ((angle * 180) / PI) % 360;
      change(clock, "aria-label", `${awayFromZero(turn < 0 ? turn + 360 : turn) % 360}°`);
      change(one(".hand", clock), "d", `M0 0L${px(9 * cos(angle))} ${px(-9 * sin(angle))}`);
    });
    setTable(shorts(angles, 4));
  };

  // The cells of a table of numbers, in their colours, and how many letters it is wide.
  const fill = (table, values, decimals, shares) => {
    const cells = cellsOf(table), columns = columnCount(table);
    if (cells.length !== values.length) throw beyond;
    cells.forEach((cell, i) => {
      const text = decimal(values[i], decimals);
      setText(cell, shares[i] < 0 && !text.startsWith("−") ? "−" + text : text);
      change(cell, "style", shares[i] === 0 ? null : `--v:${shares[i]}%`);
    });
    const [heads, lead] = ["col", "row"].map((scope) => all(`[scope=${scope}]`, table).map(labelWidth));
    const letterCount = list(columns, (column) =>
      max((heads[column] ?? 0) / 7.8, ...cells.filter((_, i) => i % columns === column).map((cell) => cell.textContent.length)) + 2.5)
      .reduce((sum, each) => sum + each, ceil(max(0, ...lead)) / 7.8 + 1);
    change(table, "style", `--letters:${ceil(letterCount)}`);
  };
  const rowsOf = (table) => all("tbody tr:has(td)", table).map((row) => all("td", row).slice(one("th", row) ? 0 : 1));
  const cellsOf = (table) => rowsOf(table).flat();
  const columnCount = (table) => rowsOf(table)[0].length;

  // As many as the largest leaves room for.
  const stepDecimals = (values) => {
    const largest = magnitude(values);
    return values.every(isRound) ? 0 : largest >= 100 ? 1 : largest >= 10 ? 2 : 3;
  };

  // `boxes` has for each end of each arrow the part in the box there, if any.
  const flow = (parts, { boxes }) => {
    const texts = parts.map((values) => values.map((x) => decimal(x, stepDecimals(values)))), flat = texts.flat();
    if (flat.some((text) => letters(text) > 50)) throw beyond;
    setTexts(all(".picture .number"), flat);
    const cells = ofTable("tbody :is(th, td:nth-child(2))");
    const names = built(() => cells.map((cell) => cell.innerHTML.replace(/[^:]*$/, "")));
    boxes.split(",").forEach((part, i) => { if (part) setMarkup(cells[i], `${names[i]} ${texts[part].join(", ")}`); });
  };

  const steps = (parts) => all("ol.steps table").forEach((table, i) => {
    const values = parts[i], largest = magnitude(values);
    fill(table, values, stepDecimals(values), values.map((x) => percentage(x, largest)));
  });

  const tensor = ([values], { scale = "" }) => {
    const table = one("table.tensor");
    // A value that isn't a figure has the decimals of its text.
    const decimals = one("figure") ? heatDecimals(values) : textDecimals(values);
    fill(table, values, decimals, shares(values, columnCount(table), scale));
    ends(values, scale, decimals);
  };

  // The code refuses to draw what is beyond the scale that it gives.
  const shares = (values, columns, scale) => {
    const [low, high] = scale.split(",").map(parseFloat), largest = magnitude(values);
    if (values.some((x) => x < low || x > high)) throw beyond;
    return values.map((x, i) => {
      if (scale === "row") return percentage(x, magnitude(rows(values, columns)[floor(i / columns)]));
      if (isNaN(low)) return percentage(x, largest);
      return low < 0 ? percentage(x, max(-low, high)) : percentage(x - low, high - low);
    });
  };

  // The ends of a scale that isn't given.
  const ends = (values, scale, decimals) => {
    const legend = one(".scale");
    if (!legend || (scale && scale !== "symmetric")) return;
    const largest = magnitude(values), low = scale || values.some((x) => x < 0) ? -largest : 0;
    change(legend, "class", low < 0 ? "scale diverging" : "scale");
    setTexts(all("span", legend), [low, largest].map((x) => decimal(x, isRound(largest) ? 0 : decimals)));
  };

  // A heat map without numbers: a path for each colour, with lines along the rows or upright, whichever are fewer.
  const picture = ([values], { scale = "" }) => {
    const map = one("svg.heat"), [, , width, height] = attribute(map, "viewBox").split(" ").map(Number);
    const colours = shares(values, width, scale).map((share) => trunc(share / 4) * 4);
    const linesOf = (isUpright) => {
      const paths = new Map(), [lines, length] = isUpright ? [width, height] : [height, width];
      const colour = (line, place) => colours[isUpright ? place * lines + line : line * length + place];
      let count = 0;
      for (let line = 0; line < lines; line++) {
        for (let place = 0; place < length; count++) {
          const start = place, share = colour(line, start), [d, along, across] = paths.get(share) ?? ["", 0, 0];
          while (place < length && colour(line, place) === share) place += 1;
          const from = [start - along, line - across];
          paths.set(share, [`${d}m${(isUpright ? from.reverse() : from).join(" ")}${isUpright ? "v" : "h"}${place - start}`, place, line]);
        }
      }
      return [count, paths, isUpright ? "-.5 0" : "0 -.5"];
    };
    const across = linesOf(false), upright = linesOf(true), [, paths, corner] = upright[0] < across[0] ? upright : across;
    change(map, "viewBox", `${corner} ${width} ${height}`);
    setMarkup(map, joined([...paths].sort(([a], [b]) => a - b), ([share, [d]]) => tag("path", `style="--v:${share}%" d="${d}"`)));
    ends(values, scale, heatDecimals(values));
    setTable(shorts(values, 4));
  };

  const masks = (parts, { open }) => {
    const texts = [];
    all(".masks svg").forEach((picture, i) => {
      const isOpen = (x) => (x === Number(open.split(" ")[i]) ? 1 : 0);
      let d = "";
      rows(parts[i], attribute(picture, "viewBox").split(" ")[2]).forEach((row, y) => {
        const runs = [...joined(row, isOpen).matchAll(/1+/g)].map(({ index, 0: { length } }) => {
          d += `M${index} ${y}h${length}v1h-${length}z`;
          return length > 1 ? `${index + 1}–${index + length}` : index + 1;
        });
        texts.push(undefined, runs.join(" "));
      });
      change(picture.firstElementChild, "d", d);
    });
    setTable(texts);
  };

  // `columns` has for each how many letters it has at least, and of numbers their decimals.
  const quantities = (parts, { columns }) => {
    const table = one(".quantities"), lines = all("tbody tr", table);
    let letterCount = 0, part = 0;
    columns.split(" ").forEach((column, at) => {
      const [least, decimals] = column.split(":"), isNumbers = decimals !== undefined;
      const texts = isNumbers ? parts[part++].map((x) => (decimals ? decimal(x, Number(decimals)) : short(x))) : [];
      setTexts(lines.map(({ cells }) => cells[at]), texts);
      letterCount += max(least, ...texts.map((text) => floor(widest([text]) / 8) + 2));
    });
    change(table, "style", `--letters:${letterCount}`);
  };

  // ---- Arrows in a plane ----

  const plane = (tips, { angles = "" }, held) => {
    const drawing = one("svg.plane");
    const [names, counts, acrossName, upName = ""] = built(() => [
      all(".plane .name").map((label) => [attribute(label, "class"), label.innerHTML, labelWidth(label) * 1.12]),
      all(".plane > g").map((vector) => all(".vector", vector).length),
      all(".plane > .tick").find((label) => !/^[−\d.]+$/.test(label.textContent))?.innerHTML, one(".plane > .first")?.outerHTML,
    ]);
    let count = 0;
    const vectors = counts.map((each) => tips.slice(count, (count += each)));
    // The plane stays while an arrow is dragged.
    const [xs, ys] = [0, 1].map((side) => [...(held ?? tips).map((tip) => tip[side]), 0]);
    const room = max(max(...xs) - min(...xs), max(...ys) - min(...ys)) || 1, margin = room * 0.14;
    const low = [xs, ys].map((values) => min(...values) - margin), high = [xs, ys].map((values) => max(...values) + margin);
    const unit = 300 / (room + 2 * margin);
    const step = roundStep(max(high[0] - low[0], high[1] - low[1]) / 7)[1](1);
    const [[across, acrossLabels], [up, upLabels]] = [0, 1].map((side) =>
      ticks(low[side], high[side], max(trunc((high[side] - low[side]) / step) + 1, 2)));
    const left = widest(upLabels) + 10, top = upName ? 26 : 8;
    const wide = left + (high[0] - low[0]) * unit + 12, tall = top + (high[1] - low[1]) * unit + (acrossName ? 42 : 22);
    const x = (value) => left + (value - low[0]) * unit, y = (value) => top + (high[1] - value) * unit;
    const at = (a, b) => `${px(a)} ${px(b)}`, point = ([a, b]) => at(x(a), y(b));
    const zeroX = x(0), zeroY = y(0), bottom = y(low[1]), highest = y(high[1]), lowest = x(low[0]), rightmost = x(high[0]);
    const taken = [];
    const take = (...area) => taken.push(area);

    const upright = (v) => `M${at(x(v), highest)}V${px(bottom)}`, level = (v) => `M${at(lowest, y(v))}H${px(rightmost)}`;
    let content = pathOf("grid", joined(across, upright) + joined(up, level)) + pathOf("zero", upright(0) + level(0));
    across.forEach((v, i) => {
      take(x(v) - 10, bottom + 3, x(v) + 10, bottom + 20);
      content += textAt("tick", px(x(v)), bottom + 16, acrossLabels[i]);
    });
    take(0, 0, left - 2, tall);
    up.forEach((v, i) => { content += textAt("up", px(left - 6), y(v) + 4.5, upLabels[i]); });
    if (acrossName) content += textAt("tick", px((lowest + rightmost) / 2), bottom + 35, acrossName);
    content += upName;

    // Puts a text beside a point, where it lies on as little as possible.
    const label = (markup, textWidth, pointX, pointY, awayX, awayY, role) => {
      let best = Infinity, area;
      for (const distance of [8, 18, 30, 44, 60, 80]) {
        for (const turn of role === "size" ? [0] : [0, 45, -45, 90, -90, 135, -135, 180]) {
          const c = cos((turn * PI) / 180), s = sin((turn * PI) / 180);
          const atX = pointX + (awayX * c - awayY * s) * (distance + textWidth / 2), atY = pointY + (awayX * s + awayY * c) * (distance + 8);
          const l = atX - textWidth / 2, t = atY - 8.5, r = atX + textWidth / 2, b = atY + 8.5;
          const outside = max(-l, 0) + max(r - wide, 0) + max(-t, 0) + max(b - tall + 20, 0);
          const overlap = taken.reduce((sum, o) => sum + max(min(r, o[2]) - max(l, o[0]), 0) * max(min(b, o[3]) - max(t, o[1]), 0) * 4, 0);
          const cost = overlap + outside * 40 + abs(turn) / 9 + distance;
          if (cost < best) [best, area] = [cost, [l, t, r, b]];
        }
      }
      take(...area);
      content += textAt(role, px((area[0] + area[2]) / 2), area[1] + 13.5, markup);
    };

    const degrees = angles.split(" ").filter(Boolean).map((pair, number) => {
      const [[ax, ay], [bx, by]] = pair.split(",").map((place) => vectors[place].at(-1));
      if (!hypot(ax, ay) || !hypot(bx, by)) throw beyond;
      const radius = 30 + 16 * (number % 4), start = atan2(ay, ax);
      let turn = atan2(by, bx) - start;
      if (turn > PI) turn -= 2 * PI;
      else if (turn <= -PI) turn += 2 * PI;
      const on = (direction) => at(zeroX + radius * cos(direction), zeroY - radius * sin(direction));
      content += pathOf("angle", `M${on(start)}${arc(radius, turn > 0)}${on(start + turn)}`);
      const text = `${short(awayFromZero(abs((atan2(ax * by - ay * bx, ax * bx + ay * by) * 180) / PI)))}°`, dx = cos(start + turn / 2), dy = -sin(start + turn / 2);
      return [text, letters(text) * 1.12, zeroX + radius * dx, zeroY + radius * dy, dx, dy, "size"];
    });
    const ways = vectors.map((all) => all.map((tip) => {
      const endX = x(tip[0]), endY = y(tip[1]), length = hypot(endX - zeroX, endY - zeroY);
      return [endX, endY, length, (endX - zeroX) / length, (endY - zeroY) / length];
    }));
    vectors.forEach((all, number) => {
      let drawn = "";
      ways[number].forEach(([endX, endY, length, dx, dy], i) => {
        const isFaint = i < all.length - 1, faint = isFaint ? " faint" : "";
        if (!(length > 0.5)) {
          drawn += pathOf(`vector${faint}`, `M${at(endX, endY)}h0`);
          return;
        }
        const head = min(10, length), neckX = endX - dx * head, neckY = endY - dy * head;
        drawn += pathOf(`vector${faint}`, `M${at(zeroX, zeroY)}L${at(neckX, neckY)}`) + pathOf(`tip${faint}`,
          `M${at(endX, endY)}L${at(neckX - dy * 4.5, neckY + dx * 4.5)}L${at(neckX + dy * 4.5, neckY - dx * 4.5)}z`);
        for (let share = 0; share < 9; share++) {
          const way = 0.15 + share * 0.1, onX = zeroX + (endX - zeroX) * way, onY = zeroY + (endY - zeroY) * way;
          take(onX - 5, onY - 5, onX + 5, onY + 5);
        }
      });
      if (all.length > 1) {
        drawn += pathOf("turn", `M${point(all[0])}${joined(all.slice(1), (to, i) => {
          const from = all[i], a = hypot(...from), b = hypot(...to), isLeft = from[0] * to[1] - from[1] * to[0] > 0;
          return (abs(a - b) <= 0.01 * max(a, b) ? arc(a * unit, isLeft) : "L") + point(to);
        })}`);
      }
      content += tag("g", `class="s${(number % 6) + 1}"`, drawn);
    });
    degrees.forEach((each) => label(...each));
    ways.forEach((all, i) => {
      const [endX, endY, length, dx, dy] = all.at(-1), [role, markup, textWidth] = names[i];
      label(markup, textWidth, endX, endY, ...length < 0.5 ? [0, -1] : [dx, dy], role);
    });
    const [w, h] = [wide, tall].map((length) => ceil(length - 1e-6));
    change(drawing, "viewBox", `0 0 ${w} ${h}`);
    change(drawing, "style", `max-width:${w}px${wide * 0.66 > 282 ? `;--least:${trunc(wide * 0.66)}px` : ""}`);
    setMarkup(drawing, content);
    setTable(shorts(tips.flat()));
    // Where a pixel lies, to a decimal that a pixel can tell; and a step of the keyboard, a quarter of that between two ticks.
    const decimals = max(0, ceil(log10(unit)));
    const from = (pixel, side) => Number((side === 0 ? (pixel - left) / unit + low[0] : high[1] - (pixel - top) / unit).toFixed(decimals));
    figure.scale = { x, y, from, step: step / 4 };
  };

  // ---- The figures of a page ----

  // Whether one is drawn only if all numbers are finite.
  const kinds = [
    [".attention", attention, true], [".chart .bar", bars, true], [".chart", chart, true], [".plane", plane, true], [".clocks", clocks, true],
    ["svg.map", picture], [".masks", masks], [".quantities", quantities], ["ol.steps", steps], [".picture .number", flow], ["table.tensor", tensor],
  ];

  // `recorded` says of a text that it is the recorded run's.
  window.liveFigure = (output, recorded) => {
    const [, draw, isFiniteAlone] = kinds.find(([selector]) => one(selector, output)) ?? [];
    const own = {
      output, recorded, changed: new Map(),
      // Whether it could be drawn. A `held` figure keeps its axes, as they are for these parts.
      draw(parts, held) {
        figure = own;
        try {
          if (!draw || (isFiniteAlone && !parts.flat().every((x) => abs(x) < 1e100))) throw beyond;
          draw(parts, output.dataset, held);
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

  // ---- Lines of one matrix among several ----

  // The fields of a list of values, row by row.
  const fields = (text) => {
    const rows = [[]];
    for (const [, field, end] of text.matchAll(/("(?:[^"]|"")*"|[^,\n]*)(,|\n|$)/g)) {
      rows.at(-1).push(field.replace(/^"|"$/g, "").replaceAll('""', '"'));
      if (end === "") break;
      if (end === "\n") rows.push([]);
    }
    return rows;
  };

  // The names and the weights are those of the list under the picture.
  for (const picture of all(".attention[data-kind]", document)) {
    const frame = picture.closest(".figure");
    const [queries, keys] = ["query", "key"].map((kind) => all(`g.${kind}`, picture).length);
    const values = one(".data pre", frame);
    const rows = values ? fields(values.textContent).slice(1)
      : all(".data tbody tr", frame).map((row) => [...row.cells].map((cell) => cell.textContent));
    const weights = rows.map((row) => row.slice(-keys).map((text) => Number(text.replace("−", "-"))));
    const lines = window.liveFigure(frame, (text) => text);
    const select = document.createElement("select");
    for (let first = 0; first < rows.length; first += queries) select.append(new Option(rows[first][0], first));
    select.addEventListener("change", () => {
      const first = Number(select.value);
      lines.draw([weights.slice(first, first + queries).flat()]);
    });
    const label = document.createElement("label");
    label.className = "choose";
    label.append(`${picture.dataset.kind} `, select);
    (picture.closest(".scroll") ?? picture).before(label);
  }
})();
