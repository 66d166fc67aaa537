"""Rule folders: what is refused with its line, and which line holds where and when."""

from datetime import date
from pathlib import Path

import pytest

from common.intake.licences import licences
from common.law import Fault
from common.law import RuleSetRefused
from common.law import default_rules
from common.law import retirement_month
from common.law import rules_with
from common.law.catalogue import keys
from common.texts import say

HEADER = "key,value,unit,area,valid_from,valid_until,citation,examples\n"
DAY = date(2026, 3, 16)
WEIGHTS = (
    "distance:{} skills:27000 week:13000 pay:14000 wish:9000 terms:4000 ease:15000"
)


def a_folder(folder: Path, *lines: str) -> Path:
    """A county's folder with one file of these lines."""
    (folder / "county.csv").write_text(HEADER + "\n".join(lines), encoding="utf-8")
    return folder


def faults_of(folder: Path) -> tuple[Fault, ...]:
    """Why the folder is refused."""
    with pytest.raises(RuleSetRefused) as refused:
        rules_with(folder)
    return refused.value.faults


WRONG = {
    "reach_over_pct,twenty,%,,2026-01-01,,文件,": "value",
    "reach_over_pct,２０,%,,2026-01-01,,文件,": "value",
    "reach_over_pct,-1,%,,2026-01-01,,文件,": "bounds",
    "reach_over_pct,20,%,,2026-01-01,,,": "citation",
    "reach_over_pct,20,米,,2026-01-01,,文件,": "unit",
    "reach_over_pct,20,%,,2026-13-01,,文件,": "day",
    "reach_over_pct,20,%,,,,文件,": "no_day",
    "reach_over_pct,20,%,,2026-05-01,2026-04-30,文件,": "order",
    "reach_over_pct,20,%,43090,2026-01-01,,文件,": "area",
    "reach_over_pct,20,%,,2026-01-01,,文件,20=no": "example",
    "reach_over_pct,20,%,,2026-01-01,,文件,maybe": "example",
    "reach_over_pct,20": "cells",
    "working_age,16,岁,43,2026-01-01,,文件,": "nationwide",
    "lunch_break,60,分,,2026-01-01,,文件,": "key",
    "limit.听力.1..JUMP,2/1,,,2026-01-01,,文件,": "key",
    "limit.听力.5..HEAR,2/1,,,2026-01-01,,文件,": "key",
    "limit.听力.1..HEAR,4/1,,,2026-01-01,,文件,": "value",
    "minors_demands,JUMP:3,,,2026-01-01,,文件,": "demand",
    "minors_traits,dust ghosts,,,2026-01-01,,文件,": "code",
    "licence.broom,from=18,,,2026-01-01,,文件,": "licence",
    "licence.welding,from=old,,,2026-01-01,,文件,": "value",
    "group_set.difficulty,dibao heroes,,,2026-01-01,,文件,": "code",
    "retirement.male,60 1965-13 4 36,,,2026-01-01,,文件,": "value",
    "speed_walk,4.5:0:3:0,km/h,,2026-01-01,,文件,": "bounds",
    "min_wage_month,0,元/月,43,2026-01-01,,文件,": "bounds",
    "min_wage_month,nan,元/月,43,2026-01-01,,文件,": "bounds",
    f"weights,{WEIGHTS.format(-1)},,,2026-01-01,,文件,": "weights_negative",
    f"weights,{WEIGHTS.format(18001)},,,2026-01-01,,文件,": "weights_sum",
    "weights,distance:100000,,,2026-01-01,,文件,": "weights_parts",
}


@pytest.mark.parametrize(("line", "why"), WRONG.items(), ids=str)
def test_a_wrong_line_is_refused_with_its_place(
    tmp_path: Path, line: str, why: str
) -> None:
    faults = faults_of(a_folder(tmp_path, line))

    assert [(one.file, one.line, one.why) for one in faults] == [("county.csv", 2, why)]
    assert say(f"rules.fault.{why}", file="", line=0, **faults[0].numbers)
    assert say(f"rules.fault.{why}", "en", file="", line=0, **faults[0].numbers)


def test_contradicting_lines_name_each_other(tmp_path: Path) -> None:
    first = "min_wage_month,1900,元/月,430903,2026-01-01,2026-06-30,文件,"
    second = "min_wage_month,2000,元/月,430903,2026-06-30,,文件,"

    (fault,) = faults_of(a_folder(tmp_path, first, second))

    assert (fault.why, fault.line, fault.numbers["other"]) == ("contradiction", 3, 2)


def test_what_shapes_the_stored_rows_cannot_change_by_day(tmp_path: Path) -> None:
    first = "night_from,1320,分,,2000-01-01,2026-06-30,文件,"
    second = "night_from,1350,分,,2026-07-01,,文件,"

    (fault,) = faults_of(a_folder(tmp_path, first, second))

    assert (fault.why, fault.line) == ("once", 3)


def test_all_faults_are_told_at_once_and_comments_count_as_lines(
    tmp_path: Path,
) -> None:
    folder = a_folder(
        tmp_path,
        "# 本县自定",
        "reach_over_pct,x,%,,2026-01-01,,文件,",
        "",
        "asks_years,2,年,,2026-01-01,,,",
    )

    assert [(f.line, f.why) for f in faults_of(folder)] == [
        (3, "value"),
        (5, "citation"),
    ]


def test_a_folder_without_rules_and_a_wrong_header_are_refused(tmp_path: Path) -> None:
    empty = faults_of(tmp_path)
    (tmp_path / "county.csv").write_text("key,value\n", encoding="utf-8")

    assert [one.why for one in empty] == ["no_files"]
    assert [one.why for one in faults_of(tmp_path)] == ["header"]


def test_a_table_saved_by_a_chinese_spreadsheet_is_read(tmp_path: Path) -> None:
    text = HEADER + "asks_years,3,年,,2026-01-01,,县里文件,3=yes\n"
    (tmp_path / "county.csv").write_bytes(text.encode("gb18030"))

    assert rules_with(tmp_path).on(DAY)["asks_years"] == "3"


def test_the_nearest_area_wins_and_its_days_count(tmp_path: Path) -> None:
    rules = rules_with(
        a_folder(
            tmp_path,
            "min_wage_month,1900,元/月,430903,2026-01-01,2026-03-31,文件,",
            "min_wage_month,2000,元/月,430903,2026-04-01,,文件,",
        )
    )

    assert rules.on(date(2025, 12, 31), "430903105000")["min_wage_month"] == "1700"
    assert rules.on(date(2026, 3, 31), "430903105000")["min_wage_month"] == "1900"
    assert rules.on(date(2026, 4, 1), "430903105000")["min_wage_month"] == "2000"
    assert rules.on(date(2026, 4, 1), "430902000000")["min_wage_month"] == "1700"
    assert "min_wage_month" not in rules.on(date(2026, 4, 1), "110000000000")


def test_a_county_covers_the_built_in_line_only_while_its_own_holds(
    tmp_path: Path,
) -> None:
    line = "reach_over_pct,30,%,,2026-03-01,2026-03-31,文件,30=yes"
    rules = rules_with(a_folder(tmp_path, line))

    assert rules.on(date(2026, 2, 28))["reach_over_pct"] == "15"
    assert rules.on(date(2026, 3, 31))["reach_over_pct"] == "30"
    assert rules.on(date(2026, 4, 1))["reach_over_pct"] == "15"
    assert rules.digest() != default_rules().digest()


def test_a_needed_rule_may_not_run_out(tmp_path: Path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    folder = a_folder(tmp_path, "adult_age,18,岁,,2000-01-01,2026-12-31,文件,")
    monkeypatch.setattr("common.law.standing.FOLDER", folder)
    (folder / "more").mkdir()
    a_folder(folder / "more", "asks_years,2,年,,2000-01-01,,文件,")

    faults = faults_of(folder / "more")

    assert ("gap", "adult_age") in [(f.why, f.numbers["name"]) for f in faults]
    assert ("missing", "weights") in [(f.why, f.numbers["name"]) for f in faults]


def test_every_built_in_line_has_a_source_and_examples_that_pass() -> None:
    rules = default_rules().rules

    assert [rule.key for rule in rules if not rule.examples] == []
    assert min(len(rule.citation) for rule in rules) > 6


def test_every_licence_has_its_terms_and_every_needed_key_a_name() -> None:
    assert set(default_rules().family("licence")) == set(licences())
    named = [key for key in keys() if say(f"rules.name.{key}") == ""]
    assert named == []


def test_special_operations_are_those_that_end_with_retirement() -> None:
    terms = default_rules().family("licence")
    special = {code for code, told in terms.items() if "until=retirement" in told}

    assert {"welding", "electric_low", "electric_high", "height_work"} <= special
    assert not {"forklift_n1", "driving_c1", "health_card", "guard"} & special


def test_nothing_but_a_health_card_and_skills_begin_before_eighteen() -> None:
    terms = default_rules().family("licence")
    early = {code for code, told in terms.items() if told.startswith("from=16")}

    assert "health_card" in early
    assert not early & {"welding", "guard", "driving_c1", "forklift_n1"}


def test_a_later_law_moves_only_the_months_that_fall_under_it(tmp_path: Path) -> None:
    line = "retirement.male,65,,,2031-01-01,,新法,1970-01=2035-01"
    rules = rules_with(
        a_folder(
            tmp_path,
            "retirement.male,60 1965-01 4 36,,,2025-01-01,2030-12-31,文件,",
            line,
        )
    )

    assert retirement_month(date(1966, 7, 8), "male", 50, rules) == date(2026, 12, 1)
    assert retirement_month(date(1970, 1, 8), "male", 50, rules) == date(2035, 1, 1)
    # Born 1969-08: 14 months of delay, 2030-10, before the new law begins.
    assert retirement_month(date(1969, 8, 8), "male", 50, rules) == date(2030, 10, 1)
