# `make book` builds the book, `make test` proves it. README.md says what each verb does.
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3; do \
	$$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null && echo $$p && break; done)
BIN := .venv/bin
export PATH := $(CURDIR)/$(BIN):$(PATH)

.PHONY: book zip serve check test lint notebooks snippets labels addresses links terms \
	prove widgets golden bench bench-widgets bench-edit bench-live setup browser lock clean pdf bench-pdf epub lesson

book: .venv/ready node_modules/.ready .venv/runtime
	@press book

zip: .venv/ready node_modules/.ready .venv/runtime
	@press zip

pdf: .venv/ready node_modules/.ready .venv/runtime
	@press pdf

epub: .venv/ready node_modules/.ready .venv/runtime
	@press epub

serve: .venv/ready node_modules/.ready .venv/runtime
	@press serve

check: lint
	@npm run --silent test
	@pytest -q -m "not slow and not built and not browser"

test: lint browser .venv/runtime
	@press pdf
	@press epub
	@press addresses --check
	@npm run --silent test
	@pytest -q -m "not browser" --numprocesses auto --dist loadfile
	@pytest -q -m browser --numprocesses auto --dist loadfile

lint: .venv/ready node_modules/.ready
	@ruff check .
	@mypy --no-error-summary
	@npm run --silent check
	@press snippets --check
	@press labels --check
	@press terms --check
	@press prove

notebooks: .venv/ready node_modules/.ready
	@press notebooks

lesson: .venv/ready
	@press new lesson "$(title)" --after "$(after)"

snippets: .venv/ready
	@press snippets

labels: .venv/ready
	@press labels

addresses: .venv/ready node_modules/.ready
	@press addresses

links: .venv/ready node_modules/.ready
	@press links

bench-edit: .venv/ready node_modules/.ready browser
	@python tests/bench_edit.py

terms: .venv/ready
	@press terms

widgets: .venv/ready node_modules/.ready
	@press widgets

golden: .venv/ready
	@python tests/widget_golden.py
	@python tests/widget_golden_vectors.py

bench: .venv/ready node_modules/.ready tests/lighthouse/node_modules/.ready browser
	@python tests/bench_book.py

tests/lighthouse/node_modules/.ready: tests/lighthouse/package.json tests/lighthouse/package-lock.json .venv/ready
	@echo "Setting up Lighthouse (once)"
	@npm ci --silent --no-audit --no-fund --prefix tests/lighthouse
	@touch $@

bench-widgets: .venv/ready node_modules/.ready browser
	@press book
	@python tests/bench_widgets.py

bench-pdf: .venv/ready node_modules/.ready
	@python tests/bench_pdf.py

bench-live: .venv/ready node_modules/.ready .venv/runtime browser
	@press book
	@python tests/bench_live.py

prove: .venv/ready
	@press prove

setup: .venv/ready node_modules/.ready .venv/runtime

browser: .venv/ready
	@python tests/browser.py
	@python tests/firefox.py

.venv/ready: pyproject.toml constraints.txt
	@test -n "$(PYTHON)" || { echo "Downhill needs Python 3.11, 3.12 or 3.13: install one, or name it: make PYTHON=…" >&2; exit 1; }
	@echo "Setting up .venv (once)"
	@$(PYTHON) -m venv .venv
	@pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@python -m compileall -q code/press
	@touch $@

node_modules/.ready: package.json package-lock.json .venv/ready
	@echo "Setting up node_modules (once)"
	@npm ci --silent --no-audit --no-fund
	@touch $@

# Python and NumPy as pages run them, and cut fonts; kept in the user's cache, for every copy of the book.
.venv/runtime: node_modules/.ready
	@press runtime
	@touch $@

lock: .venv/ready
	@{ echo '# Every package that the book is printed and tested with, transitively. Made by `make lock`.'; \
	   echo '# Where torch comes with CUDA, it pins those packages itself.'; \
	   pip freeze --exclude-editable | sed 's/+cpu//'; } > constraints.txt

clean:
	@rm -rf _build
