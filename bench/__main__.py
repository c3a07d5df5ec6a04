"""`python -m bench`: every benchmark in turn."""

from bench import answers, documents, reading, scoring, start

for each in (answers, start, documents, reading, scoring):
    each.main()
