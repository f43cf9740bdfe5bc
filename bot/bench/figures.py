"""Figures: processor time and memory of this process, whoever else is busy on the machine.

Not here: what is measured (search, understanding).
"""

import resource
import sys
import time
from collections.abc import Callable, Sequence

_KILOBYTES = 1 if sys.platform == "darwin" else 1024


def milliseconds(act: Callable[[], object]) -> float:
    """How long doing it takes."""
    begun = time.process_time()
    act()
    return (time.process_time() - begun) * 1000


def percentile(sorted_times: Sequence[float], percent: int) -> float:
    """What so many of a hundred stay within."""
    return sorted_times[min(len(sorted_times) - 1, len(sorted_times) * percent // 100)]


def peak_mb() -> float:
    """The most memory that the process has had, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _KILOBYTES / 2**20
