"""Shows a run in ParaView 5.11 or newer: cells by phenotype, vessels as tubes of their radius, a slice of oxygen.

    paraview --script=RUN/view.py                      then press play
    pvpython RUN/view.py --picture out.png             the last moment, without a window
    pvpython scripts/paraview/view.py RUN --picture out.png --time 1440

Every run directory gets a copy. Colours and filters are ordinary ParaView: change them, then File > Save State.
"""

import argparse
import pathlib

from paraview import simple

RUN = "."  # where this copy was written
NOTE = ""  # what the caption says of the run's rates

PHENOTYPES = {0: ("epithelial", (0.93, 0.75, 0.35)), 1: ("mesenchymal", (0.45, 0.20, 0.60)),
              2: ("partial EMT", (0.80, 0.45, 0.40))}
BLOOD = (0.75, 0.10, 0.12)


def directory(given):
    if given:
        return pathlib.Path(given)
    try:
        return pathlib.Path(__file__).resolve().parent
    except NameError:  # some versions run a script without telling it where it stands
        return pathlib.Path(RUN)


def open_run(run):
    """ParaView 5.13 reads time series of blocks from the run file; older ones need the sidecar."""
    name = "run.vtkhdf" if simple.GetParaViewVersion() >= (5, 13) else "run.xdmf2"
    return simple.OpenDataFile(str(run / name))


def sites_of(run):
    """Every block has a view of its own beside the run file; its name tells the site."""
    return sorted(path.stem[len("run_") : -len("_cells")] for path in run.glob("run_*_cells.vtkhdf"))


def block(reader, name):
    extracted = simple.ExtractBlock(Input=reader, Selectors=[f"//{name}"])
    merged = simple.MergeBlocks(Input=extracted)
    merged.UpdatePipeline()
    return merged


def has_points(source):
    return source.GetDataInformation().GetNumberOfCells() > 0


def show_cells(reader, view, name):
    cells = block(reader, name)
    glyphs = simple.Glyph(Input=cells, GlyphType="Sphere", GlyphMode="All Points")
    glyphs.GlyphType.ThetaResolution = glyphs.GlyphType.PhiResolution = 10
    glyphs.OrientationArray = ["POINTS", "No orientation array"]
    glyphs.ScaleArray = ["POINTS", "radius"]
    glyphs.ScaleFactor = 2  # the glyph's own radius is a half
    display = simple.Show(glyphs, view)
    if has_points(cells):
        simple.ColorBy(display, ("POINTS", "phenotype"))


def colour_phenotypes():
    table = simple.GetColorTransferFunction("phenotype")
    table.InterpretValuesAsCategories = 1
    table.Annotations = [text for value, (name, _) in PHENOTYPES.items() for text in (str(value), name)]
    table.IndexedColors = [part for _, colour in PHENOTYPES.values() for part in colour]


def show_vessels(reader, view, name):
    vessels = block(reader, name)
    if not has_points(vessels):
        return
    lines = simple.ExtractSurface(Input=vessels)
    tubes = simple.Tube(Input=lines, Scalars=["POINTS", "radius"], VaryRadius="By Absolute Scalar")
    display = simple.Show(tubes, view)
    simple.ColorBy(display, None)
    display.DiffuseColor = BLOOD
    display.Opacity = 0.5


def show_oxygen(reader, view, name):
    fields = block(reader, name)
    low_high = fields.GetDataInformation().GetBounds()
    middle = [(low_high[2 * i] + low_high[2 * i + 1]) / 2 for i in range(3)]
    cut = simple.Slice(Input=fields, SliceType="Plane")
    cut.SliceType.Origin = middle
    cut.SliceType.Normal = [0, 0, 1]
    display = simple.Show(cut, view)
    simple.ColorBy(display, ("CELLS", "oxygen"))
    display.SetScalarBarVisibility(view, True)
    display.Opacity = 0.8
    outline = simple.Show(simple.Outline(Input=fields), view)
    outline.AmbientColor = outline.DiffuseColor = (0, 0, 0)


def highest_oxygen(reader, sites):
    """Over all sites at the moment shown, so that their colours can be compared."""
    arrays = [block(reader, f"{site}_fields").CellData["oxygen"] for site in sites]
    return max(array.GetRange()[1] for array in arrays)


def colour_oxygen(highest):
    table = simple.GetColorTransferFunction("oxygen")
    table.ApplyPreset("Cool to Warm", True)
    table.RescaleTransferFunction(0, highest)
    bar = simple.GetScalarBar(table, simple.GetActiveViewOrCreate("RenderView"))
    bar.Title, bar.ComponentTitle = "oxygen [mmHg]", ""
    bar.TitleColor = bar.LabelColor = (0, 0, 0)
    bar.TitleFontSize = bar.LabelFontSize = 10
    bar.RangeLabelFormat = bar.LabelFormat = "%.0f"


def show_caption(reader, view):
    clock = simple.AnnotateTimeFilter(Input=reader)
    hours = "{time:.0f} min" if simple.GetParaViewVersion() >= (5, 10) else "%.0f min"
    clock.Format = hours + NOTE
    display = simple.Show(clock, view)
    display.Color = (0, 0, 0)
    display.FontSize = 12


def build(run):
    reader = open_run(run)
    view = simple.GetActiveViewOrCreate("RenderView")
    view.UseColorPaletteForBackground = 0
    view.Background = (1, 1, 1)
    simple.GetAnimationScene().UpdateAnimationUsingDataTimeSteps()
    simple.GetAnimationScene().GoToLast()
    sites = sites_of(run)
    for site in sites:
        show_oxygen(reader, view, f"{site}_fields")
        show_vessels(reader, view, f"{site}_vessels")
        show_cells(reader, view, f"{site}_cells")
    colour_phenotypes()
    colour_oxygen(highest_oxygen(reader, sites))
    show_caption(reader, view)
    camera = simple.GetActiveCamera()
    camera.Elevation(-55)
    simple.ResetCamera(view)
    return view


def arguments():
    parser = argparse.ArgumentParser(description="Shows a run of metastasim in ParaView.")
    parser.add_argument("run", nargs="?", help="run directory (default: where this file stands)")
    parser.add_argument("--picture", help="write a PNG and leave")
    parser.add_argument("--time", type=float, help="moment of the picture in minutes (default: the last)")
    return parser.parse_known_args()[0]


def main():
    asked = arguments()
    view = build(directory(asked.run))
    if asked.time is not None:
        view.ViewTime = asked.time
    simple.Render(view)
    if asked.picture:
        simple.SaveScreenshot(asked.picture, view, ImageResolution=(1600, 900))


main()
