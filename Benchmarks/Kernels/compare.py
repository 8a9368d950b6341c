#!/usr/bin/env python3
"""Attention beside PyTorch's scaled_dot_product_attention on the CPU: same data, same threads, results compared before
they are timed, best of repeated runs that take turns. Prints a table in Markdown."""
import pathlib, platform, subprocess, sys, tempfile, time

import numpy, torch

GRID = [(8, n, d) for d in (64, 128) for n in (512, 1024, 2048, 4096)] + [(8, 64, 64), (1, 64, 64), (1, 3, 3), (1, 16384, 64)]
BUDGET, TURNS = 0.15, 2


def best(call):
    call()
    least, total, runs = float("inf"), 0, 0
    while runs < 2 or total < BUDGET:
        start = time.perf_counter()
        call()
        taken = time.perf_counter() - start
        least, total, runs = min(least, taken), total + taken, runs + 1
    return least


def processor():
    for line in open("/proc/cpuinfo") if pathlib.Path("/proc/cpuinfo").exists() else []:
        if line.startswith("model name"):
            return line.split(":")[1].strip()
    return platform.processor()


def main():
    ours = subprocess.Popen([sys.argv[1]], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1)

    def ask(*words):
        print(*words, file=ours.stdin, flush=True)
        return ours.stdout.readline().split()

    rate, instructions = ask("peak", 1)
    peak = float(rate)
    print(f"{processor()}, {instructions}; peak of one core {peak / 1e9:.0f} GFLOP/s; PyTorch {torch.__version__}, "
          f"{torch.backends.cpu.get_cpu_capability()}\n")
    print("| heads | n | d | causal | threads | PyTorch ms | ours ms | times as fast | GFLOP/s | of peak | difference |")
    print("|---|---|---|---|---|---|---|---|---|---|---|")
    torch.manual_seed(0)
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder) / "tensors"
        for h, n, d in GRID:
            q, k, v = (torch.randn(1, h, n, d) for _ in range(3))
            file.write_bytes(b"".join(t.numpy().tobytes() for t in (q, k, v)))
            for causal in (False, True):
                def attention():
                    return torch.nn.functional.scaled_dot_product_attention(q, k, v, is_causal=causal)
                for threads in (1, 2):
                    torch.set_num_threads(threads)
                    theirs = mine = float("inf")
                    for turn in range(TURNS if n < 4096 else 1):
                        mine = min(mine, float(ask(file, h, n, d, int(causal), threads, BUDGET)[0]))
                        if turn == 0:
                            result = numpy.fromfile(f"{file}.out", numpy.float32).reshape(1, h, n, d)
                            difference = float(abs(result - attention().numpy()).max())
                            if not difference < 1e-4:
                                sys.exit(f"the results differ by {difference} at {h}×{n}×{d}, causal {causal}")
                        theirs = min(theirs, best(attention))
                    rate = 4 * h * n * n * d * (0.5 if causal else 1) / mine
                    print(f"| {h} | {n} | {d} | {'yes' if causal else ''} | {threads} | {theirs * 1e3:.4g} | {mine * 1e3:.4g} | "
                          f"{theirs / mine:.2f} | {rate / 1e9:.0f} | {rate / peak / threads:.0%} | {difference:.0e} |", flush=True)
    ours.stdin.close()


main()
