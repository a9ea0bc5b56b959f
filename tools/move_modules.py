"""Move modules and templates, and rewrite every import, dotted string and template path that names them.

    python tools/move_modules.py plan.toml

The plan is a TOML file: the tables `modules` (by dotted names) and `templates` (by paths), and the list
`dissolve`, the packages whose re-exports are replaced by imports from the modules that define the names. Run
`ruff check --fix` and `ruff format` afterwards: the imports are right, not pretty.
"""

import ast
import re
import subprocess
import sys
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CODE = ("mauntic", "lead_intelligence", "scoring", "revops", "tests", "demo", "benchmarks", "tools")
NAMES_THAT_STAY = re.compile(r"\.handlers\.\w+$")
"""Deliveries are stored under the names of receivers."""
LAYERS = ("views", "services", "selectors", "models", "domain", "forms", "serializers", "api")


@dataclass
class Plan:
    """What moves where. `exports` are the names of dissolved packages, by package, with their modules."""

    modules: dict[str, str]
    templates: dict[str, str]
    exports: dict[str, dict[str, str]] = field(default_factory=dict)

    @classmethod
    def read(cls, path: Path) -> "Plan":
        document = tomllib.loads(path.read_text())
        plan = cls(document.get("modules", {}), document.get("templates", {}))
        plan.exports = {package: _exports(package) for package in document.get("dissolve", [])}
        return plan

    def new(self, module: str) -> str:
        return self.modules.get(module, module)

    def resolved(self, dotted: str) -> str | None:
        """The new dotted name of a module or of something in it; None when nothing moves."""
        for end in range(len(parts := dotted.split(".")), 0, -1):
            head, tail = ".".join(parts[:end]), parts[end:]
            if head in self.modules:
                return ".".join([self.modules[head], *tail])
            if tail and tail[0] in self.exports.get(head, {}):
                return ".".join([self.new(self.exports[head][tail[0]]), *tail])
        return None


def main() -> None:
    plan = Plan.read(Path(sys.argv[1]))
    for path in [path for top in CODE for path in sorted((ROOT / top).rglob("*.py"))]:
        module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        rewriter = _Rewriter(path.read_text(), plan, home=plan.new(module).split("."))
        path.write_text(rewriter.rewritten())
    for path in [*_texts("templates", "html", "jinja", "txt"), *_texts("docs", "md")]:
        path.write_text(_with_modules(_with_templates(path.read_text(), plan), plan))
    for old, new in plan.modules.items():
        _move(_path(old), ROOT.joinpath(*new.split(".")).with_suffix(".py"))
    for old, new in plan.templates.items():
        _move(ROOT / "templates" / old, ROOT / "templates" / new)


def _texts(folder: str, *suffixes: str) -> list[Path]:
    return [path for suffix in suffixes for path in sorted((ROOT / folder).rglob(f"*.{suffix}"))]


def _path(module: str) -> Path:
    path = ROOT.joinpath(*module.split("."))
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


def _move(old: Path, new: Path) -> None:
    if not old.exists():
        return
    new.parent.mkdir(parents=True, exist_ok=True)
    if new.suffix == ".py":
        for folder in [new.parent, *new.parent.parents]:
            if folder == ROOT:
                break
            if not (folder / "__init__.py").exists():
                (folder / "__init__.py").touch()
                subprocess.run(["git", "add", str(folder / "__init__.py")], cwd=ROOT, check=True)
    subprocess.run(["git", "mv", "-k" if new.exists() else "-f", str(old), str(new)], cwd=ROOT, check=True)


def _exports(package: str) -> dict[str, str]:
    """The names that the package's `__init__` imports from its modules, with the modules."""
    found: dict[str, str] = {}
    for node in ast.parse(_path(package).read_text()).body:
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(f"{package}."):
            found |= {alias.asname or alias.name: str(node.module) for alias in node.names}
    return found


def _with_templates(text: str, plan: Plan) -> str:
    for old, new in plan.templates.items():
        text = re.sub(rf"(?<=[\"']){re.escape(old)}(?=[\"'#])", new, text)
    return text


def _with_modules(text: str, plan: Plan) -> str:
    """Name modules as they are named now, dotted or as paths."""

    def renamed(match: re.Match[str]) -> str:
        if "/" in match[0]:
            new = plan.modules.get(match[0].removesuffix(".py").replace("/", "."))
            return f"{new.replace('.', '/')}.py" if new else match[0]
        return plan.resolved(match[0]) or match[0]

    return re.sub(r"\b[a-z_]+(?:/\w+)+\.py\b|\b[a-z_]+(?:\.\w+)+", renamed, text)


class _Rewriter:
    """The new text of one file. Edits are collected by their place and applied from the end."""

    def __init__(self, source: str, plan: Plan, *, home: list[str]) -> None:
        self.source, self.plan, self.home = source, plan, home
        self.tree = ast.parse(source)
        self.lines = [0]
        for line in source.splitlines(keepends=True):
            self.lines.append(self.lines[-1] + len(line.encode()))
        self.edits: list[tuple[int, int, str]] = []
        nodes = list(ast.walk(self.tree))
        arguments = {node.arg for node in nodes if isinstance(node, ast.arg)}
        names = [node for node in nodes if isinstance(node, ast.Name)]
        self.bound = arguments | {node.id for node in names if isinstance(node.ctx, ast.Store)}
        self.taken = arguments | {node.id for node in names}
        self.taken |= {node.name for node in nodes if isinstance(node, ast.FunctionDef | ast.ClassDef)}
        imports = [node for node in nodes if isinstance(node, ast.ImportFrom | ast.Import)]
        self.taken |= {alias.asname or alias.name.split(".")[0] for node in imports for alias in node.names}

    def rewritten(self) -> str:
        for node in list(ast.walk(self.tree)):
            if isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
                self._import_from(node)
            elif isinstance(node, ast.Import):
                self._import(node)
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                self._string(node, node.value)
        text = self.source.encode()
        for start, end, new in sorted(set(self.edits), reverse=True):
            text = text[:start] + new.encode() + text[end:]
        return _with_templates(text.decode(), self.plan)

    def _import_from(self, node: ast.ImportFrom) -> None:
        module, lines, changed = str(node.module), [], False
        for alias in node.names:
            full = f"{module}.{alias.name}"
            as_name = f" as {alias.asname}" if alias.asname else ""
            if alias.name in self.plan.exports.get(module, {}):
                home = self.plan.new(self.plan.exports[module][alias.name])
                lines.append(f"from {home} import {alias.name}{as_name}")
                changed = True
            elif full in self.plan.exports:
                self._package_used(full, alias.asname or alias.name, lines)
                changed = True
            elif full in self.plan.modules:
                self._module_used(self.plan.modules[full], alias, lines)
                changed = True
            elif module in self.plan.modules:
                lines.append(f"from {self.plan.modules[module]} import {alias.name}{as_name}")
                changed = True
            else:
                lines.append(f"from {module} import {alias.name}{as_name}")
        if changed:
            indent = " " * node.col_offset
            comment = re.search(r"  # noqa.*$", self.source.splitlines()[(node.end_lineno or 1) - 1])
            text = f"\n{indent}".join(line + (comment[0] if comment else "") for line in dict.fromkeys(lines))
            start, end = self._span(node)
            if comment:
                end += len(comment[0].encode())
            self.edits.append((start, end, text or "pass"))

    def _import(self, node: ast.Import) -> None:
        for alias in node.names:
            if alias.name in self.plan.modules:
                new = self.plan.modules[alias.name]
                start, end = self._span(alias)
                self.edits.append((start, end, new + (f" as {alias.asname}" if alias.asname else "")))
                for use in ast.walk(self.tree):
                    if isinstance(use, ast.Attribute) and ast.unparse(use) == alias.name:
                        self.edits.append((*self._span(use), new))

    def _module_used(self, new: str, alias: ast.alias, lines: list[str]) -> None:
        parent, _, name = new.rpartition(".")
        old = alias.asname or alias.name
        if alias.asname or name == old:
            lines.append(f"from {parent} import {name}" + (f" as {old}" if name != old else ""))
            return
        local = self._local(new)
        if old in self.bound or local is None:
            lines.append(f"from {parent} import {name} as {old}")
            return
        lines.append(f"from {parent} import {name}" + (f" as {local}" if local != name else ""))
        for use in ast.walk(self.tree):
            if isinstance(use, ast.Name) and use.id == old:
                self.edits.append((*self._span(use), local))

    def _package_used(self, package: str, local: str, lines: list[str]) -> None:
        """`from scoring import selectors` and `selectors.grade_counts`: import the module of what is used."""
        names: dict[str, str] = {}
        is_left = False
        for use in ast.walk(self.tree):
            if not (
                isinstance(use, ast.Attribute) and isinstance(use.value, ast.Name) and use.value.id == local
            ):
                continue
            if use.attr in self.plan.exports[package]:
                module, rest = self.plan.new(self.plan.exports[package][use.attr]), f".{use.attr}"
            elif f"{package}.{use.attr}" in self.plan.modules:
                module, rest = self.plan.modules[f"{package}.{use.attr}"], ""
            else:
                is_left = True
                continue
            if module not in names:
                names[module] = self._local(module) or module.replace(".", "_")
                parent, _, name = module.rpartition(".")
                lines.append(
                    f"from {parent} import {name}" + (f" as {names[module]}" if names[module] != name else "")
                )
            self.edits.append((*self._span(use), names[module] + rest))
        if is_left:
            parent, _, name = package.rpartition(".")
            lines.append(f"from {parent} import {name}" + (f" as {local}" if local != name else ""))

    def _local(self, module: str) -> str | None:
        """A name for the module that nothing in the file has."""
        parts = module.split(".")
        names = ["_".join(parts[-count:]) for count in (1, 2, 3)]
        if parts[-1] in LAYERS and parts[-2] not in self.home:
            names.pop(0)  # `forms` means the file's own
        elif parts[-2] in LAYERS:
            names[1:] = [f"{parts[-3]}_{parts[-1]}", *names[1:]]
        for candidate in names:
            if candidate not in self.taken:
                self.taken.add(candidate)
                return candidate
        return None

    def _string(self, node: ast.Constant, value: str) -> None:
        if NAMES_THAT_STAY.search(value) or not re.fullmatch(r"[a-z_]+(\.\w+)+", value):
            return
        new = self.plan.resolved(value)
        if new and new != value:
            self.edits.append((*self._span(node), f'"{new}"'))

    def _span(self, node: ast.AST) -> tuple[int, int]:
        return (
            self.lines[node.lineno - 1] + node.col_offset,  # type: ignore[attr-defined]
            self.lines[node.end_lineno - 1] + node.end_col_offset,  # type: ignore[attr-defined]
        )


if __name__ == "__main__":
    main()
