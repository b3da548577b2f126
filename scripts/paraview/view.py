"""Shows a run in ParaView 5.11 or newer: tumour cells by phenotype, immune cells and fibroblasts each in a colour of their own,
vessels of blood and lymph as tubes of their radius, a slice of oxygen (of the ECM where there is none).

    paraview --script=RUN/view.py                      then press play
    pvpython RUN/view.py --picture out.png             the last moment, without a window; where there is no screen either,
                                                       xvfb-run -a -s -noreset pvpython RUN/view.py --picture out.png
    pvpython scripts/paraview/view.py RUN --picture out.png --time 1440

Every run directory gets a copy. Colours and filters are ordinary ParaView: change them, then File > Save State.
"""

import argparse
import pathlib

from paraview import simple

RUN = "."  # where this copy was written
NOTE = ""  # what the caption says of the run's rates

TUMOUR = 0  # of the array "kind"
OTHERS = {1: ("immune cells", (0.10, 0.70, 0.20)), 2: ("fibroblasts", (0.35, 0.45, 0.80))}  # have no phenotype
PHENOTYPES = {0: ("epithelial", (0.93, 0.75, 0.35)), 1: ("mesenchymal", (0.45, 0.20, 0.60)),
              2: ("partial EMT", (0.80, 0.45, 0.40))}
BLOOD, LYMPH = ("blood", (0.75, 0.10, 0.12)), ("lymph", (0.10, 0.65, 0.70))
FIELDS = {"oxygen": "mmHg", "ECM": "1"}  # the slice shows the first that there is
LYMPHATIC = 3  # of the vessels' array "kind"; those of blood are lower


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


def paint(display, colour):
    """One colour for all. ColorBy would refuse what is empty at this moment."""
    display.ColorArrayName = ["POINTS", ""]
    display.AmbientColor = display.DiffuseColor = colour


def of_kind(source, where, low, high):
    """Rows whose kind is from low to high. The halves: 5.11 takes a bound of 0 for one that was not given."""
    return simple.Threshold(Input=source, Scalars=[where, "kind"], LowerThreshold=low - 0.5, UpperThreshold=high + 0.5)


def spheres(cells, view, name):
    """Cells, each as large as it is."""
    glyphs = simple.Glyph(registrationName=name, Input=cells, GlyphType="Sphere", GlyphMode="All Points")
    glyphs.GlyphType.ThetaResolution = glyphs.GlyphType.PhiResolution = 10
    glyphs.OrientationArray = ["POINTS", "No orientation array"]
    glyphs.ScaleArray = ["POINTS", "radius"]
    glyphs.ScaleFactor = 2  # the glyph's own radius is a half
    return simple.Show(glyphs, view)


def show_cells(reader, view, name):
    cells = block(reader, name)
    tumour = spheres(of_kind(cells, "POINTS", TUMOUR, TUMOUR), view, f"{name}: tumour")
    if has_points(cells) and cells.PointData.GetArray("phenotype") is None:
        paint(tumour, PHENOTYPES[0][1])  # left out by [output] of the scenario
    else:
        tumour.ColorArrayName = ["POINTS", "phenotype"]
        tumour.LookupTable = simple.GetColorTransferFunction("phenotype")
    for kind, (plural, colour) in OTHERS.items():
        paint(spheres(of_kind(cells, "POINTS", kind, kind), view, f"{name}: {plural}"), colour)


def colour_phenotypes():
    table = simple.GetColorTransferFunction("phenotype")
    table.InterpretValuesAsCategories = 1
    table.Annotations = [text for value, (name, _) in PHENOTYPES.items() for text in (str(value), name)]
    table.IndexedColors = [part for _, colour in PHENOTYPES.values() for part in colour]


def tubes(vessels, kinds, view, name, colour):
    lines = simple.ExtractSurface(Input=of_kind(vessels, "CELLS", *kinds))
    thick = simple.Tube(registrationName=name, Input=lines, Scalars=["POINTS", "radius"], VaryRadius="By Absolute Scalar")
    display = simple.Show(thick, view)
    paint(display, colour)
    display.Opacity = 0.5


def show_vessels(reader, view, name):
    vessels = block(reader, name)
    if has_points(vessels):
        tubes(vessels, (0, LYMPHATIC - 1), view, f"{name}: {BLOOD[0]}", BLOOD[1])
        tubes(vessels, (LYMPHATIC, LYMPHATIC), view, f"{name}: {LYMPH[0]}", LYMPH[1])


def show_slice(reader, view, name, field):
    fields = block(reader, name)
    low_high = fields.GetDataInformation().GetBounds()
    middle = [(low_high[2 * i] + low_high[2 * i + 1]) / 2 for i in range(3)]
    outline = simple.Show(simple.Outline(Input=fields), view)
    outline.AmbientColor = outline.DiffuseColor = (0, 0, 0)
    if field is None:
        return
    cut = simple.Slice(Input=fields, SliceType="Plane")
    cut.SliceType.Origin = middle
    cut.SliceType.Normal = [0, 0, 1]
    display = simple.Show(cut, view)
    simple.ColorBy(display, ("CELLS", field))
    display.SetScalarBarVisibility(view, True)
    display.Opacity = 0.8


def arrays_of(reader, sites, field):
    return [block(reader, f"{site}_fields").CellData.GetArray(field) for site in sites]


def field_to_show(reader, sites):
    """A scenario can leave oxygen out of its output, and a lattice has none."""
    return next((field for field in FIELDS if None not in arrays_of(reader, sites, field)), None)


def colour_field(field, highest):
    table = simple.GetColorTransferFunction(field)
    table.ApplyPreset("Cool to Warm", True)
    table.RescaleTransferFunction(0, highest)
    bar = simple.GetScalarBar(table, simple.GetActiveViewOrCreate("RenderView"))
    bar.Title, bar.ComponentTitle = f"{field} [{FIELDS[field]}]", ""
    bar.HorizontalTitle = True
    bar.TitleColor = bar.LabelColor = (0, 0, 0)
    bar.TitleFontSize = bar.LabelFontSize = 10
    bar.RangeLabelFormat = bar.LabelFormat = "%.3g"


def show_caption(view):
    clock = simple.AnnotateTime()  # of the view: 5.13 does not tell a filter the time of a file of blocks
    hours = "{time:.0f} min" if simple.GetParaViewVersion() >= (5, 10) else "%.0f min"
    clock.Format = hours + NOTE
    display = simple.Show(clock, view)
    display.Color = (0, 0, 0)
    display.FontSize = 12


def show_legend(view):
    """The name of each colour, written in it."""
    tumour = [(f"tumour: {name}", colour) for name, colour in PHENOTYPES.values()]
    for row, (name, colour) in enumerate([*tumour, *OTHERS.values(), BLOOD, LYMPH]):
        display = simple.Show(simple.Text(registrationName=f"legend: {name}", Text=name), view)
        display.WindowLocation, display.Position = "Any Location", [0.01, 0.86 - 0.045 * row]
        display.Color, display.FontSize, display.Bold = colour, 9, True


def build(run):
    reader = open_run(run)
    view = simple.GetActiveViewOrCreate("RenderView")
    view.UseColorPaletteForBackground = 0
    view.Background = (1, 1, 1)
    simple.GetAnimationScene().UpdateAnimationUsingDataTimeSteps()
    simple.GetAnimationScene().GoToLast()
    sites = sites_of(run)
    field = field_to_show(reader, sites)
    for site in sites:
        show_slice(reader, view, f"{site}_fields", field)
        show_vessels(reader, view, f"{site}_vessels")
        show_cells(reader, view, f"{site}_cells")
    colour_phenotypes()
    if field is not None:  # over all sites at the moment shown, so that their colours can be compared
        colour_field(field, max(array.GetRange()[1] for array in arrays_of(reader, sites, field)))
    show_caption(view)
    show_legend(view)
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
