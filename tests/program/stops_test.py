"""Stopped, killed and resumed, a run gives the answer of one that was left alone."""
import os
import random
import shutil
import signal
import time
import unittest

from program import IOFAIL, UnbrokenRun


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


if __name__ == "__main__":
    unittest.main()
