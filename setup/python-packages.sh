#!/usr/bin/env bash
# Make .venv and install the project into it, with the versions of constraints.txt and the extras in $EXTRAS.
set -euo pipefail

pip=.venv/bin/pip
torch=$(grep -E '^torch==' constraints.txt)
index=(${TORCH_INDEX:+--index-url "$TORCH_INDEX"})

has_torch() { .venv/bin/python -c 'import torch' 2>/dev/null; }

only_cuda() { $pip install --dry-run "$torch" "${index[@]}" 2>/dev/null | grep -q 'Would install.*nvidia'; }

wants_cuda() {
    cat >&2 <<'END'
==> Your package index offers torch only with CUDA: several gigabytes that this project does not need. Either
      make install TORCH_INDEX=<address>   with the CPU wheel index that PyTorch's own install page names, or
      make install TORCH=any               to take the large build.
    (docker build takes them with --build-arg, docker compose from .env.)
END
    [ -t 0 ] || return 1
    read -rp "    Take the large build now? [y/N] " answer
    [[ "$answer" == [yY]* ]]
}

python=$(setup/find-python.sh)
echo "==> 1/4 virtual environment (.venv, $("$python" --version))"
[ -x .venv/bin/python ] || "$python" -m venv .venv
.venv/bin/python -m pip install --quiet --upgrade -c constraints.txt pip

# torch first and alone: a CPU build is taken where one is offered, and CUDA never comes unasked.
echo "==> 2/4 torch (CPU build, about 200 MB)"
if ! has_torch; then
    if [ "${TORCH:-cpu}" = cpu ] && only_cuda; then wants_cuda; fi
    $pip install -c constraints.txt "$torch" "${index[@]}"
fi

echo "==> 3/4 the other packages (a minute or two: two of Manim's are compiled)"
$pip install -c constraints.txt -e ".[${EXTRAS:-dev,openai}]"

echo "==> 4/4 done; the first run builds the scene index"
