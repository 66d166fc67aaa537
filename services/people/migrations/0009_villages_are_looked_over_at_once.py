"""Facts and contacts of whole villages are looked over at once."""

from alembic import op

from services.people.looking_over import DISAGREEING
from services.people.looking_over import LAST_TOLD
from services.people.looking_over import ONLY_APP
from services.people.looking_over import TALKS

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    for statement in (LAST_TOLD, TALKS, DISAGREEING, *ONLY_APP):
        op.execute(statement)
