"""What this process has done since its start, as Prometheus reads it."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from itertools import accumulate

BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Seconds."""

HELP = {
    "updates_stored": "Updates whose answer is committed.",
    "updates_put_aside": "Updates that could not be handled.",
    "messages_sent": "Replies that Telegram has taken.",
    "messages_given_up": "Replies that Telegram has refused.",
    "send_retries": "Sends that were tried again.",
    "chats_blocked": "Times that somebody was found to have blocked the bot.",
}


class Metrics:
    """Counters, and how long updates took from their arrival to their commit."""

    def __init__(self) -> None:
        self._counts = Counter(dict.fromkeys(HELP, 0))
        self._buckets = [0] * (len(BUCKETS) + 1)
        self._seconds = 0.0

    def count(self, name: str, times: int = 1) -> None:
        """Add to one of the counters in HELP."""
        self._counts[name] += times

    def stored(self, seconds: float) -> None:
        """Count an update that was committed so many seconds after it arrived."""
        self.count("updates_stored")
        self._buckets[bisect_left(BUCKETS, seconds)] += 1
        self._seconds += seconds

    def text(self) -> str:
        """Return everything in Prometheus' text format."""
        lines = []
        for name, meaning in HELP.items():
            metric = f"bot_{name}_total"
            lines += [f"# HELP {metric} {meaning}", f"# TYPE {metric} counter", f"{metric} {self._counts[name]}"]
        metric = "bot_update_seconds"
        lines += [f"# HELP {metric} From an update's arrival to its commit.", f"# TYPE {metric} histogram"]
        sums = list(accumulate(self._buckets))
        borders = [*map(str, BUCKETS), "+Inf"]
        lines += [f'{metric}_bucket{{le="{border}"}} {n}' for border, n in zip(borders, sums, strict=True)]
        lines += [f"{metric}_sum {self._seconds:.6f}", f"{metric}_count {sums[-1]}"]
        return "\n".join(lines) + "\n"
