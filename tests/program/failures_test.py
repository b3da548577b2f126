"""Full disks, places that may not be written, too little memory: the exit code, the cure, and nothing lost."""
import ctypes
import json
import os
import pathlib
import resource
import subprocess
import unittest

from program import IOFAIL, PROGRAM, SCENARIO, UnbrokenRun


def as_an_ordinary_user():
    """Root may write what nobody may; without this capability it may not. Others have none to drop."""
    PR_CAPBSET_DROP, CAP_DAC_OVERRIDE = 24, 1
    ctypes.CDLL(None).prctl(PR_CAPBSET_DROP, CAP_DAC_OVERRIDE, 0, 0, 0)


class Failures(UnbrokenRun):
    def test_a_log_that_is_full_does_not_stop_a_run(self):
        with open("/dev/full", "w") as full:
            done = subprocess.run([PROGRAM, "run", "small.toml", "--out", "run", "--threads", "1"], cwd=self.place,
                                  stdout=subprocess.PIPE, stderr=full, text=True)
        self.assertEqual(done.returncode, 0, done.stdout)
        self.assertEqual(self.state_hash("run"), self.hash)

    def test_an_answer_that_cannot_be_printed_ends_with_74(self):
        for call in ["info", "unbroken", "--json"], ["check", "small.toml", "--json"]:
            with open("/dev/full", "w") as full, self.subTest(call=call):
                done = subprocess.run([PROGRAM, *call], cwd=self.place, stdout=full, stderr=subprocess.PIPE, text=True)
                self.assertEqual(done.returncode, 74, done.stderr)

    def test_a_full_disk_ends_with_74_and_loses_nothing(self):
        self.call("run", "small.toml", "--out", "run", "--until", "1 h")
        good = self.checkpoints()[-1].read_bytes()
        for at in 1, 40, 300:
            weather = {"LD_PRELOAD": IOFAIL, "IOFAIL_FOLDER": str(self.place / "run"), "IOFAIL_MODE": "5",
                       "IOFAIL_AT": str(at)}
            full = self.call("resume", "run", "--until", "2 h", env=os.environ | weather)
            self.assertEqual(full.returncode, 74, full.stderr)
            self.assertIn("No space left on device", full.stderr)
            self.assertIn(str(pathlib.Path("run") / "checkpoint"), full.stderr)
        self.assertEqual(self.checkpoints()[-1].read_bytes(), good)
        self.assertEqual(list((self.place / "run").glob("*.damaged*")), [])
        self.assertEqual(self.call("resume", "run", "--until", "48 h").returncode, 0)
        self.assertEqual(self.state_hash("run"), self.hash)

    def test_a_run_file_that_may_not_be_written_ends_with_74_and_stays(self):
        self.call("run", "small.toml", "--out", "run", "--until", "1 h")
        pictures = self.place / "run" / "run.vtkhdf"
        before = pictures.read_bytes()
        pictures.chmod(0o444)
        failed = self.call("resume", "run", "--until", "2 h", preexec_fn=as_an_ordinary_user)
        self.assertEqual(failed.returncode, 74, failed.stdout + failed.stderr)
        self.assertIn("Permission denied", failed.stderr)
        self.assertEqual(pictures.read_bytes(), before)
        self.assertEqual(list((self.place / "run").glob("*.damaged*")), [])
        pictures.chmod(0o644)
        self.assertEqual(self.call("resume", "run", "--until", "2 h").returncode, 0)
        self.assertEqual(len(self.rows("funnel.csv")), 3)

    def rows(self, name):
        return (self.place / "run" / name).read_text().splitlines()[2:]

    def test_damaged_run_files_are_set_aside_one_by_one_and_told(self):
        self.call("run", "small.toml", "--out", "run", "--until", "1 h")
        for hours, name in (2, "run.damaged.vtkhdf"), (3, "run.damaged_2.vtkhdf"):
            pictures, table = self.place / "run" / "run.vtkhdf", (self.place / "run" / "funnel.csv").read_bytes()
            damaged = b"not HDF5 any more" + pictures.read_bytes()[17:]
            pictures.write_bytes(damaged)
            done = self.call("resume", "run", "--until", f"{hours} h")
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertIn("run.vtkhdf is damaged", done.stderr)
            self.assertIn(name, done.stderr)
            self.assertEqual((self.place / "run" / name).read_bytes(), damaged)
            aside = name.replace("run", "funnel").replace("vtkhdf", "csv")
            self.assertEqual((self.place / "run" / aside).read_bytes(), table)
            log = map(json.loads, (self.place / "run" / "log.jsonl").read_text().splitlines())
            self.assertEqual([line["file"] for line in log if line["event"] == "set aside"][-1], name)
        (self.place / "run" / "run.damaged_by_me.vtkhdf").write_text("mine")
        self.assertEqual(self.call("run", "small.toml", "--out", "run", "--until", "6 min", "--force").returncode, 0)
        self.assertEqual([f.name for f in (self.place / "run").glob("*.damaged*")], ["run.damaged_by_me.vtkhdf"])

    def test_a_place_that_may_not_be_written_ends_with_74_and_leaves_nothing(self):
        closed = self.place / "closed"
        closed.mkdir(exist_ok=True)
        closed.chmod(0o500)
        places = ["small.toml/run"] + ([] if os.access(closed, os.W_OK) else ["closed/run"])  # root may write anywhere
        for place in places:
            with self.subTest(place=place):
                failed = self.call("run", "small.toml", "--out", place)
                self.assertEqual(failed.returncode, 74, failed.stderr)
                self.assertIn(place.split("/")[0], failed.stderr)
                self.assertIn("choose a place that may be written", failed.stderr)
        self.assertEqual(os.listdir(closed), [])

    def test_only_a_run_is_told_how_it_goes_on(self):
        for call, has_run in ((["run", "small.toml", "--out", "small.toml/run"], True),
                              (["check", "small.toml", "--quick"], False)):
            with open("/dev/full", "w") as full, self.subTest(call=call):
                done = subprocess.run([PROGRAM, *call], cwd=self.place, stdout=full, stderr=subprocess.PIPE, text=True)
                self.assertEqual(done.returncode, 74, done.stderr)
                self.assertEqual("metastasim resume" in done.stderr, has_run)

    def test_what_does_not_fit_into_memory_or_has_no_device_ends_with_5(self):
        (self.place / "large.toml").write_text(SCENARIO.replace('"320 um", "320 um", "320 um"', ", ".join(['"8 mm"'] * 3)))
        limit = 2 << 30  # of address space; its voxels alone would take more
        failed = self.call("run", "large.toml", "--out", "run",
                           preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (limit, limit)))
        self.assertEqual(failed.returncode, 5, failed.stderr)
        self.assertIn("memory", failed.stderr)
        self.assertEqual(self.call("run", "small.toml", "--out", "run", "--device", "cuda:99").returncode, 5)


if __name__ == "__main__":
    unittest.main()
