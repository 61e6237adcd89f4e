"""One question of each type, with words that are easy to find again, and quizzes made of them."""

import msgspec

from spinelab.content.records import Quiz

SECRETS = ("REMARK", "BECAUSE", "CLUE", "correct", "answer")
"""What no view may hold before the learner has answered."""

COMMON = {
    "explanation": "BECAUSE",
    "hints": ["CLUE *one*", "CLUE two"],
    "sources": ["Known2001", "Lost2002"],
    "points": 2,
}
SINGLE = COMMON | {
    "type": "single", "id": "one", "prompt": "Which **one**?",
    "options": [
        {"text": "good", "correct": True, "feedback": "REMARK good"}, {"text": "bad", "feedback": "REMARK bad"},
        {"text": "worse", "feedback": "REMARK worse"},
    ],
}  # fmt: skip
MULTIPLE = COMMON | {
    "type": "multiple", "id": "many", "prompt": "Which?",
    "options": [
        {"text": "yes", "correct": True, "feedback": "REMARK yes"},
        {"text": "also", "correct": True, "feedback": "REMARK also"},
        {"text": "no", "feedback": "REMARK no"}, {"text": "never", "feedback": "REMARK never"},
    ],
}  # fmt: skip
NUMERIC = COMMON | {
    "type": "numeric", "id": "sum", "prompt": "{a} plus one?", "answer": "a + 1", "unit": "mm",
    "parameters": {"a": {"from": 40, "to": 60}}, "wrong": [{"value": "a", "feedback": "REMARK plus"}],
}  # fmt: skip
TEXT = COMMON | {"type": "text", "id": "word", "prompt": "Name it.", "answers": ["ATLAS"]}
ORDERING = COMMON | {
    "type": "ordering", "id": "row", "prompt": "In order?",
    "items": [{"text": text, "feedback": f"REMARK {text}"} for text in ("first", "second", "third")],
}  # fmt: skip
MATCHING = COMMON | {
    "type": "matching", "id": "pairs", "prompt": "Which to which?", "others": ["none"],
    "pairs": [{"left": f"left {i}", "right": f"right {i}", "feedback": f"REMARK {i}"} for i in range(3)],
}  # fmt: skip
ALL = (SINGLE, MULTIPLE, NUMERIC, TEXT, ORDERING, MATCHING)


def quiz_of(*questions: dict, kind: str = "practice", title: str = "Check yourself", id: str = "lesson/check") -> Quiz:
    """A quiz of authored questions."""
    return msgspec.convert({"id": id, "title": title, "kind": kind, "questions": questions}, Quiz)
