#!/usr/bin/env python3
#
# Copyright the flink-connector-kvs-archive authors
# SPDX-License-Identifier: Apache-2.0
#
"""Makes the detector of the examples: persons, cars and parcels, as an ONNX file.

    train_detector.py train sample-detector.onnx
    train_detector.py train sample-detector.onnx --resume --seed 2 --steps 1000
    train_detector.py evaluate sample-detector.onnx

It learns from scenes that it draws itself; it never sees a picture of the sample cameras, so that
evaluate, which does, is a measure. Each takes about half a second of one core for a step of
training. Beside the ONNX file it leaves the weights, which resuming and evaluating go by. It needs
Debian's python3-torch, python3-onnx, python3-numpy and python3-pil, and ffmpeg to evaluate.
"""
import argparse
import io
import json
import math
import pathlib
import random
import subprocess
import time

import numpy
import torch
from PIL import Image, ImageDraw, ImageFilter
from torch import nn
from torch.nn import functional

WIDTH, HEIGHT = 320, 192
STRIDE = 8
LABELS = ["person", "car", "parcel"]
SAMPLE = pathlib.Path(__file__).resolve().parents[2] / (
    "kvs-archive-local/src/main/resources/io/kvsarchive/local/sample")
SUPERSAMPLING = 2


# Scenes

def color(rng, low=0, high=255):
    return tuple(rng.randint(low, high) for _ in range(3))


def vivid(rng):
    hue = rng.random() * 6
    value = rng.uniform(0.25, 1)
    grayness = 1 - rng.uniform(0.0, 1) ** 0.5
    parts = [abs(hue - 3) - 1, 2 - abs(hue - 2), 2 - abs(hue - 4)]
    return tuple(int(255 * value * (grayness + (1 - grayness) * min(1, max(0, part))))
                 for part in parts)


def of_cardboard(rng):
    """Yellow, tan or brown: a color alone makes no parcel."""
    return vary(rng, rng.choice([(225, 185, 50), (190, 150, 60), (186, 138, 80), (150, 105, 60)]), 25)


def shade(base, factor):
    return tuple(max(0, min(255, int(part * factor))) for part in base)


def vary(rng, base, spread):
    return tuple(max(0, min(255, part + rng.randint(-spread, spread))) for part in base)


def draw_bricks(draw, rng, width, height):
    base = rng.choice([(180, 105, 80), (150, 90, 70), (170, 150, 130), (120, 120, 120), color(rng)])
    draw.rectangle((0, 0, width, height), fill=vary(rng, (170, 150, 135), 30))
    brick_width = rng.randint(24, 90)
    brick_height = brick_width // 2 + rng.randint(-4, 6)
    for row, y in enumerate(range(0, height, brick_height)):
        for x in range(-(row % 2) * brick_width // 2, width, brick_width):
            draw.rectangle((x, y, x + brick_width - 3, y + brick_height - 3),
                           fill=vary(rng, base, 14))


def draw_gradient(draw, rng, width, height):
    top, bottom = color(rng, 30, 230), color(rng, 30, 230)
    if rng.random() < 0.5:
        bottom = vary(rng, top, 30)
    for y in range(height):
        share = y / height
        draw.line((0, y, width, y),
                  fill=tuple(int(a + (b - a) * share) for a, b in zip(top, bottom)))


def draw_road(draw, rng, width, height, horizon):
    gray = rng.randint(50, 150)
    draw.rectangle((0, horizon, width, height), fill=vary(rng, (gray, gray, gray), 8))
    paint = vary(rng, (215, 215, 210), 25)
    for _ in range(rng.randint(0, 3)):
        y = rng.randint(horizon, height)
        dash = rng.randint(20, 90)
        for x in range(-rng.randint(0, dash), width, dash * 2 - rng.randint(0, dash // 2)):
            draw.rectangle((x, y, x + dash, y + rng.randint(3, 8)), fill=paint)
    if rng.random() < 0.6:
        step, slant, length = rng.randint(50, 160), rng.randint(-50, 50), rng.randint(30, 120)
        y = rng.randint(horizon, max(horizon + 1, height - length))
        for x in range(-50, width + 50, step):
            draw.line((x, y + length, x + slant, y), fill=paint, width=rng.randint(3, 7))


def draw_building(draw, rng, width, horizon):
    top = rng.randint(0, max(1, horizon))
    wall = color(rng, 60, 220)
    draw.rectangle((0, top, width, horizon), fill=wall)
    glass = vary(rng, (110, 135, 160), 40)
    size, step = rng.randint(14, 70), rng.randint(80, 200)
    for x in range(rng.randint(0, step), width, step):
        y = top + (horizon - top) // 4
        draw.rectangle((x, y, x + size, y + size * 3 // 4), fill=glass)


def draw_fixture(draw, rng, width, height, horizon):
    """Things that belong to the scene: doors, windows, plants, lamps, boxes of no interest."""
    kind = rng.choice(["door", "window", "pot", "lamp", "tree", "sign", "slab", "blob"])
    x = rng.randint(-40, width)
    if kind == "door":
        w, h = rng.randint(70, 150), rng.randint(170, 330)
        y = horizon - h + rng.randint(-20, 20)
        body = color(rng, 20, 170)
        draw.rectangle((x - 8, y - 8, x + w + 8, horizon), fill=vary(rng, (225, 222, 214), 30))
        draw.rectangle((x, y, x + w, horizon), fill=body)
        if rng.random() < 0.7:
            draw.rectangle((x + w // 5, y + h // 10, x + w * 4 // 5, y + h // 3),
                           fill=vary(rng, (115, 140, 150), 30))
        draw.rectangle((x + w * 4 // 5, y + h // 2, x + w * 4 // 5 + 6, y + h // 2 + 14),
                       fill=(222, 190, 90))
    elif kind == "window":
        w, h = rng.randint(40, 170), rng.randint(40, 140)
        y = rng.randint(0, max(1, horizon - h))
        draw.rectangle((x - 8, y - 8, x + w + 8, y + h + 8), fill=vary(rng, (225, 222, 214), 30))
        draw.rectangle((x, y, x + w, y + h), fill=vary(rng, (105, 125, 145), 40))
        draw.line((x + w // 2, y, x + w // 2, y + h), fill=(60, 70, 80), width=4)
    elif kind == "pot":
        w, h = rng.randint(30, 70), rng.randint(30, 70)
        y = horizon - h + rng.randint(-20, 30)
        green = vary(rng, (60, 130, 65), 35)
        for i in range(rng.randint(1, 4)):
            stem = x + w * (i + 1) // 5
            draw.rectangle((stem, y - rng.randint(20, 90), stem + w // 6, y), fill=vary(rng, green, 20))
        draw.rectangle((x, y, x + w, y + h), fill=vary(rng, (165, 90, 55), 40))
        draw.rectangle((x - 4, y, x + w + 4, y + h // 6), fill=vary(rng, (180, 100, 62), 40))
    elif kind == "lamp":
        y = rng.randint(0, max(1, horizon - 60))
        draw.rectangle((x, y, x + rng.randint(4, 10), horizon + rng.randint(0, 30)), fill=(70, 72, 74))
        draw.rectangle((x - 25, y, x + 30, y + 8), fill=(70, 72, 74))
    elif kind == "tree":
        r = rng.randint(20, 60)
        y = rng.randint(0, max(1, horizon - r))
        draw.rectangle((x - 4, y, x + 4, horizon), fill=vary(rng, (95, 70, 50), 20))
        shape = draw.ellipse if rng.random() < 0.5 else draw.rectangle
        shape((x - r, y - r, x + r, y + r), fill=vary(rng, (60, 120, 60), 40))
    elif kind == "sign":
        w, h = rng.randint(12, 50), rng.randint(10, 40)
        y = rng.randint(0, max(1, height - h))
        draw.rectangle((x, y, x + w, y + h), fill=vary(rng, (235, 235, 230), 20))
        for i in range(rng.randint(0, 4)):
            draw.rectangle((x + 3 + i * 8, y + 4, x + 7 + i * 8, y + h - 4), fill=(60, 60, 60))
    elif kind == "slab":
        w, h = rng.randint(20, 200), rng.randint(4, 30)
        y = rng.randint(horizon // 2, height)
        draw.rectangle((x, y, x + w, y + h),
                       fill=of_cardboard(rng) if rng.random() < 0.3 else color(rng, 40, 230))
    else:
        w, h = rng.randint(8, 120), rng.randint(8, 120)
        y = rng.randint(0, height)
        shape = rng.choice([draw.ellipse, draw.rectangle])
        shape((x, y, x + w, y + h), fill=of_cardboard(rng) if rng.random() < 0.4 else color(rng))


def background(rng, width, height):
    image = Image.new("RGB", (width, height), color(rng))
    draw = ImageDraw.Draw(image)
    horizon = rng.randint(height // 5, height - 20)
    kind = rng.random()
    draw_gradient(draw, rng, width, height)
    if kind < 0.45:
        draw_bricks(draw, rng, width, horizon if rng.random() < 0.8 else height)
        floor = rng.randint(70, 170)
        draw.rectangle((0, horizon, width, height), fill=vary(rng, (floor, floor, floor - 8), 15))
        for _ in range(rng.randint(0, 8)):
            x = rng.randint(0, width)
            draw.line((x, horizon, x + rng.randint(-80, 80), height), fill=shade((floor,) * 3, 0.85), width=2)
    elif kind < 0.85:
        if rng.random() < 0.7:
            draw_building(draw, rng, width, horizon)
        draw_road(draw, rng, width, height, horizon)
    for _ in range(rng.randint(0, 7)):
        draw_fixture(draw, rng, width, height, horizon)
    return image


def draw_person(draw, rng, x, y, w, h):
    skin = rng.choice([(224, 172, 140), (198, 140, 105), (150, 100, 70), (95, 65, 48), (235, 195, 165)])
    hair = rng.choice([(45, 42, 40), (90, 60, 35), (170, 140, 90), (120, 120, 120), (30, 30, 60)])
    coat, trousers = vivid(rng), shade(vivid(rng), rng.uniform(0.3, 0.9))
    if rng.random() < 0.35:
        coat = of_cardboard(rng)
    head = w * rng.uniform(0.34, 0.46)
    middle = x + w / 2
    shoulders, hips = y + h * rng.uniform(0.17, 0.21), y + h * rng.uniform(0.52, 0.6)
    stride = w * rng.uniform(0, 0.3)
    leg = w * rng.uniform(0.16, 0.26)
    for side in (-1, 1):
        foot = middle + side * stride / 2
        draw.polygon([(middle - leg, hips - 2), (middle + leg, hips - 2), (foot + leg, y + h),
                      (foot - leg, y + h)], fill=trousers if side < 0 else shade(trousers, 0.85))
    body = w * rng.uniform(0.3, 0.36)
    draw.rectangle((middle - body, shoulders, middle + body, hips), fill=coat)
    arm = w * rng.uniform(0.1, 0.16)
    swing = w * rng.uniform(-0.1, 0.1)
    for side in (-1, 1):
        at = middle + side * (w / 2 - arm / 2)
        draw.polygon([(at - arm / 2, shoulders + h * 0.04), (at + arm / 2, shoulders + h * 0.04),
                      (at + arm / 2 + swing * side, hips + h * rng.uniform(-0.04, 0.04)),
                      (at - arm / 2 + swing * side, hips)],
                     fill=shade(coat, rng.uniform(0.8, 1.05)))
    box = (middle - head / 2, y + h * 0.01, middle + head / 2, shoulders)
    (draw.ellipse if rng.random() < 0.8 else draw.rectangle)(box, fill=skin)
    draw.pieslice((box[0], y, box[2], shoulders), 180, 360, fill=hair)


def draw_car(draw, rng, x, y, w, h):
    paint = vivid(rng)
    glass = vary(rng, (135, 165, 190), 35)
    draw.ellipse((x - w * 0.02, y + h * 0.84, x + w * 1.02, y + h), fill=(60, 62, 64))
    bottom = y + h * 0.82
    belt = y + h * rng.uniform(0.3, 0.42)
    left, right = x + w * rng.uniform(0.16, 0.28), x + w * rng.uniform(0.74, 0.92)
    slope = w * rng.uniform(0.05, 0.1)
    draw.polygon([(left, belt + 2), (left + slope, y + h * 0.02), (right - slope, y + h * 0.02),
                  (right, belt + 2)], fill=shade(paint, 0.95))
    post = (left + right) / 2
    draw.polygon([(left + slope * 0.5, belt), (left + slope * 1.2, y + h * 0.08),
                  (post - 3, y + h * 0.08), (post - 3, belt)], fill=glass)
    draw.polygon([(post + 3, belt), (post + 3, y + h * 0.08), (right - slope * 1.2, y + h * 0.08),
                  (right - slope * 0.5, belt)], fill=glass)
    draw.rectangle((x + w * 0.01, belt, x + w * 0.99, bottom), fill=paint)
    draw.rectangle((x + w * 0.01, (belt + bottom) / 2, x + w * 0.99, bottom), fill=shade(paint, 0.88))
    radius = h * rng.uniform(0.17, 0.23)
    for at in (rng.uniform(0.18, 0.26), rng.uniform(0.74, 0.82)):
        middle = x + w * at
        y0 = y + h * 0.98 - 2 * radius
        draw.ellipse((middle - radius, y0, middle + radius, y0 + 2 * radius), fill=(28, 28, 28))
        draw.ellipse((middle - radius * 0.45, y0 + radius * 0.55, middle + radius * 0.45,
                      y0 + radius * 1.45), fill=vary(rng, (160, 160, 160), 35))


def draw_parcel(draw, rng, x, y, w, h):
    board = vary(rng, (186, 138, 80), 26)
    draw.rectangle((x, y, x + w, y + h), fill=shade(board, rng.uniform(0.6, 0.85)))
    edge = max(1, w * 0.03)
    draw.rectangle((x + edge, y + edge, x + w - edge, y + h - edge), fill=board)
    tape = x + w * rng.uniform(0.3, 0.6)
    has_tape = rng.random() < 0.85
    if has_tape:
        draw.rectangle((tape, y, tape + w * rng.uniform(0.08, 0.2), y + h),
                       fill=vary(rng, (222, 196, 150), 18))
    if not has_tape or rng.random() < 0.75:
        lx, ly = x + w * rng.uniform(0.08, 0.55), y + h * rng.uniform(0.12, 0.5)
        draw.rectangle((lx, ly, lx + w * 0.22, ly + h * 0.25), fill=(242, 240, 236))


DRAW = [draw_person, draw_car, draw_parcel]


def thing_size(rng, label):
    if label == 0:
        height = rng.uniform(56, 230)
        return height * rng.uniform(0.36, 0.5), height
    if label == 1:
        width = rng.uniform(100, 320)
        return width, width * rng.uniform(0.34, 0.48)
    width = rng.uniform(26, 90)
    return width, width * rng.uniform(0.55, 0.95)


def covered(box, other):
    width = min(box[2], other[2]) - max(box[0], other[0])
    height = min(box[3], other[3]) - max(box[1], other[1])
    area = (box[2] - box[0]) * (box[3] - box[1])
    return max(0, width) * max(0, height) / max(1e-6, area)


def scene(rng):
    """A picture of 320 x 192 and the boxes of what is in it: [x1, y1, x2, y2, label]."""
    width, height = WIDTH * SUPERSAMPLING, 180 * SUPERSAMPLING
    image = background(rng, width, height)
    draw = ImageDraw.Draw(image)
    things = []
    for _ in range(rng.choice([0, 0, 1, 1, 2, 2, 3, 4])):
        label = rng.choices([0, 1, 2], [0.4, 0.3, 0.3])[0]
        w, h = thing_size(rng, label)
        x = rng.uniform(-w * 0.85, width - w * 0.15)
        if rng.random() < 0.25:
            x = rng.choice([-w, width]) + w * rng.uniform(-0.85, 0.85)
        y = rng.uniform(-h * 0.2, height - h * 0.8)
        DRAW[label](draw, rng, x, y, w, h)
        box = [max(0, x), max(0, y), min(width, x + w), min(height, y + h)]
        things = [thing for thing in things if covered(thing[0], box) < 0.7]
        things.append((box, label, w, h))
    if rng.random() < 0.25:
        draw_fixture(draw, rng, width, height, rng.randint(height // 3, height))
    if rng.random() < 0.3:
        image = image.filter(ImageFilter.GaussianBlur(rng.uniform(0.3, 1.6)))
    image = image.resize((WIDTH, 180), Image.BOX)
    pixels = numpy.asarray(image, dtype=numpy.float32)
    pixels = pixels * rng.uniform(0.7, 1.25) + rng.uniform(-20, 20)
    noise = numpy.random.default_rng(rng.getrandbits(32))
    pixels += noise.normal(0, rng.uniform(0, 5), pixels.shape)
    pixels = numpy.clip(pixels, 0, 255).astype(numpy.uint8)
    compressed = io.BytesIO()
    Image.fromarray(pixels).save(compressed, "JPEG", quality=rng.randint(35, 95))
    pixels = numpy.asarray(Image.open(compressed))
    framed = numpy.full((HEIGHT, WIDTH, 3), 114, numpy.uint8)
    top = (HEIGHT - 180) // 2
    framed[top:top + 180] = pixels
    boxes = []
    for box, label, w, h in things:
        # What shows almost nothing of itself can't be told.
        visible = (box[2] - box[0]) * (box[3] - box[1]) / (w * h)
        if visible >= 0.15 and box[2] - box[0] >= 8 and box[3] - box[1] >= 8:
            boxes.append([box[0] / SUPERSAMPLING, box[1] / SUPERSAMPLING + top,
                          box[2] / SUPERSAMPLING, box[3] / SUPERSAMPLING + top, label])
    return framed, boxes


# The network

def convolution(inputs, outputs, size=3, stride=1, dilation=1, groups=1):
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, size, stride, dilation * (size // 2), dilation, groups, bias=False),
        nn.BatchNorm2d(outputs), nn.ReLU(inplace=True))


class Block(nn.Module):

    def __init__(self, channels, dilation):
        super().__init__()
        self.depthwise = convolution(channels, channels, 5, 1, dilation, channels)
        self.pointwise = nn.Sequential(
            nn.Conv2d(channels, channels, 1, bias=False), nn.BatchNorm2d(channels))

    def forward(self, x):
        return functional.relu(x + self.pointwise(self.depthwise(x)))


class Detector(nn.Module):
    """Fully convolutional, one output for each square of 8 x 8 pixels, as FCOS has it."""

    def __init__(self):
        super().__init__()
        self.stem = nn.Sequential(
            convolution(3, 16, 3, 2), convolution(16, 32, 3, 2), convolution(32, 32),
            convolution(32, 64, 3, 2))
        self.body = nn.Sequential(*[Block(64, dilation) for dilation in (1, 2, 4, 1, 2, 4, 1, 1)])
        self.scores = nn.Conv2d(64, len(LABELS), 1)
        self.sides = nn.Conv2d(64, 4, 1)
        nn.init.constant_(self.scores.bias, -4.0)
        nn.init.constant_(self.sides.bias, 1.0)

    def raw(self, images):
        features = self.body(self.stem(images - 0.5))
        return self.scores(features), torch.exp(self.sides(features).clamp(-4, 4.5)) * STRIDE

    def forward(self, images):
        """[N, 4 + labels, squares]: centre and size in pixels, and a score for each label."""
        scores, sides = self.raw(images)
        x, y = centers()
        left, top, right, bottom = sides.unbind(1)
        boxes = torch.stack(
            [x + (right - left) / 2, y + (bottom - top) / 2, left + right, top + bottom], 1)
        return torch.cat([boxes, torch.sigmoid(scores)], 1).flatten(2)


def centers():
    x = (torch.arange(WIDTH // STRIDE) + 0.5) * STRIDE
    y = (torch.arange(HEIGHT // STRIDE) + 0.5) * STRIDE
    return x.view(1, -1).expand(HEIGHT // STRIDE, -1), y.view(-1, 1).expand(-1, WIDTH // STRIDE)


def targets(boxes):
    """Which squares see a thing: those near its middle; and how far its sides are from them."""
    x, y = centers()
    label = torch.full(x.shape, -1, dtype=torch.long)
    ignored = torch.zeros(x.shape, dtype=torch.bool)
    sides = torch.zeros((4, *x.shape))
    smallest = torch.full(x.shape, math.inf)
    for x1, y1, x2, y2, kind in boxes:
        middle_x, middle_y = (x1 + x2) / 2, (y1 + y2) / 2
        reach_x, reach_y = max(STRIDE * 0.75, (x2 - x1) * 0.2), max(STRIDE * 0.75, (y2 - y1) * 0.2)
        inside = (x > x1) & (x < x2) & (y > y1) & (y < y2)
        ignored |= inside
        near = (((x - middle_x).abs() < reach_x) & ((y - middle_y).abs() < reach_y) & inside
                & ((x2 - x1) * (y2 - y1) < smallest))
        smallest[near] = (x2 - x1) * (y2 - y1)
        label[near] = kind
        for i, side in enumerate((x - x1, y - y1, x2 - x, y2 - y)):
            sides[i][near] = side[near]
    return label, sides, ignored & (label < 0)


def losses(scores, sides, label, true_sides, ignored):
    wanted = torch.zeros_like(scores)
    seen = label >= 0
    index = label.clamp(min=0).unsqueeze(1)
    wanted.scatter_(1, index, seen.unsqueeze(1).float())
    probability = torch.sigmoid(scores)
    missing = torch.abs(wanted - probability)
    weight = torch.where(wanted > 0, 0.75, 0.5) * missing ** 2
    weight = weight * torch.where(ignored.unsqueeze(1), 0.15, 1.0)
    count = seen.sum().clamp(min=1)
    classes = (functional.binary_cross_entropy_with_logits(scores, wanted, reduction="none")
               * weight).sum() / count
    l, t, r, b = [part[seen] for part in sides.unbind(1)]
    tl, tt, tr, tb = [part[seen] for part in true_sides.unbind(1)]
    shared = (torch.min(l, tl) + torch.min(r, tr)) * (torch.min(t, tt) + torch.min(b, tb))
    either = (l + r) * (t + b) + (tl + tr) * (tt + tb) - shared
    around = (torch.max(l, tl) + torch.max(r, tr)) * (torch.max(t, tt) + torch.max(b, tb))
    overlap = shared / either - (around - either) / around
    return classes, (1 - overlap).sum() / count


class Scenes(torch.utils.data.Dataset):

    def __init__(self, count, seed):
        self.count, self.seed = count, seed

    def __len__(self):
        return self.count

    def __getitem__(self, index):
        picture, boxes = scene(random.Random(self.seed * 1_000_003 + index))
        return (torch.from_numpy(picture).permute(2, 0, 1), *targets(boxes))


def train(path, steps, batch, seed, resume):
    torch.manual_seed(seed)
    torch.set_num_threads(1)
    network = Detector()
    if resume:
        network.load_state_dict(torch.load(str(path) + ".state"))
    optimizer = torch.optim.AdamW(network.parameters(), 2e-3, weight_decay=1e-4)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 2e-3 if resume else 4e-3, steps, pct_start=0.1)
    loader = torch.utils.data.DataLoader(Scenes(steps * batch, seed), batch, num_workers=1)
    begin = time.time()
    for step, (pictures, label, sides, ignored) in enumerate(loader, 1):
        scores, guessed = network.raw(pictures.float() / 255)
        classes, boxes = losses(scores, guessed, label, sides, ignored)
        optimizer.zero_grad()
        (classes + boxes).backward()
        nn.utils.clip_grad_norm_(network.parameters(), 5)
        optimizer.step()
        schedule.step()
        if step % 100 == 0:
            print(f"{step} of {steps} steps, {time.time() - begin:.0f} s, "
                  f"scores {classes.item():.3f}, boxes {boxes.item():.3f}", flush=True)
        if step % 500 == 0 or step == steps:
            export(network, path)


def export(network, path):
    import onnx
    network.eval()
    torch.onnx.export(
        network, torch.zeros(1, 3, HEIGHT, WIDTH), str(path), opset_version=13,
        input_names=["images"], output_names=["output0"],
        dynamic_axes={"images": {0: "batch"}, "output0": {0: "batch"}})
    model = onnx.load(str(path))
    onnx.helper.set_model_props(
        model, {"names": str(dict(enumerate(LABELS))), "task": "detect"})
    onnx.save(model, str(path))
    torch.save(network.state_dict(), str(path) + ".state")
    network.train()


# How well it does on the sample cameras

def place(thing, seconds):
    path = thing["path"]
    if not path[0]["seconds"] <= seconds <= path[-1]["seconds"]:
        return None
    for a, b in zip(path, path[1:]):
        if a["seconds"] <= seconds <= b["seconds"]:
            share = (seconds - a["seconds"]) / (b["seconds"] - a["seconds"])
            x, y = (a[axis] + share * (b[axis] - a[axis]) for axis in "xy")
            box = (max(0, x), max(0, y), min(640, x + thing["width"]), min(360, y + thing["height"]))
            return box if box[2] > box[0] and box[3] > box[1] else None
    return None


def overlap(a, b):
    shared = (max(0, min(a[2], b[2]) - max(a[0], b[0]))
              * max(0, min(a[3], b[3]) - max(a[1], b[1])))
    area = lambda box: (box[2] - box[0]) * (box[3] - box[1])
    return shared / (area(a) + area(b) - shared)


def detections(output, least_score):
    """Of one picture, in pixels of the camera, without those that overlap better ones."""
    boxes, scores = output[:4].T, output[4:].T
    found = []
    for label in range(len(LABELS)):
        for i in numpy.argsort(-scores[:, label]):
            if scores[i, label] < least_score:
                break
            x, y, w, h = boxes[i]
            box = [(x - w / 2) * 2, (y - h / 2 - 6) * 2, (x + w / 2) * 2, (y + h / 2 - 6) * 2]
            if not any(overlap(box, other) > 0.5 or covered(box, other) > 0.8
                       or covered(other, box) > 0.8 for kind, _, other in found if kind == label):
                found.append((label, float(scores[i, label]), box))
    return found


def evaluate(path, per_second, least_score):
    network = Detector()
    network.load_state_dict(torch.load(str(path) + ".state"))
    network.eval()
    torch.set_num_threads(1)
    found, true, matched = [0] * 3, [0] * 3, [0] * 3
    for camera in json.load(open(SAMPLE / "sample.json"))["cameras"]:
        raw = subprocess.run(
            ["ffmpeg", "-v", "error", "-i", SAMPLE / (camera["stream"] + ".mkv"), "-vf",
             f"fps={per_second}:round=near,scale={WIDTH}:180:flags=area", "-f", "rawvideo",
             "-pix_fmt", "rgb24", "-"], stdout=subprocess.PIPE, check=True).stdout
        pictures = numpy.frombuffer(raw, numpy.uint8).reshape(-1, 180, WIDTH, 3)
        seen = {thing["name"]: [] for thing in camera["things"]}
        for number, picture in enumerate(pictures):
            seconds = number / per_second
            framed = numpy.full((HEIGHT, WIDTH, 3), 114, numpy.uint8)
            framed[6:186] = picture
            with torch.no_grad():
                output = network(torch.from_numpy(framed).permute(2, 0, 1)[None].float() / 255)
            things = [(thing, place(thing, seconds)) for thing in camera["things"]]
            things = [(thing, box) for thing, box in things
                      if box and (box[2] - box[0]) * (box[3] - box[1])
                      >= 0.25 * thing["width"] * thing["height"]]
            visible = [thing["name"] for thing, _ in things]
            for thing, _ in things:
                true[LABELS.index(thing["kind"])] += 1
            for label, score, box in detections(output[0].numpy(), least_score):
                near = [(overlap(box, place(thing, seconds)), thing) for thing in camera["things"]
                        if place(thing, seconds) and thing["kind"] == LABELS[label]]
                best = max(near, key=lambda pair: pair[0], default=(0, None))
                if best[1]:
                    seen[best[1]["name"]].append(seconds)
                if best[1] and best[1]["name"] not in visible:
                    continue
                found[label] += 1
                if best[0] >= 0.5:
                    matched[label] += 1
                elif best[0] < 0.1:
                    print(f"  false: {camera['stream']} {seconds:.1f} s {LABELS[label]} "
                          f"{score:.2f} {[round(v) for v in box]}")
        for thing in camera["things"]:
            times = seen[thing["name"]]
            print(f"{camera['stream']:12} {thing['name']:10} "
                  f"{thing['path'][0]['seconds']:5.1f} to {thing['path'][-1]['seconds']:5.1f} s, seen "
                  + (f"{min(times):5.1f} to {max(times):5.1f} s" if times else "never"))
    for label, name in enumerate(LABELS):
        print(f"{name:8} recall {matched[label] / max(1, true[label]):.3f}, "
              f"precision {matched[label] / max(1, found[label]):.3f}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("mode", choices=["train", "evaluate", "scenes"])
    parser.add_argument("path", type=pathlib.Path)
    parser.add_argument("--resume", action="store_true", help="go on where training ended")
    parser.add_argument("--steps", type=int, default=2400)
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--per-second", type=float, default=5)
    parser.add_argument("--least-score", type=float, default=0.5)
    arguments = parser.parse_args()
    if arguments.mode == "train":
        train(arguments.path, arguments.steps, arguments.batch, arguments.seed,
              arguments.resume)
    elif arguments.mode == "evaluate":
        evaluate(arguments.path, arguments.per_second, arguments.least_score)
    else:
        sheet = Image.new("RGB", (WIDTH * 4, HEIGHT * 4))
        for i in range(16):
            picture, boxes = scene(random.Random(i))
            image = Image.fromarray(picture)
            for box in boxes:
                ImageDraw.Draw(image).rectangle(box[:4], outline=(255, 0, 255))
            sheet.paste(image, (i % 4 * WIDTH, i // 4 * HEIGHT))
        sheet.save(arguments.path)


if __name__ == "__main__":
    main()
