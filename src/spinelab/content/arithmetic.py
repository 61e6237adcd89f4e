"""Sums written by authors, such as `30 - 10 - slip`: numbers, names, + - * / and brackets, nothing else."""

from __future__ import annotations

import ast
import math
import operator
from collections.abc import Mapping

_SIGNS = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv}


def evaluate(expression: str, names: Mapping[str, float]) -> float:
    """The value of a sum. Raises ValueError that says what in it cannot be used."""
    try:
        tree = ast.parse(expression.replace("−", "-").strip(), mode="eval")
        value = _value(tree.body, names)
    except SyntaxError:
        raise ValueError(f"‘{expression}’ is not a sum of numbers and names with + - * / and brackets") from None
    except ZeroDivisionError:
        raise ValueError(f"‘{expression}’ divides by zero") from None
    except (RecursionError, MemoryError):
        raise ValueError("the sum is nested too deeply") from None
    if not math.isfinite(value):
        raise ValueError(f"‘{expression}’ is not a finite number")
    return value


def _value(node: ast.expr, names: Mapping[str, float]) -> float:
    match node:
        case ast.Constant(value=int() | float() as number) if not isinstance(number, bool):
            return float(number)
        case ast.Name(id=name):
            if name not in names:
                raise ValueError(f"‘{name}’ is not a parameter of this question")
            return names[name]
        case ast.UnaryOp(op=ast.USub(), operand=inner):
            return -_value(inner, names)
        case ast.BinOp(left=left, op=sign, right=right) if type(sign) in _SIGNS:
            return float(_SIGNS[type(sign)](_value(left, names), _value(right, names)))
    raise ValueError(f"‘{ast.unparse(node)}’ cannot be used in a sum; use + - * / and brackets")
