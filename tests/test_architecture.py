"""The rules of the house that no other tool checks."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SOURCES = sorted((ROOT / "bot").rglob("*.py"))
OWN_TABLES = ("migrations",)
NAMES_NOT_USED = {
    "utils",
    "util",
    "helpers",
    "helper",
    "common",
    "manager",
    "managers",
    "base",
    "misc",
}
LONGEST_FILE = 300
LONGEST_BODY = 40


def _trees() -> Iterator[tuple[Path, ast.Module]]:
    for path in SOURCES:
        yield path, ast.parse(path.read_text(encoding="utf-8"))


def _where(path: Path, line: int = 1) -> str:
    return f"{path.relative_to(ROOT)}:{line}"


def test_imports_run_one_way() -> None:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert result.returncode == 0, result.stdout


def test_no_file_is_longer_than_one_idea() -> None:
    long = [
        _where(path)
        for path in SOURCES
        if "migrations" not in path.parts
        and len(path.read_text(encoding="utf-8").splitlines()) > LONGEST_FILE
    ]
    assert not long


def test_no_body_is_longer_than_a_screen() -> None:
    long = []
    for path, tree in _trees():
        if "migrations" in path.parts:
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                first = node.body[0].lineno
                last = node.end_lineno or first
                if last - first >= LONGEST_BODY:
                    long.append(f"{_where(path, node.lineno)} {node.name}")
    assert not long


def test_modules_are_named_after_what_they_are_about() -> None:
    assert not [_where(path) for path in SOURCES if path.stem in NAMES_NOT_USED]


def test_everything_public_says_what_it_is() -> None:
    silent = []
    for path, tree in _trees():
        if path.name == "__init__.py" and not path.read_text(encoding="utf-8").strip():
            continue
        if ast.get_docstring(tree) is None:
            silent.append(_where(path))
        for node in ast.walk(tree):
            public = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
            if not public or node.name.startswith("_") or node not in tree.body:
                continue
            if ast.get_docstring(node) is None:
                silent.append(f"{_where(path, node.lineno)} {node.name}")
    assert not silent


def test_the_framework_stays_in_the_chat_and_sql_in_the_storage() -> None:
    homes = {"telegram": {"chat", "app.py"}, "sqlalchemy": {"storage"}, "apscheduler": {"jobs.py"}}
    strays = []
    for path, tree in _trees():
        room = path.relative_to(ROOT / "bot").parts[0]
        for node in ast.walk(tree):
            names = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            for name in names:
                rooms = homes.get(name.partition(".")[0])
                if rooms is not None and room not in rooms:
                    strays.append(f"{_where(path, node.lineno)} imports {name}")
    assert not strays


def _spoken_elsewhere(tree: ast.Module) -> set[int]:
    """Strings that no subscriber sees: docstrings, logs, exceptions, reasons for the record."""
    quiet = ("log.", "LineTrouble", "ContextVar", "Refused", "Ambiguous", "NotSent", "Conflict")
    found = set()
    for node in ast.walk(tree):
        inside: list[ast.AST] = []
        is_docstring = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        is_quiet = isinstance(node, ast.Call) and ast.unparse(node.func).startswith(quiet)
        if is_docstring or is_quiet or isinstance(node, ast.Raise | ast.Assert):
            inside = [node]
        found |= {id(inner) for outer in inside for inner in ast.walk(outer)}
    return found


def test_handlers_hold_no_sentence_a_person_would_read() -> None:
    """A sentence is a literal with three words or more."""
    found = []
    for path, tree in _trees():
        if "chat" not in path.parts or path.name == "errors.py":
            continue
        elsewhere = _spoken_elsewhere(tree)
        for node in ast.walk(tree):
            if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
                continue
            words = [word for word in node.value.split(" ") if word.isalpha() and len(word) > 1]
            if len(words) >= 3 and id(node) not in elsewhere:
                found.append(f"{_where(path, node.lineno)} {node.value!r}")
    assert not found


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_importing_a_module_does_nothing(path: Path) -> None:
    """Only definitions, constants and their like stand at the top of a module."""
    allowed = (
        ast.Import,
        ast.ImportFrom,
        ast.FunctionDef,
        ast.AsyncFunctionDef,
        ast.ClassDef,
        ast.Assign,
        ast.AnnAssign,
        ast.AugAssign,
        ast.Expr,
        ast.If,
        ast.Pass,
        ast.For,
    )
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in tree.body:
        assert isinstance(node, allowed), _where(path, node.lineno)
        if isinstance(node, ast.Expr):
            is_call = isinstance(node.value, ast.Call)
            name = ast.unparse(node.value.func) if isinstance(node.value, ast.Call) else ""
            known = name in ("main", "Index") or name.startswith(("cli.", "event."))
            assert not is_call or known, _where(path, node.lineno)
