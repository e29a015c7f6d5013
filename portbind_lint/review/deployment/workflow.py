"""GitHub workflows that put a server on a machine that others reach: deploying actions, and commands of platforms."""

from __future__ import annotations

import posixpath
import re

from portbind_lint.model.regex import regex
from portbind_lint.review.deployed import Deployed
from portbind_lint.review.placing import at

_FOLDER = ".github/workflows"
# What publishes pages runs no server.
_PAGES = regex(r"docs?|pages|site|website|storybook|npm|release", re.IGNORECASE)
_ACTION = regex(
    r"\s*-?\s*uses:\s*[\"']?(azure/(webapps-deploy|container-apps-deploy-action|aci-deploy|k8s-deploy)"
    r"|google-github-actions/deploy-(cloudrun|appengine)|aws-actions/amazon-ecs-deploy-task-definition"
    r"|akhileshns/heroku-deploy|digitalocean/app_action|koyeb/action-git-deploy|einaregilsson/beanstalk-deploy)\b",
    re.IGNORECASE,
)
_COMMAND = regex(
    r"[^#]*(?<![\w-])(fly(ctl)? deploy|gcloud (run|app) deploy|railway up|heroku container:(push|release)"
    r"|az (webapp (up|deploy)|containerapp (up|update))|kubectl (apply|set image|rollout)|helm (upgrade|install)"
    r"|docker stack deploy|eb deploy)\b"
)
_LONGEST_LINE = 2000
_READ_TEXT = 4000


def handles(path: str) -> bool:
    """A YAML file of `.github/workflows`."""
    folder, name = posixpath.split(path)
    return folder == _FOLDER and name.endswith((".yml", ".yaml")) and _PAGES.search(name) is None


def read(path: str, text: str) -> tuple[Deployed, ...]:
    """The first step that deploys a server, for the whole repository."""
    for number, line in enumerate(text.split("\n"), 1):
        if len(line) < _LONGEST_LINE and (_ACTION.match(line) or _COMMAND.match(line)):
            return (Deployed("workflow", at(path, number, text), "", (), (text[:_READ_TEXT],)),)
    return ()
