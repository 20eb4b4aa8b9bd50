"""The history of all records as one list: what it is made of, how it is kept, and how it is told in words."""
