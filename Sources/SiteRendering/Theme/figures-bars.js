// Bars and histograms.
"use strict";
(() => {
  const { abs, max, min } = Math;
  const {
    all, attribute, axis, beyond, built, frame, height, joined, kinds, lines, list, one, percent, px, setHeads, setTable, short, shorts, tag,
    textAt, width,
  } = window.figureTools;

  const box = (x, width, top, tall) => tag("rect", `x="${x}" width="${width}" y="${px(top)}" height="${px(tall)}"`);

  const bars = (groups, data, own) => {
    if (data.bins) return histogram(groups, data, own);
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
    frame(own, y, null, marks);
  };

  const histogram = ([values], { bins }, own) => {
    const least = min(...values), greatest = max(...values);
    const edges = [...new Set([least, ...list(bins - 1, (i) => least * (1 - (i + 1) / bins) + greatest * ((i + 1) / bins)), greatest])];
    const counts = edges.slice(1).map(() => 0);
    // Numbers so near each other have other bins.
    if (counts.length != bins || edges.some((edge, i) => edge < edges[i - 1])) throw beyond;
    for (const value of values) counts[min(edges.findLastIndex((edge) => edge <= value), bins - 1)] += 1;
    const x = axis(edges), y = axis([...counts, 0], "round"), places = edges.map(x[0]);
    setHeads(shorts(edges));
    setTable(counts.flatMap((count, i) => [short(edges[i + 1]), String(count)]));
    frame(own, y, x, tag("g", 'class="s1 bar"', joined(counts, (count, i) => {
      const tall = y[0](count);
      return count ? box(percent(places[i]), percent(places[i + 1] - places[i]), (1 - tall) * height, tall * height) : "";
    })));
  };

  kinds.bars = [bars, true];
})();
