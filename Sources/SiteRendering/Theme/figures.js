// Draws the figures of a page with a reader's numbers, as the build would draw them: the same marks, ticks and words, by the same rounding.
"use strict";
(() => {
  // ---- Numbers as text ----

  const awayFromZero = (x) => Math.sign(x) * Math.floor(Math.abs(x) + 0.5);

  // As C prints it: a tie goes to the even digit.
  function fixed(x, decimals) {
    const isTie = Math.abs(x * 2 ** (decimals + 1)) % 2 === 1;
    if (!isTie) return x.toFixed(decimals);
    const down = Math.floor(Math.abs(x) * 10 ** decimals);
    return ((Math.sign(x) * (down + (down % 2))) / 10 ** decimals).toFixed(decimals);
  }

  // A length or a share, without trailing zeros.
  function shortest(x, decimals) {
    const text = fixed(x, decimals).replace(/\.?0+$/, (zeros) => (decimals > 0 ? "" : zeros));
    return text === "-0" ? "0" : text;
  }
  const px = (x) => shortest(x, 1);
  const percent = (share) => `${shortest(share * 100, 2)}%`;

  function decimal(x, decimals) {
    if (!Number.isFinite(x)) return Number.isNaN(x) ? "nan" : x < 0 ? "−∞" : "∞";
    const digits = fixed(Math.abs(x), decimals);
    return (x < 0 && /[1-9]/.test(digits) ? "−" : "") + digits;
  }

  // As `%g` has it.
  function short(x, digits = 6) {
    if (!Number.isFinite(x) || (x === Math.round(x) && Math.abs(x) < 1e15)) return decimal(x, 0);
    const [, power] = x.toExponential(digits - 1).split("e").map(Number);
    const isPlain = power >= -4 && power < digits;
    const text = isPlain ? shortest(x, digits - 1 - power)
      : `${Number(x.toExponential(digits - 1).split("e")[0])}e${power < 0 ? "-" : "+"}${String(Math.abs(power)).padStart(2, "0")}`;
    return text.replaceAll("-", "−");
  }

  // About how wide small letters are, in pixels.
  const letters = (text) => [...text].reduce((sum, letter) => sum + (letter >= "\u2E80" ? 13 : /\p{Mn}/u.test(letter) ? 0
    : "ijlt.,;:'|!() ".includes(letter) ? 4.6 : "mwMW—→−=+×".includes(letter) ? 11.5 : 7.8), 0);
  const widest = (texts) => Math.ceil(Math.max(0, ...texts.map(letters)));
  // That of a label, whose index is smaller and lower.
  const labelWidth = (label) => [...label.childNodes].reduce((sum, piece) =>
    sum + (piece.nodeType === 3 ? letters(piece.data.replaceAll("\u00A0", " ")) : piece.matches("sub, [font-size]") ? letters(piece.textContent) * 0.75 : 0), 0);

  const magnitude = (values) => values.reduce((a, x) => (Number.isFinite(x) ? Math.max(a, Math.abs(x)) : a), 0);
  const isWhole = (values) => values.every((x) => !Number.isFinite(x) || x === Math.round(x));
  // Those of a heat map: so many that the largest number has two digits.
  function heatDecimals(values) {
    let [top, decimals] = [magnitude(values), isWhole(values) ? 0 : 2];
    for (; decimals >= 2 && top > 0 && top < 0.1 && decimals < 8; top *= 10) decimals += 1;
    return decimals;
  }
  // Those of a tensor's text: as many as its numbers need, and no more than four.
  function textDecimals(values) {
    const finite = values.filter((x) => Number.isFinite(x) && x !== 0);
    const largest = finite.length > 0 ? magnitude(finite) : 1;
    const needed = (x) => [0, 1, 2, 3].find((decimals) => Math.fround(x.toFixed(decimals)) === x) ?? 4;
    return largest < 0.001 || largest >= 1e7 ? 4 : Math.max(0, ...finite.map(needed));
  }
  const percentage = (x, scale) => (Number.isFinite(x) && scale > 0 ? awayFromZero(100 * Math.max(-1, Math.min(x / scale, 1))) : 0);

  // ---- Axes ----

  // 1, 2 or 5 times a power of ten.
  function roundStep(width) {
    const power = (exponent) => Number(`1e${exponent}`);
    let exponent = Math.floor(Math.log10(width));
    if (exponent < 0 ? 1 / power(-exponent) > width : power(exponent) > width) exponent -= 1;
    const ratio = width / power(exponent);
    let factor = ratio < Math.SQRT2 ? 1 : ratio < Math.sqrt(10) ? 2 : ratio < Math.sqrt(50) ? 5 : 10;
    if (factor === 10) [factor, exponent] = [1, exponent + 1];
    const multiple = (count) => (exponent < 0 ? (count * factor) / power(-exponent) : count * factor * power(exponent));
    return { exponent, multiple, value: multiple(1) };
  }

  function ticks(low, high, count) {
    const step = roundStep((high - low) / (Math.max(count, 2) - 1));
    const [first, last] = [Math.ceil(low / step.value - 1e-9), Math.floor(high / step.value + 1e-9)];
    const values = Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => step.multiple(first + i));
    // Powers of ten at the ticks are left to the build.
    const isPlain = step.exponent >= -5 && magnitude(values) < 1e6;
    return { values, isPlain, labels: values.map((x) => (x === 0 ? "0" : decimal(x, Math.max(-step.exponent, 0)))) };
  }

  // Of values that are all finite, and equal differences.
  function axis(values, ends) {
    let [low, high] = [Math.min(...values), Math.max(...values)];
    if (!(high - low > Math.max(Math.abs(low), Math.abs(high)) * 1e-9 && high - low > 1e-290)) {
      const margin = low === 0 ? 1 : Math.max(Math.abs(low) / 2, 1e-280);
      [low, high] = [low - margin, high + margin];
    }
    if (ends === "padded") [low, high] = [low - (high - low) * 0.03, high + (high - low) * 0.03];
    if (ends === "round") {
      if (low > 0 && low < 0.4 * high) low = 0;
      if (high < 0 && high > 0.4 * low) high = 0;
      const step = roundStep((high - low) / 5).value;
      low = Math.floor(low / step + 1e-9) * step;
      high = Math.ceil(high / step - 1e-9) * step;
    }
    return { ...ticks(low, high, 6), place: (x) => (x - low) / (high - low) };
  }

  // ---- Charts ----

  const [width, height] = [1000, 240];
  const stretched = (content, style) =>
    `<svg${style ? ` class="${style}"` : ""} viewBox="0 0 ${width} ${height}" preserveAspectRatio="none">${content}</svg>`;
  const outer = (elements) => elements.map((element) => element.outerHTML).join("");

  // A path whose steps are between places in tenths of a pixel.
  function path() {
    let [text, penX, penY] = ["", 0, 0];
    const tenths = (count) => `${count < 0 ? "-" : ""}${shortest(Math.abs(count) / 10, 1).replace(/^0\./, ".")}`;
    const step = (command, { x, y }) => {
      const [toX, toY] = [awayFromZero(x * 10), awayFromZero(y * 10)];
      text += `${command}${tenths(toX - penX)}${toY < penY ? "" : " "}${tenths(toY - penY)}`;
      [penX, penY] = [toX, toY];
    };
    return { move: (to) => step("m", to), line: (to) => step("l", to), dot: (to) => { step("m", to); text += "h0"; }, get text() { return text; } };
  }

  // The axes around what is drawn. What doesn't change is taken from the figure as it was built.
  function frame(figure, y, x, marks, ends) {
    if (!y.isPlain || (x && !x.isPlain)) return false;
    const root = figure.one(".chart");
    const drawing = figure.one(".chart > svg");
    figure.built ??= {
      style: root.getAttribute("style"), across: [...drawing.children].filter((each) => each.matches("text:not(.up)")),
      ticks: [...drawing.children].filter((each) => each.firstChild?.matches?.(".zero[d*=v]")),
    };
    const { style, across, ticks } = figure.built;
    const at = (value) => (1 - y.place(value)) * height;
    const lines = (isZero) => {
      const d = y.values.filter((value) => (value === 0) === isZero).map((value) => `M0 ${px(at(value))}h${width}`).join("");
      return d && stretched(`<path class="${isZero ? "zero" : "grid"}" d="${d}"/>`);
    };
    const upward = y.values.map((value, i) => `<text class="up" x="-8" y="${px(at(value) + 4.5)}">${y.labels[i]}</text>`).join("");
    const label = (value, i) => `<text${x.labels.length * (widest(x.labels) + 8) > 220 && i % 2 === 1 ? ' class="odd"' : ""} x="${
      percent(x.place(value))}" y="${height + 20}">${x.labels[i]}</text>`;
    const along = x ? x.values.map(label).join("") : outer(across);
    const tickMarks = x ? stretched(`<path class="zero" d="${x.values.map((value) => `M${px(x.place(value) * width)} ${height}v5`).join("")}"/>`)
      : outer(ticks);
    figure.set(drawing, "html", lines(false) + tickMarks + upward + along + marks + lines(true) + (ends ?? ""));
    const [, left, right] = style.match(/--left:(\d+)px;--right:(\d+)px/).map(Number);
    const nowLeft = 12 + widest(y.labels);
    const nowRight = x ? Math.max(8, Math.floor(widest([x.labels.at(-1) ?? ""]) / 2) + 2) : right;
    figure.set(root, "style", style.replace(/--left:.*?--right:\d+px/, `--left:${nowLeft}px;--right:${nowRight}px`)
      .replace(/min-width:(\d+)/, (_, least) => `min-width:${least - left - right + nowLeft + nowRight}`)
      .replace(/;--ends:\d+px/, (ending) => (ends === "" ? "" : ending)));
    return true;
  }

  function bars(figure, groups) {
    const y = axis([...groups.flat(), 0], "round");
    const drawn = figure.all(".bar");
    figure.bars ??= drawn.filter((each) => each.matches("g")).map((group) => ({
      style: group.getAttribute("class"), hasNumbers: group.querySelector("text") !== null,
      places: [...group.querySelectorAll("rect")].map((rect) => [rect.getAttribute("x"), rect.getAttribute("width")]),
    }));
    const count = groups[0].length;
    const zero = y.place(0);
    const room = 1 / Math.max(count, 1);
    const gap = room * Math.min(0.25, 1 / (groups.length + 1));
    const barWidth = (room - gap) / groups.length;
    const marks = figure.bars.map(({ style, hasNumbers, places }, number) => `<g class="${style}">${groups[number].map((value, i) => {
      const place = y.place(value);
      const [top, tall] = [(1 - Math.max(place, zero)) * height, Math.abs(place - zero) * height];
      const middle = i * room + gap / 2 + number * barWidth + barWidth / 2;
      const label = `<text class="number" x="${percent(middle)}" y="${px(place < zero ? top + tall + 14 : top - 5)}">${short(value, 3)}</text>`;
      return `<rect x="${places[i][0]}" width="${places[i][1]}" y="${px(top)}" height="${px(tall)}"/>${hasNumbers ? label : ""}`;
    }).join("")}</g>`).join("");
    figure.table(groups[0].flatMap((_, i) => groups.map((values) => short(values[i]))));
    return frame(figure, y, null, marks);
  }

  function chart(figure, parts, { marks, x: ends }) {
    const kinds = marks.split(" ");
    const [xs, ys] = [0, 1].map((side) => parts.filter((_, i) => i % 2 === side));
    const y = axis(ys.flat(), "round");
    // Without its ends, an axis stays, and x are places on it.
    const x = ends ? axis(xs.flat(), ends) : null;
    const isNumbered = (kind) => kind !== "reference";
    const isLine = (kind) => kind === "line" || kind === "steps";
    const order = [...kinds.keys()].filter((i) => isLine(kinds[i])).concat([...kinds.keys()].filter((i) => kinds[i] === "points"));
    const styles = kinds.map((kind, i) => (isNumbered(kind) ? `s${(order.indexOf(i) % 6) + 1}` : kind));
    const points = xs.map((values, i) => values.map((value, p) => ({ x: x ? x.place(value) * width : value, y: (1 - y.place(ys[i][p])) * height })));
    const series = points.map((all, i) => {
      const [kind, line, dots] = [kinds[i], path(), path()];
      if (kind !== "points" && all.length > 1) {
        line.move(all[0]);
        all.slice(1).forEach((point, p) => {
          if (kind === "steps" && point.y !== all[p].y) line.line({ x: point.x, y: all[p].y });
          line.line(point);
        });
      }
      if (!["steps", "reference"].includes(kind) && (kind === "points" || all.length <= 20))
        all.forEach((point, p) => { if (point.x !== all[p - 1]?.x || point.y !== all[p - 1]?.y) dots.dot(point); });
      const paths = [["line", line.text], ["points", dots.text], ["hollow", /s3|s4/.test(styles[i]) ? dots.text : ""]];
      return stretched(paths.filter(([, d]) => d).map(([role, d]) => `<path class="${role}" d="${d}"/>`).join(""), styles[i]);
    });
    const behind = series.filter((_, i) => !isNumbered(kinds[i])).concat(series.filter((_, i) => isNumbered(kinds[i])));
    const legend = figure.one(".legend");
    figure.ends ??= figure.all(".ends text").map((label) => label.outerHTML);
    let names;
    if (figure.ends.length > 0) {
      const places = endPlaces(points.map((all) => all.at(-1).y));
      names = places ? `<g class="ends">${figure.ends.map((label, i) => label.replace(/ y="[^"]*"/, ` y="${px(places[i] + 4.5)}"`)).join("")}</g>` : "";
      if (legend) figure.set(legend, "class", places ? "legend narrow" : "legend");
    }
    const isShared = figure.all("details.data tbody tr").length === xs[0].length;
    // Places on an axis that stays are no numbers of the table, which has its own.
    const cells = isShared ? xs[0].flatMap((_, p) => ys.map((values) => short(values[p])))
      : xs.flatMap((values, i) => values.flatMap((value, p) => [x && short(value), short(ys[i][p])]));
    figure.table(cells);
    if (isShared && x) figure.all("details.data tbody th").forEach((head, p) => figure.set(head, "text", short(xs[0][p])));
    return frame(figure, y, x, behind.join(""), names);
  }

  // Where the names of lines stand at their ends; null if some would be far from their lines.
  function endPlaces(ends) {
    const places = ends.slice();
    const order = [...ends.keys()].sort((a, b) => ends[a] - ends[b] || a - b);
    order.slice(1).forEach((below, i) => { places[below] = Math.max(places[below], places[order[i]] + 16); });
    const shift = Math.max(...places.map((place, i) => place - ends[i])) / 2;
    const moved = places.map((place, i) => (place > ends[i] || shift > 0 ? place - shift : place));
    return moved.every((place, i) => Math.abs(place - ends[i]) <= 10) ? moved : null;
  }

  // ---- Tokens and tables ----

  function attention(figure, [weights]) {
    const [queries, keys] = ["query", "key"].map((kind) => figure.all(`.attention g.${kind}`));
    if (weights.some((weight) => weight < 0)) return false;
    const largest = Math.max(magnitude(weights), 1e-30);
    const place = (i, count) => percent((i + 0.5) / count);
    const draw = (tokens, count, weightOf, line) => tokens.forEach((token, i) => {
      const others = Array.from({ length: count }, (_, j) => weightOf(i, j));
      const lines = others.map((weight, j) => {
        const share = percentage(weight, largest);
        const [from, to] = line(place(i, tokens.length), place(j, count));
        return share > 0 ? `<line x1="${from}" x2="${to}" y2="100%" style="--w:${shortest(share / 100, 2)}"/>` : "";
      });
      figure.set(token.querySelector("svg"), "html", lines.join(""));
      token.querySelectorAll(".number tspan").forEach((number, j) => figure.set(number, "text", decimal(others[j], 2)));
      let next = 0;
      const heard = figure.old(token, "aria-label").replace(/ [−\d.]+(?=, |$)/g, () => ` ${decimal(others[next++] ?? NaN, 2)}`);
      figure.set(token, "aria-label", next === count ? heard : figure.recorded(heard));
    });
    draw(queries, keys.length, (i, j) => weights[i * keys.length + j], (own, other) => [own, other]);
    draw(keys, queries.length, (i, j) => weights[j * keys.length + i], (own, other) => [other, own]);
    figure.table(weights.map((x) => short(x)));
    return true;
  }

  function clocks(figure, [angles]) {
    figure.all(".clocks td svg").forEach((clock, i) => {
      const [angle, turn] = [angles[i], ((angles[i] * 180) / Math.PI) % 360];
      const degrees = awayFromZero(turn < 0 ? turn + 360 : turn);
      figure.set(clock, "aria-label", `${degrees === 360 ? 0 : degrees}°`);
      figure.set(clock.querySelector(".hand"), "d", `M0 0L${px(9 * Math.cos(angle))} ${px(-9 * Math.sin(angle))}`);
    });
    figure.table(angles.map((x) => short(x, 4)));
    return true;
  }

  // The cells of a table of numbers, in their colours, and how many letters it is wide.
  function fill(figure, table, cells, values, decimals, shares) {
    cells.forEach((cell, i) => {
      figure.set(cell, "text", decimal(values[i], decimals));
      figure.set(cell, "style", shares[i] === 0 ? null : `--v:${shares[i]}%`);
    });
    const names = (scope) => [...table.querySelectorAll(`[scope=${scope}]`)].map(labelWidth);
    const columns = columnCount(table);
    const heads = names("col");
    const wide = Array.from({ length: columns }, (_, column) =>
      Math.max((heads[column] ?? 0) / 7.8, ...cells.filter((_, i) => i % columns === column).map((cell) => cell.textContent.length)) + 2.5);
    const letterCount = wide.reduce((sum, each) => sum + each, Math.ceil(Math.max(0, ...names("row"))) / 7.8 + 1);
    figure.set(table, "style", `--letters:${Math.ceil(letterCount)}`);
  }
  const rowsOf = (table) => [...table.querySelectorAll("tbody tr:has(td)")].map((row) => [...row.querySelectorAll("td")].slice(row.querySelector("th") ? 0 : 1));
  const tableCells = (table) => rowsOf(table).flat();
  const columnCount = (table) => rowsOf(table)[0].length;

  function steps(figure, parts) {
    figure.all("ol.steps table").forEach((table, i) => {
      const [values, largest] = [parts[i], magnitude(parts[i])];
      fill(figure, table, tableCells(table), values, isWhole(values) ? 0 : largest >= 100 ? 1 : largest >= 10 ? 2 : 3, values.map((x) => percentage(x, largest)));
    });
    return true;
  }

  function tensor(figure, [values], { scale = "" }) {
    const table = figure.one("table.tensor");
    const cells = tableCells(table);
    if (cells.length !== values.length || isBeyond(values, scale)) return false;
    const legend = figure.one(".scale");
    // A value that isn't a figure has the decimals of its text.
    const decimals = figure.one("figure") ? heatDecimals(values) : textDecimals(values);
    fill(figure, table, cells, values, decimals, shares(values, columnCount(table), scale));
    if (legend) ends(figure, legend, values, scale, decimals);
    return true;
  }

  // The code refuses to draw what is beyond the scale that it gives.
  function isBeyond(values, scale) {
    const [low, high] = scale.split(",").map(Number);
    return scale.includes(",") && values.some((x) => x < low || x > high);
  }

  function shares(values, columns, scale) {
    const [low, high] = scale.split(",").map(Number);
    const largest = magnitude(values);
    return values.map((x, i) => {
      if (scale === "row") return percentage(x, magnitude(values.slice(i - (i % columns), i - (i % columns) + columns)));
      if (!scale || scale === "symmetric") return percentage(x, largest);
      return low < 0 ? percentage(x, Math.max(-low, high)) : percentage(x - low, high - low);
    });
  }

  // The ends of a scale that isn't given.
  function ends(figure, legend, values, scale, decimals) {
    if (scale && scale !== "symmetric") return;
    const largest = magnitude(values);
    const low = scale || values.some((x) => x < 0) ? -largest : 0;
    const [from, to] = legend.querySelectorAll("span");
    const isRound = [low, largest].every((x) => x === Math.round(x));
    figure.set(legend, "class", low < 0 ? "scale diverging" : "scale");
    figure.set(from, "text", decimal(low, isRound ? 0 : decimals));
    figure.set(to, "text", decimal(largest, isRound ? 0 : decimals));
  }

  // A heat map without numbers: a path for each colour.
  function picture(figure, [values], { scale = "" }) {
    if (isBeyond(values, scale)) return false;
    const map = figure.one("svg.heat");
    const [, , columns] = map.getAttribute("viewBox").split(" ").map(Number);
    const colours = shares(values, columns, scale).map((share) => Math.trunc(share / 4) * 4);
    const paths = new Map();
    for (let i = 0; i < values.length;) {
      const start = i;
      while (i < values.length && colours[i] === colours[start] && Math.floor(i / columns) === Math.floor(start / columns)) i += 1;
      const run = `M${start % columns} ${Math.floor(start / columns)}h${i - start}v1h-${i - start}z`;
      paths.set(colours[start], (paths.get(colours[start]) ?? "") + run);
    }
    figure.split ??= outer([...map.querySelectorAll(".split")]);
    const drawn = [...paths].sort(([a], [b]) => a - b).map(([share, d]) => `<path style="--v:${share}%" d="${d}"/>`);
    figure.set(map, "html", drawn.join("") + figure.split);
    if (figure.one(".scale")) ends(figure, figure.one(".scale"), values, scale, heatDecimals(values));
    figure.table(values.map((x) => short(x, 4)));
    return true;
  }

  // ---- Arrows in a plane ----

  function plane(figure, tips, { angles = "" }, held) {
    const drawing = figure.one("svg.plane");
    figure.plane ??= {
      names: figure.all(".plane .name").map((label) => ({ role: label.getAttribute("class"), markup: label.innerHTML, width: labelWidth(label) * 1.12 })),
      counts: figure.all(".plane > g").map((vector) => vector.querySelectorAll(".vector").length),
      across: figure.all(".plane > .tick").find((label) => !/^[−\d.]+$/.test(label.textContent))?.innerHTML, up: figure.one(".plane > .first")?.outerHTML,
    };
    const { names, counts, across: acrossName, up: upName } = figure.plane;
    const vectors = counts.map((count, i) => {
      const start = counts.slice(0, i).reduce((a, b) => a + b, 0);
      return tips.slice(start, start + count);
    });
    // The plane stays while an arrow is dragged.
    const [xs, ys] = [0, 1].map((side) => [...(held ?? tips).map((tip) => tip[side]), 0]);
    const [left0, right0, bottom0, top0] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
    const room = Math.max(right0 - left0, top0 - bottom0) || 1;
    const margin = room * 0.14;
    const [low, high] = [[left0 - margin, bottom0 - margin], [right0 + margin, top0 + margin]];
    const unit = 300 / (room + 2 * margin);
    const step = roundStep(Math.max(high[0] - low[0], high[1] - low[1]) / 7).value;
    const [across, up] = [0, 1].map((side) => ticks(low[side], high[side], Math.max(Math.trunc((high[side] - low[side]) / step) + 1, 2)));
    if (!across.isPlain || !up.isPlain) return false;
    const [left, top] = [widest(up.labels) + 10, upName ? 26 : 8];
    const [wide, tall] = [left + (high[0] - low[0]) * unit + 12, top + (high[1] - low[1]) * unit + (acrossName ? 42 : 22)];
    const x = (value) => left + (value - low[0]) * unit;
    const y = (value) => top + (high[1] - value) * unit;
    const at = (a, b) => `${px(a)} ${px(b)}`;
    const [zeroX, zeroY, bottom] = [x(0), y(0), y(low[1])];
    let content = "";
    const taken = [];
    const take = (l, t, r, b) => taken.push([l, t, r, b]);

    const lines = across.values.map((v) => `M${at(x(v), y(high[1]))}V${px(bottom)}`).concat(up.values.map((v) => `M${at(x(low[0]), y(v))}H${px(x(high[0]))}`));
    content += `<path class="grid" d="${lines.join("")}"/>`;
    content += `<path class="zero" d="M${at(zeroX, y(high[1]))}V${px(bottom)}M${at(x(low[0]), zeroY)}H${px(x(high[0]))}"/>`;
    across.values.forEach((v, i) => {
      take(x(v) - 10, bottom + 3, x(v) + 10, bottom + 20);
      content += `<text class="tick" x="${px(x(v))}" y="${px(bottom + 16)}">${across.labels[i]}</text>`;
    });
    take(0, 0, left - 2, tall);
    up.values.forEach((v, i) => { content += `<text class="up" x="${px(left - 6)}" y="${px(y(v) + 4.5)}">${up.labels[i]}</text>`; });
    if (acrossName) content += `<text class="tick" x="${px((x(low[0]) + x(high[0])) / 2)}" y="${px(bottom + 35)}">${acrossName}</text>`;
    content += upName ?? "";

    // Puts a text beside a point, where it lies on as little as possible.
    const label = (markup, textWidth, [pointX, pointY], [awayX, awayY], role) => {
      const isCentred = awayX === 0 && awayY === 0;
      let [best, area] = [Infinity, [0, 0, 0, 0]];
      for (const distance of isCentred ? [0, 10, 20] : [8, 18, 30]) {
        for (const turn of isCentred ? [0] : [0, 45, -45, 90, -90, 135, -135, 180]) {
          const [c, s] = [Math.cos((turn * Math.PI) / 180), Math.sin((turn * Math.PI) / 180)];
          const [dx, dy] = [awayX * c - awayY * s, awayX * s + awayY * c];
          const [atX, atY] = [pointX + dx * (distance + textWidth / 2), pointY + dy * (distance + 8)];
          const [l, t, r, b] = [atX - textWidth / 2, atY - 8.5, atX + textWidth / 2, atY + 8.5];
          const outside = Math.max(-l, 0) + Math.max(r - wide, 0) + Math.max(-t, 0) + Math.max(b - tall + 20, 0);
          const overlap = taken.reduce((sum, o) => sum + Math.max(Math.min(r, o[2]) - Math.max(l, o[0]), 0) * Math.max(Math.min(b, o[3]) - Math.max(t, o[1]), 0) * 4, 0);
          const cost = overlap + outside * 40 + Math.abs(turn) / 9 + distance;
          if (cost < best) [best, area] = [cost, [l, t, r, b]];
        }
      }
      taken.push(area);
      content += `<text class="${role}" x="${px((area[0] + area[2]) / 2)}" y="${px(area[1] + 13.5)}">${markup}</text>`;
    };

    const end = (vector) => vector.at(-1);
    for (const [number, pair] of angles.split(" ").filter(Boolean).entries()) {
      const [a, b] = pair.split(",").map((place) => end(vectors[place]));
      if (a.every((v) => v === 0) || b.every((v) => v === 0)) return false;
      const radius = 30 + 16 * (number % 4);
      const start = Math.atan2(a[1], a[0]);
      let turn = Math.atan2(b[1], b[0]) - start;
      if (turn > Math.PI) turn -= 2 * Math.PI;
      else if (turn <= -Math.PI) turn += 2 * Math.PI;
      const on = (direction) => at(zeroX + radius * Math.cos(direction), zeroY - radius * Math.sin(direction));
      content += `<path class="angle" d="M${on(start)}A${px(radius)} ${px(radius)} 0 0 ${turn > 0 ? 0 : 1} ${on(start + turn)}"/>`;
      const degrees = Math.abs((Math.atan2(a[0] * b[1] - a[1] * b[0], a[0] * b[0] + a[1] * b[1]) * 180) / Math.PI);
      const text = `${short(awayFromZero(degrees))}°`;
      const middle = start + turn / 2;
      label(text, letters(text) * 1.12, [zeroX + (radius + 18) * Math.cos(middle), zeroY - (radius + 18) * Math.sin(middle)], [0, 0], "size");
    }
    vectors.forEach((all, number) => {
      let drawn = "";
      all.forEach((tip, i) => {
        const faint = i === all.length - 1 ? "" : " faint";
        const [endX, endY] = [x(tip[0]), y(tip[1])];
        const length = Math.hypot(endX - zeroX, endY - zeroY);
        if (!(length > 0.5)) {
          drawn += `<path class="vector${faint}" d="M${at(endX, endY)}h0"/>`;
          return;
        }
        const [dx, dy] = [(endX - zeroX) / length, (endY - zeroY) / length];
        const head = Math.min(10, length);
        const [neckX, neckY] = [endX - dx * head, endY - dy * head];
        drawn += `<path class="vector${faint}" d="M${at(zeroX, zeroY)}L${at(neckX, neckY)}"/><path class="tip${faint}" d="M${at(endX, endY)}L${
          at(neckX - dy * 4.5, neckY + dx * 4.5)}L${at(neckX + dy * 4.5, neckY - dx * 4.5)}z"/>`;
        for (let share = 0; !faint && share < 9; share++) {
          const way = 0.15 + share * 0.1;
          const [onX, onY] = [zeroX + (endX - zeroX) * way, zeroY + (endY - zeroY) * way];
          take(onX - 5, onY - 5, onX + 5, onY + 5);
        }
      });
      if (all.length > 1) {
        const ways = all.slice(1).map((to, i) => {
          const from = all[i];
          const [a, b] = [Math.hypot(...from), Math.hypot(...to)];
          const isLeft = from[0] * to[1] - from[1] * to[0] > 0;
          const way = Math.abs(a - b) <= 0.01 * Math.max(a, b) ? `A${px(a * unit)} ${px(a * unit)} 0 0 ${isLeft ? 0 : 1} ` : "L";
          return way + at(x(to[0]), y(to[1]));
        });
        drawn += `<path class="turn" d="M${at(x(all[0][0]), y(all[0][1]))}${ways.join("")}"/>`;
      }
      content += `<g class="s${(number % 6) + 1}">${drawn}</g>`;
    });
    vectors.forEach((all, i) => {
      const [endX, endY] = [x(end(all)[0]), y(end(all)[1])];
      const length = Math.hypot(endX - zeroX, endY - zeroY);
      const away = length < 0.5 ? [0, -1] : [(endX - zeroX) / length, (endY - zeroY) / length];
      label(names[i].markup, names[i].width, [endX, endY], away, names[i].role);
    });
    const [w, h] = [wide, tall].map((length) => Math.ceil(length - 1e-6));
    figure.set(drawing, "viewBox", `0 0 ${w} ${h}`);
    figure.set(drawing, "style", `max-width:${w}px${wide * 0.66 > 282 ? `;--least:${Math.trunc(wide * 0.66)}px` : ""}`);
    figure.set(drawing, "html", content);
    figure.table(tips.flatMap((tip) => tip.map((v) => short(v))));
    // Where a pixel lies, to a decimal that a pixel can tell; and a step of the keyboard, a quarter of that between two ticks.
    const decimals = Math.max(0, Math.ceil(Math.log10(unit)));
    const from = (pixel, side) => Number((side === 0 ? (pixel - left) / unit + low[0] : high[1] - (pixel - top) / unit).toFixed(decimals));
    figure.scale = { x, y, from, step: step / 4 };
    return true;
  }

  // ---- The figures of a page ----

  const kinds = [
    [".attention", attention], [".chart .bar", bars], [".chart", chart], [".plane", plane], [".clocks", clocks], ["svg.map", picture],
    ["ol.steps", steps], ["table.tensor", tensor],
  ];

  const forms = {
    text: [(element) => element.textContent, (element, value) => { element.textContent = value; }],
    html: [(element) => element.innerHTML, (element, value) => { element.innerHTML = value; }],
  };

  class Figure {
    // `recorded` says of a text that it is the recorded run's.
    constructor(output, recorded) {
      const found = kinds.find(([selector]) => output.querySelector(selector)) ?? [];
      Object.assign(this, { output, recorded, kind: found[1], changed: new Map() });
    }

    one(selector) { return this.output.querySelector(selector); }
    all(selector) { return [...this.output.querySelectorAll(selector)]; }

    // Changes an attribute, or the text or the markup in an element, so that it can be changed back.
    set(element, name, value) {
      const [get, put] = forms[name] ?? [(element) => element.getAttribute(name), (element, value) =>
        (value === null ? element.removeAttribute(name) : element.setAttribute(name, value))];
      const kept = this.changed.get(element) ?? new Map();
      this.changed.set(element, kept);
      if (!kept.has(name)) kept.set(name, { was: get(element), put });
      if (get(element) !== value) put(element, value);
    }

    // What was built.
    old(element, name) {
      const kept = this.changed.get(element)?.get(name);
      return kept ? kept.was : forms[name] ? forms[name][0](element) : element.getAttribute(name);
    }

    table(texts) { this.all("details.data td").forEach((cell, i) => { if (texts[i]) this.set(cell, "text", texts[i]); }); }

    // Whether it could be drawn. A `held` figure keeps its axes, as they are for these parts.
    draw(parts, held) {
      const isTable = this.kind === tensor || this.kind === picture || this.kind === steps;
      const isDrawn = this.kind && (isTable || parts.flat().every((x) => Number.isFinite(x) && Math.abs(x) < 1e100))
        && this.kind(this, parts, this.output.dataset, held);
      if (!isDrawn) {
        this.reset();
        return false;
      }
      // What is heard of the picture as a whole isn't written anew.
      for (const picture of this.all("[role=img][aria-label], .attention[aria-label], .clocks[aria-label]")) {
        if (!picture.closest("g, td")) this.set(picture, "aria-label", this.recorded(this.old(picture, "aria-label")));
      }
      return true;
    }

    reset() {
      for (const [element, kept] of this.changed) for (const { was, put } of kept.values()) put(element, was);
      this.changed.clear();
    }
  }

  window.LiveFigure = Figure;

  // ---- Lines of one matrix among several ----

  // The fields of a list of values, row by row.
  function fields(text) {
    const rows = [[]];
    for (const [, field, end] of text.matchAll(/("(?:[^"]|"")*"|[^,\n]*)(,|\n|$)/g)) {
      rows.at(-1).push(field.replace(/^"|"$/g, "").replaceAll('""', '"'));
      if (end === "") break;
      if (end === "\n") rows.push([]);
    }
    return rows;
  }

  // The names and the weights are those of the list under the picture.
  for (const picture of document.querySelectorAll(".attention[data-kind]")) {
    const frame = picture.closest(".figure");
    const [queries, keys] = ["query", "key"].map((kind) => picture.querySelectorAll(`g.${kind}`).length);
    const list = frame.querySelector(".data pre");
    const rows = list ? fields(list.textContent).slice(1)
      : [...frame.querySelectorAll(".data tbody tr")].map((row) => [...row.cells].map((cell) => cell.textContent));
    const weights = rows.map((row) => row.slice(-keys).map((text) => Number(text.replace("−", "-"))));
    const figure = Object.assign(new Figure(frame, (text) => text), { table() {} });
    const select = document.createElement("select");
    for (let first = 0; first < rows.length; first += queries) select.append(new Option(rows[first][0], first));
    select.addEventListener("change", () => {
      const first = Number(select.value);
      attention(figure, [weights.slice(first, first + queries).flat()]);
    });
    const label = Object.assign(document.createElement("label"), { className: "choose", textContent: `${picture.dataset.kind} ` });
    label.append(select);
    (picture.closest(".scroll") ?? picture).before(label);
  }
})();
