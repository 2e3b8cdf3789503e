"""The wheel works outside the checkout, with its data and themes; so does the Makefile's help."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import sysconfig
import tomllib
import zipfile
from pathlib import Path

import pytest
import yaml

from tui import __version__

ROOT = Path(__file__).parents[1]


def run(*words: str | Path, cwd: Path, **environment: str) -> str:
    done = subprocess.run(
        list(map(str, words)),
        cwd=cwd,
        env={**{k: v for k, v in os.environ.items() if k != "PYTHONPATH"}, **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    run(
        sys.executable,
        "-m",
        "build",
        "--wheel",
        "--no-isolation",
        "--outdir",
        folder,
        ROOT,
        cwd=ROOT,
    )
    (found,) = folder.glob("*.whl")
    return found


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment with the wheel, and the dependencies of the one that runs the tests."""
    folder = tmp_path_factory.mktemp("installed")
    run(sys.executable, "-m", "venv", "--without-pip", folder, cwd=folder)
    python = folder / "bin" / "python"
    run(
        sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-deps",
        "--no-index", "--disable-pip-version-check", wheel, cwd=folder,
    )  # fmt: skip
    own = Path(
        run(
            python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=folder
        ).strip()
    )
    (own / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return folder


def test_wheel_carries_what_is_needed_and_nothing_else(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for folder in ("data", "themes"):
        real = {
            path.relative_to(ROOT).as_posix()
            for path in (ROOT / folder).rglob("*")
            if path.is_file()
        }
        assert real
        assert {f"tui/_bundled/{each}" for each in real} <= names
    styles = {path.relative_to(ROOT).as_posix() for path in (ROOT / "tui").rglob("*.tcss")}
    assert styles <= names
    assert "tui/py.typed" in names
    share = f"aif_explorer-{__version__}.data/data/share"
    assert {
        f"{share}/man/man1/aif.1",
        f"{share}/bash-completion/completions/aif",
        f"{share}/zsh/site-functions/_aif",
        f"{share}/fish/vendor_completions.d/aif.fish",
    } <= names
    named = f"aif_explorer-{__version__}"
    top = {"tui", "aif_explorer.py", f"{named}.dist-info", f"{named}.data"}
    assert {name.partition("/")[0] for name in names} == top
    assert not [name for name in names if "__pycache__" in name or name.endswith(".pyc")]


def test_installed_command_reads_its_own_data(installed: Path, tmp_path: Path) -> None:
    aif = installed / "bin" / "aif"
    home = {"HOME": str(tmp_path)}
    where = (
        "import tui; from tui.user import paths; "
        "print(tui.__file__, paths.data_dir(), paths.themes_dir())"
    )
    for path in run(installed / "bin" / "python", "-c", where, cwd=tmp_path, **home).split():
        assert Path(path).is_relative_to(installed)
    shown = run(aif, "show", "sites", "--columns", "id,name", cwd=tmp_path, **home)
    assert len(shown.splitlines()) == 14
    assert "hammerhai,HammerHAI" in shown
    assert run(aif, "--version", cwd=tmp_path, **home) == f"aif {__version__}\n"
    assert run(aif, "validate", cwd=tmp_path, **home) == ""


def test_another_tui_on_the_path_is_not_taken_for_the_program(
    installed: Path, tmp_path: Path
) -> None:
    """As the environments of login nodes may have it, and in the folder where one stands."""
    (tmp_path / "tui.py").write_text("raise SystemExit('the wrong one')\n")
    for path in (str(tmp_path), "", f":{tmp_path}"):
        where = {"HOME": str(tmp_path), "PYTHONPATH": path}
        shown = run(installed / "bin" / "aif", "show", "sites", "--limit", "1", "--columns", "id",
                    cwd=tmp_path, **where)  # fmt: skip
        assert shown.startswith("id\n")


def test_installed_explorer_can_be_imported(installed: Path, tmp_path: Path) -> None:
    python = installed / "bin" / "python"
    assert run(python, "-c", "import tui.explorer.app", cwd=tmp_path, HOME=str(tmp_path)) == ""


def test_lock_pins_every_dependency_with_hashes_and_names_no_host() -> None:
    text = (ROOT / "requirements.lock").read_text("utf-8")
    assert "://" not in text
    entries = re.findall(
        r"^([a-z0-9][a-z0-9._-]*)==(\S+)(.*)\\\n((?: +--hash=\S+(?: \\)?\n)+)", text, re.M
    )
    pinned = {name: version for name, version, _, _ in entries}
    assert len(entries) == len(re.findall(r"^[a-z0-9]", text, re.M))
    whole = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    extras = whole["project"]["optional-dependencies"]
    groups = [whole["dependency-groups"][name] for name in ("dev", "readers")]
    wanted = [each for group in groups for each in group if isinstance(each, str)]
    wanted += [each for name, extra in extras.items() if name != "all" for each in extra]
    wanted += whole["project"]["dependencies"]
    for requirement in wanted:
        name = re.split(r"[<>=!~\[ ;]", requirement, maxsplit=1)[0].lower().replace("_", "-")
        assert name in pinned
        exact = requirement.partition("==")[2]
        assert not exact or pinned[name] == exact


def test_make_lists_its_targets() -> None:
    listed = run("make", "--no-print-directory", cwd=ROOT)
    for target in ("run", "test", "check", "bench", "lock", "clean", "help"):
        assert re.search(rf"^  make {target} +\S", listed, re.M)


def test_the_wheel_carries_both_licences_and_says_so(wheel: Path) -> None:
    parts = zipfile.ZipFile(wheel)
    names = [name.partition(".dist-info/")[2] for name in parts.namelist()]
    for path in ("LICENSE", "LICENSES/CC-BY-4.0.txt"):
        name = f"aif_explorer-{__version__}.dist-info/licenses/{path}"
        assert parts.read(name) == (ROOT / path).read_bytes()
    metadata = parts.read(f"aif_explorer-{__version__}.dist-info/METADATA").decode()
    assert "License-Expression: MIT AND CC-BY-4.0" in metadata
    assert "Requires-Dist: textual~=8.2" in metadata
    assert "Requires-Dist: pandas" in metadata
    assert not re.search(r"^Requires-Dist: (pandas|pyarrow|xlsxwriter)[^;]*$", metadata, re.M)
    assert "METADATA" in names


def test_the_citation_file_is_that_of_this_version() -> None:
    """Read as YAML is, by the parser that came with the readers of exports."""
    cited = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    assert cited["version"] == __version__
    meta = tomllib.loads((ROOT / "data" / "dataset.toml").read_text("utf-8"))
    (data,) = cited["references"]
    assert data["title"] == meta["title"]["en"]
    assert data["version"] == meta["version"]
    assert data["date-released"] == meta["as_of"]
    assert [each["name"] for each in data["authors"]] == meta["contributors"]
