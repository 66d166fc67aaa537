"""The one decorator of the kernel: compiled, cached, without the interpreter's lock.

Machine code of a function contains the functions it calls, but numba looks only at the
caller's own file to see whether a cached copy is still good. So a cached copy is good
here only while every file of the kernel is unchanged, byte by byte.
"""

from collections.abc import Callable
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any
from typing import TypeVar
from typing import cast

from numba import njit
from numba.core import caching

F = TypeVar("F", bound=Callable[..., Any])
KERNEL = Path(__file__).parent
SETTINGS: dict[str, Any] = {"nogil": True, "error_model": "numpy", "_nrt": False}


@cache
def stamp_of(folder: Path) -> str:
    """A digest of all Python files of a folder, names and contents."""
    digest = sha256()
    for file in sorted(folder.glob("*.py")):
        digest.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()


class _WholeKernel:
    def get_source_stamp(self) -> str:
        return stamp_of(KERNEL)


class _InChosenFolder(_WholeKernel, caching.UserProvidedCacheLocator):
    pass


class _BesideTheFiles(_WholeKernel, caching.InTreeCacheLocator):
    pass


class _InTheHome(_WholeKernel, caching.UserWideCacheLocator):
    pass


class _Code(caching.CompileResultCacheImpl):
    def __init__(self, function: Callable[..., Any]) -> None:
        self._locator_classes = [_InChosenFolder, _BesideTheFiles, _InTheHome]
        super().__init__(function)  # type: ignore[no-untyped-call]  # as numba is


class _KernelCache(caching.FunctionCache):
    _impl_class = _Code


def compiled(function: F) -> F:
    """`function` as machine code; with NUMBA_DISABLE_JIT=1 it stays plain Python.

    Overflow and bounds are not checked below this line: rows are checked where they
    are made. `error_model` numpy drops the test for division by zero, so divide by
    nothing that can be zero. Where no folder can be written nothing is cached.

    Users of arrays are not counted: whoever called holds them, and counting costs more
    than the rules do. So a function makes no array, and gives none back to Python,
    which would get the whole array for a part of it.
    """
    return _cached(function, njit(**SETTINGS)(function))


def inlined(function: F) -> F:
    """As `compiled`, and part of the machine code of every caller.

    For small functions that are called many times a pair: handing over the arguments
    costs more than what they do.
    """
    machine = njit(**SETTINGS, forceinline=True)(function)
    return _cached(function, machine)


def _cached(function: F, machine: Any) -> F:
    if machine is not function:
        try:
            machine._cache = cast(Any, _KernelCache)(function)
        except RuntimeError:
            return cast(F, machine)
    return cast(F, machine)
