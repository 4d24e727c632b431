"""Prints counts as a table."""

from wordcount.counting import ranked


def report(counts):
    """One line for each word, counts in a column, and the totals below."""
    lines = [f"{count:7d}  {word}" for word, count in ranked(counts)]
    lines.append(f"{sum(counts.values()):7d}  words, {len(counts)} different")
    return "\n".join(lines)
