// Lines, steps and points over an axis.
"use strict";
(() => {
  const { abs, max } = Math;
  const {
    all, awayFromZero, axis, built, change, frame, height, joined, kinds, lines, ofTable, one, pathOf, px, setHeads, setTable, short,
    shortest, shorts, stretched, tag, width,
  } = window.figureTools;

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

  const chart = (parts, { marks, x: ends }, own) => {
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
    frame(own, y, x, joined([true, false], (isBelow) => joined(drawn, (all, i) => (isReference(i) === isBelow ? all : ""))), names);
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

  kinds.lines = [chart, true];
})();
