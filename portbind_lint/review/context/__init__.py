"""Whom a listener serves: product, developer, example, test, or only a look whether a port is free."""

from portbind_lint.review.context.contexts import Contexts as Contexts
