"""`python -m archiver`: the same as the `archiver` command."""

from archiver.cli.main import run

if __name__ == "__main__":
    run()
