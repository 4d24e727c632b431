#!/usr/bin/env python3
"""The recording of the quick start fits the sample repository: its first part leaves a test red, its second mends it."""

import json
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

SAMPLE = Path(__file__).resolve().parents[2] / "resources/sample"
VALIDATION = "python3 -m unittest -q"


class RecordingTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.workspace = Path(folder.name, "workspace")
        shutil.copytree(SAMPLE / "repository", self.workspace)
        self.recording = json.loads((SAMPLE / "recording.json").read_text(encoding="utf-8"))

    def run_command(self, command):
        words = [sys.executable if word == "python3" else word for word in command.split()]
        return subprocess.run([words[0], "-B", *words[1:]], cwd=self.workspace, capture_output=True, check=False)

    def attempts(self):
        """The answers up to and with each `finish`."""
        attempts = [[]]
        for answer in self.recording["answers"]:
            attempts[-1].append(answer)
            if any(block.get("name") == "finish" for block in answer["content"]):
                attempts.append([])
        self.assertEqual(attempts.pop(), [], "answers after the last finish")
        return attempts

    def play(self, answers):
        for block in (block for answer in answers for block in answer["content"] if block["type"] == "tool_call"):
            given, name = block["input"], block["name"]
            if name == "edit_file":
                file = self.workspace / given["path"]
                text = file.read_text(encoding="utf-8")
                self.assertEqual(text.count(given["old_text"]), 1, f"{block['id']}: not an exact, unique text")
                file.write_text(text.replace(given["old_text"], given["new_text"]), encoding="utf-8")
            elif name == "read_file":
                self.assertTrue((self.workspace / given["path"]).is_file(), given["path"])
            elif name == "run_command":
                self.assertEqual(self.run_command(given["command"]).returncode, 0, given["command"])
            else:
                self.assertIn(name, ("list_files", "search", "git_diff", "finish"))

    def test_validation_is_green_then_red_then_green(self):
        first, repair = self.attempts()
        self.assertEqual(self.run_command(VALIDATION).returncode, 0)
        self.play(first)
        red = self.run_command(VALIDATION)
        self.assertEqual(red.returncode, 1)
        self.assertRegex(red.stderr.decode(), r"FAILED \(failures=1\)")
        self.play(repair)
        self.assertEqual(self.run_command(VALIDATION).returncode, 0)

    def test_the_format_is_kept(self):
        self.assertEqual(self.recording["format"], "mergeloom-recording/1")
        calls = [block for answer in self.recording["answers"] for block in answer["content"] if block["type"] == "tool_call"]
        self.assertEqual(len({call["id"] for call in calls}), len(calls))
        for call in calls:
            if call["name"] == "finish":
                self.assertEqual(list(call["input"]), ["summary"])  # the tool takes nothing else
        for answer in self.recording["answers"]:
            has_calls = any(block["type"] == "tool_call" for block in answer["content"])
            self.assertEqual(answer["stop"], "tool_use" if has_calls else "end_turn")
            self.assertEqual(set(answer["usage"]), {"input_tokens", "output_tokens", "cached_tokens"})

    def test_the_ticket_asks_for_what_the_recording_does(self):
        ticket = (SAMPLE / "ticket.md").read_text(encoding="utf-8")
        self.assertTrue(re.match(r"# \S", ticket))
        self.assertIn("--top N", ticket)


if __name__ == "__main__":
    unittest.main()
