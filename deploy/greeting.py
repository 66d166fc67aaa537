"""What a start says when all is ready: the address, the log-ins, three commands."""

import sys
from pathlib import Path

from deploy.filling import ACCOUNTS
from deploy.filling import PASSWORD
from deploy.telling import tell


def greet(url: str, seconds: float, logs: Path) -> None:
    """The address, the log-ins, and three commands to try."""
    tell("deploy.ready", seconds=f"{seconds:.1f}", url=url)
    tell("deploy.accounts", password=PASSWORD)
    for account, role in ACCOUNTS.items():
        print(f"  {account:<14}{role}")
    tell("deploy.try")
    body = f'{{"account": "county", "password": "{PASSWORD}"}}'
    print("  make demo")
    print(
        f"  curl -s {url}/v1/sessions -H 'content-type: application/json' -d '{body}'"
    )
    print("  .venv/bin/doorstep sample --out sample")
    tell("deploy.stop", folder=str(logs))
    sys.stdout.flush()
