"""Security controls in code: what guards the requests that come in on one listener, and when it is on."""

from portbind_lint.review.controls.find import Finder as Finder
from portbind_lint.review.controls.find import auth_mode as auth_mode
from portbind_lint.review.controls.scope import Guarding as Guarding
