"""From the start of the demo to the first picture painted in a headless Chromium, several times.

With --make it is `make demo` in a copy of the project: the first run also installs everything, the others do not.
"""

import shutil
import time
from pathlib import Path
from typing import Any, Final

from harness import ROOT, Program, chromium, options, percentile, report, start_demo, workspace

NOT_COPIED: Final = (".git", ".venv", "var", "build", "dist", "__pycache__", ".*_cache", ".hypothesis", "*.egg-info")
PAUSE: Final = 0.02


def start(folder: Path, copy: Path | None, days: int) -> Program:
    """The demo, by itself or by make."""
    if copy is None:
        return start_demo(folder, days)
    return Program(["make", "--directory", str(copy), "demo"], folder, {"PYTHONPATH": ""})


def once(browser: Any, program: Program) -> dict[str, float]:
    """Seconds from the start of the program to each step; the page is opened as soon as the program listens."""
    while program.ready() is None:
        time.sleep(PAUSE)
    listening = time.time()
    context = browser.new_context(viewport={"width": 1920, "height": 1080})
    try:
        page = context.new_page()
        page.goto(program.url, wait_until="commit")
        page.wait_for_function("window.gridscope && window.gridscope.painted", timeout=120_000, polling="raf")
        painted = page.evaluate("window.gridscope.painted.at") / 1000
    finally:
        context.close()
    return {"listening": listening - program.began, "painted": painted - program.began, "page": painted - listening}


def main() -> None:
    parser = options(__doc__)
    parser.add_argument("--days", type=int, default=30, help="days of history (not with --make: its own default)")
    parser.add_argument("--runs", type=int, default=3, help="starts")
    parser.add_argument("--make", action="store_true", help="run `make demo` in a copy of the project")
    given = parser.parse_args()
    with workspace() as folder, chromium() as browser:
        copy = folder / "project" if given.make else None
        if copy is not None:
            shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(*NOT_COPIED))
        runs = []
        for number in range(given.runs):
            own = folder / str(number)
            own.mkdir()
            with start(own, copy, given.days) as program:
                runs.append(once(browser, program))
        steps = list(runs[0])
        rows: list[tuple[Any, ...]] = [(f"run {number}", *run.values()) for number, run in enumerate(runs, start=1)]
        rows.append(("median", *(percentile([run[step] for run in runs], 0.5) for step in steps)))
        what = "make demo" if given.make else f"gridscope demo --days={given.days}"
        report(f"first_picture.py: seconds from the start of {what}", given, ("", *steps), rows, runs=runs)


if __name__ == "__main__":
    main()
