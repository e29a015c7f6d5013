"""`portbind-lint` and `python -m portbind_lint` begin here."""

from portbind_lint.endings import end_when_told

end_when_told()

import sys  # noqa: E402 - an interrupt would be lost in an import, or shown with a traceback

from portbind_lint.cli import main  # noqa: E402 - as above

if __name__ == "__main__":
    sys.exit(main())
