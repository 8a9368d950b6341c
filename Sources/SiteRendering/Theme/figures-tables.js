// Numbers in colors: as a table, as a picture of one, or as steps from one to the next.
"use strict";
(() => {
  const { ceil, floor, max, trunc } = Math;
  const { isFinite } = Number;
  const {
    all, attribute, beyond, change, decimal, isRound, joined, kinds, labelWidth, letters, list, magnitude, one, percentage, rows, setMarkup,
    setTable, setText, setTexts, shorts, stepDecimals, tag,
  } = window.figureTools;

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

  // The cells of a table of numbers, in their colors, and how many letters it is wide.
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

  // A heat map without numbers: a path for each color, with lines along the rows or upright, whichever are fewer.
  const picture = ([values], { scale = "" }) => {
    const map = one("svg.heat"), [, , width, height] = attribute(map, "viewBox").split(" ").map(Number);
    const colors = shares(values, width, scale).map((share) => trunc(share / 4) * 4);
    const linesOf = (isUpright) => {
      const paths = new Map(), [lines, length] = isUpright ? [width, height] : [height, width];
      const color = (line, place) => colors[isUpright ? place * lines + line : line * length + place];
      let count = 0;
      for (let line = 0; line < lines; line++) {
        for (let place = 0; place < length; count++) {
          const start = place, share = color(line, start), [d, along, across] = paths.get(share) ?? ["", 0, 0];
          while (place < length && color(line, place) === share) place += 1;
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

  kinds.steps = [steps];
  kinds.map = [picture];
  kinds.table = [tensor];
})();
