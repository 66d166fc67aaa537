"""The press: a program that sets one template as a PDF, with little memory and time.

`python -m gateway.printing.press list` takes the values as JSON on standard input and
gives the PDF on standard output. The font lies in a package; nothing is fetched.
"""

import resource
import sys
from importlib.util import find_spec
from pathlib import Path

import typst

TEMPLATES = Path(__file__).with_name("templates")
FONTS = "pylopdf_fonts_zh_cn"
MEMORY = 2 << 30
CPU_S = 20


def confine() -> None:
    """Limits for good: a template that runs wild ends itself and nobody else."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_S, CPU_S))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def fonts() -> Path:
    """Where the font lies; it is installed with the gateway."""
    found = find_spec(FONTS)
    if found is None or found.origin is None:
        raise RuntimeError(f"the package {FONTS} with the font is not installed")
    return Path(found.origin).parent


def pressed(template: str, told: str) -> bytes:
    """The template filled in, as PDF; `told` is JSON."""
    return typst.compile(
        TEMPLATES / f"{template}.typ",
        root=TEMPLATES,
        font_paths=[fonts()],
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"told": told},
        # Time stands still: the same values are the same bytes.
        timestamp=0,
    )


def main() -> None:
    """Reads values from standard input; the template is the only argument."""
    told = sys.stdin.read()
    confine()
    sys.stdout.buffer.write(pressed(sys.argv[1], told))
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
