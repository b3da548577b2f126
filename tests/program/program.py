"""What the tests of this folder share: the program in a place of its own. Arguments of each: the program, the library
iofail."""
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time
import unittest

PROGRAM, IOFAIL = sys.argv.pop(1), sys.argv.pop(1)

SCENARIO = """format = 1
species = "mouse"
duration = "48 h"
[cell.carcinoma]
doubling_time = "500 h"  # few cells: long enough to be stopped on the way, short enough to wait for
[site.breast]
role = "primary"
size = ["320 um", "320 um", "320 um"]
[site.breast.tumour]
cell = "carcinoma"
shape = { sphere = "100 um", centre = ["160 um", "160 um", "160 um"] }
[output]
every = "1 h"
checkpoint_every = "1 s"
"""


class Program(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.place = pathlib.Path(tempfile.mkdtemp(prefix="metastasim_"))
        (cls.place / "small.toml").write_text(SCENARIO)

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.place)

    def setUp(self):
        shutil.rmtree(self.place / "run", ignore_errors=True)

    def command(arguments):
        """One thread: a busy machine makes threads wait for each other; the answer is the same."""
        one = ["--threads", "1"] if arguments[0] in ("run", "resume") and "--threads" not in arguments else []
        return [PROGRAM, *arguments, *one]

    def call(self, *arguments, **more):
        return subprocess.run(Program.command(arguments), cwd=self.place, capture_output=True, text=True,
                              timeout=240, **more)

    def start(self, *arguments, **more):
        return subprocess.Popen(Program.command(arguments), cwd=self.place, stdout=subprocess.PIPE,
                                stderr=subprocess.PIPE, text=True, **more)

    def info(self, folder):
        return json.loads(Program.call(self, "info", folder, "--json").stdout)

    def state_hash(self, folder):
        return Program.info(self, folder)["state_hash"]

    def checkpoints(self, folder="run"):
        return sorted((self.place / folder / "checkpoint").glob("chk_*.h5"))


class UnbrokenRun(Program):
    """With a finished run beside which others are held."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.first = cls.call(cls, "run", "small.toml", "--out", "unbroken")
        cls.hash = cls.state_hash(cls, "unbroken") if cls.first.returncode == 0 else None

    def setUp(self):
        super().setUp()
        self.assertEqual(self.first.returncode, 0, self.first.stderr)

    def started_run(self):
        """A run that has written its first checkpoint."""
        program = self.start("run", "small.toml", "--out", "run")
        while not self.checkpoints() and program.poll() is None:
            time.sleep(0.005)
        return program

    def end(self, program):
        out, err = program.communicate(timeout=240)
        return program.returncode, out + err

    def wait_until(self, true):
        begun = time.monotonic()
        while not true():
            self.assertLess(time.monotonic() - begun, 60)
            time.sleep(0.005)

    def finish(self, *more):
        done = self.call("resume", "run", *more)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(self.state_hash("run"), self.hash)
