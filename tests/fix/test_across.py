from dataclasses import replace

from portbind_lint.fix.across import undisputed
from portbind_lint.model.fix import Edit, Fix, NotFixed
from portbind_lint.model.report import ReportedSite
from portbind_lint.model.site import Address, AddressClass, Context
from portbind_lint.model.source import Location
from tests.report.builder import place, site

SHARED = place("shared.js", 7, "export const host = '0.0.0.0';", "'0.0.0.0'")
EDIT = Edit(SHARED, 20, 29, "'127.0.0.1'")


def listener(path: str, *trail: Location, edits: tuple[Edit, ...] = ()) -> ReportedSite:
    call = replace(site().location, path=path)
    address = Address(AddressClass.WILDCARD, "0.0.0.0", False, (call, *trail))
    return site(location=call, address=address, mending=Fix(edits, "", "") if edits else NotFixed("a reason"))


def test_a_fix_of_its_own_lines_stays() -> None:
    fixed = listener("a.js", SHARED, edits=(EDIT,))
    elsewhere = listener("b.js", replace(SHARED, line=8))
    assert tuple(undisputed(((fixed,), (elsewhere,)))) == ((fixed,), (elsewhere,))


def test_what_decides_for_a_listener_elsewhere_is_not_edited() -> None:
    fixed, other = listener("a.js", SHARED, edits=(EDIT,)), listener("b.js", SHARED)
    for parts in (((fixed,), (other,)), ((other,), (fixed,))):
        found = [one for part in undisputed(parts) for one in part if one.location.path == "a.js"]
        assert [one.mending for one in found] == [NotFixed("the edit would decide where b.js:4 listens, too")]


def test_listeners_that_want_the_same_edit_agree() -> None:
    both = ((listener("a.js", SHARED, edits=(EDIT,)),), (listener("b.js", SHARED, edits=(EDIT,)),))
    assert tuple(undisputed(both)) == both


def test_a_test_may_move() -> None:
    fixed, test = listener("a.js", SHARED, edits=(EDIT,)), replace(listener("b.js", SHARED), context=Context.TEST)
    assert tuple(undisputed(((fixed,), (test,)))) == ((fixed,), (test,))


def test_listeners_of_one_part_were_tried_together() -> None:
    one = (listener("a.js", SHARED, edits=(EDIT,)), listener("b.js", SHARED))
    assert tuple(undisputed((one,))) == (one,)
