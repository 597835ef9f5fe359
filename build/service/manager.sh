# shellcheck shell=sh disable=SC2154 # a part of service.sh, which sets the variables
# What is registered with the service manager, and the account it runs under.

# The program keeps what a browser engine needs, its sandbox in namespaces among it; everything else is taken away.
systemd_unit() {
  capability=
  [ "$PORT" -ge 1024 ] || capability=CAP_NET_BIND_SERVICE
  cat <<END
[Unit]
Description=Sentinel Command Center
Documentation=file://$(printf '%s' "$SETTINGS" | sed 's/ /%%20/g')
Wants=network-online.target
After=network-online.target
# Without the record the data is live with a person, not here.
ConditionPathExists=$RECORD
ConditionPathIsDirectory=$TARGET
ConditionFileIsExecutable=$PROGRAM
# It is to come back however often it fails.
StartLimitIntervalSec=0

[Service]
User=$ACCOUNT
Group=$ACCOUNT_GROUP
ExecStart="$PROGRAM" --service --ozone-platform=headless --disable-gpu
# A file .env in this folder holds further settings.
WorkingDirectory=$SETTINGS
Environment="SENTINEL_DATA_DIR=$TARGET" "PORT=$PORT" "HOST=$HOST" "HOME=$TARGET/shell"
Restart=always
RestartSec=5
# Its data is said to be elsewhere: trying again changes nothing. The journal says where.
RestartPreventExitStatus=78
# A connection for every viewer and camera, beside files.
LimitNOFILE=65536
TimeoutStopSec=30
KillMode=mixed
UMask=0077

AmbientCapabilities=$capability
CapabilityBoundingSet=$capability
LockPersonality=yes
NoNewPrivileges=yes
PrivateDevices=yes
PrivateTmp=yes
ProtectClock=yes
ProtectControlGroups=yes
ProtectHome=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
ProtectProc=invisible
ProtectSystem=strict
ReadWritePaths="$TARGET"
KeyringMode=private
RemoveIPC=yes
RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK
RestrictNamespaces=user pid net
RestrictRealtime=yes
RestrictSUIDSGID=yes
SystemCallArchitectures=native
SystemCallFilter=~@clock @cpu-emulation @debug @module @obsolete @raw-io @reboot @swap
SystemCallErrorNumber=EPERM

[Install]
WantedBy=multi-user.target
END
}

# It runs whenever the record is there, and is started again when it ends.
launchd_definition() {
  cat <<END
<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
  <dict>
    <key>Label</key><string>$LABEL</string>
    <key>ProgramArguments</key>
    <array><string>$PROGRAM</string><string>--service</string><string>--disable-gpu</string></array>
    <key>UserName</key><string>$ACCOUNT</string>
    <key>GroupName</key><string>$ACCOUNT_GROUP</string>
    <key>InitGroups</key><false/>
    <key>WorkingDirectory</key><string>$SETTINGS</string>
    <key>EnvironmentVariables</key>
    <dict>
      <key>SENTINEL_DATA_DIR</key><string>$TARGET</string>
      <key>PORT</key><string>$PORT</string>
      <key>HOST</key><string>$HOST</string>
      <key>HOME</key><string>$TARGET/shell</string>
    </dict>
    <key>KeepAlive</key><dict><key>PathState</key><dict><key>$RECORD</key><true/></dict></dict>
    <key>ThrottleInterval</key><integer>5</integer>
    <key>ExitTimeOut</key><integer>30</integer>
    <key>SoftResourceLimits</key><dict><key>NumberOfFiles</key><integer>65536</integer></dict>
    <key>Umask</key><integer>63</integer>
  </dict>
</plist>
END
}

definition() {
  case $SYSTEM in
    Linux) systemd_unit ;;
    Darwin) launchd_definition ;;
  esac
}

# ---- the service managers -------------------------------------------------------------------------------------------

manager_register() {
  definition >"$DEFINITION.new"
  chmod 644 "$DEFINITION.new"
  mv "$DEFINITION.new" "$DEFINITION"
  if [ "$SYSTEM" = Linux ]; then
    systemctl daemon-reload
    systemctl enable "$UNIT" >&2
  fi
}

manager_start() {
  case $SYSTEM in
    Linux) systemctl start "$UNIT" ;;
    Darwin) launchctl bootstrap system "$DEFINITION" ;;
  esac
}

# Returns when it runs no more.
manager_stop() {
  case $SYSTEM in
    Linux) systemctl stop "$UNIT" ;;
    Darwin)
      launchctl bootout "system/$LABEL" 2>/dev/null || true
      tries=0
      while launchctl print "system/$LABEL" >/dev/null 2>&1; do
        tries=$((tries + 1))
        [ "$tries" -le 40 ] || fail 'The service does not stop.'
        sleep 1
      done
      ;;
  esac
}

manager_restart() {
  case $SYSTEM in
    Linux) systemctl restart "$UNIT" ;;
    Darwin) launchctl kickstart -k "system/$LABEL" ;;
  esac
}

manager_forget() {
  if [ "$SYSTEM" = Linux ]; then systemctl disable "$UNIT" >&2 || true; fi
  rm -f "$DEFINITION"
  if [ "$SYSTEM" = Linux ]; then systemctl daemon-reload || true; fi
}

# Why it does not answer, in the service's own words.
manager_explain() {
  if [ "$SYSTEM" = Linux ]; then journalctl --unit "$UNIT" --lines 15 --no-pager --output cat >&2 2>/dev/null || true; fi
}

# ---- the account ----------------------------------------------------------------------------------------------------

# The service's own account has no password, no shell and no home to sign in to.
make_account() {
  if ! id "$ACCOUNT" >/dev/null 2>&1; then
    case $SYSTEM in
      Linux)
        useradd --system --user-group --no-create-home --home-dir "$TARGET" --shell /usr/sbin/nologin \
          --comment 'Sentinel Command Center' "$ACCOUNT"
        ;;
      Darwin)
        number=400
        while dscl . -list /Users UniqueID | grep -q " $number\$" ||
          dscl . -list /Groups PrimaryGroupID | grep -q " $number\$"; do
          number=$((number + 1))
          [ "$number" -lt 500 ] || fail 'There is no free number for an account.'
        done
        dscl . -create "/Groups/$ACCOUNT" PrimaryGroupID "$number"
        dscl . -create "/Users/$ACCOUNT" UniqueID "$number"
        dscl . -create "/Users/$ACCOUNT" PrimaryGroupID "$number"
        dscl . -create "/Users/$ACCOUNT" UserShell /usr/bin/false
        dscl . -create "/Users/$ACCOUNT" NFSHomeDirectory /var/empty
        dscl . -create "/Users/$ACCOUNT" IsHidden 1
        ;;
    esac
  fi
  ACCOUNT_GROUP=$(id -gn "$ACCOUNT")
}
