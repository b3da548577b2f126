#!/usr/bin/env python3
"""The device code of every kernel holds only arithmetic that a CPU repeats bit for bit.

Usage: ptx_test.py BUILD_DIR      a build with CUDA; compiles each kernels/**/*.cu of it to PTX and reads that.
What it sees in a text, instruction by instruction: ptx_rules_test.py.
"""
import concurrent.futures
import json
import os
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile

FORBIDDEN = {
    "fused multiply-add": r"\b(fma\.|mad(\.\w+)*\.(f16|f32|f64|bf16))",  # mad of floats fuses too; of integers it may stay
    "approximate arithmetic": r"\.(approx|full)\b",
    "subnormals flushed to zero": r"\.ftz\b",
    "floating-point atomics": r"\b(atom|red)\.[\w.:]*\.(f16|f32|f64|bf16)",
}
# What each kind of FORBIDDEN looks like in a kernel: the test first proves that it would see it.
PLANTED = """
__global__ void planted(float* x, double* y) {
  x[0] = fmaf(x[1], x[2], x[3]);
  x[4] = __expf(x[5]);
  asm("add.ftz.f32 %0, %0, %0;" : "+f"(x[6]));
  atomicAdd(y, 1.0);
}
"""
# An exception needs a reason: {"kernels/chapter/file.cu": {"kind of FORBIDDEN": "why the state does not depend on it"}}.
EXCEPTIONS = {}


def to_ptx(entry):
    command = [w for w in shlex.split(entry["command"]) if w != "-c"]
    at = command.index("-o")
    del command[at:at + 2]
    command = [re.sub(r"code=\[(compute_\d+\w*).*\]", r"code=\1", w) for w in command]
    done = subprocess.run(command + ["--ptx", "-o", "-"], cwd=entry["directory"], capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"{entry['file']}: no PTX\n{done.stderr}")
    return done.stdout


def findings(name, ptx):
    for kind, pattern in FORBIDDEN.items():
        if kind in EXCEPTIONS.get(name, {}):
            continue
        entry = "(no kernel)"
        for line in ptx.splitlines():
            found = re.search(r"\.(?:entry|func)\s+(?:\(.*?\)\s*)?([\w$]+)", line)
            entry = found.group(1) if found else entry
            if re.search(pattern, line.partition("//")[0]):
                yield f"{name}: {kind} in {entry}: {line.strip()}"


def prove_that_planted_faults_are_seen(entry):
    with tempfile.TemporaryDirectory() as folder:
        source = pathlib.Path(folder) / "planted.cu"
        source.write_text(PLANTED)
        planted = dict(entry, command=entry["command"].replace(entry["file"], str(source)))
        seen = list(findings("planted", to_ptx(planted)))
    for kind in FORBIDDEN:
        if not any(kind in line for line in seen):
            sys.exit(f"this test is blind to {kind}")


def main(build):
    commands = json.loads((pathlib.Path(build) / "compile_commands.json").read_text())
    kernels = [c for c in commands if "/kernels/" in c["file"] and c["file"].endswith(".cu")
               and "/tests/" not in c["file"]]
    if not kernels:
        sys.exit(f"{build} compiles no kernels: is it the CUDA build?")
    prove_that_planted_faults_are_seen(kernels[0])
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        texts = list(pool.map(to_ptx, kernels))
    wrong = [line for c, text in zip(kernels, texts)
             for line in findings(c["file"][c["file"].index("kernels/"):], text)]
    print("\n".join(wrong) or f"{len(kernels)} files: as a CPU would compute it")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
