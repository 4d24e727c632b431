"""The user guide names what there is: its links, commands, variables and pages exist.   guides.py MERGELOOM-WORKER"""
import re
import subprocess
import sys
import unittest
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2]
GUIDES = {path.name: path.read_text() for path in sorted((SOURCE / "resources/docs").iterdir())}
worker = sys.argv.pop()


def found(pattern):
    return sorted({(name, match) for name, text in GUIDES.items() for match in re.findall(pattern, text)})


class Guides(unittest.TestCase):
    def test_each_begins_with_its_title_and_a_number_that_orders_them(self):
        for name, text in GUIDES.items():
            self.assertRegex(name, r"^\d-[a-z-]+\.md$")
            self.assertRegex(text, r"^# \S")

    def test_links_lead_to_guides_or_to_pages_of_web_and_app(self):
        web = re.findall(r"path: '/([a-z]+)'", (SOURCE / "resources/web/src/pages/index.ts").read_text())
        app = re.findall(r'\{"([a-z-]+)", QT_TRANSLATE', (SOURCE / "desktop/pages/PageRegistry.cpp").read_text())
        links = found(r"\]\(([^)]*)\)")
        self.assertTrue(links)
        for name, link in links:
            known = link in GUIDES or (link[:1] == "/" and link[1:] in web and link[1:] in app) or link.startswith("https://")
            self.assertTrue(known, f"{name} has a link to {link}")

    def test_commands_are_known_to_the_worker(self):
        commands = found(r"mergeloom-worker ([a-z][a-z-]*(?: [a-z][a-z-]*)?)")
        self.assertTrue(commands)
        for name, words in commands:
            done = subprocess.run([worker, *words.split(), "--help"], capture_output=True, text=True)
            self.assertIn("Usage: mergeloom-worker " + words.split()[0], done.stdout, f"{name}: {words}: {done.stderr}")

    def test_variables_are_settings(self):
        settings = (SOURCE / "README.md").read_text()
        for name, variable in found(r"JCA_[A-Z_]+"):
            self.assertIn(f"`{variable}`", settings, f"{name} names {variable}")

    def test_kinds_of_providers_are_all_there(self):
        text = GUIDES["4-providers.md"]
        kinds = re.findall(r"--kind ([a-z-]+)", (SOURCE / "README.md").read_text())
        for kind in kinds:
            self.assertIn(f"`{kind}`", text)


unittest.main(verbosity=2)
