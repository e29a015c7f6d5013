"""The abstract evaluator that `bind`, `resolve` and `review` ask what an expression can be."""
