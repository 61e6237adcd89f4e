"""Memory of a kernel that has built a neck and its film, over one that has imported what every lesson imports.

Resident memory in MiB, medians of fresh Pythons by turns. Budget: 40 MiB over numpy, matplotlib and ipywidgets. Linux.
"""

from __future__ import annotations

import statistics
import subprocess
import sys

RUNS = 5
BUDGET_MIB = 40.0
BARE = "import numpy, matplotlib.figure, matplotlib.backends.backend_agg, ipywidgets"
STEPS = {
    "numpy, matplotlib and ipywidgets": BARE,
    "the neck at rest": f"{BARE}\nfrom spinelab import anatomy\nanatomy.spine()",
    "its film": f"{BARE}\nfrom spinelab import anatomy, imaging\nimaging.radiograph(anatomy.spine()).png",
    "an ill neck, its truth and its film": (
        f"{BARE}\nfrom spinelab import anatomy, imaging\n"
        "neck = anatomy.spine(atlantoaxial_slip_mm=6, settling_mm=3, dens_erosion=0.5, pannus_mm=3, flexion_deg=10)\n"
        "film = imaging.radiograph(neck)\nfilm.png, film.truth"
    ),
    "fifty states of it on a slider": (
        f"{BARE}\nfrom spinelab import anatomy, imaging\n"
        "for n in range(50):\n"
        "    imaging.radiograph(anatomy.spine(atlantoaxial_slip_mm=n / 5, flexion_deg=n / 2, dens_erosion=n / 60)).png"
    ),
}
_RESIDENT = "\nimport re\nprint(re.search(r'VmRSS:\\s+(\\d+)', open('/proc/self/status').read())[1])"


def mib(statements: str) -> float:
    """Resident memory of a fresh Python after these statements."""
    run = subprocess.run([sys.executable, "-c", statements + _RESIDENT], check=True, capture_output=True, text=True)
    return float(run.stdout) / 1024


def main() -> int:
    """Print what each step adds; fail when a film takes more than its budget."""
    sizes = {name: statistics.median(mib(statements) for _ in range(RUNS)) for name, statements in STEPS.items()}
    bare, *_ = sizes.values()
    for name, size in sizes.items():
        print(f"{name}: {size:.0f} MiB, {size - bare:+.1f}")
    return int(max(sizes.values()) - bare > BUDGET_MIB)


if __name__ == "__main__":
    sys.exit(main())
