"""Makes modules.json: attention modules of known models with small random weights, as PyTorch 2.13 and transformers compute them.

    pip install torch==2.13.0 transformers && python make.py

Only the modules' code is used; no trained weights are loaded.
"""
import json
import math
from pathlib import Path

import torch
from transformers.modeling_rope_utils import ROPE_INIT_FUNCTIONS
from transformers.models.deepseek_v3 import modeling_deepseek_v3 as deepseek
from transformers.models.gemma2 import modeling_gemma2 as gemma2
from transformers.models.gpt_oss import modeling_gpt_oss as gpt_oss
from transformers.models.qwen3_next import modeling_qwen3_next as qwen3_next

LENGTH = 6


def array(x):
    return {"shape": list(x.shape), "scalars": [float(v) for v in x.detach().double().flatten()]}


def causal(window=None):
    distance = torch.arange(LENGTH)[:, None] - torch.arange(LENGTH)[None, :]
    visible = (distance >= 0) & (distance < (window or LENGTH))
    return torch.zeros(LENGTH, LENGTH).masked_fill(~visible, -math.inf)[None, None]


def run(name, model, config, attention, rotary, seed, window=None):
    """One attention module, with random parameters and a random input."""
    torch.manual_seed(seed)
    config._attn_implementation = "eager"
    module, embedding = attention(config), rotary(config)
    for parameter in module.parameters():
        torch.nn.init.normal_(parameter, std=0.4)
    module.eval()
    x = torch.randn(1, LENGTH, config.hidden_size)
    position = embedding(x, torch.arange(LENGTH)[None])
    output = module(x, position_embeddings=position, attention_mask=causal(window))[0]
    return {
        "name": name, "input": array(x), "output": array(output),
        "parameters": {key: array(value) for key, value in module.state_dict().items()},
    }


def modules():
    common = dict(hidden_size=12, num_attention_heads=4, num_key_value_heads=2, head_dim=8, max_position_embeddings=64,
                  attention_bias=False, num_hidden_layers=1)
    yarn = {"rope_type": "yarn", "factor": 4.0, "beta_fast": 32.0, "beta_slow": 1.0, "original_max_position_embeddings": 16,
            "truncate": False, "rope_theta": 150000.0}
    yield run("gemma2", gemma2, gemma2.Gemma2Config(**common, query_pre_attn_scalar=10, attn_logit_softcapping=5.0,
              sliding_window=3, layer_types=["sliding_attention"]),
              lambda c: gemma2.Gemma2Attention(c, 0), gemma2.Gemma2RotaryEmbedding, 1, window=3)
    yield run("gpt-oss", gpt_oss, gpt_oss.GptOssConfig(**{**common, "attention_bias": True}, rope_parameters=yarn,
              layer_types=["full_attention"]),
              lambda c: gpt_oss.GptOssAttention(c, 0), gpt_oss.GptOssRotaryEmbedding, 2)
    yield run("deepseek-v3", deepseek, deepseek.DeepseekV3Config(hidden_size=12, num_attention_heads=4, num_key_value_heads=4,
              q_lora_rank=6, kv_lora_rank=5, qk_rope_head_dim=4, qk_nope_head_dim=6, v_head_dim=3, max_position_embeddings=64,
              num_hidden_layers=1, rope_interleave=True),
              lambda c: deepseek.DeepseekV3Attention(c, 0), deepseek.DeepseekV3RotaryEmbedding, 3)
    yield run("qwen3-next", qwen3_next, qwen3_next.Qwen3NextConfig(**common, rope_parameters={"rope_type": "default",
              "rope_theta": 10000.0, "partial_rotary_factor": 0.5}, layer_types=["full_attention"]),
              lambda c: qwen3_next.Qwen3NextAttention(c, 0), qwen3_next.Qwen3NextRotaryEmbedding, 4)


def frequencies():
    """The angle of each pair from one position to the next, and the factor of rotated features."""
    config = gpt_oss.GptOssConfig(hidden_size=64, num_attention_heads=4, head_dim=16, max_position_embeddings=4096)
    for kind, parameters in [
        ("llama3", dict(factor=8.0, low_freq_factor=1.0, high_freq_factor=4.0, original_max_position_embeddings=64)),
        ("yarn", dict(factor=4.0, beta_fast=32.0, beta_slow=1.0, original_max_position_embeddings=512)),
        ("yarn", dict(factor=4.0, beta_fast=32.0, beta_slow=1.0, original_max_position_embeddings=512, truncate=False)),
    ]:
        config.rope_parameters = {"rope_type": kind, "rope_theta": 10000.0, **parameters}
        inverse, factor = ROPE_INIT_FUNCTIONS[kind](config, "cpu")
        yield {"kind": kind, "parameters": {k: float(v) for k, v in parameters.items()}, "frequencies": array(inverse), "factor": factor}


def cells():
    for name, cell in [("GRUCell", torch.nn.GRUCell(3, 2)), ("LSTMCell", torch.nn.LSTMCell(3, 2))]:
        torch.manual_seed(5)
        for parameter in cell.parameters():
            torch.nn.init.normal_(parameter, std=0.6)
        x, state = torch.randn(4, 3), torch.randn(4, 2)
        other = torch.randn(4, 2)
        output = cell(x, state) if name == "GRUCell" else torch.stack(cell(x, (state, other)))
        yield {"name": name, "input": array(x), "state": array(state), "cell": array(other), "output": array(output),
               "parameters": {key: array(value) for key, value in cell.state_dict().items()}}


def adam():
    """Five steps of AdamW on half the squared length of a matrix."""
    x = torch.nn.Parameter(torch.tensor([[1.0, -2.0], [0.01, 3.0]]))
    optimizer = torch.optim.AdamW([x], lr=0.1, weight_decay=0.2)
    for _ in range(5):
        optimizer.zero_grad()
        (0.5 * (x * x).sum()).backward()
        optimizer.step()
    return array(x)


Path(__file__).with_name("modules.json").write_text(json.dumps(
    {"modules": list(modules()), "frequencies": list(frequencies()), "cells": list(cells()), "adamW": adam()},
    separators=(",", ":")) + "\n")
