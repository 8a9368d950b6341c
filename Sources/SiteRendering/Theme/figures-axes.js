// What bars and lines share: axes, and the frame around what is drawn.
"use strict";
(() => {
  const { abs, ceil, floor, max, min } = Math;
  const { attribute, change, joined, one, pathOf, percent, px, roundStep, setMarkup, tag, textAt, ticks, widest } = window.figureTools;

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

  const width = 1000, height = 240;
  const stretched = (content, style = "") => tag("svg", `${style && `class="${style}" `}viewBox="0 0 ${width} ${height}" preserveAspectRatio="none"`, content);
  const outer = (elements) => joined(elements, (element) => element.outerHTML);

  // The axes around what is drawn. What doesn't change is taken from the figure as it was built.
  const frame = (own, [place, values, labels], x, marks, ends) => {
    const root = one(".chart"), drawing = one(".chart > svg");
    const [style, across, builtTicks] = own.frame ??= [attribute(root, "style"),
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

  Object.assign(window.figureTools, { axis, frame, height, stretched, width });
})();
