import unittest

from wordcount.counting import count_words, ranked, words


class WordsTest(unittest.TestCase):
    def test_punctuation_and_numbers_are_no_words(self):
        self.assertEqual(words("Stop, 42 times - stop!"), ["Stop", "times", "stop"])

    def test_apostrophes_and_accents_stay_inside_a_word(self):
        self.assertEqual(words("don't be naïve"), ["don't", "be", "naïve"])


class CountingTest(unittest.TestCase):
    def test_case_matters_unless_it_is_ignored(self):
        self.assertEqual(count_words("The the"), {"The": 1, "the": 1})
        self.assertEqual(count_words("The the", ignore_case=True), {"the": 2})

    def test_short_words_can_be_left_out(self):
        self.assertEqual(count_words("a bee sees", min_length=3), {"bee": 1, "sees": 1})

    def test_equally_frequent_words_are_ranked_by_the_alphabet(self):
        self.assertEqual(ranked(count_words("pear fig pear apple")), [("pear", 2), ("apple", 1), ("fig", 1)])
