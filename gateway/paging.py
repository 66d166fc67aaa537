"""Which part of a list is asked for; the same two words on every list."""

from typing import Annotated

from fastapi import Query
from pydantic import BaseModel
from pydantic import ConfigDict
from pydantic import Field


class Part(BaseModel):
    """`after` is the `next` of the page before; a page holds at most `limit`."""

    model_config = ConfigDict(frozen=True)

    after: Annotated[str | None, Field(max_length=300)] = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50

    def query(self, **more: str | int | bool | None) -> dict[str, str | int]:
        """The part and further filters as a query; what is None is left out."""
        asked = {"after": self.after, "limit": self.limit, **more}
        return {
            name: str(value).lower() if isinstance(value, bool) else value
            for name, value in asked.items()
            if value is not None
        }


Page = Annotated[Part, Query()]
