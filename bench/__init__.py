"""Benchmarks: `python -m bench`. Each figure stands beside that of a peer or a floor, measured in the same run."""
