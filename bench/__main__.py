"""`python -m bench`: every benchmark in turn."""

from bench import answers

for each in (answers,):
    each.main()
