# SPDX-License-Identifier: Apache-2.0
"""tools/check_layers names every kind of breach in a small source tree, and nothing in a clean one."""
import pathlib
import subprocess
import tempfile
import unittest

TOOL = pathlib.Path(__file__).resolve().parents[2] / "tools" / "check_layers"
HEAD = "// SPDX-License-" "Identifier: Apache-2.0\n"


class CheckLayersTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name)
        self.write("src/base/text.hpp", HEAD)
        self.write("src/flow/solve.cpp", HEAD + '#include "base/text.hpp"\n#include "flow/solve.hpp"\n')

    def write(self, name, text):
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def check(self):
        done = subprocess.run([TOOL, self.root], capture_output=True, text=True, check=False)
        self.assertEqual(done.stderr, "")
        return done.returncode, done.stdout.splitlines()

    def test_clean_tree_passes(self):
        self.assertEqual(self.check(), (0, []))

    def test_include_of_a_later_module(self):
        self.write("src/world/a.hpp", HEAD + '\n  #  include "flow/solve.hpp"\n'
                   '#include <isthmus/report/x.hpp>\n')
        self.assertEqual(self.check(), (1, [
            "src/world/a.hpp:3: world may not include flow, which stands below it",
            "src/world/a.hpp:4: world may not include report, which stands below it"]))

    def test_size_limit_is_800_lines(self):
        self.write("src/base/fits.cpp", HEAD + "\n" * 799)
        self.write("src/base/long.cpp", HEAD + "\n" * 800)
        self.assertEqual(self.check(), (1, [
            "src/base/long.cpp:801: 801 lines, more than 800: divide the file"]))

    def test_licence_line_in_code_and_scripts_but_not_in_data(self):
        self.write("cmake/some.cmake", "# nothing\n")
        self.write("tools/script", "#!/usr/bin/env bash\n")
        self.write("worlds/nodes.csv", "id\n")
        self.write("build/generated.hpp", "\n")
        status, lines = self.check()
        self.assertEqual(status, 1)
        self.assertEqual([line.split(":")[0] for line in lines], ["cmake/some.cmake", "tools/script"])

    def test_module_without_a_place(self):
        self.write("src/odin/a.cpp", HEAD)
        self.assertIn("src/odin:1: this module has no place in the order", self.check()[1][0])


if __name__ == "__main__":
    unittest.main()
