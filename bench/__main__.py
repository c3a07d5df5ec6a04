"""`python -m bench`: every benchmark in turn."""

from bench import answers, documents, start

for each in (answers, start, documents):
    each.main()
