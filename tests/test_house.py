"""The rules of the house that a program can check; each message says how to mend it."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from common import problems
from gateway import app as gateway
from services.jobs import app as jobs
from services.matching import app as matching
from services.people import app as people

ROOT = Path(__file__).parent.parent
CODE = ("common", "services", "gateway", "deploy", "benchmarks", "tests")
ENDINGS = ("Manager", "Helper", "Util", "Utils", "Impl", "Handler")
HOSTS = ("pypi" + ".org", "pythonhosted" + ".org", "npmjs" + ".org", "debian" + ".org")
MACHINE = re.compile(r"(?<![\w.])/(?:work|farm|root)/\w")


def python_files(*folders: str) -> list[Path]:
    found = [path for folder in folders for path in (ROOT / folder).rglob("*.py")]
    return sorted(p for p in found if "migrations" not in p.parts)


def tracked_files() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return [ROOT / line for line in listed.stdout.splitlines()]


def lines_of(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def functions_of(path: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return [node for node in ast.walk(tree) if isinstance(node, kinds)]


def length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    assert node.end_lineno is not None
    return node.end_lineno - node.lineno + 1


def test_no_file_is_over_300_lines() -> None:
    long = [(p.name, lines_of(p)) for p in python_files(*CODE) if lines_of(p) > 300]

    assert long == [], "split them by what is done in them"


def test_no_function_is_over_40_lines() -> None:
    long = [
        (str(path.relative_to(ROOT)), node.name, length(node))
        for path in python_files(*CODE)
        for node in functions_of(path)
        if length(node) > 40
    ]

    assert long == [], "something in them wants a name"


def test_nine_of_ten_functions_stay_under_30_lines() -> None:
    lengths = sorted(length(n) for p in python_files(*CODE) for n in functions_of(p))

    assert lengths[int(len(lengths) * 0.9)] <= 30


def test_common_stays_small() -> None:
    apart = {"contracts", "intake", "law", "texts"}
    counted = [p for p in python_files("common") if not apart & set(p.parts)]

    kept = [
        line for p in counted for line in p.read_text().splitlines() if line.strip()
    ]

    assert len(kept) <= 1500, "move it to the member that needs it"


def test_no_class_has_a_padded_name() -> None:
    padded = [
        (str(path.relative_to(ROOT)), node.name)
        for path in python_files(*CODE)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef) and node.name.endswith(ENDINGS)
    ]

    assert padded == [], "name the class after what it is"


def test_every_module_begins_with_a_sentence() -> None:
    silent = [
        str(path.relative_to(ROOT))
        for path in python_files("common", "services", "gateway", "deploy")
        if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ]

    assert silent == [], "say in one sentence what the module is"


def test_no_registry_host_and_no_machine_path_is_committed() -> None:
    told = []
    for path in tracked_files():
        if path.suffix in {".png", ".gz", ".xz", ".ttf"} or not path.is_file():
            continue
        text = path.read_text(encoding="utf-8")
        told += [(path.name, host) for host in HOSTS if host in text]
        told += [(path.name, hit) for hit in MACHINE.findall(text)]

    assert told == [], "requirements.lock names no host; paths are relative"


def test_every_problem_has_a_line_with_its_status_in_the_list_of_problems() -> None:
    listed = (ROOT / "docs" / "problems.md").read_text(encoding="utf-8")
    statuses = {
        name: kind.status
        for name, kind in vars(problems).items()
        if isinstance(kind, type) and issubclass(kind, problems.Problem)
    }
    lines = [
        f"| `{kebab(node.name)}` | {statuses[base.id]} |"
        for path in python_files("common", "services", "gateway")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef)
        for base in node.bases
        if isinstance(base, ast.Name) and base.id in statuses and base.id != "Problem"
    ]

    assert [line for line in lines if line not in listed] == [], (
        "docs/problems.md lacks these lines"
    )


def kebab(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "-", name).lower()


def test_imports_follow_the_directions_of_the_house() -> None:
    ran = subprocess.run(
        [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert ran.returncode == 0, ran.stdout


@pytest.mark.parametrize("noun", ["people", "jobs", "matching"])
def test_every_service_says_what_it_owns(noun: str) -> None:
    text = (ROOT / "services" / noun / "__init__.py").read_text(encoding="utf-8")

    assert len(ast.get_docstring(ast.parse(text)) or "") > 60


def test_every_setting_stands_in_the_list_of_settings() -> None:
    listed = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    members = {
        "PEOPLE": people.Settings,
        "JOBS": jobs.Settings,
        "MATCHING": matching.Settings,
        "GATEWAY": gateway.Settings,
    }
    missing = [
        f"{prefix}_{name.upper()}"
        for prefix, settings in members.items()
        for name in settings.model_fields
        if f"`{prefix}_{name.upper()}`" not in listed
    ]

    assert missing == [], "add a line to docs/settings.md"


def test_no_test_file_hides_a_module_of_the_standard_library() -> None:
    hiding = [
        str(path.relative_to(ROOT))
        for path in python_files("tests")
        if path.stem in sys.stdlib_module_names
        and not (path.parent / "__init__.py").exists()
    ]

    assert hiding == [], "their folders lie on the path of child processes; rename them"


@pytest.mark.parametrize(
    "folder",
    sorted(ROOT.glob("*/migrations")) + sorted(ROOT.glob("services/*/migrations")),
)
def test_migrations_of_a_member_are_one_row_of_numbers(folder: Path) -> None:
    files = sorted(path.name[:4] for path in folder.glob("[0-9]*.py"))

    assert files == [f"{number:04d}" for number in range(1, len(files) + 1)]
