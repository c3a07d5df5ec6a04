"""`python -m bench`: every benchmark in turn."""

from bench import answers, documents, echo, reading, scoring, start

for each in (answers, echo, start, documents, reading, scoring):
    each.main()
