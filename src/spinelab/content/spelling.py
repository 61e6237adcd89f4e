"""Words as people type them: without case, accents, hyphens or doubled spaces, and how far one is from another."""

from __future__ import annotations

import re
import unicodedata

_LONGEST = 100


def key(text: str) -> str:
    """The form in which typed words are compared. “Épistrophée ” and “epistrophee” are the same."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(re.sub(r"[-‐-―/'’.,;:!?\"“”()]+", " ", bare.casefold()).split())


def distance(one: str, other: str) -> int:
    """Letters to insert, delete, replace, or swap with a neighbour, to turn one word into the other."""
    one, other = one[:_LONGEST], other[:_LONGEST]
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        two_back, before, row = before, row, [i]
        for j, b in enumerate(other, 1):
            best = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                best = min(best, two_back[j - 2] + 1)
            row.append(best)
    return row[-1]
