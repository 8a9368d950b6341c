"""Writes notation.json beside this file: formulas as authors write them, with the values of plain loops over Python's numbers."""

import json
import math
from pathlib import Path

x = [0.5, -1.0, 2.0, 0.25, 1.5]
p = [0.5, 0.25, 0.125, 0.125]
w = [0.5, 0.3, 0.2]
A, B = [[1.0, 2.0], [3.0, -4.0]], [[0.5, 1.0, -1.0], [2.0, 0.0, 5.0]]
n, m = len(x), len(w)

CASES = []


def shape(value):
    return [len(value), *shape(value[0])] if isinstance(value, list) else []


def case(name, latex, left, expected, bound, given=(), bases=(), **more):
    bind = {key: {"kind": ["scalar", "vector", "matrix"][len(shape(value))], "shape": shape(value), "data": value}
            for key, value in bound.items() if not isinstance(value, range)}
    bind |= {key: {"kind": "index", "range": [value[0], value[-1]]} for key, value in bound.items() if isinstance(value, range)}
    for key in bases:
        bind[key]["indexBase"] = 0
    result = {"refuse": expected} if isinstance(expected, str) else {"expect": {left: expected}}
    CASES.append({"id": "notation-" + name, "latex": latex, "bind": bind, "given": list(given), **result, **more})


def recurrence(first, step, count):
    values = list(first)
    while len(values) < count:
        values.append(step(values))
    return values


case("reversal", r"y_i = x_{n-i+1}", "y_i", x[::-1], {"x": x, "n": n, "y": x[::-1]})
case("cyclic-shift", r"y_i = x_{(i \bmod n) + 1}", "y_i", x[1:] + x[:1], {"x": x, "n": n, "y": x[1:] + x[:1]})
case("cyclic-shift-unclear", r"y_i = x_{i \bmod n + 1}", "y_i", "where the divisor ends", {"x": x, "n": n, "y": x})
case("beyond-the-border", r"y_i = x_{i+1}", "y_i", "out of range", {"x": x, "y": x})
# An entry that the condition leaves out is 0 on both sides.
case("inside-the-border", r"y_i = x_{i+1} - x_i, \quad i < n", "y_i", [b - a for a, b in zip(x, x[1:])] + [0.0],
     {"x": x, "n": n, "y": [b - a for a, b in zip(x, x[1:])] + [1.0]})
case("every-second", r"y_i = x_{2i-1} x_{2i}", "y_i", [x[0] * x[1], x[2] * x[3]], {"x": x, "y": [x[0] * x[1], x[2] * x[3]]})
case("repeated", r"y_i = x_{\lceil i/2 \rceil}", "y_i", [x[0], x[0], x[1], x[1]], {"x": x, "y": [x[0], x[0], x[1], x[1]]})
case("sum-of-maxima", r"s_i = \sum_j \max(x_i, x_j)", "s_i", [sum(max(a, b) for b in x) for a in x], {"x": x, "s": [sum(max(a, b) for b in x) for a in x]})
case("hinge", r"L = \sum_i \max(0, 1 - x_i) + \sum_i \min(x_i, 1)", "L", sum(max(0, 1 - a) for a in x) + sum(min(a, 1) for a in x), {"x": x})
case("positive-part", r"L = \sum_i (1 - x_i)_+^2", "L", sum(max(0, 1 - a) ** 2 for a in x), {"x": x})
case("positive-part-of-all", r"y = [x]_+", "y", [max(a, 0) for a in x], {"x": x})
case("negative-part", r"y = (x)_-", "y", "two readings", {"x": x})
case("convolution", r"y_t = \sum_{k=1}^{\min(t, m)} w_k x_{t-k+1}", "y_t",
     [sum(w[k] * x[t - k] for k in range(min(t + 1, m))) for t in range(n)],
     {"x": x, "w": w, "m": m, "y": [sum(w[k] * x[t - k] for k in range(min(t + 1, m))) for t in range(n)]})
case("convolution-from-0", r"y_t = \sum_{k=0}^{\min(t-1, 2)} w_k x_{t-k}", "y_t",
     [sum(w[k] * x[t - k] for k in range(min(t + 1, m))) for t in range(n)],
     {"x": x, "w": w, "y": [sum(w[k] * x[t - k] for k in range(min(t + 1, m))) for t in range(n)]}, bases=["w"])
case("convolution-beyond", r"y_t = \sum_{k=0}^{2} w_k x_{t-k}", "y_t", "out of range", {"x": x, "w": w, "y": x}, bases=["w"])
case("convolution-without-0", r"y_t = \sum_{k=0}^{2} w_k x_{t-k}", "y_t", "two ranges", {"x": x, "w": w, "y": x})
fibonacci = recurrence([1.0, 1.0], lambda f: f[-1] + f[-2], 8)
case("two-steps", r"F_1 = 1, \quad F_2 = 1, \quad F_t = F_{t-1} + F_{t-2}", "F", fibonacci[2:], {"t": range(3, 9)})
case("two-steps-last-first", r"F_t = F_{t-1} + F_{t-2}, \quad F_1 = 1, \quad F_2 = 1", "F", fibonacci[2:], {"t": range(3, 9)})
case("two-steps-of-the-code", r"F_t = F_{t-1} + F_{t-2}, \quad t \ge 3", "F_t", fibonacci[2:], {"F": fibonacci})
case("two-steps-from-2", r"F_t = F_{t-1} + F_{t-2}, \quad t \ge 2", "F_t", "before it is computed", {"F": fibonacci})
case("two-steps-odd-condition", r"F_t = F_{t-1} + F_{t-2}, \quad t \ne 2", "F_t", "with which t it begins", {"F": fibonacci})
average = recurrence([0.0], lambda h: 0.5 * h[-1] + x[len(h) - 1], n + 1)[1:]
case("start-before-the-first", r"h_0 = 0, \quad h_t = a h_{t-1} + x_t", "h_t", average, {"x": x, "a": 0.5, "h": average})
case("start-at-the-first", r"h_1 = x_1, \quad h_t = a h_{t-1} + x_t, \quad t > 1", "h_t", average[1:], {"x": x, "a": 0.5, "h": average})
case("sum-behind-a-late-start", r"h_t = a h_{t-1} + x_t, \quad t > 1, \quad s = \sum_t h_t", "s", sum(average), {"x": x, "a": 0.5, "h": average})
case("entropy", r"H = -\sum_i p_i \log p_i", "H", -sum(a * math.log(a) for a in p), {"p": p})
case("entropy-in-bits", r"H(p) = -\sum_i p_i \log_2 p_i", "H(p)", 1.75, {"p": p})
case("logistic", r"y = \sigma(x)", "y", [1 / (1 + math.exp(-a)) for a in x], {"x": x},
     given=[{"latex": r"\sigma(u) = \frac{1}{1 + e^{-u}}", "elementwise": True}])
case("unknown-activation", r"y = \sigma(x)", "y", "nothing is bound", {"x": x})
gelu = [a / 2 * (1 + math.erf(a / math.sqrt(2))) for a in x]
case("gelu", r"y_i = \frac{x_i}{2} \left(1 + \operatorname{erf}\left(\frac{x_i}{\sqrt{2}}\right)\right)", "y_i", gelu, {"x": x, "y": gelu})
case("gelu-of-all", r"y = x \odot \Phi(x)", "y", gelu, {"x": x},
     given=[{"latex": r"\Phi(u) = \frac{1}{2}\left(1 + \operatorname{erf}\left(\frac{u}{\sqrt{2}}\right)\right)", "elementwise": True}])
case("integral", r"y = \int_0^1 u^2 du", "y", "no meaning", {"u": 1.0})
case("gradient", r"\nabla_v \|v\|^2 = 2 v", "2 v", "no meaning", {"v": x})
case("variance", r"v = \operatorname{Var}(x)", "v", "not a value", {"x": x})
case("kronecker", r"K = A \otimes B", "K",
     [[A[i // 2][j // 3] * B[i % 2][j % 3] for j in range(6)] for i in range(4)], {"A": A, "B": B}, otimes="kronecker")
case("kronecker-of-vectors", r"k = w \otimes x", "k", [a * b for a in w for b in x], {"w": w, "x": x}, otimes="kronecker")
case("kronecker-as-outer", r"K = A \otimes B", "K", "of two vectors", {"A": A, "B": B}, otimes="outer")
case("outer", r"K = w \otimes x", "K", [[a * b for b in x] for a in w], {"w": w, "x": x}, otimes="outer")
case("quotient-of-entries", r"q = p \oslash (p + 1)", "q", [a / (a + 1) for a in p], {"p": p})
case("quotient-unclear", r"q = p \oslash p \odot p", "q", "two readings", {"p": p})
case("running-sum", r"c_i = \sum_{j \le i} x_j", "c_i", [sum(x[:i + 1]) for i in range(n)], {"x": x, "c": [sum(x[:i + 1]) for i in range(n)]})
case("running-product", r"c_i = \prod_{j=1}^{i} x_j", "c_i", [math.prod(x[:i + 1]) for i in range(n)], {"x": x, "c": [math.prod(x[:i + 1]) for i in range(n)]})

Path(__file__).with_suffix(".json").write_text("[\n" + ",\n".join(json.dumps(each, ensure_ascii=False) for each in CASES) + "\n]\n")
print(len(CASES), "cases")
