"""The help of Node-RED nodes."""

from hypothesis import given
from hypothesis import strategies as st

from portbind_lint.review.claims import claims_of
from portbind_lint.review.help_pages import may_be_help, read_help

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
    (claim,) = claims_of("larder.html", HELP.split("\n"), blocks)
    assert (claim.phrase, claim.location.line) == ("incoming-connections", 5)


def test_help_that_is_cut_off_is_read_to_its_end() -> None:
    assert [block.text for block in read_help('<script data-help-name="a">\nwords')] == ["words"]


def test_translations_are_left_out() -> None:
    assert may_be_help("nodes/a.html")
    assert may_be_help("locales/en-US/a.html")
    assert not may_be_help("x/locales/de/a.html")
    assert not may_be_help("nodes/a.js")


@given(st.text(alphabet='<>/scriptdata-helpname="\n ', max_size=120))
def test_no_text_breaks_it(text: str) -> None:
    assert isinstance(read_help(text), tuple)
