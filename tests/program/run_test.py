"""What a user may count on when running, stopping and going on. Arguments: the program, the library iofail."""
import csv
import json
import os
import pathlib
import random
import resource
import shutil
import signal
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

FUNNEL = ["detached", "invaded", "entered_blood", "entered_lymph", "entries_as_cluster",
          "blood_entries", "blood_entries_as_cluster", "shed_by_node_colonies", "shed_by_metastases", "in_transit", "held_in_nodes", "arrested", "arrests_total",
          "extravasated", "died_shear", "died_immune",
          "died_anoikis", "died_other", "died_after_extravasation", "killed_in_tissue",
          "removed_by_surgery", "dormant", "growing", "colonies", "steps_out_of_balance"]


class Run(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.place = pathlib.Path(tempfile.mkdtemp(prefix="metastasim_"))
        (cls.place / "small.toml").write_text(SCENARIO)
        cls.first = cls.call(cls, "run", "small.toml", "--out", "unbroken")
        cls.hash = cls.state_hash(cls, "unbroken") if cls.first.returncode == 0 else None

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.place)

    def setUp(self):
        self.assertEqual(self.first.returncode, 0, self.first.stderr)
        shutil.rmtree(self.place / "run", ignore_errors=True)

    def command(arguments):
        """One thread: a busy machine makes threads wait for each other; the answer is the same."""
        one = ["--threads", "1"] if arguments[0] in ("run", "resume") and "--threads" not in arguments else []
        return [PROGRAM, *arguments, *one]

    def call(self, *arguments, **more):
        return subprocess.run(Run.command(arguments), cwd=self.place, capture_output=True, text=True,
                              timeout=240, **more)

    def start(self, *arguments, **more):
        return subprocess.Popen(Run.command(arguments), cwd=self.place, stdout=subprocess.PIPE,
                                stderr=subprocess.PIPE, text=True, **more)

    def info(self, folder):
        return json.loads(Run.call(self, "info", folder, "--json").stdout)

    def state_hash(self, folder):
        return Run.info(self, folder)["state_hash"]

    def checkpoints(self, folder="run"):
        return sorted((self.place / folder / "checkpoint").glob("chk_*.h5"))

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

    def test_info_is_the_documented_object_and_adds_up(self):
        info = self.info("unbroken")
        self.assertEqual(list(info), ["state_hash", "time_min", "steps", "wall_s", "device", "threads",
                                      "values", "sites", "funnel", "expected_colonies", "timings"])
        self.assertEqual(list(info["sites"][0]), ["name", "cells", "by_phenotype", "clones", "immune_cells",
                                                  "stroma_cells", "colonies", "vessel_length_mm_per_mm3",
                                                  "new_vessels_mm_per_mm3", "new_perfused_mm_per_mm3",
                                                  "lymph_length_mm_per_mm3", "mean_po2_mmHg",
                                                  "membrane_laid_um2", "membrane_breached_um2"])
        f = info["funnel"]
        self.assertEqual(list(f), FUNNEL)
        self.assertEqual(f["entered_blood"] + f["entered_lymph"],
                         f["in_transit"] + f["held_in_nodes"] + f["arrested"] + f["extravasated"] +
                         f["died_shear"] + f["died_immune"] + f["died_anoikis"] + f["died_other"])
        self.assertEqual(info["time_min"], 2880)

    def milestones(self, folder):
        lines = [json.loads(line) for line in (self.place / folder / "log.jsonl").read_text().splitlines()]
        return [(line["what"], line["time_min"]) for line in lines if line["event"] == "milestone"]

    def test_the_breach_of_the_membrane_is_counted_and_told_once_also_over_a_resume(self):
        (self.place / "membrane.toml").write_text(
            SCENARIO.replace("[output]", 'basement_membrane = { around = "tumour" }\n[output]')
                    .replace("[site.breast]", 'EMT_rate = "1 1/min"\nEMT_partial_above = 0\nEMT_full_above = 0\n'
                             'mesenchymal.membrane_loss = "20 1/h"\n[site.breast]'))
        self.assertEqual(self.call("run", "membrane.toml", "--out", "whole", "--until", "4 h").returncode, 0)
        for go in (["run", "membrane.toml", "--out", "run", "--until", "2 h"], ["resume", "run", "--until", "4 h"]):
            done = self.call(*go)
            self.assertEqual(done.returncode, 0, done.stderr)
        with open(self.place / "run" / "funnel.csv") as file:
            rows = list(csv.DictReader(line for line in file if not line.startswith("#")))
        breached = [float(row["membrane_breached_breast [um2]"]) for row in rows]
        self.assertEqual(breached[0], 0)
        site = self.info("run")["sites"][0]
        self.assertEqual(site["membrane_breached_um2"], breached[-1])
        self.assertTrue(0 < site["membrane_breached_um2"] <= site["membrane_laid_um2"])
        first = next(float(row["time_min"]) for row, area in zip(rows, breached) if area > 0)
        told = [one for one in self.milestones("run") if "membrane" in one[0] and "open" in one[0]]
        self.assertEqual(told, [("basement membrane first open in breast", first)])
        self.assertEqual(self.milestones("run"), self.milestones("whole"))

    def texts(self, folder):
        """What the program wrote there as text; scenario.toml is the user's own."""
        files = [f for f in (self.place / folder).iterdir() if f.is_file() and f.name != "scenario.toml"]
        return {f.name: f.read_text() for f in files if not f.read_bytes().startswith(b"\x89HDF")}

    def test_every_text_of_a_demo_run_says_so_and_none_of_a_realistic_one(self):
        (self.place / "pair.toml").write_text(SCENARIO.replace('"500 h"', '{ demo = "400 h", realistic = "500 h" }'))
        for values in "demo", "realistic":
            shutil.rmtree(self.place / "run", ignore_errors=True)
            for go in (["run", "pair.toml", "--out", "run", "--until", "1 h", "--set", f"values={values}"],
                       ["resume", "run", "--until", "2 h"]):
                done = self.call(*go)
                self.assertEqual(done.returncode, 0, done.stderr)
            texts = self.texts("run")
            self.assertLessEqual({"funnel.csv", "run.xdmf2", "run.json", "log.jsonl", "view.py"}, set(texts))
            self.assertEqual({name: "DEMO" in text for name, text in texts.items()},
                             dict.fromkeys(texts, values == "demo"))
        self.assertTrue(all("DEMO" not in text for text in self.texts("unbroken").values()))

    def test_people_get_the_funnel_as_text(self):
        self.assertIn("WHERE THE CELLS WENT", self.first.stdout)
        self.assertIn("WHERE THE CELLS WENT", self.call("info", "unbroken").stdout)

    def test_a_finished_run_is_shown_and_not_redone(self):
        before = [c.stat().st_mtime_ns for c in self.checkpoints("unbroken")]
        again = self.call("run", "small.toml", "--out", "unbroken")
        self.assertEqual(again.returncode, 0)
        self.assertIn("already holds this very run", again.stdout)
        self.assertEqual([c.stat().st_mtime_ns for c in self.checkpoints("unbroken")], before)

    def test_another_run_is_not_overwritten_unasked(self):
        refused = self.call("run", "small.toml", "--out", "unbroken", "--seed", "2")
        self.assertEqual(refused.returncode, 2)
        self.assertIn("--force", refused.stderr)
        self.assertEqual(self.state_hash("unbroken"), self.hash)

    def test_force_replaces_a_run_and_leaves_foreign_files(self):
        self.call("run", "small.toml", "--out", "run", "--seed", "2", "--until", "1 h")
        mine = {"my notes.txt", "run_notes.txt", "view.pdf", "funnel.ods", "series.txt"}
        for name in mine:
            (self.place / "run" / name).write_text("mine")
        (self.place / "run" / "checkpoint" / "why.txt").write_text("mine")
        done = self.call("run", "small.toml", "--out", "run", "--force")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(self.state_hash("run"), self.hash)
        self.assertEqual(mine, mine & set(os.listdir(self.place / "run")))
        self.assertTrue((self.place / "run" / "checkpoint" / "why.txt").exists())

    def test_a_folder_that_is_no_run_is_left_alone(self):
        for name in "thesis.tex", "run_notes.txt", "run.vtkhdf":
            with self.subTest(name=name):
                shutil.rmtree(self.place / "run", ignore_errors=True)
                (self.place / "run").mkdir()
                (self.place / "run" / name).write_text("precious")
                for force in [], ["--force"]:
                    done = self.call("run", "small.toml", "--out", "run", *force)
                    self.assertEqual(done.returncode, 2)
                self.assertEqual(os.listdir(self.place / "run"), [name])

    def test_a_file_in_the_place_of_the_folder_is_bad_input(self):
        done = self.call("run", "small.toml", "--out", "small.toml")
        self.assertEqual(done.returncode, 2)
        self.assertIn("is a file", done.stderr)

    def test_a_finished_run_that_lost_its_checkpoints_is_not_redone_unasked(self):
        shutil.copytree(self.place / "unbroken", self.place / "run")
        for checkpoint in self.checkpoints("run"):
            checkpoint.unlink()
        before = (self.place / "run" / "run.vtkhdf").stat().st_mtime_ns
        for call in ["run", "small.toml", "--out", "run"], ["resume", "run"]:
            done = self.call(*call)
            self.assertEqual(done.returncode, 2)
            self.assertIn("--force", done.stderr)
        self.assertEqual((self.place / "run" / "run.vtkhdf").stat().st_mtime_ns, before)

    def test_a_finished_run_whose_last_checkpoint_is_damaged_goes_on_from_the_one_before(self):
        shutil.copytree(self.place / "unbroken", self.place / "run")
        newest = max(self.checkpoints("run"))
        newest.write_bytes(newest.read_bytes()[:-100])
        done = self.call("resume", "run")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("passed over", done.stdout + done.stderr)
        self.assertEqual(self.state_hash("run"), self.hash)

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

    def test_signals_stop_at_a_checkpoint_and_resume_gives_the_unbroken_answer(self):
        for stop in signal.SIGTERM, signal.SIGINT, signal.SIGUSR2, signal.SIGHUP:
            with self.subTest(signal=stop):
                shutil.rmtree(self.place / "run", ignore_errors=True)
                program = self.started_run()
                program.send_signal(stop)
                code, said = self.end(program)
                self.assertEqual(code, 3, said)
                self.assertIn("metastasim resume", said)
                self.finish()

    def test_a_second_interrupt_during_the_stop_leaves_at_once_and_loses_nothing(self):
        self.call("run", "small.toml", "--out", "run", "--until", "1 h", "--set", 'output.checkpoint_every="1 h"')
        before = self.checkpoints()[-1].read_bytes()
        stuck = {"LD_PRELOAD": IOFAIL, "IOFAIL_FOLDER": str(self.place / "run" / "checkpoint"),
                 "IOFAIL_MODE": "6", "IOFAIL_AT": "1"}
        program = self.start("resume", "run", "--until", "48 h", env=os.environ | stuck)
        self.wait_until(lambda: (self.place / "run" / "log.jsonl").read_text().count('"start"') == 2)
        program.send_signal(signal.SIGINT)
        self.wait_until(lambda: any((self.place / "run" / "checkpoint").glob("*.tmp")))
        program.send_signal(signal.SIGINT)
        code, said = self.end(program)
        self.assertEqual(code, 130, said)
        self.assertEqual(self.checkpoints()[-1].read_bytes(), before)
        self.finish("--until", "48 h")

    def test_usr1_writes_a_checkpoint_and_goes_on(self):
        program = self.started_run()
        program.send_signal(signal.SIGUSR1)
        code, said = self.end(program)
        self.assertEqual(code, 0, said)
        self.assertEqual(self.state_hash("run"), self.hash)

    def test_killed_at_any_moment_it_goes_on(self):
        rng = random.Random(5)
        program = self.started_run()
        for _ in range(3):
            time.sleep(rng.uniform(0, 0.2))
            program.kill()
            self.end(program)
            program = self.start("run", "small.toml", "--out", "run")
        code, said = self.end(program)
        self.assertEqual(code, 0, said)
        self.assertEqual(self.state_hash("run"), self.hash)

    def test_a_chain_of_short_jobs_is_one_long_job(self):
        for _ in range(60):
            job = self.call("run", "small.toml", "--out", "run", "--max-walltime", "1 s")
            self.assertIn(job.returncode, (0, 3), job.stderr)
            if job.returncode == 0:
                break
        self.assertEqual(self.state_hash("run"), self.hash)

    def test_until_goes_further_from_where_a_run_stands(self):
        self.assertEqual(self.call("run", "small.toml", "--out", "run", "--until", "1 h").returncode, 0)
        self.assertEqual(self.info("run")["time_min"], 60)
        self.assertEqual(self.call("run", "small.toml", "--out", "run").returncode, 0)
        self.assertEqual(self.state_hash("run"), self.hash)

    def test_a_damaged_checkpoint_is_named_and_passed_over(self):
        self.call("run", "small.toml", "--out", "run", "--until", "1 h")
        self.call("resume", "run", "--until", "2 h")
        newest = self.checkpoints()[-1]
        newest.write_bytes(newest.read_bytes()[:-100])
        done = self.call("resume", "run", "--until", "48 h")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn(newest.name, done.stderr)
        self.assertEqual(self.state_hash("run"), self.hash)

    def test_two_programs_never_write_one_run(self):
        program = self.started_run()
        second = self.call("run", "small.toml", "--out", "run")
        running = program.poll() is None
        program.terminate()
        self.end(program)
        if running:
            self.assertEqual(second.returncode, 2, second.stderr)
            self.assertIn("another metastasim", second.stderr)

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
        self.assertEqual(self.call("resume", "run", "--until", "48 h").returncode, 0)
        self.assertEqual(self.state_hash("run"), self.hash)

    def test_bad_input_ends_with_2_before_anything_is_written(self):
        (self.place / "bad.toml").write_text(SCENARIO.replace("species", "specis"))
        for arguments in (["run", "bad.toml"], ["run", "nowhere.toml"], ["check", "bad.toml"], ["info", "nowhere"],
                          ["resume", "nowhere"], ["run", "small.toml", "--until", "5"], ["fly"],
                          ["run", "small.toml", "--device", "abacus"], ["run", "small.toml", "--threads", "100000"],
                          ["run", "small.toml", "--until", "1e300 d"],
                          ["run", "small.toml", "--set", "duration=30000 d"]):
            with self.subTest(arguments=arguments):
                done = self.call(*arguments)
                self.assertEqual(done.returncode, 2, done.stderr)
        self.assertFalse((self.place / "runs" / "bad").exists())

    def test_flow_says_what_it_could_not_write_and_what_it_would_not_read(self):
        (self.place / "y.csv").write_text("segment,from,to,diameter_um,length_um\n1,1,2,8,100\n")
        (self.place / "y.nodes.csv").write_text("node,x_um,y_um,z_um,boundary,value\n1,0,0,0,pressure,40\n"
                                                "2,100,0,0,pressure,10\n")
        self.assertEqual(self.call("flow", "y.csv", "--csv", "/dev/full", "--force").returncode, 74)
        ignored = self.call("flow", "y.csv", "--viscosity-value", "4 cP")
        self.assertEqual(ignored.returncode, 2)
        self.assertIn("--viscosity constant", ignored.stderr)
        self.assertEqual(self.call("flow", "y.csv", "--viscosity", "constant", "--viscosity-value", "4 cP").returncode, 0)

    def test_a_network_beyond_double_precision_ends_with_4(self):
        (self.place / "thin.csv").write_text("segment,from,to,diameter_um,length_um\n1,1,2,1e-90,100\n"
                                             "2,2,3,1e-90,100\n3,2,4,1e-90,100\n")
        (self.place / "thin.nodes.csv").write_text("node,x_um,y_um,z_um,boundary,value\n1,0,0,0,pressure,40\n"
                                                   "2,100,0,0,,\n3,200,0,0,pressure,10\n4,100,100,0,pressure,10\n")
        failed = self.call("flow", "thin.csv")
        self.assertEqual(failed.returncode, 4, failed.stdout + failed.stderr)
        self.assertIn("network check", failed.stderr)

    def test_what_does_not_fit_into_memory_or_has_no_device_ends_with_5(self):
        (self.place / "large.toml").write_text(SCENARIO.replace('"320 um", "320 um", "320 um"', ", ".join(['"8 mm"'] * 3)))
        limit = 2 << 30  # of address space; its voxels alone would take more
        failed = self.call("run", "large.toml", "--out", "run",
                           preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (limit, limit)))
        self.assertEqual(failed.returncode, 5, failed.stderr)
        self.assertIn("memory", failed.stderr)
        self.assertEqual(self.call("run", "small.toml", "--out", "run", "--device", "cuda:99").returncode, 5)

    def test_networks_are_made_and_never_replaced_unasked(self):
        self.assertEqual(self.call("network", "generate", "bed.csv", "--size", "0.32 mm").returncode, 0)
        bed = (self.place / "bed.csv").read_bytes()
        info = json.loads(self.call("network", "info", "bed.csv", "--json").stdout)
        self.assertAlmostEqual(info["total_length_mm"] / 0.32**3, 138, delta=6.9)
        for again in (["network", "generate", "bed.csv"], ["network", "convert", "bed.csv", "bed.csv"],
                      ["flow", "bed.csv", "--csv", "bed.csv"]):
            refused = self.call(*again)
            self.assertEqual(refused.returncode, 2, again)
            self.assertIn("--force", refused.stderr)
        self.assertEqual((self.place / "bed.csv").read_bytes(), bed)
        other = self.call("network", "generate", "bed.csv", "--size", "0.32 mm,0.32 mm,0.48 mm", "--seed", "2", "--force")
        self.assertEqual(other.returncode, 0, other.stderr)
        self.assertNotEqual((self.place / "bed.csv").read_bytes(), bed)

    def test_version_check_and_explain_answer(self):
        self.assertIn("version", json.loads(self.call("--version", "--json").stdout))
        self.assertEqual(self.call("check", "small.toml", "--quick").returncode, 0)
        self.assertEqual(json.loads(self.call("explain", "--schema").stdout)["type"], "object")


if __name__ == "__main__":
    unittest.main()
