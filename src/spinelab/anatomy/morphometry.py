"""The sizes of the model against the published means they were fitted to, measured on the finished meshes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from spinelab.anatomy.bone import levels, vertebra
from spinelab.anatomy.column import column
from spinelab.anatomy.standing import spine

SHARE, LEAST = 0.02, 0.5


@dataclass(frozen=True)
class Compared:
    """One size of one bone: what was generated, the published mean with its source and status, and why they differ."""

    level: str
    name: str
    what: str
    unit: str
    generated: float
    published: float
    source: str
    status: str
    why: str

    @property
    def difference(self) -> float:
        return self.generated - self.published

    @property
    def within(self) -> bool:
        """Whether they agree within 2 % or 0.5 (mm or degrees), whichever is larger."""
        return abs(self.difference) <= max(LEAST, SHARE * abs(self.published))


def compared() -> list[Compared]:
    """Every published size that is measured on the model, from the head down; then those of the whole column."""
    reasons = {(row.level, row.name): row.why for row in column().outside}
    rows = []
    for level in levels():
        if level == "ilium_left":
            continue
        bone = vertebra(level)
        sources, found = bone.sources(), bone.measures()
        for name, generated in found.items():
            if name in sources:
                size = sources[name]
                why = reasons.get((level, name), "")
                rows.append(
                    Compared(level, name, size.what, size.unit, generated, size.value, size.source, size.status, why)
                )
    truth = spine("whole").truth()
    for one in column().measures:
        unit = "mm" if one.name.endswith("_mm") else "degrees"
        why = reasons.get(("column", one.name), "")
        rows.append(
            Compared("column", one.name, one.what, unit, truth[one.name], one.value, one.source, one.status, why)
        )
    return rows


def table(rows: Sequence[Compared]) -> str:
    """The page `docs/morphometry.md`."""
    outside = [row for row in rows if not row.within]
    lines = [
        "# The sizes of the virtual spine",
        "",
        "`make spine` writes this page. The bones are models, not patients. Each is made of named parts whose sizes",
        "are solved until the finished mesh, measured with rays, meets a published mean. A source is a citation key",
        "of `data/references`. *Verified*: the figure was seen in the source. *Secondary source*: seen re-typed in a",
        "later work. *Derived*: calculated. *From memory* and *teaching assumption*: not checked against a source.",
        "The occiput is shaped by eye, and no size of it is compared.",
        "",
        f"{len(rows)} sizes; {len(outside)} differ from the published mean by",
        "more than 2 % or 0.5 (mm, degrees), whichever is larger.",
        "",
    ]
    if outside:
        lines += ["## Outside the tolerance", ""]
        lines += [
            f"- {row.level}, {row.what}: {row.generated:.1f} against {row.published:g} {row.unit}. {row.why}"
            for row in outside
        ]
        lines.append("")
    for level in dict.fromkeys(row.level for row in rows):
        lines += [f"## {level}", "", "| size | model | published | difference | source | status |"]
        lines.append("| --- | ---: | ---: | ---: | --- | --- |")
        lines += [
            f"| {row.what}{' (degrees)' if row.unit == 'degrees' else ', mm'} | {row.generated:.1f} | "
            f"{row.published:g} | {row.difference:+.1f} | {row.source} | {row.status} |"
            for row in rows
            if row.level == level
        ]
        lines.append("")
    return "\n".join(lines)
