"""Let `python -m timeline` be the command line."""

from timeline.cli import main

main(prog_name="timeline")
