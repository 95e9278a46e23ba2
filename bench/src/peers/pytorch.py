"""PyTorch's side of the measurements: one line of JSON for each line of JSON on the standard input (see protocol.ts).

Weights come under the names of Thalweg's layers and in its layouts: dense weights [in, out], filters
[height, width, in, out], images [batch, height, width, channels].
"""

import json
import math
import sys
from time import perf_counter

try:
    import torch
    from torch import nn
    from torch.nn import functional
    from torch.optim import Adam, AdamW
except ImportError as error:
    sys.stdin.readline()
    print(json.dumps({"error": f"this Python cannot import torch ({error})"}), flush=True)
    sys.exit(0)


def read(file):
    dtype = {"float32": torch.float32, "int32": torch.int32}[file["dtype"]]
    flat = torch.from_file(file["path"], size=math.prod(file["shape"]), dtype=dtype)
    return flat.clone().reshape(file["shape"])


def numbered(name, index):
    return name if index == 0 else f"{name}_{index}"


def linear(weights, name):
    weight = weights[f"{name}/weight"]
    made = nn.Linear(*weight.shape, bias=f"{name}/bias" in weights)
    made.weight.copy_(weight.T)
    if made.bias is not None:
        made.bias.copy_(weights[f"{name}/bias"])
    return made


def norm(kind, weights, name):
    scale = weights[f"{name}/scale"]
    made = kind(len(scale))
    made.weight.copy_(scale)
    made.bias.copy_(weights[f"{name}/shift"])
    return made


class Work:
    """Something that can be repeated; what is read of its last step is what sides are compared by."""

    def __init__(self, step, read=float):
        self.step, self.read, self.last = step, read, None

    def times(self, calls):
        found = []
        for _ in range(calls):
            start = perf_counter()
            self.last = self.step()
            found.append(1000 * (perf_counter() - start))
        return found

    def result(self):
        return self.read(self.last)


def fused(optimizer, parameters, spec, **options):
    return optimizer(parameters, lr=spec["learningRate"], fused=True, **options)


def training(model, x, y, optimizer, clip=None):
    """One optimizer step on the same batch again and again; the loss is read at every step."""

    def step():
        optimizer.zero_grad()
        output = model(x)
        loss = functional.cross_entropy(output.reshape(-1, output.shape[-1]), y)
        loss.backward()
        if clip is not None:
            nn.utils.clip_grad_norm_(model.parameters(), clip)
        optimizer.step()
        return loss.item()

    return Work(step)


def classifier(spec, weights, data):
    last = len(spec["widths"]) - 2
    layers = []
    for index in range(last):
        layers.append(linear(weights, numbered("dense", index)))
        if spec["batchNorm"]:
            layers.append(norm(nn.BatchNorm1d, weights, numbered("batchNorm", index)))
        layers.append(nn.ReLU())
    model = nn.Sequential(*layers, linear(weights, numbered("dense", last)))
    return training(model, data["x"], data["y"].long(), fused(Adam, model.parameters(), spec))


def convolutional(spec, weights, data):
    layers = []
    channels, side, kernel = 1, spec["side"], spec["kernel"]
    for index, filters in enumerate(spec["filters"]):
        convolution = nn.Conv2d(channels, filters, kernel, padding=kernel // 2)
        name = numbered("conv2d", index)
        convolution.weight.copy_(weights[f"{name}/weight"].permute(3, 2, 0, 1))
        convolution.bias.copy_(weights[f"{name}/bias"])
        layers += [convolution, nn.ReLU(), nn.MaxPool2d(2)]
        channels, side = filters, side // 2
    # Images are flattened by (row, column, channel) in Thalweg, by (channel, row, column) here.
    by_place = weights["dense/weight"].reshape(side, side, channels, spec["units"])
    by_channel = by_place.permute(2, 0, 1, 3).reshape(-1, spec["units"])
    hidden = linear({**weights, "dense/weight": by_channel}, "dense")
    model = nn.Sequential(*layers, nn.Flatten(), hidden, nn.ReLU(), linear(weights, "dense_1"))
    images = data["x"].permute(0, 3, 1, 2).contiguous()
    return training(model, images, data["y"].long(), fused(Adam, model.parameters(), spec))


class Block(nn.Module):
    def __init__(self, heads, weights, name):
        super().__init__()
        self.heads = heads
        attention = f"{name}/attention/multiHeadAttention"
        parts = [f"{attention}/{part}" for part in ("query", "key", "value")]
        joined = {
            "all/weight": torch.cat([weights[f"{part}/weight"] for part in parts], 1),
            "all/bias": torch.cat([weights[f"{part}/bias"] for part in parts]),
        }
        self.query_key_value = linear(joined, "all")
        self.joined = linear(weights, f"{attention}/output")
        self.inner = linear(weights, f"{name}/perceptron/dense")
        self.outer = linear(weights, f"{name}/perceptron/dense_1")
        self.attention_norm = norm(nn.LayerNorm, weights, f"{name}/attention/layerNorm")
        self.perceptron_norm = norm(nn.LayerNorm, weights, f"{name}/perceptron/layerNorm")

    def forward(self, x):
        batch, time, width = x.shape
        maps = self.query_key_value(self.attention_norm(x)).reshape(batch, time, 3, self.heads, width // self.heads)
        query, key, value = maps.permute(2, 0, 3, 1, 4)
        attended = functional.scaled_dot_product_attention(query, key, value, is_causal=True)
        x = x + self.joined(attended.transpose(1, 2).reshape(batch, time, width))
        return x + self.outer(functional.gelu(self.inner(self.perceptron_norm(x))))


class Transformer(nn.Module):
    def __init__(self, spec, weights):
        super().__init__()
        self.tokens = nn.Embedding(spec["vocabulary"], spec["width"])
        self.tokens.weight.copy_(weights["embedding/weight"])
        self.places = nn.Parameter(weights["positionalEmbedding/weight"])
        names = [numbered("transformerBlock", index) for index in range(spec["layers"])]
        self.blocks = nn.Sequential(*[Block(spec["heads"], weights, name) for name in names])
        self.norm = norm(nn.LayerNorm, weights, "layerNorm")
        self.scores = linear(weights, "dense")

    def forward(self, ids):
        return self.scores(self.norm(self.blocks(self.tokens(ids) + self.places)))


def transformer(spec, weights, data):
    model = Transformer(spec, weights)
    optimizer = fused(AdamW, model.parameters(), spec, weight_decay=spec["weightDecay"])
    return training(model, data["x"].long(), data["y"].long().reshape(-1), optimizer, spec["clip"])


def update(spec, weights, data):
    """An optimizer alone. Clipping changes the gradient where it lies, and finds it short from then on."""
    parameters = [nn.Parameter(row.clone()) for row in weights["w"]]
    for parameter, gradient in zip(parameters, data["gradient"]):
        parameter.grad = gradient.clone()
    clip = spec.get("clip")
    if spec["optimizer"] == "adam":
        optimizer = fused(Adam, parameters, spec)
    else:
        optimizer = fused(AdamW, parameters, spec, weight_decay=spec["weightDecay"])

    def step():
        if clip is not None:
            nn.utils.clip_grad_norm_(parameters, clip)
        optimizer.step()

    return Work(step, lambda _: parameters[0][0].item())


def rosenbrock(spec, weights, data):
    def value(w):
        x, y = w.unbind()
        return (1 - x) ** 2 + 100 * (y - x * x) ** 2

    def steps():
        w = nn.Parameter(weights["w"].clone())
        optimizer = fused(Adam, [w], spec)
        for _ in range(spec["steps"]):
            optimizer.zero_grad()
            loss = value(w)
            loss.backward()
            optimizer.step()
            loss.item()
        return value(w).item()

    return Work(steps)


def product(spec, weights, data):
    return Work(lambda: data["a"] @ data["b"], lambda c: c[1, 1].item())


works = {
    "classifier": classifier,
    "convolutional": convolutional,
    "transformer": transformer,
    "update": update,
    "rosenbrock": rosenbrock,
    "product": product,
}


def prepare(task):
    weights, data = ({name: read(file) for name, file in task[part].items()} for part in ("weights", "data"))
    # Of the setting of weights there is no gradient.
    with torch.no_grad():
        return works[task["spec"]["kind"]](task["spec"], weights, data)


def main():
    torch.set_num_threads(int(sys.argv[1]))
    work = None
    for line in sys.stdin:
        request = json.loads(line)
        asked = request["do"]
        try:
            if asked == "introduce":
                answer = {"name": "PyTorch", "version": torch.__version__, "threads": torch.get_num_threads()}
            elif asked == "prepare":
                work = None
                work = prepare(request["task"])
                answer = {"ready": True}
            elif asked == "run":
                answer = {"times": work.times(request["calls"])}
            elif asked == "result":
                answer = {"value": work.result()}
            else:
                work = None
                answer = {"released": True}
        except Exception as error:
            answer = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer), flush=True)


main()
