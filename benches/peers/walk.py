"""The plain walk over other frameworks with networkx, on the links `cargo run -p isms-benches --example walk` wrote.

    python walk.py links.json

For each way over one framework, or over two at 0.3: the chance to walk it there times the chance to walk it back, and the root
of that, summed over all ways. The graph is built outside the clock, as ours is. Every pair is compared with ours. The shortest of three runs
counts.
"""

import json
import math
import sys
import time

import networkx


def framework(entry):
    return entry.split(":", 1)[0]


def chances(graph, start, way):
    """Where a walk from an entry ends that takes every step at random, into one framework after the other."""
    at = {start: 1.0}
    for step in way:
        there = {}
        for entry, chance in at.items():
            neighbours = graph.nodes[entry]["by"].get(step, ())
            for neighbour in neighbours:
                there[neighbour] = there.get(neighbour, 0.0) + chance / len(neighbours)
        at = there
    return at


def walk(graph, frameworks, source, target):
    """The ways between two frameworks are the simple paths of the graph of frameworks, without the direct one."""
    scores = {}
    by = {f: [n for n in graph if framework(n) == f] for f in (source, target)}
    for way in networkx.all_simple_paths(frameworks, source, target, cutoff=3):
        if len(way) == 2:
            continue
        weight = 1.0 if len(way) == 3 else 0.3
        back = {b: chances(graph, b, way[-2::-1]) for b in by[target]}
        for a in by[source]:
            for b, chance in chances(graph, a, way[1:]).items():
                home = back[b].get(a, 0.0)
                if home:
                    scores[a, b] = scores.get((a, b), 0.0) + weight * math.sqrt(chance * home)
    return scores


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        facts = json.load(file)
    graph = networkx.Graph(facts["links"])
    for entry in graph:
        by = graph.nodes[entry]["by"] = {}
        for neighbour in graph[entry]:
            by.setdefault(framework(neighbour), []).append(neighbour)
    frameworks = networkx.Graph((framework(a), framework(b)) for a, b in facts["links"])
    shortest = float("inf")
    for _ in range(3):
        start = time.perf_counter()
        scores = walk(graph, frameworks, facts["from"], facts["to"])
        shortest = min(shortest, time.perf_counter() - start)
    answer = {(a, b): score for a, b, score in facts["answer"]}
    if answer.keys() != scores.keys() or any(not math.isclose(answer[p], scores[p], rel_tol=1e-9) for p in answer):
        sys.exit("networkx gives another answer")
    print(f"{facts['from']} to {facts['to']}: {len(facts['links'])} links, {len(answer)} pairs")
    ours = facts["seconds"]
    print(f"plain walk  {ours:10.5f} s       1 x")
    print(f"networkx    {shortest:10.5f} s  {shortest / ours:6.0f} x  same answer")


main()
