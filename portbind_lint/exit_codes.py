"""What the program's exit code says; a contract with hooks and workflows."""

CLEAN, FINDINGS, USAGE, BUG, INTERRUPTED = 0, 1, 2, 3, 130
IN_SHORT = "exit codes: 0 clean, 1 findings at or above --fail-on, 2 your input, 3 our bug"
