"""One file for each rule, named after the rule's id; a rule exists because its file does."""
