"""The terminal channel: the same bot for a person at a keyboard, for lines from a pipe, and as JSON for programs."""
