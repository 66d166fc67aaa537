"""What compiled code may hand to Python: numbers, never arrays.

Compiled functions do not count who uses an array. Between themselves that is right; a
part of an array that such a function gave back to Python would be the whole of it.
"""

import ast
from pathlib import Path

KERNEL = Path(__file__).parents[2] / "services" / "matching" / "kernel"
ROOT = KERNEL.parents[2]
UNCOUNTED = {"compiled", "inlined"}
NUMBERS = {"None", "int", "bool", "float", "tuple", "Row"}
# Values whose fields are all numbers.
COUNTED = {"Judged", "Way", "Hours", "Worked", "Timing", "Fixed", "Passed", "Shift"}


def arrays_given_back() -> set[str]:
    """Names of uncounted functions of the kernel that do not only answer numbers."""
    found = set()
    for file in KERNEL.glob("*.py"):
        for node in ast.parse(file.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef) and UNCOUNTED & {
                ast.unparse(decorator) for decorator in node.decorator_list
            }:
                answer = ast.unparse(node.returns) if node.returns else "None"
                if answer.partition("[")[0] not in NUMBERS | COUNTED:
                    found.add(f"{file.stem}.{node.name}")
    return found


def test_no_compiled_function_that_gives_arrays_back_is_called_from_python() -> None:
    called = set()
    for name in arrays_given_back():
        module, _, function = name.rpartition(".")
        words = f"from services.matching.kernel.{module} import {function}\n"
        called |= {
            (str(file.relative_to(ROOT)), function)
            for folder in ("services", "benchmarks", "tests", "deploy")
            for file in (ROOT / folder).rglob("*.py")
            if KERNEL not in file.parents and words in file.read_text(encoding="utf-8")
        }

    assert called == set()


def test_the_walk_sees_functions_that_give_arrays_back() -> None:
    assert "rematching.heap_of" in arrays_given_back()
