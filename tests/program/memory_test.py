"""A run that cannot have its memory is refused before anything is computed; what is said of memory is true. Arguments: the
program, the source tree."""
import json
import os
import pathlib
import re
import resource
import subprocess
import sys
import tempfile
import unittest

PROGRAM, TREE = sys.argv.pop(1), pathlib.Path(sys.argv.pop(1))

SCENARIO = """format = 1
species = "mouse"
duration = "1 h"
tick = "15 s"
[cell.carcinoma]
diameter = "17 um"
[site.block]
role = "primary"
size = ["1.28 mm", "1.28 mm", "1.28 mm"]
voxel = "20 um"
[site.block.tumour]
cell = "carcinoma"
shape = { sphere = "60 um", centre = ["640 um", "640 um", "640 um"] }
[output]
every = "1 h"
checkpoint_every = "1 h"
"""
HUGE = ["--set", "site.block.voxel=\"1 um\"", "--set", "site.block.size=[\"4096 um\", \"4096 um\", \"4096 um\"]"]
CUBE = '["{0} mm", "{0} mm", "{0} mm"]'
BALL = '{{ sphere = "{} um", centre = ["{}  um", "{} um", "{} um"] }}'
BED = ('{{ network = {{ generate = "capillary bed", length_density = "{} mm/mm^3" }}, capillary_diameter = "6 um", '
       'pressure = {{ arteriole = "45 mmHg", venule = "15 mmHg" }}, haematocrit = 0.42 }}')
OF_UNIT = {"MB": 1e6, "GB": 1e9, "TB": 1e12}


def call(*arguments, **options):
    """stdout, stderr, exit code, and the most memory held."""
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as told:
        child = subprocess.Popen([PROGRAM, *arguments], stdin=subprocess.DEVNULL, stdout=out, stderr=told, **options)
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0), told.seek(0)
        return out.read(), told.read(), child.returncode, 1024 * used.ru_maxrss


def sized(mm, sphere_um=60):
    """--set options for a block and its tumour."""
    middle = 500 * mm
    return ["--set", "site.block.size=" + CUBE.format(mm),
            "--set", "site.block.tumour.shape=" + BALL.format(sphere_um, middle, middle, middle)]


class Memory(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory(prefix="metastasim_")
        self.addCleanup(scratch.cleanup)
        self.place = pathlib.Path(scratch.name)
        self.scenario = self.place / "block.toml"
        self.scenario.write_text(SCENARIO)

    def expect_refusal(self, told, code):
        self.assertEqual(code, 5, told)
        for part in ("the run needs about", "TB of memory", "are to be had", "Nothing was computed", "Most of it:",
                     "4096 x 4096 x 4096 voxels", "a larger site.block.voxel or a smaller site.block.size"):
            self.assertIn(part, told)

    def test_a_run_that_cannot_fit_is_refused(self):
        _, told, code, held = call("run", str(self.scenario), "--out", str(self.place / "run"), *HUGE)
        self.expect_refusal(told, code)
        self.assertFalse((self.place / "run" / "run.json").exists())
        self.assertLess(held, 100e6)

    def test_check_tells_it_too(self):
        out, told, code, _ = call("check", str(self.scenario), *HUGE)
        self.expect_refusal(told, code)
        self.assertRegex(out, r"memory +about \d+\.\d TB to begin with")
        out, _, code, _ = call("check", "--json", str(self.scenario), *HUGE)
        self.assertEqual(code, 5)
        self.assertIn("TB to begin with", json.loads(out)["estimates"]["memory"])
        self.assertEqual(call("check", "--quick", str(self.scenario), *HUGE)[2], 0)

    def test_a_run_is_not_resumed_where_it_cannot_fit(self):
        larger, run = sized(2.56), str(self.place / "run")
        _, told, code, _ = call("run", str(self.scenario), "--out", run, "--until", "15 s", "--threads", "1", *larger)
        self.assertEqual(code, 0, told)
        narrow = {"preexec_fn": lambda: resource.setrlimit(resource.RLIMIT_AS, (200_000_000, 200_000_000))}
        before = (self.place / "run" / "run.json").read_text()
        _, told, code, _ = call("resume", run, "--until", "1 min", "--threads", "1", **narrow)
        self.assertEqual(code, 5, told)
        self.assertIn("`ulimit -v` leaves", told)
        self.assertEqual((self.place / "run" / "run.json").read_text(), before)
        self.assertEqual(call("resume", run, "--until", "30 s", "--threads", "1")[2], 0)

    def compare(self, scenario, *options):
        """What is said to be needed, over what a few steps and their outputs held."""
        out, told, code, _ = call("check", "--json", str(scenario), *options)
        self.assertEqual(code, 0, told)
        number, unit = re.match(r"about ([\d.]+) (\w+)", json.loads(out)["estimates"]["memory"]).groups()
        _, told, code, held = call("run", str(scenario), "--out", str(self.place / "run"), "--force", "--until", "1 min",
                                   "--threads", "1", *options)
        self.assertEqual(code, 0, told)
        ratio = float(number) * OF_UNIT[unit] / held
        print(f"{pathlib.Path(scenario).stem} {options}: said {number} {unit}, held {held / 1e6:.1f} MB: {ratio:.2f}")
        self.assertLess(ratio, 1.15)
        self.assertGreater(ratio, 0.8)

    def test_what_is_needed_is_what_is_held(self):
        self.compare(TREE / "examples/first_metastasis.toml")
        self.compare(TREE / "benchmarks/scenarios/million.toml", *sized(1.28, 600))
        self.compare(TREE / "benchmarks/scenarios/lattice.toml")
        self.compare(self.scenario, *sized(2.56))  # voxels
        self.compare(self.scenario, *sized(1.28, 1200))  # cells
        self.compare(self.scenario, "--set", "site.block.blood=" + BED.format(1000))  # vessels


if __name__ == "__main__":
    unittest.main(verbosity=2)
