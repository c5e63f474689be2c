#!/usr/bin/env bash
# Make .venv and install the project into it, with the versions of constraints.txt.
set -euo pipefail

python=$(setup/find-python.sh)
echo "==> 1/4 virtual environment (.venv, $("$python" --version))"
[ -x .venv/bin/python ] || "$python" -m venv .venv
.venv/bin/python -m pip install --quiet --upgrade -c constraints.txt pip 2> >(grep -v "is ignored: it is" >&2 || true)

# torch first and alone: a CPU build is taken where one is offered, and CUDA never comes unasked.
echo "==> 2/4 torch (CPU build, about 200 MB)"
torch=$(grep -E '^torch==' constraints.txt)
if ! .venv/bin/python -c 'import torch' 2>/dev/null; then
    if [ "${TORCH:-cpu}" = cpu ] && .venv/bin/pip install --dry-run "$torch" ${TORCH_INDEX:+--index-url "$TORCH_INDEX"} 2>/dev/null | grep -q 'Would install.*nvidia'; then
        cat >&2 <<'END'
==> Your package index offers torch only with CUDA: several gigabytes that this project does not need. Either
      make install TORCH_INDEX=<address>   with the CPU wheel index that PyTorch's own install page names, or
      make install TORCH=any               to take the large build.
END
        exit 1
    fi
    .venv/bin/pip install --progress-bar on -c constraints.txt "$torch" ${TORCH_INDEX:+--index-url "$TORCH_INDEX"} 2> >(grep -v "is ignored: it is" >&2 || true)
fi

echo "==> 3/4 the other packages (a minute or two: two of Manim's are compiled)"
.venv/bin/pip install --progress-bar on -c constraints.txt -e ".[dev,openai]" 2> >(grep -v "is ignored: it is" >&2 || true)

echo "==> 4/4 done; the first run builds the scene index"
