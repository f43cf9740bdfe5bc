"""A child: a process of its own that computes from what it is given on stdin, and answers on stdout.

Not here: what is computed (bot.pictures, bot.understanding.schooling). It inherits nothing of the environment but what
programs need to start and to find fonts: our token, our keys and the database's address are none of it.
"""

import asyncio
import os
import sys
from pathlib import Path

_HERE = Path(__file__).parent.parent
_INHERITED = ("PATH", "HOME", "LANG", "XDG_CACHE_HOME", "MPLCONFIGDIR", "FONTCONFIG_FILE", "FONTCONFIG_PATH")


class ChildFailed(Exception):
    """It ended with an error; the message is its last line: one sentence of ours, or that of a traceback."""


async def ask(module: str, asked: bytes, *, seconds: float) -> bytes:
    """Run `python -m module`, and return what it wrote; it is killed if that takes longer, or nobody waits any more.

    Raises ChildFailed, and TimeoutError.
    """
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        module,
        cwd=_HERE,
        env={name: os.environ[name] for name in _INHERITED if name in os.environ},
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        async with asyncio.timeout(seconds):
            answer, complaint = await process.communicate(asked)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode != 0:
        raise ChildFailed(_last_line(complaint))
    return answer


def _last_line(complaint: bytes) -> str:
    lines = complaint.decode(errors="replace").strip().splitlines()
    return lines[-1] if lines else "it ended without a word"
