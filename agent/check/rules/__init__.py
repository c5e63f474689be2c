"""The rules of the check, one family a file."""
