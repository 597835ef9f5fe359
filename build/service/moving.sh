# shellcheck shell=sh disable=SC2016,SC2154 # a part of service.sh; single-quoted commands are for an inner shell
# Copies data between a person and the service, each side with its own rights, and compares what arrived.

# Every entry of a data directory that moves. Files of the desktop program stay with the person; locks are of the moment.
EACH='cd "$1" || exit 1
for entry in * .[!.]*; do
  case $entry in shell | logs | shell.json* | server.lock* | server.json* | before-return-* | .returning) continue ;; esac
  if [ ! -e "$entry" ] && [ ! -L "$entry" ]; then continue; fi
'
# One side is the person's, the other one root's.
by_person() {
  if [ -z "$PERSON" ]; then
    "$@"
  elif [ "$SYSTEM" = Linux ]; then
    runuser -u "$PERSON" -- "$@"
  else
    sudo -n -u "$PERSON" -- "$@"
  fi
}

by_root() {
  "$@"
}

# with_entries SIDE FOLDER COMMAND: the command for "./$entry" of each.
with_entries() {
  "$1" sh -c "$EACH $3 || exit 1
done" sh "$2"
}

sums() {
  with_entries "$1" "$2" 'find "./$entry" -type f -exec cksum {} +' >"$3.unsorted" ||
    fail "Not everything in $2 can be read."
  sort -k 3 "$3.unsorted" >"$3"
}

# copy FROM-SIDE FROM TO-SIDE TO: every file, compared afterwards.
copy() {
  odd=$(with_entries "$1" "$2" 'find "./$entry" ! -type d ! -type f -print')
  [ -z "$odd" ] || fail "In $2 there are links, which cannot move: $odd"
  sums "$1" "$2" "$WORK/there"
  if [ -s "$WORK/there" ]; then
    with_entries "$1" "$2" 'printf "./%s\0" "$entry"' >"$WORK/names"
    "$1" tar -C "$2" --null -T - -cf - <"$WORK/names" | "$3" tar -C "$4" --no-same-owner -xf -
  fi
  sums "$1" "$2" "$WORK/there"
  sums "$3" "$4" "$WORK/here"
  cmp -s "$WORK/there" "$WORK/here" || fail 'The copy is not like the original; perhaps the disk is full.'
}
