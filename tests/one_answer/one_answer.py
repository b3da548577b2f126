#!/usr/bin/env python3
"""Runs a scenario and keeps or compares the fingerprint of its end.

  one_answer.py keep    SCRATCH SCENARIO PROGRAM [options of `metastasim run`]
  one_answer.py compare SCRATCH SCENARIO PROGRAM NAME [options of `metastasim run`]
  one_answer.py resume  SCRATCH SCENARIO PROGRAM NAME STOP...    stops there and goes on, with 1, 2, 3, 1, ... threads;
                                                                 the last is the end
"""
import json
import pathlib
import shutil
import subprocess
import sys


def run(program, command, what, *options):
    subprocess.run([program, command, what, *options], check=True, stdin=subprocess.DEVNULL)


def state_hash(program, scenario, folder, options, stops=()):
    shutil.rmtree(folder, ignore_errors=True)
    run(program, "run", scenario, "--out", str(folder), *options)
    for number, stop in enumerate(stops, 1):
        run(program, "resume", str(folder), "--until", stop, "--threads", str(1 + number % 3))
    info = subprocess.run([program, "info", str(folder), "--json"], check=True, capture_output=True, text=True)
    shutil.rmtree(folder)
    return json.loads(info.stdout)["state_hash"], json.loads(info.stdout)


def main(what, scratch, scenario, program, *rest):
    scratch = pathlib.Path(scratch)
    scratch.mkdir(parents=True, exist_ok=True)
    kept = scratch / "fingerprint"
    if what == "keep":
        answer, info = state_hash(program, scenario, scratch / "kept", rest)
        kept.write_text(answer)
        (scratch / "info.json").write_text(json.dumps(info, indent=1))
        return 0
    name, *options = rest
    if what == "resume":
        first, *stops = options
        answer, _ = state_hash(program, scenario, scratch / name, ["--until", first, "--threads", "1"], stops)
    else:
        answer, _ = state_hash(program, scenario, scratch / name, options)
    print(f"{name}: {answer}\nrelease: {kept.read_text()}")
    return 0 if answer == kept.read_text() else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
