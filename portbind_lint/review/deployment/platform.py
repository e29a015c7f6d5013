"""Files of hosting platforms that run a web process: Render, App Engine, Heroku, Railway, Vercel and others."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from portbind_lint.model.regex import regex
from portbind_lint.review.deployed import Deployed
from portbind_lint.review.placing import at, speaks_for

if TYPE_CHECKING:
    from collections.abc import Iterator

# File name -> the line that says that a server is run, and the platform.
_FILES = {
    "render.yaml": ("render", regex(r"\s*-?\s*(type|startCommand)\s*:\s*[\"']?(web\b|pserv\b|\S.+)")),
    "app.yaml": ("app-engine", regex(r"(runtime|env)\s*:\s*[\"']?(nodejs\w*|flex\b|custom\b)")),
    "app.json": ("heroku", regex(r"\s*\"(buildpacks|formation|stack|success_url)\"\s*:(.*)")),
    "heroku.yml": ("heroku", regex(r"\s*(web)\s*:(.*)")),
    "railway.json": ("railway", regex(r"\s*\"(startCommand|healthcheckPath)\"\s*:(.*)")),
    "railway.toml": ("railway", regex(r"\s*(startCommand|healthcheckPath)\s*=(.*)")),
    "nixpacks.toml": ("railway", regex(r"\s*(cmd)\s*=(.*)")),
    "vercel.json": ("vercel", regex(r"\s*\"(builds|functions|rewrites|routes)\"\s*:(.*)")),
    "now.json": ("vercel", regex(r"\s*\"(builds|functions|routes|type|name)\"\s*:(.*)")),
    "smithery.yaml": (
        "smithery",
        regex(r"\s*(type)\s*:\s*[\"']?(http\b|ws\b)|\s*(runtime)\s*:\s*[\"']?(container)"),
    ),
    "captain-definition": ("caprover", regex(r"\s*\"(schemaVersion)\"\s*:(.*)")),
    "apprunner.yaml": ("app-runner", regex(r"\s*(port)\s*:(.*)")),
    "zeabur.json": ("zeabur", regex(r"\s*\"(start_command|startCommand)\"\s*:(.*)")),
    "cloudbuild.yaml": ("cloud-run", regex(r"\s*-\s*[\"']?(run)[\"']?(\s*)$")),
    "Dockerrun.aws.json": ("elastic-beanstalk", regex(r"\s*[{]?\s*\"(ContainerPort|containerPort)\"\s*:(.*)")),
    "apphosting.yaml": ("firebase", regex(r"(runConfig)\s*:(.*)")),
    "service.yaml": ("cloud-run", regex(r"\s*-?\s*(containerPort)\s*:(.*)")),
    # Speaks for the folder that it stands in, where the functions are that the platform serves.
    "supabase/config.toml": ("supabase", regex(r"\s*\[(functions(\.[\w-]+)?|edge_runtime)\]()")),
}


def handles(path: str) -> bool:
    """One of the platforms' file names."""
    return _name(path) in _FILES


def _name(path: str) -> str:
    """The name of the file, with that of its folder where it alone says nothing."""
    name = posixpath.basename(path)
    return f"{posixpath.basename(posixpath.dirname(path))}/{name}" if name == "config.toml" else name


def read(path: str, text: str) -> tuple[Deployed, ...]:
    """The first line that says that a server is run."""
    return tuple(_lines(path, text))[:1]


def _lines(path: str, text: str) -> Iterator[Deployed]:
    platform, pattern = _FILES[_name(path)]
    for number, line in enumerate(text.split("\n"), 1):
        if len(line) < 2000 and pattern.match(line):  # noqa: PLR2004 - a minified file has no lines to point at
            yield Deployed(platform, at(path, number, text), speaks_for(path), (), (text[:4000],))
