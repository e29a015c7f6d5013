"""Whether a commit can matter to any verdict, told before anything of the analysis is imported."""
