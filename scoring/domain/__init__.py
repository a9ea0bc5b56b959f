"""The rules of scoring and intent in plain Python.

What stands here is what the SQL of `scoring.selectors.scored` must compute: a property test holds the two
equal.
"""
