#!/usr/bin/env python3
"""What may include what, and who may look at the compiler: the rules of docs/architecture.md that a CPU build alone would
not notice.

  * kernels/core/launch.hpp belongs in .cu files: in a CUDA build only nvcc sees both sides of a launch.
  * Thrust and CUB stay in kernels/parallel; kernels/ knows no file format, no scenario and no text formatting.
  * Functions of kernels/core/math.hpp, not the C library's, whose last bits differ between machines, wherever state comes from.
  * No #if in a process: only kernels/core and kernels/parallel ask for which machine they are compiled.
"""
import pathlib
import re
import sys

root = pathlib.Path(__file__).resolve().parents[2]
include = re.compile(r'^\s*#\s*include\s+["<]([^">]+)[">]', re.MULTILINE)
condition = re.compile(r"^\s*#\s*(?:if|ifdef|ifndef)\b.*", re.MULTILINE)
libm = re.compile(r"\bstd::(?:pow|exp2?|expm1|log(?:2|10|1p)?|sinh?|cosh?|tanh?|asin|acos|atan2?|cbrt|hypot|erfc?|[tl]gamma|fma)f?\(")
foreign = re.compile(r"^(thrust/|cub/|hdf5|H5|toml|fmt/|spdlog/|nlohmann/|CLI/|vtk)")


def included(file: pathlib.Path) -> list[str]:
    return include.findall(file.read_text())


def reaches_launch(file: pathlib.Path) -> list[str] | None:
    """The chain of includes from a file to launch.hpp, or None."""
    seen, open_chains = {file}, [[file]]
    while open_chains:
        chain = open_chains.pop()
        for name in included(chain[-1]):
            if name == "kernels/core/launch.hpp":
                return [str(f.relative_to(root)) for f in chain] + [name]
            below = root / name
            if below.is_file() and below not in seen:
                seen.add(below)
                open_chains.append([*chain, below])
    return None


def problems():
    for folder in ("kernels", "host", "tests", "benchmarks"):
        for file in sorted((root / folder).rglob("*.cpp")):
            if chain := reaches_launch(file):
                yield "launch.hpp reaches a .cpp file: " + " -> ".join(chain)
    for file in sorted((root / "kernels").rglob("*.[ch]*")):
        if file.parent.name == "parallel":
            continue
        for name in included(file):
            if foreign.match(name):
                yield f"{file.relative_to(root)} includes {name}"
        if file.parent.name != "core" and (found := condition.search(file.read_text())):
            yield f"{file.relative_to(root)} asks for the machine: {found[0]}"
    for folder in ("kernels", "host/sim", "host/geometry"):
        for file in sorted((root / folder).rglob("*.[ch]*")):
            for call in libm.findall(file.read_text()):
                yield f"{file.relative_to(root)} calls {call}...): kernels/core/math.hpp has that"


found = list(problems())
print("\n".join(found) or "every include and every #if is where it may be")
sys.exit(bool(found))
