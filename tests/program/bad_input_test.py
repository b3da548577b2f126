"""Bad input ends with 2, a cure, and no trace on the disk."""
import json
import unittest

from program import SCENARIO, Program


class BadInput(Program):
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

    def test_a_network_that_cannot_be_read_is_told_with_the_scenarios_line_and_nothing_is_written(self):
        (self.place / "net.csv").write_text("segment,from,to,diameter_um,length_um\n1,1,2,wide,100\n")
        (self.place / "net.toml").write_text(SCENARIO.replace("[output]", '[site.breast.blood]\nnetwork = "net.csv"\n[output]'))
        line = (self.place / "net.toml").read_text().splitlines().index('network = "net.csv"') + 1
        for call in (["check", "net.toml"], ["check", "--quick", "net.toml"], ["run", "net.toml"]):
            with self.subTest(call=call):
                done = self.call(*call)
                said = done.stdout + done.stderr
                self.assertEqual(done.returncode, 2, said)
                for words in ("net.toml: 1 error", f"line {line}, column", "site.breast.blood.network", "^^^",
                              "net.csv:2: 'wide'", "metastasim network check"):
                    self.assertIn(words, said)
        self.assertFalse((self.place / "runs").exists())

    def test_what_a_run_refuses_late_leaves_no_folder_behind(self):
        lone = '[body]\nroute = ["breast -> veins -> right heart -> lung -> left heart", "left heart -> brain 3 %, breast 5 %"]\n'
        (self.place / "lone.toml").write_text(SCENARIO + lone)
        for call in (["run", "lone.toml"], ["run", "small.toml", "--until", "1e300 d"]):
            self.assertEqual(self.call(*call).returncode, 2)
        self.assertFalse((self.place / "runs").exists())

    def test_an_empty_value_is_refused_by_every_option_that_takes_one(self):
        for call in (["run", "small.toml", "--out", ""], ["run", "small.toml", "--until", ""], ["run", ""],
                     ["run", "small.toml", "--seed", ""], ["flow", "net.csv", "--csv", ""], ["check", ""],
                     ["network", "generate", "bed.csv", "--size", ""]):
            with self.subTest(call=call):
                refused = self.call(*call)
                self.assertEqual(refused.returncode, 2, refused.stderr)
                self.assertIn("an empty text is no value", refused.stderr)
        self.assertFalse((self.place / "runs").exists())

    def test_a_time_between_two_ticks_is_told_with_the_tick_where_the_run_stops(self):
        done = self.call("run", "small.toml", "--out", "run", "--until", "100 s")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("--until 100 s lies between two ticks of 6 s: the run stops at 1.7 min.", done.stderr)
        self.assertEqual(self.info("run")["time_min"], 1.7)
        again = self.call("run", "small.toml", "--out", "run", "--until", "100 s")
        self.assertIn("already holds this very run, finished", again.stdout)
        further = self.call("resume", "run", "--until", "118 s")
        self.assertIn("the run stops at 2 min", further.stderr)
        exact = self.call("resume", "run", "--until", "3 min")
        self.assertNotIn("between two ticks", exact.stderr)
        self.assertEqual(self.info("run")["steps"], 30)

    def test_a_treatment_after_the_end_is_noted_by_run_resume_and_check(self):
        text = SCENARIO + '[intervention.late]\nkind = "protease inhibitor"\nat = "60 h"\n'
        (self.place / "late.toml").write_text(text)
        line = text.splitlines().index('at = "60 h"') + 1
        note = f"NOTE: line {line}: intervention.late.at is 60 h, after the end of the run "
        self.assertIn(note + "(2 d)", self.call("check", "late.toml", "--quick").stdout)
        self.assertIn(note + "(12 s)", self.call("run", "late.toml", "--out", "run", "--until", "12 s").stderr)
        self.assertIn(note + "(24 s)", self.call("resume", "run", "--until", "24 s").stderr)
        soon = self.call("run", "late.toml", "--out", "soon", "--until", "12 s", "--set", "intervention.late.at=6 s")
        self.assertEqual(soon.returncode, 0, soon.stderr)
        self.assertNotIn("NOTE", soon.stderr)

    def test_a_seed_that_is_none_is_told_with_one_that_is(self):
        for seed in "-1", "1.5", "abc", "99999999999999999999":
            for call in (["run", "small.toml"], ["network", "generate", "bed.csv"]):
                with self.subTest(seed=seed, call=call):
                    refused = self.call(*call, "--seed", seed)
                    self.assertEqual(refused.returncode, 2, refused.stderr)
                    self.assertIn("seed", refused.stderr)
                    self.assertIn("Write:", refused.stderr)
        self.assertFalse((self.place / "bed.csv").exists())

    def test_version_check_and_explain_answer(self):
        self.assertIn("version", json.loads(self.call("--version", "--json").stdout))
        self.assertEqual(self.call("check", "small.toml", "--quick").returncode, 0)
        self.assertEqual(json.loads(self.call("explain", "--schema").stdout)["type"], "object")


if __name__ == "__main__":
    unittest.main()
