"""Answers for programs as JSON: the estimate, and the land with its balance as on any day."""
