"""The front-end for plain JavaScript over `esprima`, for where no native wheel can be installed.

Everything is read at once, since the parser itself, pure Python, takes most of the time. The folder does not bear the
parser's name because that is the library's: `esprima` in an import always means the library.
"""
