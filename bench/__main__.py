"""`python -m bench`: every benchmark in turn."""

from bench import answers, documents, echo, reading, reminders, scoring, start

for each in (answers, reminders, echo, start, documents, reading, scoring):
    each.main()
