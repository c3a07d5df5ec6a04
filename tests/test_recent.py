from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from bot.recent import Recent


def test_what_was_put_is_there_until_it_is_forgotten() -> None:
    recent = Recent[int, str](2)
    recent.put(1, "一")
    recent.put(1, "壹")
    assert (recent.get(1), recent.get(2)) == ("壹", None)
    recent.forget(1)
    recent.forget(2)
    assert recent.get(1) is None


def test_what_was_not_wanted_for_longest_is_forgotten_first() -> None:
    recent = Recent[int, str](2)
    recent.put(1, "一")
    recent.put(2, "二")
    recent.get(1)
    recent.put(3, "三")
    assert [recent.get(key) for key in (1, 2, 3)] == ["一", None, "三"]


def test_threads_may_share_it() -> None:
    recent = Recent[int, int](3)

    def use(thread: int) -> None:
        for key in range(2000):
            recent.put(key % 7, thread)
            recent.get((key + thread) % 7)

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(use, range(4)))
    assert sum(recent.get(key) is not None for key in range(7)) == 3
