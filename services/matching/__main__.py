"""`python -m services.matching serve`; matching keeps no database of its own yet."""

import sys

from common.program import serve
from services.matching.app import create_app


def main() -> None:
    """Serve, or end with status 64; `migrate` succeeds with nothing to do."""
    match sys.argv[1:]:
        case ["serve"]:
            app = create_app()
            serve(app, app.state.settings)
        case ["migrate"]:
            return
        case _:
            sys.exit(64)


if __name__ == "__main__":
    main()
