"""Which part of a list is asked for; the same words on every list."""

from typing import Annotated

from fastapi import Query
from pydantic import BaseModel
from pydantic import ConfigDict
from pydantic import Field

Asked = dict[str, str | int | float | list[str]]


class Part(BaseModel):
    """`after` is where the page before ended; a page holds at most `limit`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    after: Annotated[str | None, Field(max_length=300)] = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50

    def query(self) -> Asked:
        """What is asked, as a service's query; what is None is left out."""
        asked = self.model_dump(mode="json", exclude_none=True)
        flags = {k: str(v).lower() for k, v in asked.items() if isinstance(v, bool)}
        return {**asked, **flags}


class Counted(Part):
    """A list of rows by id; with `total` the header X-Total-Count says how many."""

    total: bool = False


CountedPage = Annotated[Counted, Query()]
