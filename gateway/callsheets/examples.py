"""Examples of what routes about call sheets take."""

from typing import Any

from gateway.examples import body_like

SHEET = body_like({"post": "01920000-0000-7000-8000-000000000002", "most": 40})
FILE: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "application/octet-stream": {
                "schema": {"type": "string", "format": "binary"},
                "example": "编号,姓名,结果\n1,张示例,愿意\n",
            }
        },
    }
}
