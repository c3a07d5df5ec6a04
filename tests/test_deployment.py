"""What stands in README.md, .env.example and deploy/ about running the bot fits the bot."""

from __future__ import annotations

import re
import shlex
import tomllib
from configparser import ConfigParser
from itertools import pairwise
from pathlib import Path

import pytest

from bot import admin
from bot.__main__ import _parser
from bot.settings import Settings

PROJECT = Path(__file__).parents[1]
DEPLOY = PROJECT / "deploy"
WRITTEN = {
    path.name: path.read_text(encoding="utf-8")
    for path in (PROJECT / "README.md", *(each for each in DEPLOY.iterdir() if each.is_file()))
}
EXAMPLE = (PROJECT / ".env.example").read_text(encoding="utf-8")
USED = [
    (name, line.replace("[", "").replace("]", ""))
    for name, text in WRITTEN.items()
    for line in re.findall(r"python -m bot\b([^`#|\n]*)", text)
]
"""Every use of the command line, its options written out."""


@pytest.mark.parametrize(("file", "arguments"), USED)
def test_every_command_that_is_written_down_is_one(file: str, arguments: str) -> None:
    words = shlex.split(arguments)
    if words[:1] == ["admin"]:
        admin.parsed(words[1:])
    else:
        _parser().parse_args(words)


def test_both_deployments_start_the_bot() -> None:
    assert {"README.md", "ziping.service"} <= {file for file, _ in USED}
    assert 'CMD ["python", "-m", "bot", "telegram"]' in WRITTEN["Dockerfile"]


def test_the_service_runs_as_its_own_user_in_the_folder_where_its_data_lies() -> None:
    unit = ConfigParser(interpolation=None)
    unit.read_string(WRITTEN["ziping.service"])
    service = unit["Service"]
    assert service["User"] == "ziping"
    assert service["WorkingDirectory"] == f"/var/lib/{service['StateDirectory']}"
    assert service["ExecStart"].startswith("/opt/ziping/.venv/bin/python -m bot telegram")
    assert int(service["TimeoutStopSec"]) > 10, "what is in hand has ten seconds to be finished"
    assert (service["NoNewPrivileges"], service["ProtectSystem"]) == ("yes", "strict")


def test_every_file_that_the_image_takes_is_there() -> None:
    taken = re.findall(r"^COPY (\S+)", WRITTEN["Dockerfile"], re.MULTILINE)
    assert {"bot", "scoring", "templates", "deploy/requirements.lock"} == set(taken)
    assert all((PROJECT / name).exists() for name in taken)


def test_the_image_has_what_the_bot_needs_in_the_versions_that_were_tested_and_no_tool_besides() -> None:
    tested, shipped = (
        dict(
            re.findall(r"^([\w.-]+)(?:\[[\w,]+\])?==(\S+)", (PROJECT / lock).read_text(encoding="utf-8"), re.MULTILINE)
        )
        for lock in ("requirements.lock", "deploy/requirements.lock")
    )
    assert shipped.items() < tested.items()
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
    needed, tools = (
        {re.split(r"[^\w-]", each)[0] for each in names}
        for names in (project["project"]["dependencies"], project["dependency-groups"]["dev"])
    )
    assert needed <= shipped.keys()
    assert not (tools - needed) & shipped.keys()


def test_the_paths_in_the_compose_file_are_seen_from_its_folder() -> None:
    compose = WRITTEN["compose.yaml"]
    [context] = re.findall(r"context: (\S+)", compose)
    [dockerfile] = re.findall(r"dockerfile: (\S+)", compose)
    [settings] = re.findall(r"env_file: (\S+)", compose)
    assert (DEPLOY / context / dockerfile).resolve() == DEPLOY / "Dockerfile"
    assert (DEPLOY / settings).resolve() == PROJECT / ".env"
    assert "\t" not in compose


def test_every_setting_is_explained_in_a_line_of_the_example_and_no_other_is_there() -> None:
    settings = {name.upper() for name in Settings.model_fields}
    only_compose = set(re.findall(r"\$\{(\w+)", WRITTEN["compose.yaml"]))
    named = re.findall(r"^(\w+)=", EXAMPLE, re.MULTILINE)
    assert sorted(named) == sorted(settings | only_compose)
    for above, line in pairwise(EXAMPLE.splitlines()):
        assert "=" not in line or line.startswith("#") or re.match(r"# .*[一-龥]", above), line


def test_every_file_named_in_the_readme_s_part_on_deployment_is_there() -> None:
    part = WRITTEN["README.md"].partition("## 部署")[2].partition("\n## ")[0]
    for name in set(re.findall(r"deploy/[\w.]+", part)):
        assert (PROJECT / name).is_file()
