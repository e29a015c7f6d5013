"""Sails reads who may come in from a file of the package, which nobody imports."""

from pathlib import Path

import pytest

from portbind_lint.model.evidence import AuthMode
from portbind_lint.review.controls import auth_mode
from tests.review.listening import Listening

LIFTS = "let sails\ntry { sails = require('sails') } catch (error) { process.exit(1) }\nsails.listen(80)\n"
COMMON = "module.exports.policies = { '*': %s, SessionController: { '*': true } }\n"


def _mode(folder: Path, policies: str, server: str = LIFTS, at: str = "config/policies.js") -> AuthMode:
    files = {"acme/package.json": '{"name": "acme"}', "acme/app.js": server, f"acme/{at}": policies}
    return auth_mode(Listening(folder, files).controls("acme/app.js"))


@pytest.mark.parametrize(
    "policies",
    [
        COMMON % "['isLoggedIn']",
        COMMON % "'sessionAuth'",
        COMMON % "['passport', 'hasApiKey']",
        "module.exports = { policies: { '*': 'requiresToken' } }\n",
    ],
)
def test_what_has_no_policy_of_its_own_asks_who_calls(tmp_path: Path, policies: str) -> None:
    assert _mode(tmp_path, policies) is AuthMode.REQUIRED


@pytest.mark.parametrize(
    "policies",
    [
        COMMON % "true",
        COMMON % "['passport', 'localize']",
        COMMON % "'isNotLoggedIn'",
        COMMON % "'guestSession'",
        COMMON % "'noAuth'",
        COMMON % "'isUnauthenticated'",
        "module.exports.policies = { SessionController: { '*': 'isLoggedIn' } }\n",
        "module.exports.routes = { '*': 'isLoggedIn' }\n",
    ],
)
def test_policies_that_let_everybody_in(tmp_path: Path, policies: str) -> None:
    assert _mode(tmp_path, policies) is AuthMode.NONE


def test_another_framework_reads_no_policies(tmp_path: Path) -> None:
    assert (
        _mode(tmp_path, COMMON % "'isLoggedIn'", "const app = require('express')()\napp.listen(80)\n") is AuthMode.NONE
    )


def test_another_place(tmp_path: Path) -> None:
    assert _mode(tmp_path, COMMON % "'isLoggedIn'", at="policies.js") is AuthMode.NONE
