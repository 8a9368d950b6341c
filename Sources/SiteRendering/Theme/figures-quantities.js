// A table of texts and numbers.
"use strict";
(() => {
  const { floor, max } = Math;
  const { all, change, decimal, kinds, letters, one, setTexts, short, widest } = window.figureTools;

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

  kinds.quantities = [quantities];
})();
