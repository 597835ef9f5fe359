#!/usr/bin/env bash
# Installs the Sentinel camera node on this computer (Linux or macOS).
#
#   curl -fsSL http://<server>/install.sh | bash -s -- --url <server> --node-id <id> --key <key> [--install-service]
#
# Without the three credentials only the program is installed. --install-service starts it with the computer.
set -euo pipefail

readonly PROGRAM=sourcebox-sentry-cloudnode
readonly REPOSITORY=SourceBox-LLC/Sentinel-CameraNode
readonly RELEASES="https://github.com/$REPOSITORY/releases/latest"
readonly RELEASE_API="https://api.github.com/repos/$REPOSITORY/releases/latest"
readonly UNIT="$PROGRAM.service"
readonly UNIT_FILE="/etc/systemd/system/$UNIT"
# Checking address and key takes the node program at most two waits of 10 s.
readonly SETUP_CHECK_SECONDS=25

url='' node_id='' key='' install_service=no
install_dir='' program='' work='' platform='' arch='' node_pid=''

say() { printf '%s\n' "$*"; }
warn() { printf 'Note: %s\n' "$*" >&2; }
fail() {
  printf 'Error: %s\n' "$*" >&2
  exit 1
}
have() { command -v "$1" >/dev/null 2>&1; }
has_terminal() { (: </dev/tty) >/dev/null 2>&1; }

# Asks a question on the terminal, because standard input is this script. Enter, or no terminal, means yes.
ask() {
  local answer=''
  if ! has_terminal; then
    say "$1 yes (no terminal to ask on)"
    return 0
  fi
  printf '%s [Y/n] ' "$1" >/dev/tty
  read -r answer </dev/tty || answer=''
  case "$answer" in
    [Nn]*) return 1 ;;
    *) return 0 ;;
  esac
}

as_root() {
  if [ "$(id -u)" = 0 ]; then
    "$@"
  elif have sudo; then
    sudo "$@"
  else
    warn "this needs administrator rights, and there is no sudo: $1"
    return 1
  fi
}

apt_install() { as_root apt-get update </dev/null && as_root apt-get install -y "$@" </dev/null; }

read_arguments() {
  local name value
  while [ $# -gt 0 ]; do
    name=${1%%=*} value=''
    case "$1" in
      --url=* | --node-id=* | --key=*) value=${1#*=} ;;
      --url | --node-id | --key)
        case "${2-}" in
          '' | --*) ;;
          *)
            value=$2
            shift
            ;;
        esac
        ;;
      --install-service) install_service=yes ;;
    esac
    case "$name" in
      --url) url=$value ;;
      --node-id) node_id=$value ;;
      --key) key=$value ;;
    esac
    shift
  done
  if [ -n "$url$node_id$key" ] && { [ -z "$url" ] || [ -z "$node_id" ] || [ -z "$key" ]; }; then
    fail 'give all three of --url, --node-id and --key, or none of them.'
  fi
}

detect_platform() {
  case "$(uname -s)" in
    Linux) platform=linux ;;
    Darwin) platform=macos ;;
    *) fail "this script is for Linux and macOS. For Windows, download the MSI installer from $RELEASES" ;;
  esac
  local machine
  machine=$(uname -m)
  case "$machine" in
    x86_64 | amd64) arch=x86_64 ;;
    aarch64 | arm64) arch=aarch64 ;;
    armv7*) arch=armv7 ;;
    *) fail "there is no node program for this processor ($machine)." ;;
  esac
}

# Address of the first file of the newest release that is made for this computer; nothing when there is none.
release_file() {
  local answer addresses found
  answer=$(curl -fsSL --connect-timeout 10 --max-time 30 -H 'Accept: application/vnd.github+json' "$RELEASE_API") ||
    return 1
  # One address a line, whatever the layout of the answer.
  addresses=$(tr ',{}' '\n' <<<"$answer" |
    sed -n 's/.*"browser_download_url"[[:space:]]*:[[:space:]]*"\([^"]*\)".*/\1/p')
  while IFS= read -r found; do
    # Checksums, signatures and packages for other installers carry the same names.
    if grep -Eiq "$platform.*$arch" <<<"${found##*/}" &&
      ! grep -Eiq '\.(sha[0-9]+(sum)?|sig|asc|pem|json|txt|deb|rpm|dmg|pkg|msi)$' <<<"$found"; then
      printf '%s\n' "$found"
      return 0
    fi
  done <<<"$addresses"
}

# Puts a finished program in place in one step, so that a running node is not disturbed.
place_program() {
  cp "$1" "$program.new" && chmod 755 "$program.new" && mv -f "$program.new" "$program"
}

install_release() {
  local address file="$work/download" unpacked="$work/unpacked" found
  say 'Looking for the newest release of the node program ...'
  address=$(release_file) || address=''
  if [ -z "$address" ]; then
    warn "no ready-made program for $platform $arch was found."
    return 1
  fi
  say "Downloading ${address##*/} ..."
  if ! curl -fsSL --connect-timeout 10 -o "$file" "$address"; then
    warn 'the download failed.'
    return 1
  fi
  mkdir -p "$unpacked"
  case "$address" in
    *.tar.gz | *.tgz) tar -xzf "$file" -C "$unpacked" || return 1 ;;
    *.zip) { have unzip && unzip -q "$file" -d "$unpacked" </dev/null; } || return 1 ;;
    *) mv "$file" "$unpacked/$PROGRAM" ;;
  esac
  found=$(find "$unpacked" -type f -name "$PROGRAM" | head -n 1)
  [ -n "$found" ] || found=$(find "$unpacked" -type f -name "$PROGRAM*" | head -n 1)
  if [ -z "$found" ]; then
    warn 'the download does not hold the node program.'
    return 1
  fi
  place_program "$found"
}

prepare_toolchain() {
  if have apt-get && ask 'Install the tools to build it (build-essential, git, pkg-config, libbz2-dev)?'; then
    apt_install build-essential git pkg-config libbz2-dev || warn 'the tools could not be installed.'
  fi
  have git || fail 'git is needed to build the node program. Install it and run this script again.'
  if [ -d "$HOME/.cargo/bin" ]; then PATH="$HOME/.cargo/bin:$PATH"; fi
  have cargo && return 0
  ask 'Install the Rust compiler (rustup, stable, minimal)?' || fail 'without Rust the node program cannot be built.'
  curl --proto '=https' --tlsv1.2 -fsSL https://sh.rustup.rs -o "$work/rustup.sh" ||
    fail 'the Rust installer could not be downloaded.'
  sh "$work/rustup.sh" -y --profile minimal --default-toolchain stable </dev/null ||
    fail 'the Rust compiler could not be installed.'
  PATH="$HOME/.cargo/bin:$PATH"
}

install_from_source() {
  local source="$install_dir/source"
  say 'Building the node program from its source. This takes some minutes.'
  prepare_toolchain
  if [ -d "$source/.git" ]; then
    git -C "$source" pull --ff-only </dev/null || fail 'the source could not be brought up to date.'
  else
    git clone --depth 1 "https://github.com/$REPOSITORY.git" "$source" </dev/null ||
      fail 'the source could not be downloaded.'
  fi
  (cd "$source" && cargo build --release </dev/null) || fail 'the node program could not be built.'
  place_program "$source/target/release/$PROGRAM" || fail 'the build did not produce the node program.'
}

install_ffmpeg() {
  have ffmpeg && return 0
  if [ "$platform" = linux ] && have apt-get; then
    if ask 'Install ffmpeg and v4l-utils, which the node needs for its cameras?'; then
      apt_install ffmpeg v4l-utils || true
    fi
  elif [ "$platform" = macos ] && have brew; then
    if ask 'Install ffmpeg with Homebrew, which the node needs for its cameras?'; then
      brew install ffmpeg </dev/null || true
    fi
  fi
  have ffmpeg || warn 'ffmpeg is missing. The node shows no pictures until you install it.'
}

# Cameras of small ARM boards belong to the group "video".
join_video_group() {
  local person
  person=$(id -un)
  case " $(id -nG) " in
    *' video '*) return 0 ;;
  esac
  if ask "Add $person to the group \"video\", so that the node may use cameras?"; then
    if as_root usermod -aG video "$person"; then
      say 'Done. It counts from the next sign-in on.'
    else
      warn "that did not work. As root run: usermod -aG video $person"
    fi
  fi
}

prepare_board() {
  if [ "$platform" != linux ] || [ "$arch" = x86_64 ]; then return 0; fi
  join_video_group
  if grep -aqsi 'raspberry pi' /proc/device-tree/model && [ ! -e /dev/video10 ]; then
    warn "this Raspberry Pi shows no hardware encoder (/dev/video10). Video will be encoded by the processor."
  fi
}

# Folder that holds the node's data; fails when the node was never connected to a server.
registered_in() {
  if [ -f "$HOME/data/node.db" ]; then
    printf '%s\n' "$HOME"
  elif [ -f "$install_dir/data/node.db" ]; then
    printf '%s\n' "$install_dir"
  else
    return 1
  fi
}

# What the node prints, without the key.
without_key() {
  local line
  while IFS= read -r line || [ -n "$line" ]; do printf '%s\n' "${line//"$key"/(key)}"; done
}

pairing_saved_since() {
  local file
  for file in "$HOME/data/node.db" "$HOME/data/node.db-wal"; do
    if [ "$file" -nt "$1" ]; then return 0; fi
  done
  return 1
}

stop_node() {
  if [ -z "$node_pid" ]; then return 0; fi
  kill "$node_pid" 2>/dev/null || true
  wait "$node_pid" 2>/dev/null || true
  node_pid=''
}

# Connects the node. Its setup command checks the credentials, saves them, and may go on as the running node: then it
# is left running, with its id in node_pid.
connect() {
  local was_active=no reader status=0 waited=0 saved=0
  if unit_exists && systemctl is-active --quiet "$UNIT"; then
    was_active=yes
    as_root systemctl stop "$UNIT" || was_active=no
  fi
  say "Connecting this node to $url ..."
  : >"$work/before"
  mkfifo "$work/output"
  without_key <"$work/output" &
  reader=$!
  (cd "$HOME" && exec "$program" setup --url "$url" --node-id "$node_id" --key "$key") </dev/null >"$work/output" 2>&1 &
  node_pid=$!
  while kill -0 "$node_pid" 2>/dev/null && [ "$waited" -lt $((SETUP_CHECK_SECONDS * 5)) ] && [ "$saved" -lt 15 ]; do
    sleep 0.2
    waited=$((waited + 1))
    if pairing_saved_since "$work/before"; then saved=$((saved + 1)); fi
  done
  if kill -0 "$node_pid" 2>/dev/null; then return 0; fi
  wait "$node_pid" || status=$?
  wait "$reader" || true
  node_pid=''
  if [ "$status" = 0 ]; then return 0; fi
  if [ "$was_active" = yes ]; then as_root systemctl start "$UNIT" || true; fi
  fail "the node could not be connected. Check the address and the node's id and key, then run this again."
}

offer_wizard() {
  if registered_in >/dev/null || ! has_terminal; then return 0; fi
  ask 'Connect this node to a server now?' || return 0
  (cd "$HOME" && "$program" setup </dev/tty) || warn "the node is not connected. Later run: $program setup"
}

unit_exists() { have systemctl && systemctl cat "$UNIT" >/dev/null 2>&1; }

wants_service() {
  [ "$platform" = linux ] && have systemctl && registered_in >/dev/null &&
    { [ "$install_service" = yes ] || unit_exists; }
}

unit_text() {
  local folder=$1 group=''
  if grep -qs '^video:' /etc/group; then group='Group=video'; fi
  # systemd expands % itself.
  cat <<END
[Unit]
Description=Sentinel camera node
Wants=network-online.target
After=network-online.target
StartLimitIntervalSec=60
StartLimitBurst=5

[Service]
User=$(id -un)
$group
Environment=NO_COLOR=1
Environment=TERM=dumb
WorkingDirectory=${folder//%/%%}
ExecStart="${program//%/%%}" run
Restart=on-failure
RestartSec=5

[Install]
WantedBy=multi-user.target
END
}

# True when the node runs as a service afterwards.
install_unit() {
  local tries=0
  say 'Setting up the service ...'
  unit_text "$(registered_in)" >"$work/unit"
  as_root tee "$UNIT_FILE" <"$work/unit" >/dev/null || return 1
  as_root systemctl daemon-reload && as_root systemctl enable "$UNIT" && as_root systemctl restart "$UNIT" || return 1
  while [ "$tries" -lt 5 ]; do
    sleep 1
    if systemctl is-active --quiet "$UNIT"; then return 0; fi
    tries=$((tries + 1))
  done
  return 1
}

path_hint() {
  case ":$PATH:" in
    *":$install_dir:"*) ;;
    *) say "To call it by its name, add it to your PATH:  export PATH=\"$install_dir:\$PATH\"" ;;
  esac
}

summary_service() {
  say ''
  say 'The node is installed and runs as a service; it starts with this computer.'
  say "  State:  systemctl status $PROGRAM"
  say "  Log:    journalctl -u $PROGRAM -f"
}

summary_connected() {
  say ''
  say 'The node is installed and connected.'
  if [ -n "$node_pid" ]; then say 'It is running now. Ctrl-C stops it.'; fi
  say "  Start it:  cd \"$1\" && \"$program\" run"
  if [ "$platform" = linux ] && have systemctl; then
    say '  To start it with this computer, run this script again with --install-service.'
  fi
}

summary_new() {
  say ''
  say 'The node program is installed. Next:'
  say '  1. In the dashboard, open Settings > Nodes and add a node.'
  say '  2. Run the line it shows on this computer.'
  say "  Or answer questions instead:  \"$program\" setup"
}

finish() {
  local folder
  if wants_service; then
    stop_node
    if install_unit; then
      summary_service
      path_hint
      return 0
    fi
    warn "the service does not run. See: journalctl -u $PROGRAM"
  fi
  if folder=$(registered_in); then summary_connected "$folder"; else summary_new; fi
  path_hint
  if [ -n "$node_pid" ]; then wait "$node_pid" || true; fi
}

main() {
  [ -n "${HOME-}" ] || fail 'HOME is not set.'
  read_arguments "$@"
  detect_platform
  have curl || fail 'curl is needed. Install it and run this script again.'
  install_dir=${SOURCEBOX_SENTRY_INSTALL_DIR:-$HOME/.sourcebox-sentry}
  program="$install_dir/$PROGRAM"
  mkdir -p "$install_dir"
  work=$(mktemp -d)
  trap 'stop_node; rm -rf "$work"' EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM
  install_release || install_from_source
  install_ffmpeg
  prepare_board
  if [ -n "$key" ]; then connect; else offer_wizard; fi
  finish
}

# Read as a whole before anything runs: a download that breaks off must not run half a script.
main "$@"
