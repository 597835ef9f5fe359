#!/usr/bin/env bash
# Connects AI clients on this computer (Linux, macOS) to a Sentinel server, so that they can use its cameras.
#
#   curl -fsSL http://<server>:8000/mcp-setup.sh | bash -s -- '<key>' 'http://<server>:8000/mcp/'
#
# It adds one entry, "opensentry", to the settings file of each client you choose and keeps everything else in it. The
# file as it was is kept beside it as <file>.bak. A file that cannot be read as JSON is kept under a name with the time,
# and a fresh one takes its place.
#
# SOURCEBOX_SENTRY_MCP_ALLOW_RUNNING=1  changes the files of clients that are running, too
# SOURCEBOX_SENTRY_MCP_NO_PAUSE=1       does not wait for Enter at the end
set -euo pipefail
# What a person types is never a pattern of file names.
set -f

readonly NAMES=('Claude Code' 'Claude Desktop' 'Cursor' 'Windsurf')
# Names of the processes of each client, which would write their settings over ours.
readonly PROCESSES=('claude Claude' 'Claude claude' 'Cursor cursor' 'Windsurf windsurf')

# What each client wants to read: address and key take the places of @URL@ and @KEY@. The bridge speaks plain http to
# other machines only when it is told to (@PLAIN@).
readonly SHAPES=(
  '{"type":"http","url":"@URL@","headers":{"Authorization":"Bearer @KEY@"}}'
  '{"command":"npx","args":["-y","mcp-remote","@URL@","--header","Authorization:Bearer @KEY@"@PLAIN@]}'
  '{"url":"@URL@","headers":{"Authorization":"Bearer @KEY@"}}'
  '{"serverUrl":"@URL@","headers":{"Authorization":"Bearer @KEY@"}}'
)

key='' url='' dashboard='' editor='' can_ask=no reason=''
files=() chosen=() configured=() skipped=() failed=()

say() { printf '%s\n' "$*"; }
warn() { printf 'Note: %s\n' "$*" >&2; }
fail() {
  printf 'Error: %s\n' "$*" >&2
  exit 1
}
have() { command -v "$1" >/dev/null 2>&1; }
has_terminal() { (: </dev/tty) >/dev/null 2>&1; }

usage() {
  cat >&2 <<'END'
Usage: mcp-setup.sh <key> <server address>
  e.g. mcp-setup.sh 'osc_0123456789abcdef0123456789abcdef' 'http://192.168.1.20:8000/mcp/'
Make a key on the MCP page of the dashboard; it shows the whole line to copy.
END
  exit 1
}

read_arguments() {
  local rest
  key=${1-} url=${2-}
  if [ -z "$key" ] || [ -z "$url" ]; then usage; fi
  case "$key" in *[!A-Za-z0-9._~+/=-]*) fail 'the key has characters no key has. Copy it again from the dashboard.' ;; esac
  case "$url" in
    *[!A-Za-z0-9._~:/?#@!\&%=+,\;\[\]-]*) fail 'the server address has characters no address has.' ;;
    http://?* | https://?*) ;;
    *) fail 'the server address has to begin with http:// or https://' ;;
  esac
  url="${url%/}/"
  rest=${url#*://}
  dashboard="${url%%://*}://${rest%%/*}/mcp"
}

find_files() {
  local desktop
  case "$(uname -s)" in
    Linux) desktop="$HOME/.config/Claude" ;;
    Darwin) desktop="$HOME/Library/Application Support/Claude" ;;
    *) fail "this script is for Linux and macOS. On Windows use mcp-setup.ps1." ;;
  esac
  files=(
    "$HOME/.claude.json"
    "$desktop/claude_desktop_config.json"
    "$HOME/.cursor/mcp.json"
    "$HOME/.codeium/windsurf/mcp_config.json"
  )
}

# A program that can edit JSON. On a bare macOS "python3" exists but only offers to install itself.
find_editor() {
  if have python3 && python3 -I -c '' >/dev/null 2>&1; then
    editor=python
  elif have node && node -e '' >/dev/null 2>&1; then
    editor=node
  else
    fail 'Python 3 (or Node.js) is needed to edit the settings files. Install it and run this script again.'
  fi
}

# Where answers come from: standard input, unless this script itself arrives there. Then the terminal.
find_answers() {
  case "$-" in
    *s*) if has_terminal; then exec 3</dev/tty && can_ask=yes; fi ;;
    *) exec 3<&0 && can_ask=yes ;;
  esac
}

is_found() { [ -e "${files[$1]}" ] || [ -d "$(dirname "${files[$1]}")" ]; }

short() { case "$1" in "$HOME"/*) printf '~%s' "${1#"$HOME"}" ;; *) printf '%s' "$1" ;; esac; }

list_clients() {
  local i state
  say ''
  say 'AI clients on this computer:'
  for i in 0 1 2 3; do
    if is_found "$i"; then state='found'; else state='not found'; fi
    printf '  %s) %-15s %-10s %s\n' "$((i + 1))" "${NAMES[$i]}" "$state" "$(short "${files[$i]}")"
  done
  say ''
  say 'Quit the clients before you go on: a running one would overwrite its settings.'
}

choose() {
  local i
  for i in ${chosen[@]+"${chosen[@]}"}; do
    if [ "$i" = "$1" ]; then return 0; fi
  done
  chosen+=("$1")
}

# Fills `chosen`; leaves the script when there is nothing to do.
ask_for_clients() {
  local answer='' word i
  printf 'Which ones? Numbers with commas, "all" for those found, "q" to leave: '
  read -r answer <&3 || say ''
  for word in $(tr 'A-Z,;' 'a-z  ' <<<"$answer"); do
    case "$word" in
      q | quit) say 'Nothing was changed.' && exit 0 ;;
      all) for i in 0 1 2 3; do if is_found "$i"; then choose "$i"; fi; done ;;
      1 | 2 | 3 | 4) choose "$((word - 1))" ;;
      *) warn "there is no client \"$word\"; left out." ;;
    esac
  done
  if [ ${#chosen[@]} = 0 ]; then
    say 'No client was chosen. Nothing was changed.'
    exit 0
  fi
}

is_running() {
  local name
  for name in ${PROCESSES[$1]}; do
    if have pgrep; then
      if pgrep -x -u "$(id -u)" "$name" >/dev/null 2>&1; then return 0; fi
    elif have ps; then
      if ps -U "$(id -u)" -o comm= 2>/dev/null | sed 's|.*/||' | grep -Fxq "$name"; then return 0; fi
    fi
  done
  return 1
}

# Both editors do the same: put $ENTRY at mcpServers.opensentry of $FILE, keep the rest, replace the file in one step.
# They print the name of the copy when the file could not be read as JSON, or else nothing.
edit_with_python() {
  python3 -I - <<'END'
import json, os, shutil, sys, tempfile

file = os.path.realpath(os.environ["FILE"])
data, fresh_start = {}, False
try:
    if os.path.exists(file):
        if not os.access(file, os.W_OK):
            sys.exit("the file is write-protected")
        with open(file, "rb") as source:
            raw = source.read()
        copy = file + ".bak"
        try:
            text = raw.decode("utf-8-sig")
            data = json.loads(text) if text.strip() else {}
            # Also refuses what only Python takes for JSON, such as NaN.
            json.dumps(data, allow_nan=False)
            if not isinstance(data, dict):
                raise ValueError
        except ValueError:
            data, copy = {}, "%s.%s.bak" % (file, os.environ["STAMP"])
            if os.path.exists(copy):
                sys.exit("%s is in the way" % copy)
            fresh_start = True
        shutil.copy2(file, copy)
    if not isinstance(data.get("mcpServers"), dict):
        data["mcpServers"] = {}
    data["mcpServers"]["opensentry"] = json.loads(os.environ["ENTRY"])
    try:
        out = (json.dumps(data, indent=2, ensure_ascii=False) + "\n").encode("utf-8")
    except UnicodeEncodeError:  # Half of a surrogate pair; only its escape can be written.
        out = (json.dumps(data, indent=2) + "\n").encode("ascii")
    handle, fresh = tempfile.mkstemp(prefix=".opensentry-", dir=os.path.dirname(file))
    try:
        with os.fdopen(handle, "wb") as target:
            target.write(out)
            target.flush()
            os.fsync(target.fileno())
        if os.path.exists(file):
            shutil.copymode(file, fresh)
        os.replace(fresh, file)
    except BaseException:
        os.unlink(fresh)
        raise
    if fresh_start:
        print(copy)
except OSError as error:
    sys.exit(error.strerror or "the file cannot be changed")
except RecursionError:
    sys.exit("the file is nested too deeply")
END
}

edit_with_node() {
  node - <<'END'
const fs = require('fs');
const path = require('path');
const stop = (reason) => { console.error(reason); process.exit(1); };
// Numbers that JavaScript would round are kept as they are written, or, by an old Node.js, refused.
const asWritten = (name, value, context) => {
  if (typeof value !== 'number') return value;
  if (JSON.rawJSON && context) return JSON.rawJSON(context.source);
  return Number.isInteger(value) && !Number.isSafeInteger(value) ? stop('it has numbers this Node.js cannot keep; install Python 3') : value;
};
const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value) && !(JSON.isRawJSON && JSON.isRawJSON(value));
try {
  let file = process.env.FILE;
  let data = {};
  let unreadable = '';
  if (fs.existsSync(file)) {
    file = fs.realpathSync(file);
    fs.accessSync(file, fs.constants.W_OK);
    let copy = `${file}.bak`;
    try {
      const text = new TextDecoder('utf-8', { fatal: true }).decode(fs.readFileSync(file));
      data = text.trim() ? JSON.parse(text, asWritten) : {};
      if (!isObject(data)) throw new SyntaxError();
    } catch (error) {
      if (!(error instanceof SyntaxError || error instanceof TypeError)) throw error;
      data = {};
      copy = `${file}.${process.env.STAMP}.bak`;
      if (fs.existsSync(copy)) stop(`${copy} is in the way`);
      unreadable = copy;
    }
    fs.copyFileSync(file, copy);
  }
  if (!isObject(data.mcpServers)) data.mcpServers = {};
  data.mcpServers.opensentry = JSON.parse(process.env.ENTRY);
  const out = `${JSON.stringify(data, null, 2)}\n`;
  const folder = fs.mkdtempSync(path.join(path.dirname(file), '.opensentry-'));
  const fresh = path.join(folder, 'new');
  try {
    fs.writeFileSync(fresh, out, { mode: 0o600, flush: true });
    if (fs.existsSync(file)) fs.chmodSync(fresh, fs.statSync(file).mode & 0o7777);
    fs.renameSync(fresh, file);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
  if (unreadable) console.log(unreadable);
} catch (error) {
  stop(error.code ? `the file cannot be changed (${error.code})` : 'the file cannot be changed');
}
END
}

# Writes the entry of client $1; false with a `reason` when that is not possible.
configure() {
  local file=${files[$1]} entry=${SHAPES[$1]} folder answer
  folder=$(dirname "$file")
  if ! answer=$(mkdir -p "$folder" 2>&1); then
    reason="the folder $(short "$folder") cannot be made"
    return 1
  fi
  if [ "$1" = 1 ] && ! have node; then
    warn 'Claude Desktop needs Node.js to reach the server. Install it from https://nodejs.org'
  fi
  # Quoted, because newer versions of bash take a bare & for the matched text.
  entry=${entry//@URL@/"$url"}
  entry=${entry//@KEY@/"$key"}
  case $url in
    http://localhost[:/]* | http://127.0.0.1[:/]* | https://*) entry=${entry//@PLAIN@/} ;;
    *) entry=${entry//@PLAIN@/,\"--allow-http\"} ;;
  esac
  if ! answer=$(FILE=$file ENTRY=$entry STAMP=$(date +%Y%m%d-%H%M%S) "edit_with_$editor" 2>&1); then
    reason=${answer##*$'\n'}
    return 1
  fi
  if [ -n "$answer" ]; then
    warn "${NAMES[$1]}: the settings were not valid JSON. They are kept in $(short "$answer"); a fresh file took their place."
  fi
}

configure_chosen() {
  local i
  for i in "${chosen[@]}"; do
    if [ "${SOURCEBOX_SENTRY_MCP_ALLOW_RUNNING-}" != 1 ] && is_running "$i"; then
      skipped+=("${NAMES[$i]}")
    elif reason='' && configure "$i"; then
      configured+=("${NAMES[$i]}  $(short "${files[$i]}")")
    else
      failed+=("${NAMES[$i]}: ${reason:-the file could not be changed}")
    fi
  done
}

list_of() {
  local title=$1 line
  shift
  if [ $# = 0 ]; then return 0; fi
  say "$title"
  for line in "$@"; do say "  $line"; done
}

summary() {
  say ''
  list_of 'Configured:' ${configured[@]+"${configured[@]}"}
  list_of 'Skipped, because it is running. Quit it and run this script again:' ${skipped[@]+"${skipped[@]}"}
  list_of 'Failed:' ${failed[@]+"${failed[@]}"}
  say ''
  if [ ${#configured[@]} = 0 ]; then
    say 'No client was configured.'
  else
    say '=== Connected to your cameras. Start the clients again, then ask: "Which cameras do I have?" ==='
  fi
  say "What agents do shows in the dashboard: $dashboard"
}

pause() {
  if [ "${SOURCEBOX_SENTRY_MCP_NO_PAUSE-}" = 1 ] || ! [ -t 3 ]; then return 0; fi
  printf 'Press Enter to finish. '
  read -r _ <&3 || say ''
}

main() {
  read_arguments "$@"
  [ -n "${HOME-}" ] || fail 'HOME is not set.'
  find_files
  find_editor
  find_answers
  list_clients
  if [ "$can_ask" = no ]; then
    fail 'there is no terminal to ask on. Save this script as a file and give it the answer: echo all | bash mcp-setup.sh …'
  fi
  ask_for_clients
  configure_chosen
  summary
  pause
  [ ${#configured[@]} -gt 0 ]
}

# Read as a whole before anything runs: a download that breaks off must not run half a script.
main "$@"
