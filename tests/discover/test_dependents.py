from portbind_lint.discover.dependents import Dependents
from portbind_lint.model.source import Package


def package(folder: str, name: str, *needs: str) -> Package:
    return Package(folder, f"{folder}/package.json", name, dependencies=tuple((need, "*") for need in needs))


def test_dependents_are_followed_to_the_end_and_in_circles() -> None:
    packages = (package("a", "a"), package("b", "b", "a"), package("c", "c", "b"), package("d", "d", "x"))
    dependents = Dependents((*packages, package("e", "e", "f"), package("f", "f", "e"), package("g", "", "a")))
    assert dependents.around("a") == {"a", "b", "c", "g"}
    assert dependents.around("e") == {"e", "f"}
    assert dependents.around("g") == {"g"}
