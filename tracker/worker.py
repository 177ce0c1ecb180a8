"""Carries out jobs beside the server: `python -m tracker.worker`. `make run` starts one and keeps it alive."""

import argparse
import os
import signal

from tracker import companions, create_app

LONGEST_WAIT = 1.0
"""Seconds between two looks into an empty queue."""


def main() -> None:
    arguments = argparse.ArgumentParser(
        description="Carry out Milepost's jobs: letters, exports, and what is due by itself."
    )
    arguments.add_argument("--while", dest="pid", type=int, help=argparse.SUPPRESS)
    pid = arguments.parse_args().pid
    if pid is not None:
        companions.end_with(pid, lambda: os.kill(os.getpid(), signal.SIGINT))  # what is under way is finished first
    app = create_app()
    app.extensions["queue"].create_consumer(workers=1, max_delay=LONGEST_WAIT).run()


if __name__ == "__main__":
    main()
