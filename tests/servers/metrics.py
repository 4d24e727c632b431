#!/usr/bin/python3
"""Reads Prometheus text from standard input with the parser of the Prometheus project's Python client; prints its families as JSON.

Stricter than a scrape: a name twice, a sample outside of its family, a histogram whose buckets do not add up or a counter below 0
is an error (exit 1).
"""

import json
import sys

from prometheus_client.parser import text_string_to_metric_families


def check_histogram(family):
    series = {}
    for sample in family.samples:
        key = tuple(sorted((name, value) for name, value in sample.labels.items() if name != "le"))
        series.setdefault(key, []).append(sample)
    for key, samples in series.items():
        buckets = [(float(each.labels["le"]), each.value) for each in samples if each.name.endswith("_bucket")]
        count = [each.value for each in samples if each.name.endswith("_count")]
        total = [each.value for each in samples if each.name.endswith("_sum")]
        assert buckets == sorted(buckets) and buckets[-1][0] == float("inf"), f"{family.name}{key}: buckets out of order"
        assert [value for _, value in buckets] == sorted(value for _, value in buckets), f"{family.name}{key}: not cumulative"
        assert count == [buckets[-1][1]], f"{family.name}{key}: the last bucket is not the count"
        assert len(total) == 1 and total[0] >= 0, f"{family.name}{key}: no sum"


def check(family):
    assert family.type in ("counter", "gauge", "histogram"), f"{family.name} has the type {family.type}"
    assert family.documentation, f"{family.name} has no help"
    assert family.samples, f"{family.name} has no samples"
    seen = set()
    for sample in family.samples:
        key = (sample.name, tuple(sorted(sample.labels.items())))
        assert key not in seen, f"{key} is there twice"
        seen.add(key)
        assert family.type != "counter" or sample.value >= 0, f"{key} is below 0"
    if family.type == "histogram":
        check_histogram(family)


def main():
    text = sys.stdin.buffer.read().decode("utf-8")
    assert text.endswith("\n"), "the text does not end with a line feed"
    families = list(text_string_to_metric_families(text))
    names = [family.name for family in families]
    assert len(names) == len(set(names)), f"a family is there twice: {sorted(names)}"
    for family in families:
        check(family)
    print(json.dumps([{"name": family.name, "type": family.type, "samples": [
        {"name": sample.name, "labels": sample.labels, "value": sample.value} for sample in family.samples]}
        for family in families]))


if __name__ == "__main__":
    try:
        main()
    except (AssertionError, ValueError) as problem:
        sys.exit(f"not Prometheus text: {problem}")
