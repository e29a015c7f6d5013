"""One review of one site: documents, deployment files and controls together."""

from pathlib import Path

import pytest

from portbind_lint.model.evidence import AuthMode, ControlKind, DocumentationStatus
from portbind_lint.model.site import Address, AddressClass
from portbind_lint.review.deployments import Deployments
from portbind_lint.review.documents import Documents
from portbind_lint.review.gather import Reviewer
from tests.review.listening import Listening

SERVER = """import express from 'express';
const app = express();
app.use((req, res, next) => {
  if (req.headers.authorization !== `Bearer ${process.env.TOKEN}`) return res.status(401).end();
  next();
});
app.listen(3000);
"""
README = "The server listens on all interfaces.\n\nPut it behind a reverse proxy.\n"
FILES = {
    "package.json": '{"name": "larder"}',
    "README.md": README,
    "src/server.ts": SERVER,
    "tests/server.test.ts": SERVER,
}


def address(cls: AddressClass) -> Address:
    return Address(cls, "::", False, ())


def test_an_exposed_site_gets_everything(tmp_path: Path) -> None:
    listening = Listening(tmp_path, FILES)
    reviewer = Reviewer(
        listening.repository, listening.evaluator, Documents(listening.repository), Deployments(listening.repository)
    )
    review = reviewer.review(listening.site("src/server.ts"), address(AddressClass.WILDCARD_DEFAULT))
    assert review.documentation.status is DocumentationStatus.JUSTIFIED
    assert [each.location.line for each in review.documentation.evidence] == [1, 3]
    assert [each.location.line for each in review.guidance.evidence] == [3]
    assert review.auth is AuthMode.REQUIRED
    assert [control.kind for control in review.controls] == [ControlKind.AUTH]


@pytest.mark.parametrize(
    ("path", "cls", "auth"),
    [
        ("src/server.ts", AddressClass.LOOPBACK, AuthMode.REQUIRED),
        ("tests/server.test.ts", AddressClass.WILDCARD, AuthMode.NONE),
    ],
)
def test_documents_are_read_only_for_exposed_sites_outside_tests(
    tmp_path: Path, path: str, cls: AddressClass, auth: AuthMode
) -> None:
    listening = Listening(tmp_path, FILES)
    review = Reviewer(
        listening.repository, listening.evaluator, Documents(listening.repository), Deployments(listening.repository)
    ).review(listening.site(path), address(cls))
    assert review.documentation.status is DocumentationStatus.SILENT
    assert not review.guidance.present
    assert review.auth is auth
