"""The same propagation with networkx and rustworkx, on the numbers `cargo run -p isms-benches --example propagation` wrote.

    python propagate.py numbers.json

Graphs are built outside the clock; components, order and fixpoint are inside, as they are in ours. Every answer is
compared with ours. The shortest of three runs counts.
"""

import json
import resource
import sys
import time

import networkx
import rustworkx


def fixpoint(components, component_of, successors, base, fixed):
    """Components in topological order; a worklist inside each. Needs are tuples of ranks."""
    need = [[f or b for f, b in zip(fs, bs)] for fs, bs in zip(fixed, base)]
    for component in components:
        work = list(component)
        cyclic = len(work) > 1
        while work:
            node = work.pop()
            here = need[node]
            for target, lowered, cap in successors[node]:
                there, pinned = need[target], fixed[target]
                moved = False
                for d, rank in enumerate(here):
                    if rank and not pinned[d]:
                        rank = min(max(rank - lowered[d], 1), cap[d])
                        if rank > there[d]:
                            there[d] = rank
                            moved = True
                if moved and cyclic and component_of[target] == component_of[node]:
                    work.append(target)
    return need


def with_networkx(graph, facts):
    condensed = networkx.condensation(graph)
    order = [condensed.nodes[c]["members"] for c in networkx.topological_sort(condensed)]
    successors = {
        n: [(t, edge["lowered"], edge["cap"]) for t, edge in neighbours.items()] for n, neighbours in graph.adjacency()
    }
    return fixpoint(order, condensed.graph["mapping"], successors, facts["base"], facts["fixed"])


def with_rustworkx(graph, facts):
    # Tarjan's order is the reverse of a topological one.
    components = rustworkx.strongly_connected_components(graph)[::-1]
    component_of = {node: number for number, component in enumerate(components) for node in component}
    successors = {n: [(t, *edge) for _, t, edge in graph.out_edges(n)] for n in graph.node_indices()}
    return fixpoint(components, component_of, successors, facts["base"], facts["fixed"])


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        facts = json.load(file)
    assets = len(facts["base"])
    first = networkx.DiGraph()
    first.add_nodes_from(range(assets))
    first.add_edges_from((u, v, {"lowered": lowered, "cap": cap}) for u, v, lowered, cap in facts["edges"])
    second = rustworkx.PyDiGraph()
    second.add_nodes_from(range(assets))
    second.add_edges_from([(u, v, (lowered, cap)) for u, v, lowered, cap in facts["edges"]])
    ours = facts["seconds"]
    print(f"{assets} assets, {len(facts['edges'])} dependencies")
    print(f"isms-core   {ours:10.5f} s       1 x")
    for name, run, graph in [("networkx", with_networkx, first), ("rustworkx", with_rustworkx, second)]:
        shortest = float("inf")
        for _ in range(3):
            start = time.perf_counter()
            need = run(graph, facts)
            shortest = min(shortest, time.perf_counter() - start)
        if [rank for ranks in need for rank in ranks] != facts["answer"]:
            sys.exit(f"{name} gives another answer")
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(f"{name:10}  {shortest:10.5f} s  {shortest / ours:6.0f} x  same answer; peak of both peers so far {peak} MB")


main()
