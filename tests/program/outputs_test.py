"""What a run tells of itself, in numbers and in words."""
import csv
import json
import shutil
import unittest

from program import SCENARIO, UnbrokenRun

FUNNEL = ["detached", "invaded", "entered_blood", "entered_lymph", "entries_as_cluster",
          "blood_entries", "blood_entries_as_cluster", "shed_by_node_colonies", "shed_by_metastases", "in_transit", "held_in_nodes", "arrested", "arrests_total",
          "extravasated", "died_shear", "died_immune",
          "died_anoikis", "died_other", "died_after_extravasation", "killed_in_tissue",
          "removed_by_surgery", "dormant", "growing", "colonies", "steps_out_of_balance"]


class Outputs(UnbrokenRun):
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
        self.assertIn("no oxygen is brought anywhere", self.first.stdout)  # there are no vessels
        self.assertIn("oxygen 0.0 mmHg", self.first.stdout)
        self.assertIn("WHERE THE CELLS WENT", self.call("info", "unbroken").stdout)


if __name__ == "__main__":
    unittest.main()
