"""From nodes of the syntax tree to nodes of `model.syntax`, one file for each kind of syntax."""
