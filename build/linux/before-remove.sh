#!/bin/sh
# Before the program of the .deb goes, the service of this computer goes: it would start into nothing. Its data stays
# where it is; `service.sh install` goes on with it when the program is installed again. Nothing here keeps the program.
[ "${1:-}" = remove ] || exit 0

SCRIPT='/opt/Sentinel Command Center/resources/service/service.sh'
SETTINGS=/etc/sentinel-command-center
UNIT=sentinel-command-center.service
UNITS=/etc/systemd/system

[ -e "$SETTINGS/service.json" ] || [ -e "$UNITS/$UNIT" ] || exit 0

# Variables of whoever removes the program are settings to that script.
if [ -d /run/systemd/system ] && env -i "PATH=$PATH" sh "$SCRIPT" remove; then :; else
  # Nobody to talk to, or no answer: what is registered goes all the same.
  rm -f "$UNITS/$UNIT" "$UNITS/multi-user.target.wants/$UNIT"
  if [ -e "$SETTINGS/service.json" ]; then mv "$SETTINGS/service.json" "$SETTINGS/service.former.json"; fi
fi
echo 'The service of Sentinel Command Center ended. Its data is kept in /var/lib/sentinel-command-center.'
exit 0
