"""Reads a sample run as ParaView does (vtkHDFReader) and compares it with expected.json: times, blocks, counts,
array names, numbers of values, ranges, and that every value stands in its place.

    python check_vtkhdf.py DIRECTORY
"""

import json
import pathlib
import sys

import numpy
import vtk
from vtk.util.numpy_support import vtk_to_numpy


def fail(text):
    sys.exit(f"VTK {vtk.vtkVersion.GetVTKVersion()}: {text}")


def expect(what, found, wanted):
    if found != wanted:
        fail(f"{what}: {found} instead of {wanted}")


class Errors:
    """Keeps what VTK complains about: a reader that goes on after an error has not read the file."""

    def __init__(self):
        self.texts = []
        window = vtk.vtkOutputWindow.GetInstance()
        for kind in ("ErrorEvent", "WarningEvent"):
            window.AddObserver(kind, self)
        self.CallDataType = vtk.VTK_STRING

    def __call__(self, _caller, _event, text):
        self.texts.append(text)


Errors.__call__.CallDataType = vtk.VTK_STRING


def open_run(path):
    reader = vtk.vtkHDFReader()
    reader.SetFileName(str(path))
    reader.UpdateInformation()
    reader.Modified()  # VTK 9.6 forgets the time steps of a composite file between this pass and the next
    return reader


def times_of(reader):
    steps = reader.GetOutputInformation(0).Get(vtk.vtkStreamingDemandDrivenPipeline.TIME_STEPS())
    return list(steps or ())


def blocks_of(data):
    """Leaves by name; a MultiBlock of the file may come as partitioned data sets."""
    found = {}
    for i in range(data.GetNumberOfBlocks()):
        leaf = data.GetBlock(i)
        if leaf is not None and leaf.IsA("vtkPartitionedDataSet"):
            leaf = leaf.GetPartition(0)
        found[data.GetMetaData(i).Get(vtk.vtkCompositeDataSet.NAME())] = leaf
    return found


def check_arrays(what, attributes, wanted):
    names = {attributes.GetArrayName(i) for i in range(attributes.GetNumberOfArrays())}
    expect(f"{what}: names", names - {"vtkGhostType"}, set(wanted))
    for name, array in wanted.items():
        values = vtk_to_numpy(attributes.GetArray(name))
        expect(f"{what} {name}: number of values", values.size, array["values"])
        if values.size:
            check_range(f"{what} {name}", values, array["range"])
            check_places(f"{what} {name}", values, array["sum_in_order"])


def check_range(what, values, wanted):
    found = [float(values.min()), float(values.max())]
    expect(f"{what}: range", found, [float(numpy.asarray(w, dtype=values.dtype)) for w in wanted])


def check_places(what, values, wanted):
    """Every value stands in its place: another order would give another sum."""
    flat = values.astype(float).ravel()
    found = float(flat @ (1 + numpy.arange(flat.size) % 1009))
    expect(f"{what}: sum in order", abs(found - wanted) <= 1e-9 * max(abs(wanted), 1), True)


def check_oxygen(what, image, steps):
    """It rises along x, y and z as it was made to: axes that are exchanged show here."""
    nx, ny, nz = (n - 1 for n in image.GetDimensions())
    oxygen = vtk_to_numpy(image.GetCellData().GetArray("oxygen")).reshape(nz, ny, nx)
    for axis, step in zip((2, 1, 0), steps):
        expect(f"{what}: rise of oxygen along axis {axis}", bool(numpy.allclose(numpy.diff(oxygen, axis=axis), step)), True)


def check_image(what, image, wanted):
    expect(f"{what}: points", image.GetDimensions(), tuple(n + 1 for n in wanted["voxels"]))
    expect(f"{what}: origin", list(image.GetOrigin()), wanted["origin"])
    expect(f"{what}: spacing", list(image.GetSpacing()), wanted["spacing"])
    if image.GetCellData().HasArray("oxygen"):
        check_oxygen(what, image, wanted["oxygen_steps"])


def check_poly(what, poly, wanted):
    expect(f"{what}: points", poly.GetNumberOfPoints(), wanted["points"])
    expect(f"{what}: cells", poly.GetNumberOfCells(), wanted["cells"])
    if wanted["points"]:
        places = vtk_to_numpy(poly.GetPoints().GetData())
        check_range(f"{what}: coordinates", places, wanted["coordinates"]["range"])
        check_places(f"{what}: coordinates", places, wanted["coordinates"]["sum_in_order"])
    check_joined(what, poly)


def check_joined(what, poly):
    """Cells show a vertex a point, vessels lines of two points: a shifted offset is seen here and not in the counts."""
    joined, size = (poly.GetLines(), 2) if what.endswith("_vessels") else (poly.GetVerts(), 1)
    cells, points = poly.GetNumberOfCells(), poly.GetNumberOfPoints()
    expect(f"{what}: offsets", vtk_to_numpy(joined.GetOffsetsArray()).tolist(), list(range(0, cells * size + 1, size)))
    expect(f"{what}: connectivity", vtk_to_numpy(joined.GetConnectivityArray()).tolist(), list(range(points)))


def check_block(what, block, wanted):
    if block is None:
        fail(f"{what}: nothing there")
    (check_image if "voxels" in wanted else check_poly)(what, block, wanted)
    if wanted["points"] == 0 and "voxels" not in wanted:
        return  # an empty block comes without its arrays
    check_arrays(f"{what}, point data", block.GetPointData(), wanted["point_data"])
    check_arrays(f"{what}, cell data", block.GetCellData(), wanted["cell_data"])


def check_order(what, poly):
    """A value per cell that depends on its place: a shifted offset shows here where a range would not."""
    ids = vtk_to_numpy(poly.GetPointData().GetArray("id"))
    expect(f"{what}: order of lineage", bool((numpy.diff(ids) > 0).all()), True)


def check_run(directory, expected):
    reader = open_run(directory / "run.vtkhdf")
    expect("times", times_of(reader), [step["time"] for step in expected])
    order = [*range(len(expected)), 0, len(expected) - 1, 1]  # forward, and jumping as a user does
    for number in order:
        step = expected[number]
        reader.UpdateTimeStep(step["time"])
        blocks = blocks_of(reader.GetOutputDataObject(0))
        expect("blocks", sorted(blocks), sorted(step["blocks"]))
        for name, wanted in step["blocks"].items():
            check_block(f"step {number}, {name}", blocks[name], wanted)
            if name.endswith("_cells") and wanted["points"]:
                check_order(f"step {number}, {name}", blocks[name])


def check_views(directory, expected):
    """run_<block>.vtkhdf shows the block alone."""
    for name, wanted in expected[-1]["blocks"].items():
        reader = open_run(directory / f"run_{name}.vtkhdf")
        expect(f"times of the view {name}", times_of(reader), [step["time"] for step in expected])
        reader.UpdateTimeStep(expected[-1]["time"])
        check_block(f"view {name}", reader.GetOutputDataObject(0), wanted)


def main():
    directory = pathlib.Path(sys.argv[1])
    expected = json.loads((directory / "expected.json").read_text())["steps"]
    errors = Errors()
    check_run(directory, expected)
    check_views(directory, expected)
    if errors.texts:
        fail("complaints:\n" + "\n".join(errors.texts))
    print(f"VTK {vtk.vtkVersion.GetVTKVersion()}: {len(expected)} steps, {len(expected[0]['blocks'])} blocks as written")


main()
