"""portbind-lint finds every listener of a JavaScript or TypeScript repository and says what it exposes."""

__version__ = "0.1.0"
