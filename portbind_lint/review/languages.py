"""In which languages a document is written, told by its script or by its commonest little words."""

from __future__ import annotations

from portbind_lint.model.regex import regex

# Japanese and Chinese share characters: kana are Japanese only, and a document without them is Chinese.
_SCRIPTS = {
    "ja": regex(r"[\u3041-\u30ff]"),
    "ko": regex(r"[\uac00-\ud7a3]"),
    "zh": regex(r"[\u4e00-\u9fff]"),
    "ru": regex(r"[\u0430-\u044f]"),
}
# Words that hardly any text of some sentences does without, in lower case.
WORDS = {
    "de": ("und", "der", "die", "das", "nicht", "mit", "für", "ist", "auf", "ein"),
    "es": ("el", "los", "las", "para", "con", "una", "que", "por", "del", "en"),
    "fr": ("le", "les", "des", "pour", "avec", "une", "est", "sur", "dans", "vous"),
    "pt": ("os", "para", "com", "uma", "não", "que", "por", "do", "da", "em"),
}
LANGUAGES = frozenset({*_SCRIPTS, *WORDS})
# A word or two of another language stand in many an English text: `die`, `con`, `des`.
_ENOUGH = 4


def languages_of(text: str) -> frozenset[str]:
    """The languages beside English that `text`, in lower case, may be written in."""
    found = {name for name, script in _SCRIPTS.items() if script.search(text)}
    if "ja" in found:
        found.discard("zh")
    spaced = f" {text} ".replace("\n", " ")
    spoken = {name for name, words in WORDS.items() if sum(f" {word} " in spaced for word in words) >= _ENOUGH}
    return frozenset(found | spoken)
