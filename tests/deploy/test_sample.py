"""The sample county: like the calibration, invented, and the same every time."""

from collections.abc import Callable
from collections.abc import Sequence
from datetime import date

import pytest

from common.intake.credit_code import read_credit_code
from common.intake.identifiers import read_certificate
from common.intake.identifiers import read_identity
from deploy.sample.county import county
from deploy.sample.shape import SampleCounty
from deploy.sample.shape import SampleWorker

TODAY = date(2026, 11, 21)
Test = Callable[[SampleWorker], bool]
Row = tuple[str, float, Test]


@pytest.fixture(scope="module")
def sample() -> SampleCounty:
    return county(today=TODAY)


def age(worker: SampleWorker) -> int:
    birth = worker.stated.birth
    assert birth is not None
    before = (TODAY.month, TODAY.day) < (birth.month, birth.day)
    return TODAY.year - birth.year - before


def share(people: Sequence[SampleWorker], has: Test) -> float:
    return sum(map(has, people)) / len(people)


def aged(low: int, high: int) -> Test:
    return lambda worker: low <= age(worker) <= high


def schooled(word: str) -> Test:
    return lambda worker: worker.stated.schooling == word


def in_group(*words: str) -> Test:
    return lambda worker: any(word in words for word in worker.stated.categories or ())


def certified(digit: str) -> Test:
    return lambda worker: (worker.certificate or "")[18:19] == digit


def graded(digit: str) -> Test:
    return lambda worker: (worker.certificate or "")[19:20] == digit


def travels(word: str) -> Test:
    return lambda worker: word in (worker.stated.transport or ())


def cares_at(start: str) -> Test:
    return lambda worker: start in [duty.start for duty in worker.stated.care]


def wishes_near(worker: SampleWorker) -> bool:
    return worker.stated.scope in ("home", "village", "township")


def wishes_county(worker: SampleWorker) -> bool:
    return worker.stated.scope == "county" and worker.stated.lodging == "no"


OF_ALL: list[Row] = [
    ("women", 0.56, lambda worker: worker.stated.sex == "female"),
    ("16 to 24", 0.05, aged(16, 24)),
    ("25 to 34", 0.14, aged(25, 34)),
    ("35 to 44", 0.22, aged(35, 44)),
    ("45 to 54", 0.30, aged(45, 54)),
    ("55 to 59", 0.14, aged(55, 59)),
    ("60 to 69", 0.15, aged(60, 69)),
    ("never at school", 0.07, schooled("未上过学")),
    ("primary school", 0.34, schooled("小学")),
    ("junior school", 0.43, schooled("初中")),
    ("high school", 0.11, schooled("高中")),
    ("college", 0.05, schooled("大专")),
    ("disabled", 0.10, lambda worker: worker.certificate is not None),
    ("ledger only", 0.3333, lambda worker: worker.facts == "ledger"),
]
OF_KNOWN: list[Row] = [
    ("lifted", 0.45, in_group("脱贫户", "建档立卡脱贫户", "脱贫劳动力")),
    ("monitored", 0.07, in_group("监测户", "防止返贫监测对象")),
    ("dibao", 0.09, in_group("低保", "农村低保")),
    ("large age", 0.12, in_group("大龄失业", "大龄就业困难人员")),
    ("no group", 0.30, lambda worker: worker.stated.categories == ()),
]
OF_FULL: list[Row] = [
    ("e-bike", 0.48, travels("电动车")),
    ("motorcycle", 0.13, travels("摩托车")),
    ("bus", 0.10, travels("坐班车")),
    ("car", 0.05, travels("开车")),
    ("near home", 0.46, wishes_near),
    ("in the county", 0.30, wishes_county),
    ("lodging", 0.08, lambda worker: worker.stated.lodging == "county"),
    ("away", 0.16, lambda worker: worker.stated.lodging == "anywhere"),
    ("school run", 0.22, cares_at("16:20")),
    ("elderly at home", 0.18, cares_at("11:30")),
    ("no night", 0.55, lambda worker: worker.stated.night is False),
    ("slack season", 0.08, lambda worker: worker.stated.months is not None),
    ("dialect only", 0.18, lambda worker: worker.stated.languages == ("本地话",)),
]
OF_DISABLED: list[Row] = [
    ("sight", 0.11, certified("1")),
    ("hearing", 0.14, certified("2")),
    ("limbs", 0.48, certified("4")),
    ("grade one", 0.10, graded("1")),
    ("grade two", 0.22, graded("2")),
    ("grade four", 0.35, graded("4")),
]


@pytest.mark.parametrize(("name", "expected", "has"), OF_ALL)
def test_shares_of_all_are_calibrated(
    sample: SampleCounty, name: str, expected: float, has: Test
) -> None:
    assert share(sample.workers, has) == pytest.approx(expected, abs=0.02), name


@pytest.mark.parametrize(("name", "expected", "has"), OF_KNOWN)
def test_groups_are_calibrated_among_those_asked(
    sample: SampleCounty, name: str, expected: float, has: Test
) -> None:
    asked = [w for w in sample.workers if w.stated.categories is not None]

    assert share(asked, has) == pytest.approx(expected, abs=0.02), name


@pytest.mark.parametrize(("name", "expected", "has"), OF_FULL)
def test_conditions_are_calibrated_among_full_facts(
    sample: SampleCounty, name: str, expected: float, has: Test
) -> None:
    full = [worker for worker in sample.workers if worker.facts == "full"]

    assert share(full, has) == pytest.approx(expected, abs=0.02), name


@pytest.mark.parametrize(("name", "expected", "has"), OF_DISABLED)
def test_certificates_are_calibrated(
    sample: SampleCounty, name: str, expected: float, has: Test
) -> None:
    disabled = [worker for worker in sample.workers if worker.certificate]

    assert share(disabled, has) == pytest.approx(expected, abs=0.02), name


def test_households_are_as_large_as_in_the_census(sample: SampleCounty) -> None:
    sizes = [household.size for household in sample.households]

    assert sum(sizes) / len(sizes) == pytest.approx(2.62, abs=0.02)


def test_couples_share_a_household_and_its_place(sample: SampleCounty) -> None:
    homes: dict[object, list[SampleWorker]] = {}
    for worker in sample.workers:
        homes.setdefault(worker.stated.household, []).append(worker)
    shared = [people for people in homes.values() if len(people) > 1]

    assert len(shared) > 4000
    assert {len({p.stated.area for p in people}) for people in shared} == {1}


def test_the_county_has_its_default_size(sample: SampleCounty) -> None:
    assert (len(sample.workers), len(sample.posts)) == (20_000, 2_000)


def test_every_number_is_synthetic_valid_and_given_once(sample: SampleCounty) -> None:
    numbers = [worker.id_number for worker in sample.workers]
    read = [read_identity(n, today=TODAY, synthetic=True) for n in numbers]

    assert {identity.region[:2] for identity in read} == {"99"}
    assert [i.birth for i in read] == [w.stated.birth for w in sample.workers]
    assert [i.sex for i in read] == [w.stated.sex for w in sample.workers]
    assert len(set(numbers)) == 20_000


def test_certificates_carry_their_holder(sample: SampleCounty) -> None:
    held = [w for w in sample.workers if w.certificate is not None]
    read = [
        read_certificate(
            w.certificate, holder=w.id_number, today=TODAY, synthetic=True
        ).holder
        for w in held
    ]

    assert read == [w.id_number for w in held]


def test_phones_are_of_the_prefix_that_nobody_has(sample: SampleCounty) -> None:
    phones = [w.phone for w in sample.workers if w.phone]
    phones += [employer.contact.phone for employer in sample.employers]

    assert {phone[:3] for phone in phones} == {"154"}
    assert {len(phone) for phone in phones} == {11}


def test_credit_codes_check_outside_and_inside(sample: SampleCounty) -> None:
    codes = [e.credit_code for e in sample.employers if e.credit_code]
    read = [read_credit_code(code, synthetic=True) for code in codes]

    assert [code for code in read if code.wrong or code.doubtful] == []
    assert len(set(codes)) == len(codes)


def test_ids_are_all_different_and_of_version_seven(sample: SampleCounty) -> None:
    parts = (sample.households, sample.workers, sample.employers)
    rows = [row for part in (*parts, sample.sites, sample.posts) for row in part]
    ids = [row.id for row in rows]

    assert len(set(ids)) == len(ids)
    assert {ident.version for ident in ids} == {7}


def test_a_ledger_knows_no_hours_reach_limits_or_skills(sample: SampleCounty) -> None:
    ledger = [w.stated for w in sample.workers if w.facts == "ledger"]
    unknown = {
        (w.hours, w.transport, w.max_km, w.limits, w.skills, w.place) for w in ledger
    }

    assert unknown == {(None, None, None, None, None, None)}


def test_everything_lies_in_an_area_of_the_tree(sample: SampleCounty) -> None:
    codes = {area.code for area in sample.areas}
    used = {worker.stated.area for worker in sample.workers}
    used |= {site.area for site in sample.sites}
    used |= {employer.area for employer in sample.employers}

    assert used <= codes
    assert {area.parent for area in sample.areas} - {None} <= codes


def test_posts_are_of_all_kinds(sample: SampleCounty) -> None:
    stated = [post.stated for post in sample.posts]

    assert {post.kind for post in stated} == {
        "enterprise",
        "workshop",
        "coop",
        "household",
        "platform",
        "public_welfare",
        "export",
    }
    assert {post.pattern for post in stated} == {"single", "choose", "rotate", "split"}
    assert sum(bool(post.season_months) for post in stated) > 100
    assert sum(bool(post.delivery) for post in stated) > 60
    assert sum(bool(post.shuttle) for post in stated) > 40
    assert sum(bool(post.residence) for post in stated) > 150


def test_unlawful_adverts_stay_drafts(sample: SampleCounty) -> None:
    drafts = [p.stated.title for p in sample.posts if p.stated.state == "draft"]

    assert len(drafts) == 20
    assert {"居家刷单员日结300", "前台文员（限女未婚）"} <= set(drafts)
