"""Cases of people's: read by the officers of an area, decided above the village."""

from uuid import UUID

from fastapi import APIRouter
from fastapi import Request
from fastapi import Response

from common.contracts.values import AreaCode
from gateway.answering import relay
from gateway.calling import Call
from gateway.door import Visitor
from gateway.examples import body_like

router = APIRouter(prefix="/v1", tags=["cases"])
DECISION = body_like({"chosen": 2, "note": "已上门核对身份证和工资条"})


@router.get("/cases")
async def find_cases(visit: Visitor, area: AreaCode | None = None) -> Response:
    """Facts of which two sources say different things of the same weeks."""
    query = {"area": area} if area else {}
    answer = await visit.ask(Call("people", "GET", "/cases", query))
    await visit.log_readings({case["worker"] for case in answer.json()})
    return relay(visit, answer)


@router.post("/workers/{worker_id}/cases/{field}/decide", openapi_extra=DECISION)
async def decide_case(
    worker_id: UUID, field: str, request: Request, visit: Visitor
) -> Response:
    """Let one of the two statements hold; both stay in the history."""
    path = f"/workers/{worker_id}/cases/{field}/decide"
    answer = await visit.ask(Call("people", "POST", path, body=await request.body()))
    await visit.log_readings([worker_id])
    return relay(visit, answer)
