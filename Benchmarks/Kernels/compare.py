#!/usr/bin/env python3
"""Attention and matrix products beside PyTorch's on the CPU: same data, same threads, results compared before they are
timed, best of repeated runs that take turns. Prints tables in Markdown: all, or `--only matmul`, `decode`, `peaked`, `errors`, `forward` or
`backward`; `--means 5`: the best of five rounds over all sizes, of products (`--only matmul`) or of passes, whose geometric means over three lengths are shown."""
import argparse, pathlib, platform, subprocess, sys, tempfile, time

import numpy, torch

GRID = [(8, n, d) for d in (64, 128) for n in (512, 1024, 2048, 4096)] + [(8, 64, 64), (1, 64, 64), (1, 3, 3), (1, 16384, 64)]
BACKWARD = [(8, n, d) for d in (64, 128) for n in (512, 1024, 2048, 4096)] + [(1, 64, 64), (1, 4096, 64)]
PRODUCTS = [(512, 512, 512), (1024, 512, 512), (64, 64, 64), (16, 16, 16), (3, 3, 3)]
DECODE = [(8, n, d) for n in (16384, 65536) for d in (64, 128)]
ERRORS = [(8, n, d) for n in (16, 128, 512) for d in (16, 64, 128)]
BUDGET, TURNS = 0.15, 5


def best(call):
    call()
    least, total, runs = float("inf"), 0, 0
    while runs < 2 or total < BUDGET:
        start = time.perf_counter()
        call()
        taken = time.perf_counter() - start
        least, total, runs = min(least, taken), total + taken, runs + 1
    return least, runs


def processor():
    for line in open("/proc/cpuinfo") if pathlib.Path("/proc/cpuinfo").exists() else []:
        if line.startswith("model name"):
            return line.split(":")[1].strip()
    return platform.processor()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--only", choices=["matmul", "decode", "peaked", "errors", "forward", "backward"])
    parser.add_argument("--means", type=int, metavar="ROUNDS")
    arguments = parser.parse_args()
    if arguments.means and arguments.only not in (None, "matmul", "forward", "backward"):
        parser.error("--means is of products and passes: --only matmul, forward or backward")
    ours = subprocess.Popen([arguments.program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1)

    def ask(*words):
        print(*words, file=ours.stdin, flush=True)
        return ours.stdout.readline().split()

    # First, so that nothing was freed yet that could be used again.
    held, = ask("memory", 16384, 64)
    rate, instructions = ask("peak")
    peak = float(rate)
    print(f"{processor()}, {instructions}; peak of one core {peak / 1e9:.0f} GFLOP/s; PyTorch {torch.__version__}, "
          f"{torch.backends.cpu.get_cpu_capability()}\n")
    if not arguments.only and not arguments.means:
        print(f"exp, of all floats: at most {float(ask('exponential')[0]):.2f} units of the last place from the exact value\n")
    torch.manual_seed(0)
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder) / "tensors"
        if arguments.means and arguments.only == "matmul":
            print(PRODUCT_HEAD)
            compare_products(ask, peak, file, PRODUCTS, arguments.means)
            ours.stdin.close()
            return
        if arguments.means:
            print(f"| best of {arguments.means} rounds | d | causal | threads | n = 512 | 1024 | 4096 | times as fast, in the mean | of peak, in the mean | difference |")
            print("|---|---|---|---|---|---|---|---|---|---|")
            compare_means(ask, peak, file.parent, arguments.means, arguments.only)
            ours.stdin.close()
            return
        if arguments.only in (None, "matmul"):
            print("### Matrix products\n")
            print(PRODUCT_HEAD)
            for size in PRODUCTS:
                compare_products(ask, peak, file, [size], TURNS)
            print()
        if arguments.only in (None, "decode"):
            print("### Decoding: one query for each head\n")
            print("| heads | keys | d | threads | runs | PyTorch ms | ours ms | times as fast | GB/s | of a sum's | difference |")
            print("|---|---|---|---|---|---|---|---|---|---|---|")
            for h, n, d in DECODE:
                compare_decoding(ask, file, h, n, d)
            print("\n### Decoding from caches in fewer bits: one query for each of 8 heads of 64\n")
            print("| keys | threads | cache | MB | ms | of PyTorch's with floats | GB/s | difference to floats |")
            print("|---|---|---|---|---|---|---|---|")
            for h, n, d in DECODE:
                if d == 64:
                    compare_caches(ask, file, h, n, d)
            print()
        if arguments.only in (None, "peaked"):
            print("### Peaked softmax: 2 heads, n = 1024, d = 64, one thread\n")
            print("| queries times | | runs | PyTorch ms | of plain | ours ms | of plain | difference |")
            print("|---|---|---|---|---|---|---|---|")
            for direction in ("forward", "backward"):
                compare_peaks(ask, file, direction, 2, 1024, 64)
            print()
        if arguments.only in (None, "errors"):
            print("### Errors of the gradients\n")
            print("| heads | n | d | causal | inputs | PyTorch's | ours | times as large |")
            print("|---|---|---|---|---|---|---|---|")
            for h, n, d in ERRORS:
                compare_errors(ask, file, h, n, d)
            print()
        for direction, grid in (("forward", GRID), ("backward", BACKWARD)):
            if arguments.only not in (None, direction):
                continue
            print(f"### {direction.capitalize()}\n")
            print("| heads | n | d | causal | threads | runs | PyTorch ms | ours ms | times as fast | GFLOP/s | of peak | difference |")
            print("|---|---|---|---|---|---|---|---|---|---|---|---|")
            for h, n, d in grid:
                compare(ask, peak, file, direction, h, n, d)
            print()
    print(f"Memory beyond arguments and results at n = 16384, d = 64, one head: {float(held):.1f} MB.")
    ours.stdin.close()


PRODUCT_HEAD = """\
| n | k | m | threads | runs | PyTorch ms | ours ms | times as fast | GFLOP/s | of peak | difference |
|---|---|---|---|---|---|---|---|---|---|---|"""


def compare_products(ask, peak, file, sizes, rounds):
    """Rows of the table, on one thread and two. Each round goes through all of them."""
    rows = [(*size, threads) for size in sizes for threads in (1, 2)]
    best_of = {row: [float("inf"), float("inf"), 0, 0.0] for row in rows}
    for _ in range(rounds):
        for row in rows:
            n, k, m, threads = row
            torch.set_num_threads(threads)
            a, b = torch.randn(n, k), torch.randn(k, m)
            file.write_bytes(a.numpy().tobytes() + b.numpy().tobytes())
            mine = float(ask("matmul", file, n, k, m, threads, BUDGET)[0])
            difference = float(abs(numpy.fromfile(f"{file}.out", numpy.float32).reshape(n, m) - (a @ b).numpy()).max())
            if not difference < 1e-3:
                sys.exit(f"the products differ by {difference} at {n}×{k}×{m}")
            theirs, count = best(lambda: torch.matmul(a, b))
            so_far = best_of[row]
            best_of[row] = [min(so_far[0], theirs), min(so_far[1], mine), so_far[2] + count, max(so_far[3], difference)]
    for (n, k, m, threads), (theirs, mine, runs, difference) in best_of.items():
        rate = 2 * n * k * m / mine
        print(f"| {n} | {k} | {m} | {threads} | {runs} | {theirs * 1e3:.4g} | {mine * 1e3:.4g} | {theirs / mine:.2f} | "
              f"{rate / 1e9:.0f} | {rate / peak / threads:.0%} | {difference:.0e} |", flush=True)


def compare_decoding(ask, file, h, n, d):
    """Rows of the table, on one thread and two, beside the time in which PyTorch sums the same keys and values."""
    query, key, value = torch.randn(1, h, 1, d), torch.randn(1, h, n, d), torch.randn(1, h, n, d)
    file.write_bytes(b"".join(t.numpy().tobytes() for t in (query, key, value)))
    for threads in (1, 2):
        torch.set_num_threads(threads)
        theirs, mine, summed, runs = float("inf"), float("inf"), float("inf"), 0
        for _ in range(TURNS + 2):
            mine = min(mine, float(ask("decode", file, h, n, d, threads, BUDGET)[0]))
            expected = torch.nn.functional.scaled_dot_product_attention(query, key, value)
            result = numpy.fromfile(f"{file}.out", numpy.float32).reshape(1, h, 1, d)
            difference = float(abs(result - expected.numpy()).max())
            if not difference < 1e-5:
                sys.exit(f"the contexts differ by {difference} for {n} keys of size {d}")
            least, count = best(lambda: torch.nn.functional.scaled_dot_product_attention(query, key, value))
            theirs, runs = min(theirs, least), runs + count
            summed = min(summed, best(lambda: (key.sum(), value.sum()))[0])
        print(f"| {h} | {n} | {d} | {threads} | {runs} | {theirs * 1e3:.4g} | {mine * 1e3:.4g} | {theirs / mine:.2f} | "
              f"{8 * h * n * d / mine / 1e9:.1f} | {summed / mine:.0%} | {difference:.0e} |", flush=True)


def compare_caches(ask, file, h, n, d):
    """Rows of the table: the same keys and values in caches of each precision, in turns with PyTorch's."""
    query, key, value = torch.randn(1, h, 1, d), torch.randn(1, h, n, d), torch.randn(1, h, n, d)
    file.write_bytes(b"".join(t.numpy().tobytes() for t in (query, key, value)))
    expected = torch.nn.functional.scaled_dot_product_attention(query, key, value)
    names = {32: "float32", 16: "bfloat16", 8: "int8"}
    for threads in (1, 2):
        torch.set_num_threads(threads)
        theirs, mine, size, difference = float("inf"), dict.fromkeys(names, float("inf")), {}, {}
        for _ in range(TURNS):
            for bits in names:
                time, size[bits] = map(float, ask("cached", file, h, n, d, threads, BUDGET, bits))
                mine[bits] = min(mine[bits], time)
                result = numpy.fromfile(f"{file}.out", numpy.float32).reshape(1, h, 1, d)
                difference[bits] = float(abs(result - expected.numpy()).max())
                if not difference[bits] < 1e-2:
                    sys.exit(f"the contexts differ by {difference[bits]} for a cache of {bits} bits")
            theirs = min(theirs, best(lambda: torch.nn.functional.scaled_dot_product_attention(query, key, value))[0])
        for bits, name in names.items():
            print(f"| {n} | {threads} | {name} | {size[bits] / 1e6:.1f} | {mine[bits] * 1e3:.4g} | {mine[bits] / theirs:.2f} | "
                  f"{size[bits] / mine[bits] / 1e9:.1f} | {difference[bits]:.0e} |", flush=True)


def compare_peaks(ask, file, direction, h, n, d):
    """Rows of the table. The larger the queries, the more weights are too small for normal numbers."""
    torch.set_num_threads(1)
    query, key, value, cotangent = (torch.randn(1, h, n, d) for _ in range(4))
    calls, scales = {}, (1, 20, 40)
    for scale in scales:
        inputs = [(query * scale).requires_grad_(direction == "backward"), key.clone(), value.clone()]
        for x in inputs[1:]:
            x.requires_grad_(direction == "backward")
        context = torch.nn.functional.scaled_dot_product_attention(*inputs)
        pathlib.Path(f"{file}{scale}").write_bytes(b"".join(t.detach().numpy().tobytes() for t in (*inputs, cotangent)))
        if direction == "forward":
            calls[scale] = lambda inputs=inputs: torch.nn.functional.scaled_dot_product_attention(*inputs)
        else:
            calls[scale] = lambda inputs=inputs, context=context: torch.autograd.grad(context, inputs, cotangent, retain_graph=True)
    theirs, mine, runs, differences = ({scale: start for scale in scales} for start in (float("inf"), float("inf"), 0, 0))
    for _ in range(TURNS + 2):
        for scale in scales:
            mine[scale] = min(mine[scale], float(ask(direction, f"{file}{scale}", h, n, d, 0, 1, BUDGET)[0]))
            result = numpy.fromfile(f"{file}{scale}.out", numpy.float32).reshape(-1, 1, h, n, d)
            expected = calls[scale]()
            expected = numpy.stack([t.detach().numpy() for t in (expected if direction == "backward" else [expected])])
            differences[scale] = float(abs(result - expected).max() / max(1, abs(expected).max()))
            if not differences[scale] < 1e-4:
                sys.exit(f"the results differ by {differences[scale]} for queries times {scale}")
            least, count = best(calls[scale])
            theirs[scale], runs[scale] = min(theirs[scale], least), runs[scale] + count
    for scale in scales:
        print(f"| {scale} | {direction} | {runs[scale]} | {theirs[scale] * 1e3:.4g} | {theirs[scale] / theirs[1]:.2f} | "
              f"{mine[scale] * 1e3:.4g} | {mine[scale] / mine[1]:.2f} | {differences[scale]:.0e} |", flush=True)


def compare_errors(ask, file, h, n, d):
    """Rows of the table: root mean squares of the distances from double precision, over all gradients of several random inputs."""
    inputs_count = max(3, 2048 // n)
    for causal in (False, True):
        theirs = mine = 0
        for seed in range(inputs_count):
            torch.manual_seed(seed)
            tensors = [torch.randn(1, h, n, d) for _ in range(4)]
            file.write_bytes(b"".join(t.numpy().tobytes() for t in tensors))

            def gradients(kind):
                *inputs, cotangent = [t.to(kind) for t in tensors]
                for x in inputs:
                    x.requires_grad_()
                context = torch.nn.functional.scaled_dot_product_attention(*inputs, is_causal=causal)
                return torch.stack(torch.autograd.grad(context, inputs, cotangent)).double().numpy()

            exact = gradients(torch.float64)
            ask("backward", file, h, n, d, int(causal), 1, 0)
            result = numpy.fromfile(f"{file}.out", numpy.float32).reshape(exact.shape)
            theirs += ((gradients(torch.float32) - exact) ** 2).mean()
            mine += ((result - exact) ** 2).mean()
        theirs, mine = (theirs / inputs_count) ** 0.5, (mine / inputs_count) ** 0.5
        print(f"| {h} | {n} | {d} | {'yes' if causal else ''} | {inputs_count} | {theirs:.2e} | {mine:.2e} | {mine / theirs:.2f} |", flush=True)


class Pass:
    """The forward or the backward pass of one size on one number of threads."""

    def __init__(self, ask, file, direction, h, n, d, causal, threads):
        self.ask, self.file, self.direction, self.causal, self.threads = ask, file, direction, causal, threads
        self.sizes = h, n, d
        tensors = [torch.randn(1, h, n, d) for _ in range(4)]
        file.write_bytes(b"".join(t.numpy().tobytes() for t in tensors))
        *self.inputs, self.cotangent = tensors
        for x in self.inputs:
            x.requires_grad_(direction == "backward")
        self.theirs, self.mine, self.runs, self.difference = float("inf"), float("inf"), 0, None

    def forward(self):
        return torch.nn.functional.scaled_dot_product_attention(*self.inputs, is_causal=self.causal)

    def turn(self):
        """Ours and PyTorch's, one after the other; in the first turn the results are compared."""
        torch.set_num_threads(self.threads)
        call, (h, n, d) = self.forward, self.sizes
        if self.direction == "backward":
            context = self.forward()
            call = lambda: torch.autograd.grad(context, self.inputs, self.cotangent, retain_graph=True)
        self.mine = min(self.mine, float(self.ask(self.direction, self.file, h, n, d, int(self.causal), self.threads, BUDGET)[0]))
        if self.difference is None:
            result = numpy.fromfile(f"{self.file}.out", numpy.float32).reshape(-1, 1, h, n, d)
            expected = call()
            expected = numpy.stack([t.detach().numpy() for t in (expected if self.direction == "backward" else [expected])])
            self.difference = float(abs(result - expected).max())
            if not self.difference < 1e-4:
                sys.exit(f"the results differ by {self.difference} at {h}×{n}×{d}, causal {self.causal}")
        least, count = best(call)
        self.theirs, self.runs = min(self.theirs, least), self.runs + count

    @property
    def rate(self):
        """Operations in a second."""
        h, n, d = self.sizes
        return (4 if self.direction == "forward" else 10) * h * n * n * d * (0.5 if self.causal else 1) / self.mine

    @property
    def times_as_fast(self):
        return self.theirs / self.mine


def compare(ask, peak, file, direction, h, n, d):
    """Rows of the table: causal and not, on one thread and two."""
    for causal in (False, True):
        for threads in (1, 2):
            each = Pass(ask, file, direction, h, n, d, causal, threads)
            for _ in range(TURNS):
                each.turn()
            print(f"| {h} | {n} | {d} | {'yes' if causal else ''} | {threads} | {each.runs} | {each.theirs * 1e3:.4g} | {each.mine * 1e3:.4g} | "
                  f"{each.times_as_fast:.2f} | {each.rate / 1e9:.0f} | {each.rate / peak / threads:.0%} | {each.difference:.0e} |", flush=True)


def compare_means(ask, peak, folder, rounds, direction):
    """Rows of the table. A processor shared with others is slow for seconds at a time: each round goes once through all sizes, so that the turns of a
    size are far apart."""
    lengths = 512, 1024, 4096
    kinds = [("forward", d, causal, threads) for d in (64, 128) for causal in (False, True) for threads in (1, 2)]
    kinds += [("backward", d, causal, 1) for d in (64, 128) for causal in (False, True)]
    kinds = [kind for kind in kinds if direction in (None, kind[0])]
    passes = {(kind, n): Pass(ask, folder / f"{'-'.join(map(str, kind))}-{n}", kind[0], 8, n, *kind[1:]) for kind in kinds for n in lengths}
    for _ in range(rounds):
        for each in passes.values():
            each.turn()
    for kind in kinds:
        each = [passes[kind, n] for n in lengths]
        mean = numpy.prod([one.times_as_fast for one in each]) ** (1 / len(each))
        share = numpy.prod([one.rate / peak / one.threads for one in each]) ** (1 / len(each))
        _, d, causal, threads = kind
        print(f"| {kind[0]} | {d} | {'yes' if causal else ''} | {threads} | {' | '.join(f'{one.times_as_fast:.2f}' for one in each)} | {mean:.2f} | "
              f"{share:.0%} | {max(one.difference for one in each):.0e} |", flush=True)


main()
