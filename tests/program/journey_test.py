"""The program tells the way of one cell: stages in an order that a cell can live through, at times that never go back,
from place to place."""
import pathlib
import re
import unittest

from program import Program

ONE_CELL = pathlib.Path(__file__).resolve().parents[1] / "scenarios" / "one_cell.toml"
UNTIL_H = 9  # when some cells of this scenario have gone through everything
MOMENT = r" on day (?P<day>\d+) at (?P<hour>\d\d):(?P<minute>\d\d)"
DURATION = r"(?P<long>[\d.]+)(?: (?P<unit>s|min|h))(?: (?P<over>\d\d))?"
CLAUSES = {
    "left": "left the tumour" + MOMENT,
    "entered": r"entered (?P<place>\w+) vessel (?P<vessel>\d+)(?: in a cluster of \d+)?" + MOMENT,
    "spent": f"spent {DURATION} in the stream",
    "stopped": r"stopped in (?:the )?(?P<place>[\w ]+?)(?: vessel (?P<vessel>\d+))?(?: \([\d.]+ um wide\))?",
    "torn off": "was torn off again",
    "crossed": f"crossed the wall in {DURATION}(?: into the (?P<place>.+))?",
    "company": r"one of a cluster of \d+",
    "divided": f"divided after {DURATION}",
    "died": r"died of (?:apoptosis|necrosis|shear|immune cells|loss of anchorage)" + MOMENT,
}
WHOLE_CHAIN = ["left", "entered", "spent", "stopped", "crossed", "divided"]
FOLLOWS = {  # what a cell has just done when it does this; None: the diary begins
    "left": {None},
    "entered": {None, "left", "crossed", "company", "divided"},
    "spent": {"entered", "torn off"},
    "stopped": {"spent"},
    "torn off": {"stopped"},
    "crossed": {"stopped"},
    "company": {"crossed"},
    "divided": {"crossed", "company"},
    "died": {None, "left", "entered", "stopped", "torn off", "crossed", "company", "divided"},
}
# By organ, whether a stop in it may name a vessel: simulated whole, in part, not at all.
VESSELS_OF_THEIR_OWN = {"lung": [True], "breast": [True, False], "liver": [False]}
ROUNDING_MIN = 1.5  # moments are cut to minutes, durations of hours are rounded to them


def in_minutes(found):
    if found.get("day"):
        return 1440 * int(found["day"]) + 60 * int(found["hour"]) + int(found["minute"])
    return float(found["long"]) * {"s": 1 / 60, "min": 1, "h": 60}[found["unit"]] + int(found["over"] or 0)


class Journey(Program):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.done = cls.call(cls, "run", str(ONE_CELL), "--out", "cells", "--until", f"{UNTIL_H} h")

    def setUp(self):
        self.assertEqual(self.done.returncode, 0, self.done.stderr)

    def told(self, *cell):
        done = self.call("info", "cells", "--journey", *cell)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def steps(self, text):
        """(stage, what it says of place and time) in the order in which they are told; each clause must be known."""
        self.assertRegex(text, r"^Cell \d+, (partly )?(mesenchymal|epithelial), .*\.\n$")
        clauses = text.strip().rstrip(".").split(", ")[2:]
        steps = []
        for clause in clauses:
            known = [(stage, found.groupdict()) for stage, pattern in CLAUSES.items()
                     if (found := re.fullmatch(pattern, clause))]
            self.assertEqual(len(known), 1, f"{clause!r} in {text}")
            steps += known
        return steps

    def check(self, text):
        steps = self.steps(text)
        stages = [stage for stage, _ in steps]
        for before, stage in zip([None, *stages], stages):
            self.assertIn(before, FOLLOWS[stage], text)
        self.check_times(steps, text)
        self.check_places(steps, text)
        return stages

    def check_times(self, steps, text):
        now = 0
        for stage, found in steps:
            if found.get("day"):
                self.assertGreaterEqual(in_minutes(found), now - ROUNDING_MIN, text)
                now = in_minutes(found)
            elif found.get("long"):
                now += in_minutes(found)
        self.assertLessEqual(now, UNTIL_H * 60 + ROUNDING_MIN, text)

    def check_places(self, steps, text):
        """A cell enters vessels of the site where it is, and leaves them where it stopped."""
        here = "breast"
        for stage, found in steps:
            if stage == "entered":
                self.assertEqual(found["place"], here, text)
            if stage == "stopped":
                here = found["place"]
                self.assertIn(here, VESSELS_OF_THEIR_OWN, text)
                self.assertIn(found["vessel"] is not None, VESSELS_OF_THEIR_OWN[here], text)
            if stage == "crossed" and found["place"]:
                self.assertEqual(found["place"], here, text)

    def test_the_cell_of_note_has_come_to_another_organ_and_divided_there(self):
        text = self.told()
        stages = self.check(text)
        self.assertEqual([s for s in stages if s in WHOLE_CHAIN][-len(WHOLE_CHAIN) + 1:], WHOLE_CHAIN[1:], text)
        self.assertRegex(text, r"entered breast vessel \d+ .* stopped in lung vessel \d+ \(5\.5 um wide\)")

    def test_the_cells_of_the_tumour_went_in_an_order_that_can_be_lived_and_one_through_all_stages(self):
        whole = []
        for cell in range(1, 101):
            text = self.told(str(cell))
            if "nothing to tell" not in text:
                self.assertTrue(text.startswith(f"Cell {cell}, "), text)
                whole += [cell] if self.check(text) == WHOLE_CHAIN else []
        self.assertTrue(whole, "none of a hundred cells went through the whole chain")

    def test_a_story_that_nobody_can_live_is_noticed_here(self):
        way = ("Cell 1, mesenchymal, left the tumour on day 0 at 02:35, entered breast vessel 2 on day 0 at 06:17, spent "
               "90.0 s in the stream, stopped in lung vessel 6 (5.5 um wide), crossed the wall in 29 min, entered lung vessel 7 on "
               "day 0 at 07:00.\n")
        self.check(way)
        for right, wrong in {"at 02:35": "at 06:40", "at 07:00": "at 06:40", "entered lung": "entered breast",
                             "spent 90.0 s in the stream, ": "", "stopped in lung vessel 6": "stopped in lung",
                             "crossed the wall in 29 min, ": "", "in 29 min": "in 9 h"}.items():
            self.assertIn(right, way)
            with self.subTest(wrong=wrong), self.assertRaises(AssertionError):
                self.check(way.replace(right, wrong))

    def test_what_is_no_traveller_is_told_as_such(self):
        self.assertEqual(self.told(str(10**9)), "The diary has nothing to tell of cell 1000000000.\n")
        slip = self.call("info", "cells", "--journey", "one")
        self.assertEqual((slip.returncode, "not a cell's number" in slip.stderr), (2, True), slip.stderr)
        self.call("run", "small.toml", "--out", "quiet", "--until", "1 min")
        none = self.call("info", "quiet", "--journey")
        self.assertEqual((none.returncode, "no cell has entered a vessel yet" in none.stderr), (2, True), none.stderr)


if __name__ == "__main__":
    unittest.main()
