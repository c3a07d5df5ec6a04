"""`python -m bench`: every benchmark in turn."""

from bench import answers, board, documents, echo, reading, reminders, rollup, scoring, start

for each in (answers, reminders, board, echo, start, documents, reading, scoring, rollup):
    each.main()
