import unittest

from wordcount.counting import count_words
from wordcount.report import report


class ReportTest(unittest.TestCase):
    def test_words_come_by_frequency_with_the_totals_below(self):
        self.assertEqual(report(count_words("b a b")), "      2  b\n      1  a\n      3  words, 2 different")

    def test_no_words_give_totals_alone(self):
        self.assertEqual(report(count_words("")), "      0  words, 0 different")
