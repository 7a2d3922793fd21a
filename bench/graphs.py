"""The graphs and starters that all programs share: python graphs.py FOLDER [SIZES] [FILES]

ws: a ring with five neighbours on each side, one end of each tie moved with probability .1
(Watts & Strogatz 1998), simple; ba: Barabási & Albert with five ties a newcomer, by igraph.
A file is an edge list of a real graph, two ids a line, which becomes one of the same name.
NAME.npy holds the ties, each once, NAME.n the number of customers.
"""
import os, random, re, sys

import igraph, numpy as np


def small_world(n, half, p, luck):
    source = np.tile(np.arange(n, dtype=np.int64), half)
    target = np.concatenate([(np.arange(n, dtype=np.int64) + j) % n for j in range(1, half + 1)])
    todo = moved = np.flatnonzero(luck.random(len(source)) < p)
    while len(todo):
        target[todo] = luck.integers(0, n, len(todo))
        key = np.minimum(source, target) * n + np.maximum(source, target)
        order = np.argsort(key, kind="stable")
        same = key[order][1:] == key[order][:-1]
        twice = np.zeros(len(key), bool)
        twice[order[1:][same]] = twice[order[:-1][same]] = True
        again = np.zeros(len(key), bool)
        again[moved] = True
        todo = np.flatnonzero((source == target) | (twice & again))
        moved = todo
    return np.stack([source, target], 1).astype(np.int32)


def save(folder, name, n, ties):
    np.save(f"{folder}/{name}.npy", ties)
    if n <= 10_000:   # for programs that read text
        open(f"{folder}/{name}.csv", "w").write("from,to\n" + "".join(f"{a},{b}\n" for a, b in ties.tolist()))
    open(f"{folder}/{name}.n", "w").write(str(n))


def begin(folder, name, n):
    """Customers to begin with."""
    for what, k in ("hundredth", n // 100), ("thousand", min(1000, n // 10)):
        first = np.sort(np.random.default_rng(12345).choice(n, k, replace=False)).astype(np.int32)
        np.save(f"{folder}/{what}_{name}.npy", first)


def real(path):
    """The ties of an edge list: customers are numbered by their ids, without gaps."""
    lines = (re.split(r"[,;\s]+", line.strip())[:2] for line in open(path) if line[:1].isdigit())
    ids, ties = np.unique(np.array([[int(x), int(y)] for x, y in lines]), return_inverse=True)
    ties = np.sort(ties.reshape(-1, 2), axis=1)
    return len(ids), np.unique(ties[ties[:, 0] != ties[:, 1]], axis=0).astype(np.int32)


folder = sys.argv[1]
os.makedirs(folder, exist_ok=True)
for size in sys.argv[2:] or ["1e3", "1e4", "1e5", "1e6"]:
    if os.path.exists(size):
        name = os.path.splitext(os.path.basename(size))[0]
        n, ties = real(size)
        save(folder, name, n, ties)
        begin(folder, name, n)
        continue
    n = int(float(size))
    if not os.path.exists(f"{folder}/ws_{size}.n"):
        save(folder, f"ws_{size}", n, small_world(n, 5, 0.1, np.random.default_rng(2026)))
    if not os.path.exists(f"{folder}/ba_{size}.n"):
        random.seed(2026)
        save(folder, f"ba_{size}", n, np.array(igraph.Graph.Barabasi(n, 5).get_edgelist(), np.int32))
    begin(folder, size, n)
