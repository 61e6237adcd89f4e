"""JSON Schemas of the authored files, for editors that complete and check while one types."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec

from spinelab.content.records import Course, Quiz


class QuizFile(msgspec.Struct, forbid_unknown_fields=True):
    """A file of several quizzes."""

    quizzes: list[Quiz]


SCHEMAS: dict[str, list[Any]] = {"quiz": [QuizFile, Quiz], "course": [Course]}


def write(folder: Path) -> list[Path]:
    """Write `quiz.schema.json` and `course.schema.json` into a folder; returns their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name, shapes in SCHEMAS.items():
        path = folder / f"{name}.schema.json"
        path.write_text(json.dumps(_schema(name, shapes), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
        paths.append(path)
    return paths


def _schema(name: str, shapes: list[Any]) -> dict[str, Any]:
    schemas, components = msgspec.json.schema_components(shapes, ref_template="#/$defs/{name}")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"Spine Lab {name} file",
        **({"anyOf": list(schemas)} if len(schemas) > 1 else schemas[0]),
        "$defs": components,
    }
