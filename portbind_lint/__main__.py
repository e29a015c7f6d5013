"""`python -m portbind_lint` is `portbind-lint`."""

import sys

from portbind_lint.cli import main

sys.exit(main())
