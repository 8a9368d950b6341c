// Lines between tokens, whose weights are a reader's, or those of one matrix among several that a reader chooses.
"use strict";
(() => {
  const { max } = Math;
  const {
    all, beyond, change, decimal, joined, kinds, list, magnitude, old, one, percent, percentage, setMarkup, setTable, setTexts, shortest,
    shorts, tag,
  } = window.figureTools;

  const attention = ([weights], _, { recorded }) => {
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
      change(token, "aria-label", next === count ? heard : recorded(heard));
    });
    draw(queries, keys.length, (i, j) => weights[i * keys.length + j], true);
    draw(keys, queries.length, (i, j) => weights[j * keys.length + i], false);
    // Where there are several, the list has all.
    if (!one("[data-kind]")) setTable(shorts(weights));
  };

  kinds.attention = [attention, true];

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
    const lines = window.liveFigure(frame, (text) => text, "attention");
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
