"""What `import spinelab` costs over `python -c pass`: medians of interleaved runs. Budget: 30 ms."""

import statistics
import subprocess
import sys
import time

RUNS = 31


def milliseconds(statement: str) -> float:
    """How long a fresh Python takes to run one statement."""
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", statement], check=True)
    return (time.perf_counter() - start) * 1000


def main() -> None:
    """Time both by turns, so that a busy machine slows both alike."""
    times = [(milliseconds("pass"), milliseconds("import spinelab")) for _ in range(RUNS)]
    bare, ours = (statistics.median(column) for column in zip(*times, strict=True))
    print(f"python -c pass: {bare:.1f} ms; import spinelab: {ours - bare:+.1f} ms, ratio {ours / bare:.3f}")


if __name__ == "__main__":
    main()
