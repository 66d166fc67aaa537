"""Which rules hold, where each is written, and what other ones would change."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter
from fastapi import Query
from fastapi import Request
from fastapi import Response
from pydantic import BaseModel

from common.contracts.rules import RulesInForce
from common.contracts.rules import RuleTrial
from common.contracts.values import AreaCode
from gateway.answering import answer_with
from gateway.answering import relay
from gateway.calling import Call
from gateway.door import Visitor
from gateway.rules import examples

router = APIRouter(prefix="/v1/rules", tags=["rules"])


class Where(BaseModel, extra="forbid"):
    """Whose rules, and of which day; without them the country's of today."""

    area: AreaCode | None = None
    as_of: date | None = None


@router.get("", response_model=RulesInForce)
async def rules_in_force(visit: Visitor, asked: Annotated[Where, Query()]) -> Response:
    """The rules in force in an area on a day, each with the document it stands in."""
    query = asked.model_dump(mode="json", exclude_none=True)
    return relay(visit, await visit.ask(Call("matching", "GET", "/rules", query)))


@router.post("/dry-run", response_model=RuleTrial, openapi_extra=examples.WAGE)
async def try_rules(request: Request, visit: Visitor) -> Response:
    """How many matches, and which, would change under these rules; none is in force."""
    body = await request.body() or b"{}"
    answer = await visit.ask(Call("matching", "POST", "/rules/dry-run", body=body))
    trial = RuleTrial.model_validate_json(answer.body)
    await visit.log_readings([one.worker for one in trial.examples])
    return answer_with(visit, trial)
