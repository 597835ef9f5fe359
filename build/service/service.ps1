# Registers the server with Windows as a task that starts with the computer, so that it serves before anyone signs in, or
# takes that back. Run as administrator:
#
#   service.ps1 -Action install|remove|restart [-Program FILE]
#
# The file service.json decides where the data is live: while it is there, in $Target, otherwise with the person. It
# appears and disappears in one step, after a checked copy was made, and no server starts on the other side of it. So
# a power cut at any moment leaves all data in one place. Without -From a service with data of its own is set up.
param(
  [Parameter(Mandatory = $true)][ValidateSet('install', 'remove', 'restart')][string]$Action,
  [string]$Program = '',
  [string]$From = '',
  [int]$Holder = 0,
  # Gives the data back to the person who brought it.
  [switch]$Back,
  [int]$Port = 8000,
  [string]$ListenOn = '0.0.0.0',
  [int]$Patience = 120
)
$ErrorActionPreference = 'Stop'
Set-StrictMode -Version 2

$name = 'Sentinel Command Center'
# Programs lie where only administrators write; so do the record and further settings (.env). Data lies beside other data.
$settings = Join-Path $env:CommonProgramFiles $name
$record = Join-Path $settings 'service.json'
$former = Join-Path $settings 'service.former.json'
$log = Join-Path $settings 'service.log'
$base = Join-Path $env:ProgramData $name
$target = Join-Path $base 'data'
$incoming = Join-Path $base 'data.incoming'
# The system's own account for services with few rights, by number: its name differs between languages.
$account = 'S-1-5-19'
$administrators = 'S-1-5-32-544'
$system = 'S-1-5-18'
$stage = 'nothing'
$aside = ''
$kept = $false
$utf8 = New-Object System.Text.UTF8Encoding($false)

function Test-Moved([string]$entry) {
  foreach ($pattern in 'shell', 'logs', 'shell.json*', 'server.lock*', 'server.json*', 'before-return-*', '.returning') {
    if ($entry -like $pattern) { return $false }
  }
  return $true
}

function Get-Moved([string]$folder) {
  if (-not (Test-Path -LiteralPath $folder)) { return }
  Get-ChildItem -LiteralPath $folder -Force | Where-Object { Test-Moved $_.Name }
}

# Every file of what moves, with its sum; links are refused, because what they point to would not move.
function Get-Sums([string]$folder) {
  $sums = @{}
  foreach ($entry in @(Get-Moved $folder)) {
    $found = @($entry)
    if ($entry.PSIsContainer) { $found += @(Get-ChildItem -LiteralPath $entry.FullName -Recurse -Force) }
    foreach ($item in $found) {
      if ($item.Attributes -band [IO.FileAttributes]::ReparsePoint) { throw "$($item.FullName) is a link, which cannot move." }
      if (-not $item.PSIsContainer) {
        $sums[$item.FullName.Substring($folder.Length)] = (Get-FileHash -LiteralPath $item.FullName -Algorithm SHA256).Hash
      }
    }
  }
  return $sums
}

# Written with an administrator's rights: a link in a person's folder would lead somewhere else.
function Assert-NoLinks([string]$folder) {
  if (-not (Test-Path -LiteralPath $folder)) { return }
  foreach ($item in @(Get-Item -LiteralPath $folder -Force) + @(Get-ChildItem -LiteralPath $folder -Recurse -Force)) {
    if ($item.Attributes -band [IO.FileAttributes]::ReparsePoint) { throw "$($item.FullName) is a link. Take it away first." }
  }
}

function Copy-Checked([string]$source, [string]$destination) {
  [void](Get-Sums $source)
  foreach ($entry in @(Get-Moved $source)) {
    Copy-Item -LiteralPath $entry.FullName -Destination $destination -Recurse -Force
  }
  $there = Get-Sums $source
  $here = Get-Sums $destination
  if ($there.Count -ne $here.Count) { throw 'The copy is not like the original.' }
  foreach ($file in $there.Keys) {
    if ($there[$file] -ne $here[$file]) { throw "The copy of $file is not like the original." }
  }
}

# Nobody but the service, administrators and the system may look into the data; whoever made the folder before us loses it.
function Protect-Data([string]$folder) {
  & icacls.exe $folder /setowner "*$administrators" /T /Q | Out-Null
  & icacls.exe $folder /reset /T /Q | Out-Null
  & icacls.exe $folder /inheritance:r /grant:r "*${system}:(OI)(CI)F" "*${administrators}:(OI)(CI)F" "*${account}:(OI)(CI)M" /Q | Out-Null
  if ($LASTEXITCODE -ne 0) { throw "The rights of $folder cannot be set." }
}

# Anybody may make a folder beside the data of programs, and whoever owns it could put other data in the place of ours.
function Initialize-Base {
  if (Test-Path -LiteralPath $base) {
    $owner = (Get-Acl -LiteralPath $base).GetOwner([Security.Principal.SecurityIdentifier]).Value
    $isLink = (Get-Item -LiteralPath $base -Force).Attributes -band [IO.FileAttributes]::ReparsePoint
    if ($isLink -or ($owner -ne $administrators -and $owner -ne $system)) {
      throw "Somebody else made the folder $base. Look at what is in it and delete it first."
    }
  }
  [void](New-Item -ItemType Directory -Force $settings, $base)
  & icacls.exe $base /setowner "*$administrators" /Q | Out-Null
  & icacls.exe $base /inheritance:r /grant:r "*${system}:(OI)(CI)F" "*${administrators}:(OI)(CI)F" "*${account}:RX" /Q | Out-Null
  if ($LASTEXITCODE -ne 0) { throw "The rights of $base cannot be set." }
}

function Test-Program {
  if ($Program -eq '' -or -not (Test-Path -LiteralPath $Program -PathType Leaf)) { throw "There is no program $Program." }
  $roots = @($env:ProgramFiles, [Environment]::GetEnvironmentVariable('ProgramFiles(x86)')) | Where-Object { $_ }
  $inside = @($roots | Where-Object { $Program.StartsWith("$_\", [StringComparison]::OrdinalIgnoreCase) })
  if ($inside.Count -eq 0) { throw 'The program has to be installed for everyone on this computer first.' }
}

# A holder that ended no longer keeps servers away from the person's data.
function Assert-Holder {
  if ($Holder -ne 0 -and -not (Get-Process -Id $Holder -ErrorAction SilentlyContinue)) { throw 'The desktop program ended meanwhile.' }
}

function Register-Server {
  $run = New-ScheduledTaskAction -Execute $Program -Argument '--service --disable-gpu' -WorkingDirectory $settings
  $boot = New-ScheduledTaskTrigger -AtStartup
  $who = New-ScheduledTaskPrincipal -UserId $account -LogonType ServiceAccount -RunLevel Limited
  $how = New-ScheduledTaskSettingsSet -AllowStartIfOnBatteries -DontStopIfGoingOnBatteries -StartWhenAvailable `
    -ExecutionTimeLimit ([TimeSpan]::Zero) -RestartCount 999 -RestartInterval (New-TimeSpan -Minutes 1) `
    -MultipleInstances IgnoreNew -Priority 4
  # Switched on only after the record is written.
  $how.Enabled = $false
  [void](Register-ScheduledTask -TaskName $name -Action $run -Trigger $boot -Principal $who -Settings $how -Force)
}

function Unregister-Server {
  Unregister-ScheduledTask -TaskName $name -Confirm:$false -ErrorAction SilentlyContinue
}

function Stop-Server {
  Stop-ScheduledTask -TaskName $name -ErrorAction SilentlyContinue
  for ($tries = 0; $tries -lt 40; $tries++) {
    $task = Get-ScheduledTask -TaskName $name -ErrorAction SilentlyContinue
    if ($null -eq $task -or $task.State -ne 'Running') { return }
    Start-Sleep -Seconds 1
  }
  throw 'The service does not stop.'
}

function Wait-Server {
  for ($waited = 0; $waited -lt $Patience; $waited++) {
    $answer = Join-Path $target 'server.json'
    if ((Test-Path -LiteralPath $answer) -and ((Get-Content -LiteralPath $answer -Raw) -match '"url":"http')) { return }
    Start-Sleep -Seconds 1
  }
  throw 'The service does not answer; everything is as it was.'
}

# Tasks cannot be given variables, so they are read from the settings of the service. What was added there by hand stays.
function Write-Settings {
  $file = Join-Path $settings '.env'
  $own = 'SENTINEL_DATA_DIR', 'PORT', 'HOST'
  $lines = @()
  if (Test-Path -LiteralPath $file) {
    $lines = @(Get-Content -LiteralPath $file -Encoding UTF8 | Where-Object { $own -notcontains ($_ -split '=')[0].Trim() })
  }
  $lines += "SENTINEL_DATA_DIR='$target'", "PORT=$Port", "HOST=$ListenOn"
  [IO.File]::WriteAllText($file, ($lines -join "`n") + "`n", $utf8)
}

# Where it answers on this computer: an address of one network is the only one it has.
function Get-LocalUrl {
  if ($ListenOn -in '0.0.0.0', '::', 'localhost' -or $ListenOn -like '127.*') { return "http://127.0.0.1:$Port" }
  if ($ListenOn -like '*:*') { return "http://[$ListenOn]:$Port" }
  return "http://${ListenOn}:$Port"
}

function Write-Record {
  $owner = $null
  if ($From -ne '') { $owner = $From }
  $text = ConvertTo-Json -Compress ([ordered]@{ dataDir = $target; url = Get-LocalUrl; host = $ListenOn; from = $owner })
  [IO.File]::WriteAllText("$record.new", "$text`n", $utf8)
  Move-Item -LiteralPath "$record.new" -Destination $record -Force
}

function Initialize-Data {
  if (Test-Path -LiteralPath $incoming) { Remove-Item -LiteralPath $incoming -Recurse -Force }
  $script:stage = 'copying'
  [void](New-Item -ItemType Directory $incoming)
  Protect-Data $incoming
  if ($From -ne '') { Copy-Checked $From $incoming }
  Protect-Data $incoming
  if (Test-Path -LiteralPath $target) {
    $script:aside = "$target.aside-$(Get-Date -Format yyyyMMdd-HHmmss)"
    Move-Item -LiteralPath $target -Destination $aside
  }
  $script:stage = 'placed'
  Move-Item -LiteralPath $incoming -Destination $target
}

function Install-Server {
  if (Test-Path -LiteralPath $record) { throw 'The service is registered already.' }
  Test-Program
  Initialize-Base
  if ($From -eq '' -and (Test-Path -LiteralPath $former) -and (Test-Path -LiteralPath $target)) {
    # Data of a service that was removed with its program: nobody else has it.
    $script:kept = $true
    Protect-Data $target
  } else { Initialize-Data }
  $script:stage = 'placed'
  Write-Settings
  Register-Server
  Assert-Holder
  Write-Record
  # What an earlier service said before it was ended is no answer of this one.
  Remove-Item -LiteralPath (Join-Path $target 'server.json') -Force -ErrorAction SilentlyContinue
  [void](Enable-ScheduledTask -TaskName $name)
  Start-ScheduledTask -TaskName $name
  Wait-Server
  $script:stage = 'finished'
  Remove-Item -LiteralPath $former -Force -ErrorAction SilentlyContinue
  # One copy is enough, and nobody would think of this one when data has to be erased.
  if ($From -ne '') { Get-Moved $From | Remove-Item -Recurse -Force -ErrorAction Continue }
}

function Undo-Install {
  if ($stage -eq 'placed') {
    Stop-Server
    Remove-Item -LiteralPath $record, "$record.new" -Force -ErrorAction SilentlyContinue
    Unregister-Server
    if (-not $kept -and (Test-Path -LiteralPath $target)) { Remove-Item -LiteralPath $target -Recurse -Force }
    if ($aside -ne '') { Move-Item -LiteralPath $aside -Destination $target }
  }
  if (Test-Path -LiteralPath $incoming) { Remove-Item -LiteralPath $incoming -Recurse -Force }
}

function Remove-Server {
  if (-not (Test-Path -LiteralPath $record)) {
    if (-not (Get-ScheduledTask -TaskName $name -ErrorAction SilentlyContinue)) { throw 'No service is registered.' }
    # An earlier removal was cut short after its last step that mattered.
    Stop-Server
    Unregister-Server
    return
  }
  if ($Back) { $script:From = [string](Get-Content -LiteralPath $record -Raw -Encoding UTF8 | ConvertFrom-Json).from }
  $script:stage = 'stopping'
  Stop-Server
  if ($From -ne '') {
    Assert-NoLinks $From
    $returning = Join-Path $From '.returning'
    if (Test-Path -LiteralPath $returning) { Remove-Item -LiteralPath $returning -Recurse -Force }
    [void](New-Item -ItemType Directory -Force $returning)
    Copy-Checked $target $returning
    $older = @(Get-Moved $From)
    if ($older.Count -gt 0) {
      $olderPlace = Join-Path $From "before-return-$(Get-Date -Format yyyyMMdd-HHmmss)"
      [void](New-Item -ItemType Directory $olderPlace)
      $older | Move-Item -Destination $olderPlace
    }
    Get-ChildItem -LiteralPath $returning -Force | Move-Item -Destination $From
    Remove-Item -LiteralPath $returning
    # As if the person had made them: owner and rights are those of the folder.
    & icacls.exe $From /reset /T /C /Q | Out-Null
    Assert-Holder
  }
  if ($From -ne '') { Remove-Item -LiteralPath $record -Force } else { Move-Item -LiteralPath $record -Destination $former -Force }
  $script:stage = 'finished'
  Unregister-Server
  if ($From -ne '') { Remove-Item -LiteralPath $target -Recurse -Force }
}

try {
  switch ($Action) {
    'install' { Install-Server }
    'remove' { Remove-Server }
    'restart' { Stop-Server; Start-ScheduledTask -TaskName $name }
  }
  exit 0
} catch {
  $reason = $_.Exception.Message
  try {
    if ($Action -eq 'install' -and $stage -ne 'nothing' -and $stage -ne 'finished') { Undo-Install }
    if ($Action -eq 'remove' -and $stage -eq 'stopping') { Start-ScheduledTask -TaskName $name }
  } catch { $reason += " Undoing failed too: $($_.Exception.Message)" }
  # The window of an administrator closes at once; the desktop program reads the reason here.
  [void](New-Item -ItemType Directory -Force $settings)
  [IO.File]::WriteAllText($log, $reason, $utf8)
  [Console]::Error.WriteLine($reason)
  exit 1
}
