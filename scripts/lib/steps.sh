# shellcheck shell=bash disable=SC2154,SC2153
# Steps that scripts/run, scripts/test and scripts/benchmark share; source it with $root set.

# told_usage ARGUMENT...: prints the comment at the head of the script that calls it, where the arguments ask for help.
told_usage() {
  [[ " $* " == *" --help "* || " $* " == *" -h "* ]] || return 1
  sed -n '2,/^[^#]/s/^# \{0,1\}//p' "$0"
}

# Under sudo only the packages need root: what is built and computed belongs to the user, unless the tree is root's own.
as_user() {
  if ((EUID == 0)) && [[ -n ${SUDO_UID:-} && $(stat -c %u "$root") == "$SUDO_UID" ]]; then
    HOME=$(getent passwd "$SUDO_UID" | cut -d: -f6) \
      setpriv --reuid="$SUDO_UID" --regid="$SUDO_GID" --init-groups "$@"
  else
    "$@"
  fi
}

took() { # SECONDS-at-start
  local s=$((SECONDS - $1))
  ((s < 60)) && echo "$s s" || echo "$((s / 60)) min $((s % 60)) s"
}

# install_packages TITLE GROUP...
install_packages() {
  local title=$1 missing names begun=$SECONDS
  shift
  missing=$("$root/scripts/packages" missing "$@") || exit $?
  mapfile -t names <<<"$missing"
  if [[ -z $missing ]]; then
    echo "$title all there."
    return
  fi
  echo "$title need ${#names[@]} that are missing:"
  fold -s -w 90 <<<"${names[*]}" | sed 's/^/                      /'
  if ((EUID != 0)); then
    printf '%22sYou are not root. Give your administrator this line, or run this script with sudo:\n' ''
    printf '%24sapt-get install -y --no-install-recommends %s\n' '' "${names[*]}"
    exit 2
  fi
  local log
  log=$(mktemp)
  if ! "$root/scripts/packages" install "$@" >"$log" 2>&1; then
    tail -n 20 "$log"
    echo "The packages could not be installed; the end of apt's report stands above ($log)."
    exit 1
  fi
  rm -f "$log"
  printf '%22sinstalled in %s\n' '' "$(took "$begun")"
}

# One line that grows on a terminal, one every half minute in a log.
show_progress() { # TITLE
  local line last=$SECONDS
  while IFS= read -r line; do
    [[ $line =~ ^\[([0-9]+/[0-9]+)\] ]] || continue
    if [[ -t 1 ]]; then
      printf '\r%s %s' "$1" "${BASH_REMATCH[1]}"
    elif ((SECONDS - last >= 30)); then
      last=$SECONDS
      echo "$1 ${BASH_REMATCH[1]}"
    fi
  done
  [[ ! -t 1 ]] || printf '\r\033[K'
}

build_failed() { # LOG
  echo
  tail -n 40 "$1"
  echo "The build failed; the end of its report stands above ($1)."
  exit 1
}

# build_preset TITLE PRESET TARGET [CMAKE-OPTION...]
build_preset() {
  local title=$1 preset=$2 target=$3 begun=$SECONDS
  local build=$root/build/$preset log=$root/build/$preset.log
  shift 3
  as_user mkdir -p "$root/build"
  # Anew, for an earlier call may have left one that another user owns, and by the user, for the redirects keep the owner.
  rm -f "$log"
  as_user touch "$log"
  (cd "$root" && as_user cmake --preset "$preset" "$@") >"$log" 2>&1 || build_failed "$log"
  as_user cmake --build "$build" --target "$target" 2>&1 | tee "$log" | show_progress "$title" || build_failed "$log"
  if grep -Eq 'Building|Linking' "$log"; then
    echo "$title build/$preset done in $(took "$begun")."
  else
    echo "$title nothing changed."
  fi
}
