"""Every example as its file stands, whole: it ends well, its ledger closes after each step, and it shows what its head
says. Arguments: the program, the folder of examples, the name of one example."""
import csv
import json
import math
import pathlib
import subprocess
import sys
import tempfile
import unittest

PROGRAM, EXAMPLES, NAME = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]), sys.argv[3]


class Example(unittest.TestCase):
    def setUp(self):
        place = tempfile.TemporaryDirectory(prefix="metastasim_")
        self.addCleanup(place.cleanup)
        self.place = pathlib.Path(place.name)

    def run_it(self, folder, *more):
        """What `info` knows of the finished run."""
        done = subprocess.run([PROGRAM, "run", EXAMPLES / f"{NAME}.toml", "--out", folder, "--threads", "1", *more],
                              cwd=self.place, capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertIn("Everything adds up", done.stdout)
        told = subprocess.run([PROGRAM, "info", folder, "--json"], cwd=self.place, capture_output=True, text=True)
        info = json.loads(told.stdout)
        self.assertEqual(info["funnel"]["steps_out_of_balance"], 0)
        self.assertEqual("DEMO" in done.stdout, info["values"] == "demo")
        return info

    def series(self, folder):
        with open(self.place / folder / "funnel.csv") as file:
            return list(csv.DictReader(line for line in file if not line.startswith("#")))

    def all_happened(self, counts, names):
        self.assertEqual([], [name for name in names if counts[name] == 0], "never happened")

    def first_metastasis(self):
        info = self.run_it("run")
        self.all_happened(info["funnel"], [
            "detached", "invaded", "entered_blood", "entered_lymph", "entries_as_cluster",
            "blood_entries_as_cluster", "held_in_nodes", "shed_by_node_colonies", "arrests_total",
            "died_shear", "died_immune", "died_anoikis", "extravasated", "killed_in_tissue", "dormant", "growing", "colonies"])
        breast, lung = info["sites"]
        self.all_happened(breast["by_phenotype"], ["epithelial", "partial", "mesenchymal"])
        self.all_happened(breast, ["new_perfused_mm_per_mm3", "lymph_length_mm_per_mm3", "immune_cells", "stroma_cells"])
        self.assertGreater(breast["clones"], 1)
        self.assertGreaterEqual(breast["cells"], 10000)
        self.assertGreaterEqual(lung["colonies"], 1)
        entered = info["funnel"]["entered_blood"] + info["funnel"]["entered_lymph"]
        self.assertLess(lung["colonies"], 0.1 * entered)

    def spheroid_invasion(self):
        cell_um = 17

        def went(folder):
            reach = [float(row["reach_gel [um]"]) for row in self.series(folder)]
            return reach[-1] - reach[0]
        for folder, more in {"free": [], "inhibited": ["--set", "intervention.inhibitor.efficacy=0.95"]}.items():
            gel, = self.run_it(folder, *more)["sites"]
            self.assertGreater(gel["by_phenotype"]["mesenchymal"], 0.9 * gel["cells"], folder)
        self.assertGreater(went("free"), 2 * cell_um)
        self.assertGreater(went("free"), 2 * went("inhibited"))

    def angiogenesis_switch(self):
        colony, = self.run_it("run")["sites"]
        self.all_happened(colony, ["new_perfused_mm_per_mm3"])
        silent, = self.run_it("silent", "--set", "cell.carcinoma.VEGF_secretion=0 nM/min")["sites"]
        self.assertEqual(silent["new_vessels_mm_per_mm3"], 0)

    def ctc_shear_loop(self):
        high = self.run_it("run")["funnel"]
        entered = high["entered_blood"]
        self.assertAlmostEqual(high["died_shear"], 0.9 * entered, delta=3.5 * math.sqrt(0.9 * 0.1 * entered))
        leukaemic = self.run_it("leukaemic", "--set", "circulation.shear_death=0.1 1/h")["funnel"]
        self.assertLess(leukaemic["died_shear"], 0.5 * high["died_shear"])
        low = self.run_it("slow", "--set", "circulation.body_shear=1.5 Pa",
                          "--set", "site.chip.blood.network=../meshes/networks/loop_1.5Pa.csv")["funnel"]
        self.assertLess(low["died_shear"], 0.7 * high["died_shear"])

    def metaspread_2d(self):
        info = self.run_it("run")
        self.all_happened(info["funnel"], ["entered_blood"])
        self.assertGreater(info["sites"][0]["cells"], 388)

    def test_shows_what_it_says(self):
        getattr(self, NAME)()


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
