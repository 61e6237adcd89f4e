"""The command line. Each subcommand imports what it needs when it runs."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from spinelab import __version__


def main(arguments: Sequence[str] | None = None) -> int:
    """Run `spinelab ARGUMENTS`; return the exit code: 0 good, 1 faults found, 2 it could not be done."""
    options = _parser().parse_args(arguments)
    code: int = options.run(options)
    return code


def _lab(options: argparse.Namespace) -> int:
    from spinelab import lab

    try:
        lab.open_lab(options.folder, options.port, options.browser)
    except lab.LabError as error:
        return _failed("lab", error)
    return 0


def _check(options: argparse.Namespace) -> int:
    from spinelab import course

    faults = course.check()
    for fault in faults:
        print(fault)
    print(f"{len(faults)} fault{'' if len(faults) == 1 else 's'}")
    return 1 if faults else 0


def _schema(options: argparse.Namespace) -> int:
    from spinelab.content import schema

    try:
        written = schema.write(options.out)
    except OSError as error:
        return _failed("schema", f"cannot write to {options.out}: {error.strerror}")
    for path in written:
        print(path)
    return 0


def _notebooks(options: argparse.Namespace) -> int:
    from spinelab import content, stored_notebooks

    paths: list[Path] = options.paths or sorted(content.notebooks_folder().glob("*.ipynb"))
    try:
        changed = stored_notebooks.stale(paths) if options.check else stored_notebooks.refresh(paths)
    except content.ContentError as error:
        print(error)
        return 1
    except OSError as error:
        return _failed("notebooks", f"{error.filename}: {error.strerror}")
    for path in changed:
        print(f"{path}: not in stored form; run `spinelab notebooks`" if options.check else f"{path}: written")
    return 1 if options.check and changed else 0


def _progress(options: argparse.Namespace) -> int:
    from spinelab import progress
    from spinelab.progress import own_data

    store = progress.store()
    if options.action == "show":
        print("\n".join([f"Your answers are in {progress.answers_folder()}", *own_data.summary(store.all())]))
    elif options.action == "export":
        try:
            count = own_data.export(store, progress.learner(), options.file)
        except OSError as error:
            return _failed("progress export", error.strerror or error)
        print(f"{count} answers written to {options.file}")
    elif not options.yes and input("Erase all your answers on this computer? Type yes: ").strip() != "yes":
        print("Nothing was erased.")
    else:
        print(f"{own_data.erase(store, progress.home())} files erased")
    return 0


def _handin(options: argparse.Namespace) -> int:
    from spinelab import course, progress
    from spinelab.content import nearest
    from spinelab.progress import own_data

    lessons = [lesson.id for lesson in course.lessons()]
    if options.lesson not in lessons:
        return _failed("handin", f"there is no lesson {options.lesson}{nearest(options.lesson, lessons)}")
    try:
        path = own_data.hand_in(progress.store(), options.lesson, progress.own_id(progress.home()), options.folder)
    except LookupError as error:
        return _failed("handin", error.args[0])
    except OSError as error:
        return _failed("handin", f"cannot write to {options.folder}: {error.strerror}")
    print(path)
    return 0


def _learner(options: argparse.Namespace) -> int:
    from spinelab import content, learner_copy

    try:
        written = learner_copy.build(options.folder)
    except content.ContentError as error:
        print(error)
        return 1
    except learner_copy.LearnerCopyError as error:
        return _failed("learner", error)
    except OSError as error:
        return _failed("learner", f"cannot write to {options.folder}: {error.strerror}")
    print(f"{len(written)} files in {options.folder}")
    return 0


def _version(options: argparse.Namespace) -> int:
    print(__version__)
    return 0


def _failed(command: str, why: object) -> int:
    print(f"spinelab {command}: {why}", file=sys.stderr)
    return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="spinelab", description="Spine Lab: a course in notebooks.")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)

    lab = commands.add_parser("lab", help="open the lessons in JupyterLab")
    lab.add_argument("--port", type=_port, metavar="N", help="the port to serve on (default: the first free one)")
    lab.add_argument(
        "--folder",
        type=Path,
        metavar="DIR",
        help="copy the lessons here and open them (default: spine-lab, or notebooks in a checkout)",
    )
    lab.add_argument("--no-browser", dest="browser", action="store_false", help="only print the address")
    lab.set_defaults(run=_lab)

    check = commands.add_parser("check", help="check all authored content and list every fault")
    check.set_defaults(run=_check)

    schema = commands.add_parser("schema", help="write JSON Schemas of the authored files, for editors")
    schema.add_argument("--out", type=Path, default=Path("schemas"), metavar="DIR", help="folder (default: schemas)")
    schema.set_defaults(run=_schema)

    notebooks = commands.add_parser("notebooks", help="run notebooks and write their stored form")
    notebooks.add_argument("paths", nargs="*", type=Path, metavar="NOTEBOOK", help="default: every lesson")
    notebooks.add_argument("--check", action="store_true", help="run nothing; list those not in stored form")
    notebooks.set_defaults(run=_notebooks)

    progress = commands.add_parser("progress", help="your own answers: show, export, erase")
    actions = progress.add_subparsers(dest="action", metavar="ACTION", required=True)
    actions.add_parser("show", help="say where your answers are, and sum them up")
    export = actions.add_parser("export", help="write all your answers into one file (xAPI statements, one a line)")
    export.add_argument("file", nargs="?", type=Path, default=Path("spinelab-answers.jsonl"), metavar="FILE")
    erase = actions.add_parser("erase", help="delete all your answers from this computer")
    erase.add_argument("--yes", action="store_true", help="do not ask")
    progress.set_defaults(run=_progress)

    handin = commands.add_parser("handin", help="write your answers to a lesson into one file under a pseudonym")
    handin.add_argument("lesson", metavar="LESSON", help="such as 02-atlas-and-axis")
    handin.add_argument("--folder", type=Path, default=Path(), metavar="DIR", help="default: here")
    handin.set_defaults(run=_handin)

    learner = commands.add_parser("learner", help="write exactly what a learner gets: lessons and assignments")
    learner.add_argument("folder", type=Path, metavar="DIR", help="a new or empty folder")
    learner.set_defaults(run=_learner)

    version = commands.add_parser("version", help="print the version")
    version.set_defaults(run=_version)
    return parser


def _port(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"expected a port from 1 to 65535, found {text!r}")
    return int(text)


if __name__ == "__main__":
    sys.exit(main())
