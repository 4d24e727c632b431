#!/usr/bin/env python3
"""The checker finds each breach it is for, and leaves a tidy house alone."""

import tempfile
import unittest
from pathlib import Path

import check


class CheckTest(unittest.TestCase):
    def breaches(self, files):
        """Texts of the breaches in a house made of `files` (path -> content)."""
        with tempfile.TemporaryDirectory() as folder:
            for path, content in files.items():
                file = Path(folder, path)
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(content)
            return [str(breach) for breach in check.check(folder)]

    def assert_tidy(self, files):
        self.assertEqual(self.breaches(files), [])

    def assert_breach(self, files, *words):
        found = self.breaches(files)
        self.assertEqual(len(found), 1, found)
        for word in words:
            self.assertIn(word, found[0])

    def test_own_room_and_lower_floors_may_be_included(self):
        self.assert_tidy({
            "shared/core/Result.h": "#include <QString>\n",
            "shared/domain/Run.h": '#include "shared/core/Result.h"\n',
            "service/http/A.h": '#include "shared/domain/Run.h"\n#include "service/http/B.h"\n',
            "service/http/B.h": "",
            "service/http/A.cpp": '#include "service/http/A.h"\n#include "moc_A.cpp"\n#include "A.moc"\n',
            "service/app/main.cpp": '#include "service/cli/Run.h"\n',
            "service/cli/Run.h": "",
        })

    def test_including_up_is_a_breach(self):
        self.assert_breach({"shared/core/A.h": '#include "service/http/B.h"\n', "service/http/B.h": ""},
                           "shared/core/A.h:1", "includes up")

    def test_including_sideways_is_a_breach(self):
        self.assert_breach({"service/journal/A.h": '\n#include "service/storage/B.h"\n', "service/storage/B.h": ""},
                           "service/journal/A.h:2", "sideways")

    def test_desktop_never_includes_service_though_it_is_lower(self):
        self.assert_breach({"desktop/app/A.h": '#include "service/platform/B.h"\n', "service/platform/B.h": ""},
                           "shared/client only")

    def test_a_commented_include_counts_for_nothing(self):
        self.assert_tidy({"shared/core/A.h": '// #include "service/http/B.h"\n/*\n#include "service/http/B.h"\n*/\n',
                          "service/http/B.h": ""})

    def test_relative_and_missing_includes_are_breaches(self):
        self.assert_breach({"shared/core/A.h": '#include "B.h"\n', "shared/core/B.h": ""}, "full path")
        self.assert_breach({"shared/core/A.h": '#include "shared/core/Gone.h"\n'}, "does not exist")

    def test_a_room_that_nobody_planned_is_a_breach(self):
        self.assert_breach({"service/misc/A.h": ""}, "service/misc", "table of floors")

    def test_include_circles_are_breaches(self):
        self.assert_breach({"shared/core/A.h": '#include "shared/core/B.h"\n',
                            "shared/core/B.h": '#include "shared/core/C.h"\n',
                            "shared/core/C.h": '#include "shared/core/A.h"\n'},
                           "include circle", "A.h -> shared/core/B.h -> shared/core/C.h -> shared/core/A.h")

    def test_each_fenced_include_has_its_one_place(self):
        for include, inside, outside in (
                ("QAbstractHttpServer", "service/http/HttpListener.cpp", "service/http/Router.cpp"),
                ("QSqlQuery", "service/storage/RunStore.cpp", "service/gateway/Hub.cpp"),
                ("QtSql/QSqlDatabase", "service/storage/RunStore.cpp", "service/gateway/Hub.cpp"),
                ("git2.h", "service/platform/Workspace.cpp", "service/tools/ToolBox.cpp"),
                ("git2/sys/odb_backend.h", "service/platform/Workspace.cpp", "service/tools/ToolBox.cpp"),
                ("sodium.h", "service/platform/SecretBox.cpp", "service/storage/TokenStore.cpp"),
                ("unistd.h", "service/platform/Process.cpp", "shared/core/Log.cpp"),
                ("sys/stat.h", "service/http/HttpListener.cpp", "shared/client/Client.cpp"),
                ("csignal", "service/app/main.cpp", "desktop/app/Tray.cpp")):
            with self.subTest(include=include):
                self.assert_tidy({inside: f"#include <{include}>\n"})
                self.assert_breach({outside: f"#include <{include}>\n"}, outside, include)

    def test_version_switches_stay_in_the_listener(self):
        code = "#if QT_VERSION >= QT_VERSION_CHECK(6, 8, 0)\n#endif\n"
        self.assert_tidy({"service/http/HttpListener.cpp": code})
        self.assert_breach({"service/http/SocketGuard.cpp": code}, "SocketGuard.cpp:1", "QT_VERSION")

    def test_singletons_are_breaches_but_not_in_words(self):
        self.assert_breach({"service/gateway/A.cpp": "auto &x = Hub::instance();\n"}, "no instance()")
        self.assert_tidy({"service/gateway/A.cpp": '// Hub::instance() would be wrong\nauto x = "a instance()";\n'})

    def test_empty_names_are_breaches(self):
        self.assert_breach({"service/tools/Files.h": "class FileManager : public QObject\n{\n};\n"}, "FileManager")
        self.assert_breach({"service/tools/Files.h": "namespace a {\nstruct RunInfo final {\n};\n}\n"}, "Files.h:2")
        self.assert_breach({"service/tools/StringUtils.h": ""}, "StringUtils.h", "file name")
        self.assert_tidy({"service/tools/Files.h": "class QNetworkAccessManager;\nclass Informant {};\n"})

    def test_a_long_file_is_a_breach(self):
        self.assert_tidy({"service/tools/A.cpp": "\n" * 400})
        self.assert_breach({"service/tools/A.cpp": "\n" * 401}, "401 lines")

    def test_paths_of_one_machine_are_breaches(self):
        self.assert_breach({"README.md": "fine\ncd /wo" + "rk/main\n"}, "README.md:2", "one machine")
        self.assert_breach({"tests/a.sh": "cd /home/" + "paula/src\n"}, "one machine")
        self.assert_tidy({"README.md": "/home/you/src, /var/lib/mergeloom, ~/work/main\n"})

    def test_registry_hosts_in_lock_files_are_breaches(self):
        line = '"resolved": "https://registry.example/a.tgz",\n'
        self.assert_breach({"resources/web/package-lock.json": line}, "registry")
        self.assert_tidy({"resources/web/package.json": line})

    def test_rooms_in_cmake_use_lower_floors_only(self):
        self.assert_tidy({"service/CMakeLists.txt":
                          "mergeloom_room(service/http MOC USES service/gateway shared/api LINKS ZLIB::ZLIB)\n"})
        self.assert_breach({"service/CMakeLists.txt": "\nmergeloom_room(service/journal USES service/storage)\n"},
                           "CMakeLists.txt:2", "service/storage")


if __name__ == "__main__":
    unittest.main()
