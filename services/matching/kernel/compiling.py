"""The one decorator of the kernel: compiled, cached, without the interpreter's lock."""

from collections.abc import Callable
from typing import Any
from typing import TypeVar
from typing import cast

from numba import njit

F = TypeVar("F", bound=Callable[..., Any])


def compiled(function: F) -> F:
    """`function` as machine code; with NUMBA_DISABLE_JIT=1 it stays plain Python.

    Overflow and bounds are not checked below this line: rows are checked where they
    are made. `error_model` numpy drops the test for division by zero, so divide by
    nothing that can be zero.
    """
    return cast(F, njit(cache=True, nogil=True, error_model="numpy")(function))
