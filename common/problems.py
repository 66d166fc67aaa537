"""How anything fails: problems of RFC 9457, in the caller's language.

A problem's class name is public: `PostIsFull` becomes `/problems/post-is-full`, and its
sentence is the text `problem.post-is-full`. Without a text of its own a problem speaks
with that of its kind.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field as made
from typing import Any
from typing import ClassVar

import orjson
from fastapi import FastAPI
from fastapi import Request
from fastapi import Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from common.texts import Language
from common.texts import Number
from common.texts import language
from common.texts import say
from common.texts import sentences

MEDIA_TYPE = "application/problem+json"


class Problem(Exception):  # noqa: N818 - subclasses say what happened
    """Anything that went wrong and that the caller may know about.

    `numbers` fill the sentence and stand in the body; `retry_after_s` among them also
    becomes the header `Retry-After`.
    """

    status: ClassVar[int] = 500

    def __init__(self, **numbers: Number) -> None:
        super().__init__(type(self).__name__)
        self.numbers = numbers


class BadRequest(Problem):
    status = 400


class Unauthorized(Problem):
    status = 401


class Forbidden(Problem):
    status = 403


class NotFound(Problem):  # or it lies outside the caller's scope
    status = 404


class MethodNotAllowed(Problem):
    status = 405


class Conflict(Problem):  # the request is right, but not in the present state
    status = 409


class Gone(Problem):
    status = 410


class TooLarge(Problem):
    status = 413


class Fault(Problem):  # our own mistake; the answer says nothing about it
    status = 500


@dataclass(frozen=True, slots=True)
class FieldError:
    """One wrong field: where, which text says why, and the numbers of that text."""

    field: str
    key: str
    numbers: dict[str, Number] = made(default_factory=dict)

    def public(self, lang: Language) -> dict[str, str]:
        """The field with a sentence; a key without text says `field.invalid`."""
        key = self.key if self.key in sentences(lang) else "field.invalid"
        return {"field": self.field, "message": say(key, lang, **self.numbers)}


class Invalid(Problem):
    """Some fields are wrong; all of them are named at once."""

    status = 422

    def __init__(self, *errors: FieldError, **numbers: Number) -> None:
        super().__init__(**{"count": len(errors), **numbers})
        self.errors = errors


class TooMany(Problem):
    """The caller asks too often."""

    status = 429

    def __init__(self, **numbers: Number) -> None:
        super().__init__(**{"retry_after_s": 60, **numbers})


class Unavailable(Problem):
    """Something we need is silent or busy; the same request may succeed later."""

    status = 503

    def __init__(self, **numbers: Number) -> None:
        super().__init__(**{"retry_after_s": 1, **numbers})


_KINDS = {kind.status: kind for kind in Problem.__subclasses__()}


def kebab(name: str) -> str:
    """`PostIsFull` as `post-is-full`."""
    return re.sub(r"(?<!^)(?=[A-Z])", "-", name).lower()


def detail(problem: Problem, lang: Language) -> str:
    """The sentence of the problem, or of the nearest kind that has one."""
    for kind in type(problem).__mro__:
        key = f"problem.{kebab(kind.__name__)}"
        if key in sentences(lang):
            return say(key, lang, **problem.numbers)
    return say("problem.fault", lang)


def answer(problem: Problem, accept: str | None = None) -> Response:
    """The problem as `application/problem+json` in the language of `accept`."""
    lang = language(accept)
    name = kebab(type(problem).__name__)
    body: dict[str, Any] = {
        **problem.numbers,
        "type": f"/problems/{name}",
        "title": name.replace("-", " ").capitalize(),
        "status": problem.status,
        "detail": detail(problem, lang),
    }
    if isinstance(problem, Invalid):
        body["errors"] = [error.public(lang) for error in problem.errors]
    response = Response(orjson.dumps(body), problem.status, media_type=MEDIA_TYPE)
    response.headers["Content-Language"] = lang
    if problem.status == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    if wait := problem.numbers.get("retry_after_s"):
        response.headers["Retry-After"] = str(wait)
    return response


def field_errors(errors: Sequence[Any]) -> tuple[FieldError, ...]:
    """Pydantic's errors as ours: dotted field without the leading `body`, text key.

    Only plain numbers and words of the error's context are kept; the wrong input
    itself is not, because it may be personal.
    """
    return tuple(
        FieldError(
            ".".join(str(part) for part in error["loc"] if part != "body"),
            f"field.{error['type']}",
            {
                name: value
                for name, value in error.get("ctx", {}).items()
                if isinstance(value, int | float | str)
            },
        )
        for error in errors
    )


def install(app: FastAPI) -> None:
    """Let the app answer every failure as a problem."""

    async def failed(request: Request, error: Exception) -> Response:
        accept = request.headers.get("accept-language")
        match error:
            case Problem():
                return answer(error, accept)
            case RequestValidationError():
                return answer(Invalid(*field_errors(error.errors())), accept)
            # Starlette raises these itself (404, 405); their headers carry `Allow`.
            case HTTPException():
                response = answer(_KINDS.get(error.status_code, BadRequest)(), accept)
                response.headers.update(error.headers or {})
                return response
        return answer(Fault(), accept)

    for kind in (Problem, RequestValidationError, HTTPException, Exception):
        app.add_exception_handler(kind, failed)
