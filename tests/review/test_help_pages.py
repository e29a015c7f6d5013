"""The help of Node-RED nodes."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from portbind_lint.model.evidence import DocumentationStatus
from portbind_lint.review.claims import claims_of
from portbind_lint.review.deployments import Deployments
from portbind_lint.review.documents import Documents
from portbind_lint.review.gather import Asked, review_documents
from portbind_lint.review.help_pages import may_be_help, read_help, topics_of
from tests.review.listening import Listening
from tests.review.papers import Papers

HELP = """<script type="text/html" data-template-name="larder in">
    <p>It listens on all interfaces.</p>
</script>
<script type="text/html" data-help-name="larder in">
    <p>A shelf that may <b>accept
    incoming connections</b>.</p>
    <dl>
      <dt>payload</dt>

      last words
</script>
<p>It listens on all interfaces.</p>
"""


def test_only_the_help_is_read() -> None:
    blocks = read_help(HELP)
    assert [(block.line, " ".join(block.text.split())) for block in blocks] == [
        (5, "A shelf that may accept incoming connections."),
        (7, ""),
        (8, "payload"),
        (10, "last words"),
    ]
    assert {block.headings for block in blocks} == {("larder in",)}
    (claim,) = claims_of("larder.html", HELP.split("\n"), blocks)
    assert (claim.phrase, claim.location.line) == ("incoming-connections", 5)


def test_help_that_is_cut_off_is_read_to_its_end() -> None:
    assert [block.text for block in read_help('<script data-help-name="a">\nwords')] == ["words"]


NODES = """
module.exports = function (RED) {
  function LarderIn(n) { require('http').createServer().listen(80) }
  const LarderOut = function (n) { start() }
  RED.nodes.registerType('larder in', LarderIn)
  RED.nodes.registerType('larder out', LarderOut)
  RED.nodes.registerType(named, LarderIn)
}
"""


def test_the_help_of_the_node_that_listens_counts(tmp_path: Path) -> None:
    listening = Listening(tmp_path, {"package.json": "{}", "nodes/larder.js": NODES})
    site = listening.site("nodes/larder.js")
    assert topics_of(site) == {"larder in"}
    said = 'data-help-name="larder out">\nIt accepts incoming connections.\n</script>\n'
    papers = Papers({"nodes/larder.html": f"<script {said}", "package.json": "{}"})
    documents, deployments = Documents(papers), Deployments(papers)
    for topics, status in (
        (topics_of(site), DocumentationStatus.SILENT),
        (frozenset({"larder out"}), DocumentationStatus.JUSTIFIED),
        (frozenset(), DocumentationStatus.JUSTIFIED),
    ):
        found, _ = review_documents(documents, deployments, Asked(site.location, topics=topics))
        assert found.status is status


def test_translations_are_left_out() -> None:
    assert may_be_help("nodes/a.html")
    assert may_be_help("locales/en-US/a.html")
    assert not may_be_help("x/locales/de/a.html")
    assert not may_be_help("nodes/a.js")


@given(st.text(alphabet='<>/scriptdata-helpname="\n ', max_size=120))
def test_no_text_breaks_it(text: str) -> None:
    assert isinstance(read_help(text), tuple)
