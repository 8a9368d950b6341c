"""Makes part-two.json: the small examples of the course's second part, as PyTorch and NumPy compute them.

    pip install torch==2.15.0 numpy && python make_part_two.py

Each example has the library's inputs, the expected values, and the numbers as the lesson's page shows them. The trained model is read from
Lessons/model; its forward pass is written here once more, in NumPy.
"""
import json
import math
import struct
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

FOLDER = Path(__file__).parent
MODEL = FOLDER.parents[2] / "Lessons" / "model"


def array(x):
    x = np.asarray(x, dtype=np.float64)
    return {"shape": list(x.shape), "scalars": [float(f"{v:.9g}") for v in x.flatten()]}


def rows(x, decimals=4):
    """The numbers of each row, as the page shows them, all with as many decimals."""
    return [[f"{v:.{decimals}f}" for v in row] for row in np.atleast_2d(np.asarray(x, dtype=np.float64))]


def example(lesson, shown, **arrays):
    return {"lesson": lesson, "shown": shown, "arrays": {name: array(x) for name, x in arrays.items()}}


def block():
    token = torch.tensor([1.0, 2, 3, 4], dtype=torch.float64)
    normalized = F.layer_norm(token, (4,), eps=0)
    rms = token / token.square().mean().sqrt()
    x = torch.tensor([[0.5, -1, 2], [1.5, 0.4, -0.3]], dtype=torch.float64)
    w1 = torch.tensor([[0.4, -0.7, 1.1, 0.2], [0.9, 0.3, -0.5, -1.2], [-0.6, 0.8, 0.1, 0.5]], dtype=torch.float64)
    b1 = torch.tensor([0.1, -0.2, 0.3, 0.05], dtype=torch.float64)
    w2 = torch.tensor([[0.7, -0.4, 0.2], [-0.1, 0.6, 0.9], [1.2, 0.3, -0.8], [0.5, -1.1, 0.4]], dtype=torch.float64)
    b2 = torch.tensor([0.2, 0, -0.1], dtype=torch.float64)
    gate = torch.tensor([[-0.3, 0.8, 0.5, -0.9], [1.0, -0.2, 0.6, 0.7], [0.4, 1.1, -0.7, 0.2]], dtype=torch.float64)
    inner = F.relu(x @ w1 + b1)
    return example(
        "16-transformer-block", rows(normalized, 5) + rows(rms) + rows(inner),
        token=token, normalized=normalized, unbiased=(token - token.mean()) / token.std(), rms=rms, x=x, w1=w1, b1=b1, w2=w2, b2=b2,
        gate=gate, feedForward=inner @ w2 + b2, swiGLU=(F.silu(x @ w1) * (x @ gate)) @ w2, gelu=F.gelu(x), silu=F.silu(x))


def gradients():
    q = torch.tensor([[0.2, -1.1, 0.7, 0.4], [1.3, 0.4, -0.6, -0.9]], dtype=torch.float64, requires_grad=True)
    k = torch.tensor([[0.9, -0.3, 1.2, 0.5], [-0.8, 1.5, 0.1, -0.2], [0.6, 0.2, -1.4, 0.8]], dtype=torch.float64, requires_grad=True)
    v = torch.tensor([[1, -0.5], [-1.5, 2], [0.3, 0.8]], dtype=torch.float64, requires_grad=True)
    cotangent = torch.tensor([[0.8, -0.6], [-0.4, 1.1]], dtype=torch.float64)
    scores = q @ k.T / 2
    scores.retain_grad()
    weights = scores.softmax(-1)
    weights.retain_grad()
    (weights @ v).backward(cotangent)
    return example(
        "17-gradients-by-hand", rows(weights.grad) + rows(scores.grad) + rows(q.grad),
        query=q.detach(), key=k.detach(), value=v.detach(), cotangent=cotangent, weightGradient=weights.grad, scoreGradient=scores.grad,
        queryGradient=q.grad, keyGradient=k.grad, valueGradient=v.grad)


def training():
    logits = torch.tensor([[2, 0.5, -1], [0.3, -0.7, 0.1]], dtype=torch.float64, requires_grad=True)
    loss = F.cross_entropy(logits, torch.tensor([0, 2]))
    loss.backward()
    number = torch.tensor(1.0, dtype=torch.float64, requires_grad=True)
    adam = torch.optim.Adam([number], lr=0.1)
    path = []
    for gradient in [0.5, -2, 30]:
        number.grad = torch.tensor(gradient, dtype=torch.float64)
        adam.step()
        path.append(number.item())
    return example(
        "18-training-one", rows(logits.grad) + [[f"{loss.item():.4f}"]], logits=logits.detach(), loss=loss.item(), gradient=logits.grad,
        path=path)


def generation():
    chances = (torch.tensor([3, 2.2, 1.5, 0.2, -1], dtype=torch.float64) / 0.7).softmax(-1)
    kept = torch.where(chances.cumsum(-1) - chances < 0.9, chances, 0.0)
    p = torch.tensor([1.2, 0.3, -0.5, 0.9], dtype=torch.float64).softmax(-1)
    q = torch.tensor([0.1, 1.4, -0.8, 0.6], dtype=torch.float64).softmax(-1)
    accepted = torch.minimum(torch.ones(4, dtype=torch.float64), p / q)
    missing = (p - q).clamp(min=0)
    return example(
        "19-generation", rows(chances) + rows(kept / kept.sum()) + rows(accepted),
        chances=chances, nucleus=kept / kept.sum(), target=p, draft=q, accepted=accepted, replacement=missing / missing.sum())


def cheaper():
    scores = torch.tensor([0.4, -1.1, 0.9, 0.2], dtype=torch.float64)
    with_sink = torch.cat([torch.tensor([1.5], dtype=torch.float64), scores]).softmax(-1)[1:]
    q = np.array([[0.9, 0.2], [-0.4, 1.1], [0.7, -0.6], [0.3, 0.8]])
    k = np.array([[1, 0], [0.6, 0.8], [0, 1], [1, 0]])
    v = np.array([[1, -2, 0.5], [0.4, 3, -1], [2, 0.7, 1], [-1, 1, 4]])

    def run(alphas, betas):
        state, contexts = np.zeros((2, 3)), []
        for t in range(4):
            state = alphas[t][:, None] * state
            erased = 0 if betas is None else betas[t] * np.outer(k[t], k[t] @ state)
            state = state - erased + (1 if betas is None else betas[t]) * np.outer(k[t], v[t])
            contexts.append(state.T @ q[t])
        return np.array(contexts)

    one = np.ones((4, 2))
    fades, betas = np.array([[0.9, 0.5], [1, 0.8], [0.6, 0.7], [0.95, 0.3]]), np.array([0.9, 0.5, 1, 0.7])
    kimi = run(fades, betas)
    linear = run(one, None)
    return example(
        "20-cheaper-attention", rows(with_sink) + rows(linear) + rows(kimi), scores=scores, withSink=with_sink, query=q, key=k, value=v,
        linear=linear, delta=run(one, np.ones(4)), fades=fades, betas=betas, kimi=kimi)


def weights():
    data = (MODEL / "alice.safetensors").read_bytes()
    size = struct.unpack("<Q", data[:8])[0]
    header = json.loads(data[8:8 + size])
    header.pop("__metadata__", None)
    types = {"F16": np.float16, "F32": np.float32}

    def read(entry):
        start, end = entry["data_offsets"]
        flat = np.frombuffer(data[8 + size + start:8 + size + end], dtype=types[entry["dtype"]])
        return flat.reshape(entry["shape"]).astype(np.float64)

    return {name: read(entry) for name, entry in header.items()}


def norm(x, gain):
    return x / np.sqrt((x * x).mean(-1, keepdims=True) + 1e-6) * gain


def rotated(x):
    angles = np.arange(x.shape[-2])[:, None] * 10000.0 ** (-np.arange(0, 32, 2) / 32)
    y = np.empty_like(x)
    y[..., 0::2] = x[..., 0::2] * np.cos(angles) - x[..., 1::2] * np.sin(angles)
    y[..., 1::2] = x[..., 0::2] * np.sin(angles) + x[..., 1::2] * np.cos(angles)
    return y


def last_chances(w, tokens, cut=None):
    """The probabilities of the token after the last, without one head, and the attention weights of each block."""
    x, n, all_weights = w["E"][tokens], len(tokens), []
    for index in range(4):
        p = f"blocks.{index}."
        h = norm(x, w[p + "norm1.gamma"])

        def heads(name, count):
            return (h @ w[p + name]).reshape(n, count, 32).transpose(1, 0, 2)

        q, k = rotated(heads("attn.W_Q", 4)), rotated(heads("attn.W_K", 2)).repeat(2, 0)
        v = heads("attn.W_V", 2).repeat(2, 0)
        scores = np.where(np.tril(np.ones((n, n))) > 0, q @ k.transpose(0, 2, 1) / math.sqrt(32), -np.inf)
        a = np.exp(scores - scores.max(-1, keepdims=True))
        a /= a.sum(-1, keepdims=True)
        all_weights.append(a)
        context = a @ v
        if cut and cut[0] == index:
            context[cut[1]] = 0
        x = x + context.transpose(1, 0, 2).reshape(n, 128) @ w[p + "attn.W_O"]
        h = norm(x, w[p + "norm2.gamma"])
        gate = h @ w[p + "ffn.W1"]
        x = x + (gate / (1 + np.exp(-gate)) * (h @ w[p + "ffn.W3"])) @ w[p + "ffn.W2"]
    logits = norm(x, w["norm_f.gamma"])[-1] @ w["E"].T
    chances = np.exp(logits - logits.max())
    return chances / chances.sum(), all_weights


def reading():
    w, prompt, the = weights(), [494, 160, 729, 633, 111], 97
    whole, all_weights = last_chances(w, prompt)
    without, _ = last_chances(w, prompt, cut=(1, 0))
    rollout = np.eye(5)
    for a in all_weights:
        rollout = (a.mean(0) + np.eye(5)) / 2 @ rollout
    first = np.array([[1, 0, 0], [0.7, 0.3, 0], [0.1, 0.8, 0.1]])
    second = np.array([[1, 0, 0], [0.4, 0.6, 0], [0.2, 0.3, 0.5]])
    small = (second + np.eye(3)) / 2 @ (first + np.eye(3)) / 2
    return example(
        "21-reading-a-model", rows(small) + [[f"{whole[the]:.4f}"], [f"{without[the]:.4f}"]], prompt=prompt, whole=whole[the],
        without=without[the], layers=np.stack(all_weights), rollout=rollout, smallLayers=np.stack([first, second]), smallRollout=small)


examples = [block(), gradients(), training(), generation(), cheaper(), reading()]
(FOLDER / "part-two.json").write_text(json.dumps({e["lesson"]: e for e in examples}) + "\n")
