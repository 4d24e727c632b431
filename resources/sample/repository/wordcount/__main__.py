"""The command line: python3 -m wordcount [options] [file ...]"""

import argparse
import sys
from pathlib import Path

from wordcount.counting import count_words
from wordcount.report import report


def make_parser():
    parser = argparse.ArgumentParser(prog="wordcount", description="Counts the words of text files.")
    parser.add_argument("files", nargs="*", metavar="file", help="text files; none: standard input")
    parser.add_argument("--ignore-case", action="store_true", help="'The' and 'the' are one word")
    parser.add_argument("--min-length", type=int, default=1, metavar="N", help="leave shorter words out")
    return parser


def main(arguments=None, output=sys.stdout):
    options = make_parser().parse_args(arguments)
    if options.files:
        text = "\n".join(Path(file).read_text(encoding="utf-8") for file in options.files)
    else:
        text = sys.stdin.read()
    counts = count_words(text, options.ignore_case, options.min_length)
    print(report(counts), file=output)


if __name__ == "__main__":
    main()
