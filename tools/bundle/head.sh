#!/bin/sh
# AIF Explorer @VERSION@ in one file. Run it as it is, or with a Python of your choice: python3 FILE.
for root in "${XDG_CACHE_HOME:-$HOME/.cache}/aif" "${TMPDIR:-/tmp}/aif-$(id -u)"; do
    [ -O "$root" ] || continue
    for folder in "$root/@BUILD@"-*-"$(uname -m)"; do
        [ -O "$folder" ] && [ -r "$folder/python" ] && read -r python <"$folder/python" &&
            [ -x "$python" ] && exec "$python" "$folder/aif.py" "$@"
    done
done
for python in python3 python3.14 python3.13 python3.12 python3.11 python; do
    "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null &&
        exec "$python" "$0" "$@"
done
echo "aif needs Python 3.11 or later; none of that name was found. With another one: PYTHON $0" >&2
exit 2
