#!/bin/sh
# Makes the three embedded faces and sequences.txt from Debian's fonts-liberation2. Run once by hand; the
# results are committed, so a build needs neither the fonts nor Python.
#
#   apt-get install fonts-liberation2 python3-fonttools && crates/forms/fonts/make.sh
#
# "Liberation" (and "Tinos", which it is based on) are reserved font names under the SIL Open Font License, so
# the cut and extended faces carry another family name. Their licence is OFL.txt beside them.
set -eu
cd "$(dirname "$0")"
exec /usr/bin/python3 make.py "${1:-/usr/share/fonts/truetype/liberation2}"
