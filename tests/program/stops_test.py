"""Stopped, killed and resumed, a run gives the answer of one that was left alone."""
import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import time
import unittest

from program import IOFAIL, SCENARIO, Program, UnbrokenRun


class Stops(UnbrokenRun):
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

    def test_a_run_in_a_network_file_goes_on_elsewhere_and_without_the_file(self):
        def write_network():
            (self.place / "net.csv").write_text("segment,from,to,diameter_um,length_um\n1,1,2,8,320\n")
            (self.place / "net.nodes.csv").write_text("node,x_um,y_um,z_um,boundary,value\n1,0,40,40,pressure,40\n"
                                                      "2,320,40,40,pressure,10\n")
        write_network()
        (self.place / "net.toml").write_text(SCENARIO.replace(
            "[output]", '[site.breast.blood]\nnetwork = "net.csv"\n[output]'))
        whole = self.call("run", "net.toml", "--out", "whole", "--until", "2 h")
        self.assertEqual(whole.returncode, 0, whole.stderr)
        self.assertEqual(self.call("run", "net.toml", "--out", "run", "--until", "1 h").returncode, 0)
        moved = self.place / "elsewhere" / "moved"
        shutil.copytree(self.place / "run", moved)
        for file in "net.csv", "net.nodes.csv":
            (self.place / file).unlink()
        for folder, cwd in ("run", self.place), ("moved", moved.parent):
            with self.subTest(folder=folder):
                done = subprocess.run(Program.command(["resume", folder, "--until", "2 h"]), cwd=cwd,
                                      capture_output=True, text=True, timeout=240)
                self.assertEqual(done.returncode, 0, done.stderr)
                self.assertEqual(self.state_hash(cwd / folder), self.state_hash("whole"))
        # Stopped before its first checkpoint it begins anew, which needs the file.
        for checkpoint in self.checkpoints("run"):
            checkpoint.unlink()
        record = json.loads((self.place / "run" / "run.json").read_text())
        (self.place / "run" / "run.json").write_text(json.dumps(record | {"time_min": 0}))
        anew = self.call("resume", "run", "--until", "2 h")
        self.assertEqual(anew.returncode, 2, anew.stderr)
        self.assertIn("no file \"net.csv\"", anew.stderr)
        write_network()
        self.assertEqual(self.call("resume", "run", "--until", "2 h").returncode, 0)
        self.assertEqual(self.state_hash("run"), self.state_hash("whole"))

    def test_until_goes_further_from_where_a_run_stands(self):
        self.assertEqual(self.call("run", "small.toml", "--out", "run", "--until", "1 h").returncode, 0)
        self.assertEqual(self.info("run")["time_min"], 60)
        self.assertEqual(self.call("run", "small.toml", "--out", "run").returncode, 0)
        self.assertEqual(self.state_hash("run"), self.hash)

    def test_a_time_that_a_run_has_passed_is_refused_and_nothing_changes(self):
        self.call("run", "small.toml", "--out", "run", "--until", "2 h")
        record = json.loads((self.place / "run" / "run.json").read_text())
        (self.place / "run" / "run.json").write_text(json.dumps(record | {"status": "stopped", "end_min": 2880}))
        before = (self.place / "run" / "run.json").read_bytes()
        for call in ["resume", "run"], ["run", "small.toml", "--out", "run"]:
            refused = self.call(*call, "--until", "6 min")
            self.assertEqual(refused.returncode, 2, refused.stdout)
            self.assertIn("stands at day 0, 02:00 (120 min)", refused.stderr)
            self.assertIn("Write a later time:  --until", refused.stderr)
        self.assertEqual((self.place / "run" / "run.json").read_bytes(), before)
        self.finish()

    def test_a_run_whose_scenario_was_edited_does_not_go_on(self):
        self.call("run", "small.toml", "--out", "run", "--until", "1 h", "--set", "seed=1")
        edits = {"scenario.toml": ("format = 1", "format = 1  # mine"), "run.json": ("seed=1", "seed=99")}
        for name, (old, new) in edits.items():
            with self.subTest(edited=name):
                file = self.place / "run" / name
                before = file.read_text()
                file.write_text(before.replace(old, new))
                refused = self.call("resume", "run", "--until", "2 h")
                self.assertEqual(refused.returncode, 2, refused.stdout)
                self.assertIn("not those that its checkpoint was computed with", refused.stderr)
                self.assertIn("h5dump -g /notes run/checkpoint/", refused.stderr)
                file.write_text(before)
        self.assertEqual(self.call("resume", "run", "--until", "2 h").returncode, 0)

    def test_a_scenario_that_is_edited_while_its_run_computes_is_not_taken_for_the_one_computed(self):
        program = self.started_run()
        scenario = self.place / "run" / "scenario.toml"
        before = scenario.read_text()
        scenario.write_text(before + "# mine\n")
        program.send_signal(signal.SIGTERM)
        code, said = self.end(program)
        self.assertEqual(code, 3, said)
        self.assertEqual(self.call("resume", "run").returncode, 2)
        scenario.write_text(before)
        self.finish()

    def test_a_run_that_goes_on_with_another_program_says_so(self):
        self.call("run", "small.toml", "--out", "run", "--until", "1 h")
        self.assertNotIn("another program", (self.place / "run" / "log.jsonl").read_text())
        checkpoint = self.checkpoints()[-1]
        body = checkpoint.read_bytes()[:-48]
        log = (self.place / "run" / "log.jsonl").read_text().splitlines()
        program = json.loads(log[0])["program"]
        other = "9" + program[1:]
        body = body.replace(program.encode(), other.encode())
        checkpoint.write_bytes(body + b"METASEAL" + len(body).to_bytes(8, "little") + hashlib.sha256(body).digest())
        done = self.call("resume", "run", "--until", "2 h")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn(f"Computed until here by metastasim {other}; this is {program}", done.stderr)
        told = [json.loads(line) for line in (self.place / "run" / "log.jsonl").read_text().splitlines()]
        changes = [line for line in told if line["event"] == "another program"]
        self.assertEqual([(line["before"], line["now"], line["time_min"]) for line in changes], [(other, program, 60)])

    def test_a_damaged_checkpoint_is_named_and_passed_over(self):
        self.call("run", "small.toml", "--out", "run", "--until", "1 h")
        self.call("resume", "run", "--until", "2 h")
        newest = self.checkpoints()[-1]
        newest.write_bytes(newest.read_bytes()[:-100])
        done = self.call("resume", "run", "--until", "48 h")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn(newest.name, done.stderr)
        self.assertEqual(self.state_hash("run"), self.hash)


if __name__ == "__main__":
    unittest.main()
