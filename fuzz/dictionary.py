#!/usr/bin/env python3
"""Writes the dictionaries: names of members and words of the generated schemas, and what else the syntax needs."""
import json
import pathlib
import re

here = pathlib.Path(__file__).resolve().parent
root = here.parent


def names(schema):
    found = set()
    stack = [schema]
    while stack:
        node = stack.pop()
        if isinstance(node, dict):
            found.update(node.get("properties", {}))
            found.update(word for word in node.get("enum", []) if isinstance(word, str))
            if isinstance(node.get("const"), str):
                found.add(node["const"])
            stack.extend(node.values())
        elif isinstance(node, list):
            stack.extend(node)
    return found


def write(name, words):
    escaped = (re.sub(r'[\\"]', lambda m: "\\" + m[0], word) for word in sorted(words))
    lines = ['"' + "".join(c if " " <= c <= "~" else "".join(f"\\x{b:02x}" for b in c.encode()) for c in word) + '"' for word in escaped]
    (here / f"{name}.dict").write_text("\n".join(lines) + "\n")


def schema(name):
    return names(json.loads((root / "docs" / "format" / name).read_text()))


values = {"2026-03-31", "2026-01-01", "1.5", "1e3", "-1", "0", "true", "false", "null", "EUR", "iso27001-2022:A.8.24", "\ufeff", "\\u0000",
          "\\ud800", "\\ud83d\\ude00", "/"}
document, pack = schema("v1.schema.json"), schema("pack-v1.schema.json")
write("document_json", values | {f'"{word}":' for word in document} | {f'"{word}"' for word in document} | {'":{"', '"},"', "[{", "}]", "{}"})
write("document_yaml", values | {f"{word}: " for word in document} | {"- ", "? ", "&a ", "*a", "!!str ", "|\n", ">-\n", "---\n", "...\n", "%YAML 1.2\n",
      "<<: ", "# ", "''", "{}", "[]", "\n  ", "0x1f", "0o7", ".inf", ".nan", "~", "yes"})
write("pack_json", values | {f'"{word}":' for word in pack} | {f'"{word}"' for word in pack} | {'":{"', '"},"', "[{", "}]", "-\n", "iso27001-2022", "A.8.7"})
relations = set(re.findall(r'"([a-z][a-z -]+)"', (root / "isms-core/src/relation/meaning.rs").read_text()))
write("rows_tsv", {"source", "source_id", "sources", "target", "target_id", "relation", "relationship", "strength", "rationale", "\t", "\n", "\r\n", ";",
      "A", "A.1", "1.1", "A.8.7", "A.5.15", "f:A", "iso27001-2022:A.8.7", "?", "\ufeff"} | relations)
slugs = re.findall(r"^([a-z][a-z0-9.-]+)\t", (root / "isms-core/data/frameworks.tsv").read_text(), re.M)
reports = {"all", "capabilities", "coverage", "findings", "graph", "heat-map", "needs", "register", "soa", "summary", "threats", "plan",
           "frameworks", "claims", "entries", "map", "delta", "lint", "upgrade", "csv", "json", "markdown", "text", "dot", "graphml", "html",
           "covers", "overlaps", "suggested", "baseline=moderate", "\n", " "}
write("report_request", reports | set(slugs) | {f"{slug}:" for slug in slugs} | {"A.8.7", "AC-2", "CC6.1", "Art. 32", "a.5.1", "3.1", "2026-02-29",
      "1.50 EUR", "JPY", "-0", "1e5", "99999999999999999999"} | relations)
write("c_calls", {"iso27001-2022", "A.8.7", '{"isms":"1","organisation":{"name":"A"}}', "entries gdpr", "2026-03-31"})
