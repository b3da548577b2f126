#!/usr/bin/env python3
"""Runs a scenario and keeps or compares the fingerprint of its end.

  one_answer.py keep    SCRATCH SCENARIO PROGRAM [options of `metastasim run`]
  one_answer.py compare SCRATCH SCENARIO PROGRAM NAME [options of `metastasim run`]
  one_answer.py resume  SCRATCH SCENARIO PROGRAM NAME STOP...    stops there and goes on, with 1, 2, 3, 1, ... threads;
                                                                 the last is the end
  one_answer.py processors SCRATCH SCENARIO PROGRAM NAME one|all [N]  without --threads, on one of the processors that it
                                                                 may use or on all of them, OMP_NUM_THREADS unset or N;
                                                                 77 where one is all
"""
import json
import os
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


def on_processors(visible, told=None):
    """Makes this process, and with it the program, see one processor or all; the threads that it should then take."""
    os.environ.pop("OMP_NUM_THREADS", None)
    there = os.sched_getaffinity(0)
    if visible == "all" and len(there) == 1:
        print("only one processor is visible: nothing differs from one")
        sys.exit(77)
    if visible == "one":
        os.sched_setaffinity(0, {min(there)})
    if told:
        os.environ["OMP_NUM_THREADS"] = told
    return int(told or len(os.sched_getaffinity(0)))


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
    elif what == "processors":
        threads = on_processors(*options)
        answer, info = state_hash(program, scenario, scratch / name, [])
        if info["threads"] != threads:
            sys.exit(f"{name}: ran with {info['threads']} threads, {threads} expected")
    else:
        answer, _ = state_hash(program, scenario, scratch / name, options)
    print(f"{name}: {answer}\nrelease: {kept.read_text()}")
    return 0 if answer == kept.read_text() else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
