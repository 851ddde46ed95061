"""`gridscope serve` by a clock so many seconds behind the machine's, for a history that ended then."""

import sys

from data_access import clock


def main(behind: float) -> None:
    real, shift = clock.now_micros, round(behind * clock.SECOND)
    clock.now_micros = lambda: real() - shift
    # Modules that take the clock by its name are imported only now.
    from dashboard.cli import main as gridscope

    gridscope(["serve"])


if __name__ == "__main__":
    main(float(sys.argv[1]))
