"""A small organisation that the tests share."""

import copy

_ACME = {
    "isms": "1",
    "organisation": {"name": "Acme <b>&</b> Söhne"},
    "assets": {
        "A-1": {
            "name": "invoices",
            "kind": "information",
            "need": {"confidentiality": "high"},
            "depends_on": {"A-2": {}},
        },
        "A-2": {"name": "database", "kind": "software"},
    },
}


def acme(**members):
    """The document, with further members."""
    return {**copy.deepcopy(_ACME), **members}
