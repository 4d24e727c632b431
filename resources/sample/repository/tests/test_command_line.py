import io
import tempfile
import unittest
from pathlib import Path

from wordcount.__main__ import main, make_parser

README = Path(__file__).resolve().parents[1] / "README.md"


def run(text, *options):
    """What the program prints for a file with `text`."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "input.txt")
        file.write_text(text, encoding="utf-8")
        output = io.StringIO()
        main([*options, str(file)], output)
        return output.getvalue()


class CommandLineTest(unittest.TestCase):
    def test_a_file_is_counted(self):
        self.assertIn("2  tree", run("tree house tree"))

    def test_options_reach_the_counting(self):
        self.assertIn("2  tree", run("Tree a tree", "--ignore-case", "--min-length", "2"))

    def test_the_readme_names_every_option(self):
        text = README.read_text(encoding="utf-8")
        for action in make_parser()._actions:
            for option in action.option_strings:
                if option.startswith("--"):
                    self.assertIn(f"`{option}", text, f"README.md does not name {option}")
