"""`python -m bench`: every benchmark in turn."""

from bench import answers, documents, scoring, start

for each in (answers, start, documents, scoring):
    each.main()
