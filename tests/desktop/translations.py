"""Every text of the desktop app has its German, and every translation its place-holders.

    translations.py --lupdate PROGRAM     exit 1 with one line for each text that lacks something
"""

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parents[2]
KEPT = ROOT / "resources/translations"


def sources():
    return sorted(str(path) for suffix in ("cpp", "h") for path in (ROOT / "desktop").rglob(f"*.{suffix}"))


def faults(path, is_plural_only):
    """Of a file as lupdate leaves it: what is unfinished, and place-holders that differ."""
    for context in ElementTree.parse(path).getroot().iter("context"):
        for message in context.iter("message"):
            is_plural = message.get("numerus") == "yes"
            if is_plural_only and not is_plural:
                continue
            source = message.findtext("source")
            translation = message.find("translation")
            where = f"{path.name}: {context.findtext('name')}: {source!r}"
            forms = [form.text or "" for form in translation.iter("numerusform")] if is_plural else [translation.text or ""]
            if translation.get("type") == "unfinished" or not all(forms):
                yield f"{where} is not translated (cmake --build … --target update_translations, then translate it)"
                continue
            wanted = set(re.findall(r"%(?:\d|L\d|n)", source))
            for form in forms:
                if set(re.findall(r"%(?:\d|L\d|n)", form)) != wanted and not (is_plural and wanted <= {"%n"}):
                    yield f"{where}: its translation {form!r} has other place-holders"


def main():
    lupdate = sys.argv[sys.argv.index("--lupdate") + 1]
    found = []
    with tempfile.TemporaryDirectory() as folder:
        copies = [Path(shutil.copy(path, folder)) for path in sorted(KEPT.glob("*.ts"))]
        if len(copies) < 2:
            found.append(f"{KEPT} lacks a language")
        subprocess.run([lupdate, "-silent", "-no-obsolete", "-locations", "none", "-I", str(ROOT), *sources(), "-ts", *map(str, copies)], check=True)
        for copy in copies:
            found += faults(copy, is_plural_only=copy.stem.endswith("_en"))
    print("\n".join(found) or "translations: complete")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
