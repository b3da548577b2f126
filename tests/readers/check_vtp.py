"""Lets VTK write a network in every encoding it knows; the program must read the same vessels from each.

    python check_vtp.py METASTASIM FOLDER
"""

import itertools
import pathlib
import subprocess
import sys

import vtk

WRITER = vtk.vtkXMLPolyDataWriter


def metastasim(*arguments):
    return subprocess.run([PROGRAM, *map(str, arguments)], capture_output=True, text=True)


def table_of(vtp):
    """The network as the program's own table, which keeps every bit."""
    table = vtp.with_suffix(".csv")
    done = metastasim("network", "convert", vtp, table, "--force")
    if done.returncode != 0:
        sys.exit(f"{vtp.name}: {done.stderr}")
    return table.read_text() + table.with_suffix(".nodes.csv").read_text()


def read_by_vtk(path):
    reader = vtk.vtkXMLPolyDataReader()
    reader.SetFileName(str(path))
    reader.Update()
    return reader.GetOutput()


def written_by_vtk(lines, path, mode, compressor, byte_order, header, encoded):
    writer = WRITER()
    writer.SetFileName(str(path))
    writer.SetInputData(lines)
    writer.SetDataMode(mode)
    writer.SetCompressorType(compressor)
    writer.SetByteOrder(byte_order)
    writer.SetHeaderType(header)
    writer.SetEncodeAppendedData(encoded)
    writer.SetBlockSize(1024)  # so that compressed arrays have several blocks
    if writer.Write() != 1:
        sys.exit(f"VTK does not write {path.name}")
    return path


def main(folder):
    folder.mkdir(parents=True, exist_ok=True)
    bed = folder / "bed.vtp"
    made = metastasim("network", "generate", bed, "--size", "0.32 mm", "--force")
    if made.returncode != 0:
        sys.exit(made.stderr)
    if "built without VTK" in metastasim("network", "info", bed).stderr:
        print("the program was built without VTK")
        sys.exit(77)
    lines, wanted = read_by_vtk(bed), table_of(bed)
    if lines.GetNumberOfLines() == 0:
        sys.exit("VTK sees no lines in what the program wrote")
    modes = [WRITER.Ascii, WRITER.Binary, WRITER.Appended]
    compressors = [WRITER.NONE, WRITER.ZLIB, WRITER.LZ4, WRITER.LZMA]
    orders, headers = [WRITER.BigEndian, WRITER.LittleEndian], [WRITER.UInt32, WRITER.UInt64]
    variants = list(itertools.product(modes, compressors, orders, headers, [0, 1]))
    for number, variant in enumerate(variants):
        path = written_by_vtk(lines, folder / f"variant_{number}.vtp", *variant)
        # VTK writes text with eleven digits: there the numbers differ, not the vessels
        if variant[0] != WRITER.Ascii and table_of(path) != wanted:
            sys.exit(f"other vessels are read from {path} {variant}")
        if len(table_of(path).splitlines()) != len(wanted.splitlines()):
            sys.exit(f"more or fewer vessels are read from {path} {variant}")
    print(f"VTK {vtk.vtkVersion.GetVTKVersion()}: {len(variants)} encodings read alike")


PROGRAM = sys.argv[1]
main(pathlib.Path(sys.argv[2]))
