"""Opens run.xdmf2 of a sample run in ParaView and compares it with expected.json.

    pvpython check_xdmf.py DIRECTORY
"""

import json
import pathlib
import sys

from paraview import servermanager
from paraview.simple import OpenDataFile


def expect(what, found, wanted):
    if found != wanted:
        sys.exit(f"run.xdmf2: {what}: {found} instead of {wanted}")


def leaves(data):
    """Data sets by name; the reader nests each collection once more."""
    found = {}
    iterator = data.NewIterator()
    while not iterator.IsDoneWithTraversal():
        name = iterator.GetCurrentMetaData().Get(data.NAME())
        found[name] = iterator.GetCurrentDataObject()
        iterator.GoToNextItem()
    return found


def check_arrays(what, attributes, wanted):
    for name, array in wanted.items():
        found = attributes.GetArray(name)
        if found is None:
            sys.exit(f"run.xdmf2: {what}: no {name}")
        expect(f"{what} {name}: number of values", found.GetNumberOfValues(), array["values"])
        for end, (low_or_high, value) in enumerate(zip(found.GetRange(), array["range"])):
            if abs(low_or_high - value) > 1e-5 * max(1, abs(value)):
                expect(f"{what} {name}: end {end} of its range", low_or_high, value)


def check_block(what, block, wanted):
    if "voxels" in wanted:
        expect(f"{what}: cells", block.GetNumberOfCells(), int(wanted["cell_data"]["oxygen"]["values"]))
        expect(f"{what}: corner", list(block.GetBounds()[::2]), wanted["origin"])
    else:
        expect(f"{what}: points", block.GetNumberOfPoints(), wanted["points"])
        expect(f"{what}: cells", block.GetNumberOfCells(), wanted["cells"])
    check_arrays(f"{what}, point data", block.GetPointData(), wanted["point_data"])
    check_arrays(f"{what}, cell data", block.GetCellData(), wanted["cell_data"])


def main():
    directory = pathlib.Path(sys.argv[1])
    steps = json.loads((directory / "expected.json").read_text())["steps"]
    reader = OpenDataFile(str(directory / "run.xdmf2"))
    expect("times", list(reader.TimestepValues), [step["time"] for step in steps])
    for number, step in enumerate(steps):
        reader.UpdatePipeline(step["time"])
        found = leaves(servermanager.Fetch(reader))
        for name, wanted in step["blocks"].items():
            if "voxels" in wanted or wanted["points"]:
                check_block(f"step {number}, {name}", found[name], wanted)
            else:
                expect(f"step {number}, {name}: cells", found[name].GetNumberOfCells(), 0)
    print(f"run.xdmf2: {len(steps)} steps as written")


main()
