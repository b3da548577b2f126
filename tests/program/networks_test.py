"""Vessel networks by themselves: flow, check, convert, generate."""
import json
import re
import unittest

from program import SCENARIO, Program


class Networks(Program):
    def write_tube(self, name="tube.csv", length="100", kind="pressure"):
        (self.place / name).write_text(f"segment,from,to,diameter_um,length_um\n1,1,2,8,{length}\n")
        (self.place / name).with_suffix(".nodes.csv").write_text(
            f"node,x_um,y_um,z_um,boundary,value\n1,0,0,0,{kind},40\n2,100,0,0,{kind},10\n")

    def refused(self, *call):
        done = self.call(*call)
        self.assertEqual(done.returncode, 2, done.stdout + done.stderr)
        return done.stdout + done.stderr

    def test_what_an_option_is_told_to_be_is_taken(self):
        self.write_tube()
        for option, slips in {"--mcv": ["55", "5", "-3", "300 fl", "9 um"], "--viscosity-value": ["4", "1e9", "3 kg"],
                              "--plasma-viscosity": ["1", "-1", "900 cP"], "--haematocrit-value": ["45", "-1", "x"],
                              "--mmhg": ["133.3", "1", "1 cmHg"]}.items():
            constant = ["--viscosity", "constant"] if option == "--viscosity-value" else []
            for slip in slips:
                with self.subTest(option=option, slip=slip):
                    said = self.refused("flow", "tube.csv", *constant, f"{option}={slip}")
                    cure = re.search(option + ' "([^"]*)"$', said.strip()).group(1)
                    taken = self.call("flow", "tube.csv", *constant, f"{option}={cure}")
                    self.assertEqual(taken.returncode, 0, cure + taken.stderr)
        self.assertIn('--mcv "55.5 fl"', self.refused("flow", "tube.csv", "--mcv", "55,5 fl"))
        self.assertIn('--mcv "55 fl"', self.refused("flow", "tube.csv", "--mcv", "55"))

    def test_a_millimetre_of_mercury_may_be_secombs(self):
        self.write_tube()
        flows = [json.loads(self.call("flow", "tube.csv", "--json", *more).stdout)["inflow_nl_per_min"]
                 for more in ([], ["--mmhg", "133.3 Pa"])]
        self.assertAlmostEqual(flows[1] / flows[0], 133.3 / 133.322387415, delta=1e-9)

    def test_a_file_without_a_vessel_is_refused_by_every_command(self):
        (self.place / "empty.csv").write_text("segment,from,to,diameter_um,length_um\n")
        for call in (["flow"], ["network", "check"], ["network", "info"], ["network", "convert"]):
            with self.subTest(call=call):
                said = self.refused(*call, "empty.csv", *(["other.csv"] if call[-1] == "convert" else []))
                self.assertIn("empty.csv: no vessel", said)
        self.assertFalse((self.place / "other.csv").exists())

    def test_segments_without_length_are_merged_on_request(self):
        self.write_tube("long.csv")
        (self.place / "long.csv").write_text("segment,from,to,diameter_um,length_um\n1,1,3,8,50\n2,3,4,8,0\n3,4,2,8,50\n")
        with open(self.place / "long.nodes.csv", "a") as nodes:
            nodes.write("3,50,0,0,,\n4,50,0,0,,\n")
        for call in ["flow"], ["network", "check"]:
            self.assertIn("--merge-zero-length", self.refused(*call, "long.csv"))
        self.assertEqual(self.call("network", "convert", "long.csv", "merged.csv", "--merge-zero-length").returncode, 0)
        self.assertEqual(self.call("network", "check", "merged.csv").returncode, 0)
        self.write_tube()
        whole, merged = (json.loads(self.call("flow", name, "--json").stdout) for name in ("tube.csv", "merged.csv"))
        self.assertAlmostEqual(merged["inflow_nl_per_min"] / whole["inflow_nl_per_min"], 1, delta=1e-9)

    def test_flows_that_do_not_sum_to_zero_are_found_by_check(self):
        self.write_tube(kind="flow")
        for call in ["flow"], ["network", "check"]:
            self.assertIn("give one of those boundary nodes a pressure", self.refused(*call, "tube.csv"))

    def test_where_nothing_drives_blood_flow_says_so(self):
        self.write_tube()
        table, nodes = self.place / "tube.csv", self.place / "tube.nodes.csv"
        for old, new, why in ((",pressure,40", ",flow,0", "no vessel lies between two boundary nodes"),
                              (",pressure,10", ",flow,0", "every boundary flow is 0"),
                              (",flow,0", ",pressure,40", "all boundary pressures that vessels join are equal")):
            nodes.write_text(nodes.read_text().replace(old, new))
            with self.subTest(why=why):
                done = self.call("flow", table.name, "--csv", "still.csv", "--force")
                self.assertEqual(done.returncode, 0, done.stderr)
                self.assertIn("0 with flow, 1 without, 0 not settled", done.stdout)
                self.assertIn("No blood flows: " + why, done.stdout)
                self.assertNotIn("path leads", done.stdout)
                row = (self.place / "still.csv").read_text().splitlines()[1].split(",")
                self.assertEqual((row[5], row[-1]), ("0", "no flow"))
                told = json.loads(self.call("flow", table.name, "--json").stdout)
                self.assertIn(why, told["why_no_blood_flows"])
                self.assertEqual(told["velocity_max_mm_per_s"], 0)
        self.write_tube()
        self.assertIsNone(json.loads(self.call("flow", table.name, "--json").stdout)["why_no_blood_flows"])

    def test_flow_refuses_a_network_of_which_nothing_is_imposed(self):
        self.write_tube("bare.csv")
        (self.place / "bare.nodes.csv").unlink()
        said = self.refused("flow", "bare.csv", "--csv", "none.csv")
        self.assertIn("bare.csv: no blood flows: no boundary condition is given: give pressures or flows", said)
        self.assertIn("in bare.nodes.csv, which is not there", said)
        self.assertFalse((self.place / "none.csv").exists())

    def test_flow_says_what_it_could_not_write_and_what_it_would_not_read(self):
        (self.place / "y.csv").write_text("segment,from,to,diameter_um,length_um\n1,1,2,8,100\n")
        (self.place / "y.nodes.csv").write_text("node,x_um,y_um,z_um,boundary,value\n1,0,0,0,pressure,40\n"
                                                "2,100,0,0,pressure,10\n")
        self.assertEqual(self.call("flow", "y.csv", "--csv", "/dev/full", "--force").returncode, 74)
        ignored = self.call("flow", "y.csv", "--viscosity-value", "4 cP")
        self.assertEqual(ignored.returncode, 2)
        self.assertIn("--viscosity constant", ignored.stderr)
        self.assertEqual(self.call("flow", "y.csv", "--viscosity", "constant", "--viscosity-value", "4 cP").returncode, 0)

    def test_numbers_that_no_vessel_has_are_refused_by_every_command(self):
        (self.place / "net.toml").write_text(SCENARIO.replace("[output]", '[site.breast.blood]\nnetwork = "odd.csv"\n[output]'))
        for diameter, length, kind, value, haematocrit, said in (
                ("1e-70", "100", "pressure", "40", "0.4", "segment 1 has the diameter 1e-70: write 1e-09 to 50000 um"),
                ("1e9", "100", "pressure", "40", "0.4", "segment 1 has the diameter"),
                ("1e308", "100", "pressure", "40", "0.4", "segment 1 has the diameter"),
                ("8", "1e300", "pressure", "40", "0.4", "segment 1 has the length"),
                ("8", "100", "pressure", "1e300", "0.4", "node 1 has the pressure 1e+300: write -1000 to 1000 mmHg"),
                ("8", "100", "flow", "1e300", "0.4", "node 1 has the flow"),
                ("8", "100", "pressure", "40", "40", "node 1 has the haematocrit 40: a fraction is wanted, write 0.4"),
                ("8", "100", "pressure", "40", "-0.4", "node 1 has the haematocrit -0.4: write 0 to 0.95"),
                ("8", "100", "pressure", "40", "1.4", "node 1 has the haematocrit 1.4: ")):
            (self.place / "odd.csv").write_text(f"segment,from,to,diameter_um,length_um\n1,1,2,{diameter},{length}\n")
            (self.place / "odd.nodes.csv").write_text("node,x_um,y_um,z_um,boundary,value,haematocrit\n"
                                                      f"1,0,40,40,{kind},{value},{haematocrit}\n"
                                                      "2,100,40,40,pressure,10,\n")
            for call in (["flow", "odd.csv"], ["network", "check", "odd.csv"], ["check", "net.toml", "--quick"],
                         ["run", "net.toml", "--out", "run"]):
                with self.subTest(said=said, call=call):
                    self.assertIn(said, " ".join(self.refused(*call).split()))
        self.assertFalse((self.place / "run").exists())

    def test_every_command_tells_all_errors_of_a_table_with_their_lines(self):
        (self.place / "bad.csv").write_text("segment,from,to,diameter_um,length_um,discharge_haematocrit\n"
                                            "1,1,2,wide,100,\n2,1,2,1e9,100,\n3,1,2,8,100,40\n")
        (self.place / "bad.nodes.csv").write_text("node,x_um,y_um,z_um,boundary,value\n1,0,0,0,pressure,40\n"
                                                  "2,100,0,0,pressure,1e300\n")
        (self.place / "net.toml").write_text(SCENARIO.replace("[output]", '[site.breast.blood]\nnetwork = "bad.csv"\n[output]'))
        for call in (["flow", "bad.csv"], ["network", "check", "bad.csv"], ["network", "info", "bad.csv"],
                     ["check", "net.toml", "--quick"], ["run", "net.toml", "--out", "run"]):
            said = self.refused(*call)
            for words in ("bad.nodes.csv:3: node 2 has the pressure", "bad.csv:2: 'wide'", "bad.csv:3: segment 2 has the diameter",
                          "bad.csv:4: segment 3 has the haematocrit 40: a fraction is wanted, write 0.4"):
                with self.subTest(call=call, words=words):
                    self.assertIn(words, said)
        self.assertFalse((self.place / "run").exists())

    def test_a_network_beyond_double_precision_ends_with_4(self):
        (self.place / "thin.csv").write_text("segment,from,to,diameter_um,length_um\n1,1,2,1e-9,100\n2,2,3,50000,100\n"
                                             "3,3,4,1e-9,100\n4,2,5,1e-9,100\n5,3,6,1e-9,100\n")
        (self.place / "thin.nodes.csv").write_text("node,x_um,y_um,z_um,boundary,value\n1,0,0,0,pressure,40\n"
                                                   "2,100,0,0,,\n3,200,0,0,,\n4,300,0,0,pressure,10\n"
                                                   "5,100,100,0,pressure,10\n6,200,100,0,pressure,10\n")
        failed = self.call("flow", "thin.csv")
        self.assertEqual(failed.returncode, 4, failed.stdout + failed.stderr)
        self.assertIn("network check", failed.stderr)

    def test_a_file_in_metres_is_asked_for_its_unit(self):
        self.write_tube()
        (self.place / "tube.csv").write_text("segment,from,to,diameter_um,length_um\n1,1,2,8e-6,1e-4\n")
        self.assertIn("is the file in mm or m?", self.refused("network", "check", "tube.csv"))

    def test_what_check_and_run_refuse_of_a_network_its_own_check_refuses_in_the_same_words(self):
        (self.place / "net.toml").write_text(SCENARIO.replace("[output]", '[site.breast.blood]\nnetwork = "it.csv"\n[output]'))
        good = ("segment,from,to,diameter_um,length_um\n1,1,2,8,100\n",
                "node,x_um,y_um,z_um,boundary,value\n1,0,9,9,pressure,40\n2,100,9,9,pressure,10\n")
        for old, new in ((",pressure,40", ",flow,0"), ("pressure,10", "pressure,40"), ("pressure", "flow"),
                         (",pressure,40", ",,"), (",8,100", ",8e-6,1e-4"), (",8,100", ",8,1e-3")):
            (self.place / "it.csv").write_text(good[0].replace(old, new))
            (self.place / "it.nodes.csv").write_text(good[1].replace(old, new))
            with self.subTest(new=new):
                told = json.loads(self.call("check", "net.toml", "--quick", "--json").stdout)["problems"]
                why = told[0]["why"].rstrip(".").removeprefix(str(self.place) + "/").removeprefix("it.csv: ")
                self.assertEqual([p["key"] for p in told], ["site.breast.blood.network"])
                self.assertIn(" ".join(why.split(": ")[0].split()), " ".join(self.refused("network", "check", "it.csv").split()))
                self.assertIn(why.split(": ")[0], " ".join(self.refused("run", "net.toml", "--out", "run").split()))
        (self.place / "it.csv").write_text(good[0])
        (self.place / "it.nodes.csv").write_text(good[1])
        for call in ["network", "check", "it.csv"], ["check", "net.toml", "--quick"]:
            self.assertEqual(self.call(*call).returncode, 0, call)

    def test_a_bed_in_which_nothing_would_flow_is_not_made(self):
        for pressures in ["--arteriole", "15 mmHg"], ["--venule", "45 mmHg"], ["--arteriole", "5 mmHg", "--venule", "9 mmHg"]:
            said = self.refused("network", "generate", "still.csv", *pressures)
            self.assertIn("not below the arteriole's pressure", said)
            self.assertIn('Write:  --arteriole "45 mmHg" --venule "15 mmHg"', said)
        self.assertFalse((self.place / "still.csv").exists())

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


if __name__ == "__main__":
    unittest.main()
