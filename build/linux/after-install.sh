# shellcheck shell=bash # the last part of the script that runs after the .deb was installed or updated
# The service of this computer still runs what was just replaced. While an image is being built no systemd runs, and
# nothing has to be started anew; whatever goes wrong here, the program is installed.
if [ -d /run/systemd/system ]; then
  systemctl daemon-reload || true
  systemctl try-restart sentinel-command-center.service ||
    echo 'Restart the service yourself: systemctl restart sentinel-command-center' >&2
fi
exit 0
