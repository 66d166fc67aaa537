"""Another set of rules is tried: what changes is what two whole runs differ in."""

import json
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from common.contracts.codes import Verdict
from common.law import RuleSet
from common.law import RuleSetRefused
from common.law import rules_above
from common.law import rules_to_try
from deploy.cli import app
from services.matching.index import Index
from services.matching.kernel.comparing import compare_stretch
from services.matching.kernel.warming import warm
from services.matching.knowledge import product_knowledge
from services.matching.rulesets import Asked
from services.matching.rulesets import try_rules
from tests.matching.builders import TODAY
from tests.matching.builders import a_post
from tests.matching.builders import a_worker
from tests.matching.builders import yuan
from tests.matching.worlds import World
from tests.matching.worlds import a_world

HEADER = "key,value,unit,area,valid_from,valid_until,citation,examples\n"
WAGES = (
    "min_wage_firm,1,,4309,2026-01-01,,县里核实,\n"
    "min_wage_month,4600,元/月,430903,2026-01-01,,县里文件,\n"
    "min_wage_hour,46,元/时,430903,2026-01-01,,县里文件,\n"
)
REACH = "reach_over_pct,0,%,,2026-01-01,,文件,\nadult_age,20,岁,,2026-01-01,,文件,\n"
SHAPES = "licence.welding,from=45 until=50,,,2026-01-01,,文件,\n" + (
    "night_until,480,分,,2026-01-01,,文件,\n"
)


def a_set(lines: str) -> RuleSet:
    """The built-in rules with these lines above."""
    return rules_above({"county.csv": (HEADER + lines).encode()})


def an_index(world: World, rules: RuleSet | None = None) -> Index:
    """All of a world under some rules."""
    index = Index(product_knowledge(rules))
    index.put_workers([(worker, 1) for worker in world.workers])
    index.put_posts([(post, 1) for post in world.posts])
    return index


def verdicts_of(index: Index, world: World) -> list[Verdict]:
    """Every pair's verdict, worker by worker."""
    return [
        index.explain(worker.id, post.id, world.today).verdict
        for worker in world.workers
        for post in world.posts
    ]


@pytest.mark.parametrize("lines", [WAGES, REACH, SHAPES, WAGES + REACH + SHAPES])
@pytest.mark.parametrize("seed", range(900, 905))
def test_what_changes_is_what_two_runs_differ_in(lines: str, seed: int) -> None:
    world, rules = a_world(seed, workers=12, posts=12), a_set(lines)
    effect = try_rules(an_index(world), rules, world.today)

    before = verdicts_of(an_index(world), world)
    after = verdicts_of(an_index(world, rules), world)
    differing = [pair for pair in zip(before, after, strict=True) if len(set(pair)) > 1]
    assert effect.pairs == len(before)
    assert effect.changed == len(differing)
    assert effect.turns == {pair: differing.count(pair) for pair in set(differing)}


def a_pair(pay: tuple[float, float]) -> Index:
    """One worker and one post of 54 hours a week at that pay, wanted at any pay."""
    index = Index()
    index.put_worker(a_worker(pay_floor=None), 1)
    index.put_post(a_post(pay=yuan(*pay)), 1)
    return index


def test_a_county_that_names_its_wage_marks_what_pays_less() -> None:
    wage = "min_wage_month,1900,元/月,430903,2026-01-01,,湘人社发,1899=no\n"
    firm = wage + "min_wage_firm,1,,430903,2026-01-01,,县里核实,\n"

    told = try_rules(a_pair((1500, 1800)), a_set(wage), TODAY)
    hidden = try_rules(a_pair((1500, 1800)), a_set(firm), TODAY)
    enough = try_rules(a_pair((1500, 1900)), a_set(firm), TODAY)

    assert told.turns == {(Verdict.FIT, Verdict.CONDITIONAL): 1}
    assert told.examples[0].rules() == ("law.wage",)
    assert hidden.turns == {(Verdict.FIT, Verdict.UNFIT): 1}
    assert hidden.families() == {"law": 1}
    assert enough.changed == 0


def test_nothing_is_compiled_in_a_trial() -> None:
    warm()
    compiled = list(compare_stretch.signatures)  # type: ignore[attr-defined]
    index = a_pair((1500, 1800))
    for lines in (WAGES, SHAPES):
        try_rules(index, a_set(lines), TODAY)

    assert compare_stretch.signatures == compiled  # type: ignore[attr-defined]


def test_a_trial_looks_as_of_any_day() -> None:
    rules = a_set("min_wage_month,1900,元/月,4309,2026-07-01,,湘人社发,\n")
    index = a_pair((1500, 1800))

    assert try_rules(index, rules, date(2026, 6, 30)).changed == 0
    assert try_rules(index, rules, date(2026, 7, 1)).changed == 1


def test_a_county_tries_on_its_own_people() -> None:
    rules = a_set("min_wage_month,1900,元/月,4309,2026-01-01,,湘人社发,\n")
    index = a_pair((1500, 1800))

    assert try_rules(index, rules, TODAY, Asked(("430903000000",))).pairs == 1
    assert try_rules(index, rules, TODAY, Asked(("511922000000",))).pairs == 0


def test_too_many_pairs_are_looked_at_in_steps() -> None:
    world = a_world(910, workers=12, posts=12)
    effect = try_rules(an_index(world), a_set(REACH), world.today, Asked(most_pairs=50))

    assert (effect.every, effect.pairs) == (4, 3 * len(world.posts))


def test_other_weights_are_the_rules_own() -> None:
    line = (
        "weights,distance:28000 skills:17000 week:13000 pay:14000 wish:9000 terms:4000"
        " ease:15000,,,2026-01-01,,县里,\n"
    )
    index = Index(product_knowledge(a_set(line)))

    found = index.explain(a_worker(), a_post(), TODAY)

    assert [part.most for part in found.parts][:2] == [28000, 17000]


def test_what_registration_used_cannot_be_changed_by_a_folder() -> None:
    line = {
        "county.csv": (HEADER + "limit.听力.1..HEAR,2/1,,,2026-01-01,,县,\n").encode()
    }

    with pytest.raises(RuleSetRefused) as refused:
        rules_above(line)

    assert [fault.why for fault in refused.value.faults] == ["stated"]
    assert rules_to_try(line).latest("limit.听力.1..HEAR") == "2/1"


def two_files(folder: Path) -> tuple[Path, Path]:
    """A deaf person who said nothing of it, and a post where one must hear a little."""
    workers, posts = folder / "workers.json", folder / "posts.json"
    hours = [{"days": [1, 2, 3, 4, 5], "start": "07:00", "end": "19:00"}]
    shifts = [{"days": [1, 2, 3, 4, 5], "start": "09:00", "end": "15:00"}]
    place = {"lat": 28.45, "lng": 112.45}
    worker = {
        "area": "430903105213",
        "place": place,
        "birth": "1986-05-04",
        "sex": "female",
        "categories": ["听力残疾一级"],
        "hours": hours,
        "skills": ["缝纫"],
        "transport": ["电动车"],
    }
    post = {
        "title": "缝纫工",
        "area": "430903105213",
        "place": place,
        "shifts": shifts,
        "functions": ["HEAR:2"],
        "pay": {"min": 3000, "max": 3000, "unit": "month"},
    }
    workers.write_text(json.dumps([worker]), encoding="utf-8")
    posts.write_text(json.dumps([post]), encoding="utf-8")
    return workers, posts


def test_the_command_tries_a_matrix_on_what_people_stated(tmp_path: Path) -> None:
    workers, posts = two_files(tmp_path)
    folder = tmp_path / "rules"
    folder.mkdir()
    line = "limit.听力.1..HEAR,2/1,,,2026-01-01,,县残联,1=caution 2=block\n"
    (folder / "county.csv").write_text(HEADER + line, encoding="utf-8")
    given = ["--workers", str(workers), "--posts", str(posts), "--as-of", "2026-03-16"]

    told = CliRunner().invoke(app, ["rules", "try", str(folder), *given])

    assert told.exit_code == 0, told.output
    assert "将有 1 对人岗的结论改变（共看了 1 对）" in told.output
    assert "需协调 → 暂不匹配：1 对" in told.output
    assert "body.HEAR" in told.output or "body.demands" in told.output


def test_the_command_names_every_fault_and_ends_with_65(tmp_path: Path) -> None:
    lines = "asks_years,99,年,,2026-01-01,,县,\nlunch,1,,,2026-01-01,,县,\n"
    (tmp_path / "county.csv").write_text(HEADER + lines, encoding="utf-8")

    told = CliRunner().invoke(app, ["rules", "check", str(tmp_path)])

    assert told.exit_code == 65
    assert "county.csv 第 2 行" in told.output
    assert "county.csv 第 3 行：没有“lunch”这个规则项" in told.output
