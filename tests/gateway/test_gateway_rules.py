"""The rules by the public door: everybody reads them, a county tries its own."""

from typing import Any

from tests.gateway.conftest import Platform
from tests.gateway.county import COUNTY

HEADER = "key,value,unit,area,valid_from,valid_until,citation,examples\n"
WAGE = HEADER + (
    "min_wage_month,19999,元/月,990121,2000-01-01,,县里文件,\n"
    "min_wage_hour,199,元/时,990121,2000-01-01,,县里文件,\n"
    "min_wage_firm,1,,990121,2000-01-01,,县里核实,\n"
)


def tried(platform: Platform, role: str, text: str, **more: Any) -> Any:
    body = {"files": {"county.csv": text}, **more}
    answer = platform.person(role).post("/v1/rules/dry-run", body)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_everybody_reads_which_rules_hold_and_where_they_stand(
    platform: Platform,
) -> None:
    told = platform.person("worker").get("/v1/rules", area="511922000000")
    rules = {rule["key"]: rule for rule in told.json()["rules"]}

    assert rules["working_age"]["value"] == "16"
    assert rules["working_age"]["name"] == "最低就业年龄"
    assert "第15条" in rules["working_age"]["citation"]
    assert (rules["min_wage_month"]["value"], rules["min_wage_month"]["area"]) == (
        "2080",
        "51",
    )


def test_the_rules_of_a_past_day_can_be_read(platform: Platform) -> None:
    told = platform.person("hr").get(
        "/v1/rules", area="511922000000", as_of="2024-12-31"
    )
    keys = {rule["key"] for rule in told.json()["rules"]}

    assert "min_wage_month" not in keys


def test_a_county_sees_what_its_wage_would_close(platform: Platform) -> None:
    told = tried(platform, "county", WAGE)

    assert told["changed"] >= 1
    assert told["families"]["law"] == told["changed"]
    assert told["text"].startswith("若启用这套规则")
    assert told["examples"][0]["after"] == "unfit"
    assert "低于当地最低工资" in told["examples"][0]["reasons"][0]


def test_a_faulty_set_is_told_line_by_line(platform: Platform) -> None:
    body = {"files": {"county.csv": HEADER + f"asks_years,99,年,{COUNTY},x,,,\n"}}
    answer = platform.person("county").post("/v1/rules/dry-run", body)

    assert answer.status_code == 422
    assert answer.json()["type"] == "/problems/rules-refused"
    assert answer.json()["errors"][0]["field"] == "county.csv:2"


def test_nobody_else_may_try(platform: Platform) -> None:
    body = {"files": {"county.csv": WAGE}}
    roles = ("coordinator", "township", "hr", "worker", "kiosk", "admin")
    answers = [platform.person(role).post("/v1/rules/dry-run", body) for role in roles]

    assert [one.status_code for one in answers] == [403] * 6
