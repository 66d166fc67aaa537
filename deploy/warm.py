"""Compiles the matching kernel once at install, so that no request pays for it.

numba keeps what it compiled under `NUMBA_CACHE_DIR`; images set the same place and
`NUMBA_CPU_NAME=generic`, because they are built on one machine and run on another.
"""

from services.matching.kernel.warming import warm

if __name__ == "__main__":
    warm()
