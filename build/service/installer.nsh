; The option of the Windows installer: run the server before anyone signs in. Only for installations for everyone,
; because a service cannot read what lies in one person's folder.
!define SERVICE_TASK "Sentinel Command Center"

!ifndef BUILD_UNINSTALLER
  Var ServiceBox
  Var ServiceWanted
!endif

; Functions stand inside, because this file is read before the variables of the installer are there.
!macro customPageAfterChangeDir
  !include nsDialogs.nsh

  Function servicePage
    ${if} $installMode != "all"
    ${orIf} ${Silent}
      Abort
    ${endIf}
    ; An update leaves it as it is.
    ${if} ${FileExists} "$COMMONFILES64\Sentinel Command Center\service.json"
      Abort
    ${endIf}
    nsDialogs::Create 1018
    Pop $0
    ${NSD_CreateCheckbox} 0 0 100% 12u "Run before anyone signs in"
    Pop $ServiceBox
    ${NSD_SetState} $ServiceBox $ServiceWanted
    ${NSD_CreateLabel} 12u 16u 95% 40u "The server starts with the computer and serves the cameras without anybody signing in. This can be switched on and off later, in the menu of the icon."
    Pop $0
    nsDialogs::Show
  FunctionEnd

  Function servicePageLeave
    ${NSD_GetState} $ServiceBox $ServiceWanted
  FunctionEnd

  Page custom servicePage servicePageLeave
!macroend

; A running program cannot be replaced.
!macro customInit
  nsExec::Exec 'schtasks.exe /End /TN "${SERVICE_TASK}"'
  Pop $0
!macroend

!macro customInstall
  ${if} $ServiceWanted == 1
    nsExec::ExecToLog 'powershell.exe -NoProfile -NonInteractive -ExecutionPolicy Bypass -File "$INSTDIR\resources\service\service.ps1" -Action install -Program "$INSTDIR\${APP_EXECUTABLE_FILENAME}"'
    Pop $0
    ${if} $0 != 0
      DetailPrint "The service could not be registered. It can be switched on later, in the menu of the icon."
    ${endIf}
  ${endIf}
  nsExec::Exec 'schtasks.exe /Run /TN "${SERVICE_TASK}"'
  Pop $0
!macroend

; The data goes back to whoever brought it. Data the service began with stays, and a later installation goes on with it.
!macro customUnInstall
  ${ifNot} ${isUpdated}
    nsExec::ExecToLog 'powershell.exe -NoProfile -NonInteractive -ExecutionPolicy Bypass -File "$INSTDIR\resources\service\service.ps1" -Action remove -Back'
    Pop $0
    ; The way back failed, perhaps because the disk is full: the service ends all the same, and its data stays.
    ${if} ${FileExists} "$COMMONFILES64\Sentinel Command Center\service.json"
      nsExec::ExecToLog 'powershell.exe -NoProfile -NonInteractive -ExecutionPolicy Bypass -File "$INSTDIR\resources\service\service.ps1" -Action remove'
      Pop $0
    ${endIf}
  ${endIf}
!macroend
