"""What the path of a file says of whom its code serves."""

from __future__ import annotations

from functools import lru_cache
from posixpath import basename

from portbind_lint.model.regex import regex
from portbind_lint.model.site import Context
from portbind_lint.review.context import words

_TOKEN = regex(r"(?<![A-Za-z])(?:[eE]2[eE]|pm2)(?![a-z])|[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")


def tokens(name: str) -> tuple[str, ...]:
    """The lower-case words of a name in kebab, snake, dotted or camel case."""
    return tuple(found.lower() for found in _TOKEN.findall(name))


@lru_cache(maxsize=4096)
def path_context(path: str, package_folder: str) -> Context | None:
    """What `path` says by itself; None where it says nothing. `package_folder` is the folder of its package, or ""."""
    name = basename(path)
    if _is_test_file(name):
        return Context.TEST
    folders = path.lower().split("/")[:-1]
    for folder in folders:
        if _is_test_folder(folder):
            return Context.TEST
        if _is_example_folder(folder):
            return Context.EXAMPLE
    return _role_of_file(path, package_folder)


def example_folder(path: str) -> str:
    """The outermost folder of examples that holds `path`; "" where none does."""
    folders = path.split("/")[:-1]
    found = (index for index, folder in enumerate(folders) if _is_example_folder(folder.lower()))
    index = next(found, None)
    return "" if index is None else "/".join(folders[: index + 1])


def is_test(path: str) -> bool:
    """Whether the path alone makes the file test code."""
    return path_context(path, "") is Context.TEST


def _role_of_file(path: str, package_folder: str) -> Context | None:
    stem = _stem(basename(path))
    found = tokens(stem)
    is_config = stem.lower().endswith(words.DEV_CONFIG_ENDINGS) and words.PROCESS_TOKENS.isdisjoint(found)
    if is_config or stem.lower() in words.DEV_FILES:
        return Context.DEV
    if words.DEV_TOKENS.intersection(found):
        return Context.DEV
    if found[:1] and found[0] in words.EXAMPLE_FIRST:
        return Context.EXAMPLE
    if _in_dev_folder(path.lower(), package_folder.lower()):
        return Context.DEV
    return Context.EXAMPLE if words.EXAMPLE_TOKENS.intersection(found) else None


def is_named_mock(path: str) -> bool:
    """Whether nothing but the first word of its name makes a file test code: who makes mocks for others names it so."""
    found = tokens(_stem(basename(path)))
    if not found or found[0] not in words.MOCK_FIRST or found[-1] in words.TEST_LAST:
        return False
    return not any(_is_test_folder(folder) for folder in path.lower().split("/")[:-1])


def starts_product(path: str) -> bool:
    """Whether the name of a file in a folder of scripts says that it starts the product itself."""
    found = tokens(_stem(basename(path)))
    return bool(words.START_TOKENS.intersection(found)) and not words.DEV_TOKENS.intersection(found)


def stands_with_scripts(path: str, package_folder: str) -> bool:
    """Whether nothing but a folder of scripts or tools at the top of its package makes the file one for developers."""
    stem = _stem(basename(path)).lower()
    told = stem.endswith(words.DEV_CONFIG_ENDINGS) or stem in words.DEV_FILES
    folders = {folder.lower() for folder in path.split("/")[:-1]}
    named = told or not words.DEV_FOLDERS.isdisjoint(folders) or not words.DEV_TOKENS.isdisjoint(tokens(stem))
    return (
        not named
        and not words.SCRIPT_FOLDERS.isdisjoint(folders)
        and _in_dev_folder(path.lower(), package_folder.lower())
    )


def _stem(name: str) -> str:
    """The name without its last ending."""
    return name.rpartition(".")[0] or name


def _is_test_file(name: str) -> bool:
    found = tokens(_stem(name))
    if not found:
        return False
    return found[-1] in words.TEST_LAST or found[0] in words.TEST_FIRST


def _is_test_folder(folder: str) -> bool:
    if folder in words.TEST_FOLDERS or folder.endswith(words.TEST_FOLDER_ENDINGS):
        return True
    # A package that makes a test runner is a tool for developers, not test code.
    return folder.startswith(words.TEST_FOLDER_BEGINNINGS) and "runner" not in folder


def _is_example_folder(folder: str) -> bool:
    return (
        folder in words.EXAMPLE_FOLDERS
        or folder.startswith(words.EXAMPLE_FOLDER_BEGINNINGS)
        or folder.endswith(words.EXAMPLE_FOLDER_ENDINGS)
    )


def _in_dev_folder(path: str, package_folder: str) -> bool:
    folders = path.split("/")[:-1]
    depth = len(package_folder.split("/")) if package_folder else 0
    tops = {folders[0] if folders else "", folders[depth] if depth < len(folders) else ""}
    if tops & words.DEV_TOP_FOLDERS or not words.DEV_FOLDERS.isdisjoint(folders):
        return True
    commands = next((index for index, folder in enumerate(folders) if folder in words.COMMAND_FOLDERS), len(folders))
    return not words.DEV_COMMAND_FOLDERS.isdisjoint(folders[commands:])
