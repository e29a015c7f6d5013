"""What the program's exit code says; a contract with hooks and workflows."""

CLEAN, FINDINGS, USAGE, BUG, INTERRUPTED = 0, 1, 2, 3, 130
IN_SHORT = "exit codes: 0 clean, 1 findings at or above --fail-on, 2 your input, 3 our bug"

MEANINGS = {
    CLEAN: "nothing at or above `--fail-on`, or `--exit-zero`",
    FINDINGS: "findings at or above `--fail-on`; with `--diff`, edits that `--fix` would make",
    USAGE: "a mistake of the caller: usage, configuration, a path that cannot be used; or too little memory or disk",
    BUG: "a bug of portbind-lint; the message says what to report",
    INTERRUPTED: "interrupted from the keyboard",
}
