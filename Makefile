# make lab    open the course          make test        everything that must hold
# make check  the quick checks only    make check-full  the same with long counts
# Both install what they need into .venv; PYTHON= chooses another Python, PORT= another port for the course.

PYTHON ?= python3
PY := .venv/bin/python
PIP := $(PY) -m pip --disable-pip-version-check --quiet
PYTEST = $(PY) -m pytest -p no:nbval -m "$(COUNTS)"
COUNTS := not full
PROXY := hub/node_modules/.package-lock.json
STORED := $(patsubst %/,%,$(sort $(dir $(wildcard notebooks/*.ipynb instructor/*.ipynb))))

.PHONY: lab test check check-full notebooks spine pathways learner hub locks bench wheel clean

lab: .venv/.learner
	@.venv/bin/spinelab lab $(if $(PORT),--port $(PORT))

check: .venv/.dev
	$(PY) -m ruff check
	$(PY) -m ruff format --check
	$(PY) -m mypy
	.venv/bin/spinelab check

# nbval and playwright must not share a run. A file of tests stays with one worker, which makes what they share once;
# the order is kept, as the last files are the short ones. In the browser the longest file, the lessons, comes first.
test: check $(PROXY)
	$(PYTEST) tests --ignore=tests/browser --ignore=tests/hub -n 2 --dist loadfile --no-loadscope-reorder
	$(if $(STORED),$(NBVAL) $(STORED))
	$(PYTEST) tests/browser -n 2 --dist loadfile
	$(PYTEST) tests/hub

check-full: COUNTS := full or not full
check-full: test

# Every answer that nbval compares is given in this environment: an empty learner folder, one name for each cell.
NBVAL = home=$$(mktemp -d) && trap 'rm -rf "$$home"' EXIT && \
	SPINELAB_HOME="$$home" IPYKERNEL_CELL_NAME='<cell>' PYTHONHASHSEED=0 \
	$(PY) -m pytest --nbval --nbval-current-env --nbval-sanitize-with tests/notebooks/nbval.cfg \
	--nbval-cell-timeout=120 -n auto --dist loadscope

notebooks: .venv/.dev
	.venv/bin/spinelab notebooks $(wildcard notebooks/*.ipynb instructor/*.ipynb)

# The maps of the treatment pathways, after a pathway was edited; they are kept as data.
pathways: .venv/.dev
	$(PY) -m spinelab.treatment.build

# The bones of the virtual spine, their pictures and the table of their sizes; needs the extra `build`.
spine: .venv/.dev
	$(PY) -m spinelab.anatomy.build
	$(PY) -m spinelab.imaging.figures.states

# Exactly what a learner gets: lessons without instructor notes, assignments without solutions and keys.
learner: .venv/.dev
	@rm -rf build/learner
	.venv/bin/spinelab learner build/learner

# A demonstration of the course on JupyterHub, on this machine; Ctrl-C ends it. PORT= chooses another port than 8000.
hub: .venv/.hub $(PROXY)
	@$(PY) hub/start.py $(if $(PORT),--port $(PORT))

# The proxy needs Node.js 20 or newer; where there is none, it comes as a Python package into .venv.
NODE = node -e 'process.exit(Number(process.versions.node.split(".")[0]) < 20)' 2>/dev/null && command -v npm >/dev/null
$(PROXY): hub/package-lock.json | .venv/bin/pip
	@$(NODE) || $(PIP) install --require-hashes -r locks/node.txt
	PATH="$(CURDIR)/.venv/bin:$$PATH" npm ci --prefix hub --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

bench: .venv/.dev $(PROXY)
	@set -e; for script in tests/benchmarks/*.py; do echo "$$script"; $(PY) "$$script"; done

wheel: .venv/.dev
	$(PIP) wheel --no-deps --no-build-isolation --wheel-dir dist .

# One lock for every system and Python: resolved for the lowest Python, so that its first patch release can use it.
LOCK = $(PY) -m uv pip compile pyproject.toml locks/build.in --universal --python-version 3.11 --fork-strategy fewest \
	--upgrade --generate-hashes --no-config --no-header --no-annotate --no-emit-index-url --no-emit-find-links --quiet
locks: | .venv/bin/pip
	$(PIP) install uv
	$(LOCK) --output-file locks/learner.txt
	$(LOCK) --output-file locks/dev.txt --extra dev --extra build --extra hub --constraint locks/learner.txt
	$(LOCK) --output-file locks/hub.txt --extra hub --constraint locks/dev.txt
	$(subst pyproject.toml locks/build.in,locks/node.in,$(LOCK)) --output-file locks/node.txt

.venv/.learner: locks/learner.txt
.venv/.dev: locks/dev.txt
.venv/.hub: locks/hub.txt
.venv/.learner .venv/.dev .venv/.hub: pyproject.toml | .venv/bin/pip
	$(PIP) install --require-hashes -r locks/$(subst .,,$(notdir $@)).txt
	$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

.venv/bin/pip:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { echo >&2 \
	"Spine Lab needs Python 3.11 or newer, which $(PYTHON) is not. Name another: make PYTHON=python3.12 $(MAKECMDGOALS)"; \
	exit 1; }
	$(PYTHON) -m venv .venv

clean:
	rm -rf .venv build dist .mypy_cache .pytest_cache .ruff_cache
