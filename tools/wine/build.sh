# shellcheck shell=bash disable=SC2034,SC2154 # the names of places come from lib.sh
# What run and test share: Maven, called only when the project's files are newer than what it made. Sourced, never run.

# fresh STAMP PATH...: true when the file STAMP exists and no file of the PATHs is newer.
fresh() {
  local stamp=$1
  shift
  [ -e "$stamp" ] && [ -z "$(find "$@" -newer "$stamp" -type f -print -quit 2>/dev/null)" ]
}

# maven ARG...: its output is of interest only when it fails; runs that start together build one after the other.
maven() {
  local log code=0
  command -v mvn >/dev/null || die "Maven is missing on this machine; on Debian: sudo apt-get install maven"
  log=$(cd "$project" && mvn -q -B "$@" 2>&1 </dev/null 6>&-) || code=$?
  [ "$code" = 0 ] || { printf '%s\n' "$log" >&2; die "mvn $* failed"; }
}

build_lock() {
  mkdir -p "$project/target"
  exec 6>>"$project/target/.wine-build.lock"
  flock 6
}

build_unlock() {
  exec 6>&-
}

# Leaves the name of the jar in $jar.
build_jar() {
  jar=$project/target/handlelab.jar
  build_lock
  if ! fresh "$jar" "$project/pom.xml" "$project/src/main"; then
    echo "tools/wine/${0##*/}: building $jar" >&2
    maven -DskipTests package
    [ -e "$jar" ] || die "the build made no $jar"
    touch "$jar" # the build leaves a jar alone whose content would stay the same
  fi
  build_unlock
}
