"""Finds words in a text and counts them."""

import re
from collections import Counter

# Letters with marks and apostrophes inside: "don't" and "naïve" are one word each, "42" is none.
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


def words(text):
    """All words of `text`, in their order."""
    return _WORD.findall(text)


def count_words(text, ignore_case=False, min_length=1):
    """How often each word of at least `min_length` letters comes: a Counter."""
    found = words(text.casefold() if ignore_case else text)
    return Counter(word for word in found if len(word) >= min_length)


def ranked(counts):
    """(word, count) pairs: the most frequent first, equally frequent ones by the alphabet."""
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
