"""The nouns: frozen dataclasses, enums and protocols that more than one room speaks.

Nothing here reads a file, knows a parser or takes a decision. A type that only one room needs stays in that room.
"""
