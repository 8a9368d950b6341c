// Arrows in a plane.
"use strict";
(() => {
  const { PI, abs, atan2, ceil, cos, hypot, log10, max, min, sin, trunc } = Math;
  const {
    all, attribute, awayFromZero, beyond, built, change, joined, kinds, labelWidth, letters, one, pathOf, px, roundStep, setMarkup, setTable,
    short, shorts, tag, textAt, ticks, widest,
  } = window.figureTools;

  const arc = (radius, isLeft) => `A${px(radius)} ${px(radius)} 0 0 ${isLeft ? 0 : 1} `;

  const plane = (tips, { angles = "" }, own, held) => {
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
    own.scale = { x, y, from, step: step / 4 };
  };

  kinds.plane = [plane, true];
})();
