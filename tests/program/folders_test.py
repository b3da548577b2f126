"""Whose a folder is: nothing of another run, and nothing foreign, is overwritten unasked."""
import json
import os
import shutil
import unittest

from program import SCENARIO, UnbrokenRun


class Folders(UnbrokenRun):
    def test_a_finished_run_is_shown_and_not_redone(self):
        before = [c.stat().st_mtime_ns for c in self.checkpoints("unbroken")]
        again = self.call("run", "small.toml", "--out", "unbroken")
        self.assertEqual(again.returncode, 0)
        self.assertIn("already holds this very run", again.stdout)
        self.assertEqual([c.stat().st_mtime_ns for c in self.checkpoints("unbroken")], before)

    def as_if_by_another_program(self, **more):
        """What run.json and nothing else tells."""
        record = json.loads((self.place / "run" / "run.json").read_text())
        (self.place / "run" / "run.json").write_text(json.dumps(record | {"program": "0.0.1 (unknown)"} | more))

    def test_a_finished_run_of_another_program_is_shown_with_a_word_and_an_unfinished_one_refused(self):
        shutil.copytree(self.place / "unbroken", self.place / "run")
        self.as_if_by_another_program()
        before = (self.place / "run" / "run.json").read_bytes()
        shown = self.call("run", "small.toml", "--out", "run")
        self.assertEqual(shown.returncode, 0, shown.stderr)
        self.assertIn("begun by another program, metastasim 0.0.1 (unknown)", shown.stdout)
        self.assertNotIn("same program", shown.stdout)
        for more in [], ["--until", "50 h"], ["--seed", "2"]:
            with self.subTest(more=more):
                if not more:
                    self.as_if_by_another_program(status="stopped")
                refused = self.call("run", "small.toml", "--out", "run", *more)
                self.assertEqual(refused.returncode, 2, refused.stdout)
                self.assertIn("its seed is" if "--seed" in more else "it was begun by metastasim 0.0.1", refused.stderr)
                (self.place / "run" / "run.json").write_bytes(before)

    def test_another_run_is_not_overwritten_unasked(self):
        refused = self.call("run", "small.toml", "--out", "unbroken", "--seed", "2")
        self.assertEqual(refused.returncode, 2)
        self.assertIn("--force", refused.stderr)
        self.assertEqual(self.state_hash("unbroken"), self.hash)

    def test_a_network_whose_vessels_or_boundaries_changed_makes_another_run(self):
        net, nodes = self.place / "net.csv", self.place / "net.nodes.csv"
        net.write_text("segment,from,to,diameter_um,length_um\n1,1,2,8,320\n")
        nodes.write_text("node,x_um,y_um,z_um,boundary,value\n1,0,40,40,pressure,40\n2,320,40,40,pressure,10\n")
        (self.place / "net.toml").write_text(SCENARIO.replace(
            "[output]", '[site.breast.blood]\nnetwork = "net.csv"\n[output]'))
        call = ["run", "net.toml", "--out", "run", "--until", "6 min"]
        self.assertEqual(self.call(*call).returncode, 0)
        self.assertIn("already holds this very run", self.call(*call).stdout)
        for file, old, new in (net, "8,320", "9,320"), (nodes, "pressure,40", "pressure,30"):
            with self.subTest(file=file.name):
                before = file.read_text()
                file.write_text(before.replace(old, new))
                refused = self.call(*call)
                self.assertEqual(refused.returncode, 2, refused.stdout)
                self.assertIn("its input files", refused.stderr)
                file.write_text(before)

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

    def test_a_run_whose_checkpoints_are_all_damaged_is_never_begun_anew_unasked(self):
        shutil.copytree(self.place / "unbroken", self.place / "run")
        for checkpoint in self.checkpoints("run"):
            checkpoint.write_bytes(checkpoint.read_bytes()[:-100])
        for time_min in 2880, 0:  # finished, or killed before anything was noted
            record = json.loads((self.place / "run" / "run.json").read_text())
            (self.place / "run" / "run.json").write_text(json.dumps(record | {"time_min": time_min}))
            before = (self.place / "run" / "run.vtkhdf").stat().st_mtime_ns
            for call in ["run", "small.toml", "--out", "run"], ["resume", "run"], ["info", "run"]:
                with self.subTest(time_min=time_min, call=call):
                    done = self.call(*call)
                    self.assertEqual(done.returncode, 2, done.stdout)
                    self.assertIn("none of its checkpoints can be read", done.stderr)
                    self.assertIn("--force", done.stderr)
                    self.assertNotIn("metastasim resume", done.stderr)
            self.assertEqual((self.place / "run" / "run.vtkhdf").stat().st_mtime_ns, before)

    def test_a_finished_run_whose_last_checkpoint_is_damaged_goes_on_from_the_one_before(self):
        shutil.copytree(self.place / "unbroken", self.place / "run")
        newest = max(self.checkpoints("run"))
        newest.write_bytes(newest.read_bytes()[:-100])
        done = self.call("resume", "run")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("passed over", done.stdout + done.stderr)
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


if __name__ == "__main__":
    unittest.main()
