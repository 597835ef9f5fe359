#!/bin/sh
# Registers the server with Linux (systemd) or macOS (launchd), so that it serves before anyone signs in, or takes that
# back. Run as root:
#
#   service.sh install | remove | restart      what the menu of the desktop program runs
#   service.sh definition                      prints what install would register, and changes nothing
#
# The file $RECORD alone decides where the data is live: while it is there, in $TARGET, otherwise with the person. It
# appears and disappears in one step, after a checked copy was made, and no server starts on the other side of it. So
# a power cut at any moment leaves all data in one place.
#
# Settings come as variables. Without any, a fresh computer is set up: a service with data of its own.
# shellcheck disable=SC2016 # single-quoted commands are for an inner shell
set -eu
umask 077
export LC_ALL=C

SYSTEM=${SYSTEM:-$(uname -s)}
PROGRAM=${PROGRAM:-}      # what is started
PERSON=${PERSON:-}        # whose data moves; it is read and written with this person's rights, never with root's
FROM=${FROM:-}            # that person's data directory; empty when nothing moves
HOLDER=${HOLDER:-}        # process that keeps every server away from $FROM meanwhile
PORT=${PORT:-8000}
HOST=${HOST:-0.0.0.0}
PATIENCE=${PATIENCE:-120} # seconds until the new service must answer

HERE=$(cd "$(dirname "$0")" && pwd)
case $SYSTEM in
  Linux)
    : "${PROGRAM:=${HERE%/*/*}/sentinel-command-center}"
    ACCOUNT=${ACCOUNT:-sentinel-command-center}
    SETTINGS=${SETTINGS:-/etc/sentinel-command-center}
    TARGET=${TARGET:-/var/lib/sentinel-command-center}
    DEFINITION=${DEFINITION:-/etc/systemd/system/sentinel-command-center.service}
    ;;
  Darwin)
    : "${PROGRAM:=${HERE%/*/*}/MacOS/Sentinel Command Center}"
    ACCOUNT=${ACCOUNT:-_sentinelcc}
    SETTINGS=${SETTINGS:-/Library/Application Support/Sentinel Command Center}
    TARGET=${TARGET:-$SETTINGS/data}
    DEFINITION=${DEFINITION:-/Library/LaunchDaemons/io.sentinel-command-center.service.plist}
    ;;
  *)
    echo "Services on $SYSTEM are not known here." >&2
    exit 1
    ;;
esac
RECORD=$SETTINGS/service.json
FORMER=$SETTINGS/service.former.json
INCOMING=$TARGET.incoming
ASIDE=
KEPT=
UNIT=sentinel-command-center.service
LABEL=io.sentinel-command-center.service
STAGE=nothing
WORK=

fail() {
  printf '%s\n' "$1" >&2
  exit 1
}

# In one text with its parts when the desktop program runs it, in three files otherwise.
if ! command -v manager_start >/dev/null; then
  # shellcheck source=build/service/manager.sh
  . "$HERE/manager.sh"
  # shellcheck source=build/service/moving.sh
  . "$HERE/moving.sh"
fi

# ---- switching on ---------------------------------------------------------------------------------------------------

wait_until_ready() {
  waited=0
  until grep -q '"url":"http' "$TARGET/server.json" 2>/dev/null; do
    [ "$waited" -lt "$PATIENCE" ] || return 1
    if [ "$SYSTEM" = Linux ] && [ "$(systemctl show --property NRestarts --value "$UNIT")" -ge 3 ]; then return 1; fi
    waited=$((waited + 1))
    sleep 1
  done
}

# Where it answers on this computer: an address of one network is the only one it has.
local_url() {
  case $HOST in
    0.0.0.0 | :: | localhost | 127.*) printf 'http://127.0.0.1:%s' "$PORT" ;;
    *:*) printf 'http://[%s]:%s' "$HOST" "$PORT" ;;
    *) printf 'http://%s:%s' "$HOST" "$PORT" ;;
  esac
}

text_of_record() {
  from=null
  [ -z "$FROM" ] || from=\"$(printf '%s' "$FROM" | sed -e 's/\\/\\\\/g' -e 's/"/\\"/g')\"
  printf '{"dataDir":"%s","url":"%s","host":"%s","from":%s}\n' "$TARGET" "$(local_url)" "$HOST" "$from"
}

check_settings() {
  case $PROGRAM$TARGET$SETTINGS in
    *[!A-Za-z0-9\ /._+@-]*) fail "This folder has a character that service managers do not take: $PROGRAM" ;;
  esac
  case $FROM in *[[:cntrl:]]*) fail 'The name of the data directory has a line break in it.' ;; esac
  case $PORT in '' | *[!0-9]*) fail "$PORT is no port." ;; esac
  case $HOST in '' | *[!A-Za-z0-9.:-]*) fail "$HOST is no address." ;; esac
}

# Nobody but the service may look inside.
close_to_others() {
  chown -hR "$ACCOUNT:$ACCOUNT_GROUP" "$1"
  find "$1" -type d -exec chmod 700 {} +
  find "$1" -type f -exec chmod 600 {} +
}

place_data() {
  rm -rf "$INCOMING"
  mkdir -p "$INCOMING/shell"
  STAGE=copying
  if [ -n "$FROM" ]; then copy by_person "$FROM" by_root "$INCOMING"; fi
  close_to_others "$INCOMING"
  if [ -e "$TARGET" ]; then
    ASIDE=$TARGET.aside-$(date +%Y%m%d-%H%M%S)
    mv "$TARGET" "$ASIDE"
  fi
  STAGE=placed
  mv "$INCOMING" "$TARGET"
}

install_service() {
  [ ! -e "$RECORD" ] || fail 'The service is registered already.'
  [ -x "$PROGRAM" ] || fail "There is no program $PROGRAM."
  make_account
  # The way to the data is open, the data itself is not.
  (umask 022 && mkdir -p "$SETTINGS" "$(dirname "$TARGET")")
  if [ -z "$FROM" ] && [ -e "$FORMER" ] && [ -d "$TARGET" ]; then
    # Data of a service that was removed with its program: nobody else has it.
    KEPT=yes
    close_to_others "$TARGET"
  else
    place_data
  fi
  STAGE=placed
  manager_register
  text_of_record >"$RECORD.new"
  chmod 644 "$RECORD.new"
  if [ -n "$HOLDER" ]; then kill -0 "$HOLDER" 2>/dev/null || fail 'The desktop program ended meanwhile.'; fi
  sync
  mv "$RECORD.new" "$RECORD"
  sync
  # What an earlier service said before it was killed is no answer of this one.
  rm -f "$TARGET/server.json"
  manager_start
  if ! wait_until_ready; then
    manager_explain
    fail 'The service does not answer; everything is as it was.'
  fi
  STAGE=finished
  rm -f "$FORMER"
  # One copy is enough, and nobody would think of this one when data has to be erased.
  if [ -n "$FROM" ]; then
    with_entries by_person "$FROM" 'rm -rf "./$entry"' || echo "Delete what is left in $FROM by hand." >&2
  fi
}

undo_install() {
  if [ "$STAGE" = placed ]; then
    manager_stop || true
    rm -f "$RECORD" "$RECORD.new"
    manager_forget
    [ -n "$KEPT" ] || rm -rf "$TARGET"
    [ -z "$ASIDE" ] || mv "$ASIDE" "$TARGET"
  fi
  rm -rf "$INCOMING"
}

# ---- switching off --------------------------------------------------------------------------------------------------

# What is older than what was returned is kept, in a folder of its own.
ASIDE_EACH='mkdir -p "$kept" && mv "./$entry" "$kept/"'
PLACE='cd "$1" && find .returning -type d -exec chmod 700 {} + || exit 1
for entry in .returning/* .returning/.[!.]*; do
  if [ -e "$entry" ]; then mv "$entry" . || exit 1; fi
done
rmdir .returning'

remove_service() {
  if [ ! -e "$RECORD" ]; then
    [ -e "$DEFINITION" ] || fail 'No service is registered.'
    # An earlier removal was cut short after its last step that mattered.
    manager_stop
    manager_forget
    return
  fi
  STAGE=stopping
  manager_stop
  if [ -n "$FROM" ]; then
    by_person sh -c 'mkdir -p "$1" && rm -rf "$1/.returning" && mkdir "$1/.returning"' sh "$FROM"
    copy by_root "$TARGET" by_person "$FROM/.returning"
    with_entries by_person "$FROM" "kept=before-return-$(date +%Y%m%d-%H%M%S); $ASIDE_EACH"
    by_person sh -c "$PLACE" sh "$FROM"
    if [ -n "$HOLDER" ]; then kill -0 "$HOLDER" 2>/dev/null || fail 'The desktop program ended meanwhile.'; fi
  fi
  sync
  if [ -n "$FROM" ]; then rm -f "$RECORD"; else mv "$RECORD" "$FORMER"; fi
  STAGE=finished
  manager_forget
  sync
  if [ -n "$FROM" ]; then rm -rf "$TARGET"; fi
}

undo_remove() {
  manager_start || true
  if [ -n "$FROM" ]; then by_person rm -rf "$FROM/.returning" || true; fi
}

# ---------------------------------------------------------------------------------------------------------------------

finish() {
  status=$?
  trap - EXIT
  set +e
  if [ "$status" -ne 0 ]; then
    case $ACTION-$STAGE in
      install-copying | install-placed) undo_install ;;
      remove-stopping) undo_remove ;;
    esac
  fi
  [ -z "$WORK" ] || rm -rf "$WORK"
  exit "$status"
}

ACTION=${1:-}
check_settings
case $ACTION in
  install | remove)
    [ "$(id -u)" -eq 0 ] || fail 'Only root may do this.'
    trap finish EXIT
    trap 'exit 129' HUP INT TERM
    WORK=$(mktemp -d)
    "${ACTION}_service"
    ;;
  restart) manager_restart ;;
  definition)
    ACCOUNT_GROUP=$ACCOUNT
    definition
    ;;
  *) fail 'Say install, remove, restart or definition.' ;;
esac
