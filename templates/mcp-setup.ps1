# Connects AI clients on this Windows computer to a Sentinel server, so that they can use its cameras.
#
#   & ([scriptblock]::Create((irm http://<server>:8000/mcp-setup.ps1))) '<key>' 'http://<server>:8000/mcp/'
#
# It adds one entry, "opensentry", to the settings file of each client you choose and keeps everything else in it. The
# file as it was is kept beside it as <file>.bak. A file that cannot be read as JSON is kept under a name with the time,
# and a fresh one takes its place. Runs in Windows PowerShell 5.1 and in PowerShell 7.
#
# $env:SOURCEBOX_SENTRY_MCP_ALLOW_RUNNING = 1   changes the files of clients that are running, too
# $env:SOURCEBOX_SENTRY_MCP_NO_PAUSE = 1        does not wait for Enter at the end
param([string]$Key, [string]$Url)

$ErrorActionPreference = 'Stop'
$Url = $Url.TrimEnd('/') + '/'

# What each client wants to read: address and key take the places of @URL@ and @KEY@. The bridge speaks plain http to
# other machines only when it is told to (@PLAIN@).
$clients = @(
  @{
    Name = 'Claude Code'; Process = 'claude'
    File = Join-Path $env:USERPROFILE '.claude.json'
    Shape = '{"type":"http","url":"@URL@","headers":{"Authorization":"Bearer @KEY@"}}'
  }
  @{
    Name = 'Claude Desktop'; Process = 'claude'
    File = Join-Path $env:APPDATA 'Claude\claude_desktop_config.json'
    Shape = '{"command":"cmd","args":["/c","npx","-y","mcp-remote","@URL@","--header","Authorization:Bearer @KEY@"@PLAIN@]}'
  }
  @{
    Name = 'Cursor'; Process = 'cursor'
    File = Join-Path $env:USERPROFILE '.cursor\mcp.json'
    Shape = '{"url":"@URL@","headers":{"Authorization":"Bearer @KEY@"}}'
  }
  @{
    Name = 'Windsurf'; Process = 'windsurf'
    File = Join-Path $env:USERPROFILE '.codeium\windsurf\mcp_config.json'
    Shape = '{"serverUrl":"@URL@","headers":{"Authorization":"Bearer @KEY@"}}'
  }
)

# Whether a text is one JSON object. The reader below is too forgiving to tell: it closes what was cut off, joins "1 2"
# to "12" and drops whatever follows the object. Here strings become "", other values 0, then, from the inside out,
# lists and objects of these 0, until nothing changes any more.
function Test-JsonObject([string]$Text) {
  $rest = $Text -creplace '"(?:[^"\\\x00-\x1F]|\\(?:["\\/bfnrt]|u[0-9A-Fa-f]{4}))*"', '""'
  $rest = $rest -creplace '(?<![\w.+-])(?:-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|true|false|null)(?![\w.+-])', '0'
  $rest = $rest -creplace '[ \t\r\n]*([{}\[\],:])[ \t\r\n]*', '$1'
  if ($rest -cnotmatch '^\{') { return $false }
  do {
    $before = $rest
    $rest = $rest -creplace '\{(?:"":(?:""|0)(?:,"":(?:""|0))*)?\}|\[(?:(?:""|0)(?:,(?:""|0))*)?\]', '0'
  } while ($rest -cne $before)
  return $rest -ceq '0'
}

# JSON is edited as the XML that .NET makes of it. Unlike ConvertFrom-Json this keeps dates, long numbers, arrays of one
# item, names that differ only by case, and any depth, in every version of PowerShell.
function Read-Json([string]$Text) {
  $bytes = (New-Object Text.UTF8Encoding $false).GetBytes($Text)
  $reader = [Runtime.Serialization.Json.JsonReaderWriterFactory]::CreateJsonReader($bytes, [Xml.XmlDictionaryReaderQuotas]::Max)
  try {
    $document = New-Object Xml.XmlDocument
    $document.PreserveWhitespace = $true
    $document.Load($reader)
  } finally { $reader.Close() }
  if ($document.DocumentElement.GetAttribute('type') -ne 'object') { throw [Xml.XmlException]'not an object' }
  # The comma keeps PowerShell from taking the document for a list of its nodes.
  return , $document
}

function Format-Json($Document) {
  $stream = New-Object IO.MemoryStream
  $encoding = New-Object Text.UTF8Encoding $false
  $writer = [Runtime.Serialization.Json.JsonReaderWriterFactory]::CreateJsonWriter($stream, $encoding, $false, $true, '  ')
  $Document.WriteTo($writer)
  $writer.Close()
  # .NET writes every slash as "\/". An even number of backslashes before it are characters of their own.
  return [regex]::Replace($encoding.GetString($stream.ToArray()), '(?<!\\)((?:\\\\)*)\\/', '$1/') + "`n"
}

# The direct child of that name, or nothing. When a name occurs twice the last one counts.
function Get-Child-Node($Node, [string]$Name) {
  # Methods, because PowerShell shows members of the JSON as if they were properties of the node.
  return $Node.get_ChildNodes() | Where-Object { $_.get_LocalName() -ceq $Name } | Select-Object -Last 1
}

function Add-Child-Node($Parent, [string]$Name) {
  $node = $Parent.get_OwnerDocument().CreateElement($Name)
  $node.SetAttribute('type', 'object')
  return $Parent.AppendChild($node)
}

# Puts the entry at mcpServers.opensentry; whatever was there, or in the place of mcpServers, is replaced.
function Add-Entry($Document, [string]$Entry) {
  $root = $Document.DocumentElement
  $servers = Get-Child-Node $root 'mcpServers'
  if ($servers -and $servers.GetAttribute('type') -ne 'object') {
    [void]$root.RemoveChild($servers)
    $servers = $null
  }
  if (-not $servers) { $servers = Add-Child-Node $root 'mcpServers' }
  $old = Get-Child-Node $servers 'opensentry'
  if ($old) { [void]$servers.RemoveChild($old) }
  $new = Add-Child-Node $servers 'opensentry'
  foreach ($child in (Read-Json $Entry).DocumentElement.get_ChildNodes()) {
    [void]$new.AppendChild($Document.ImportNode($child, $true))
  }
}

# Answers the name of the copy when the file could not be read as JSON, else nothing.
function Set-Entry([string]$File, [string]$Entry) {
  [void](New-Item -ItemType Directory -Force -Path (Split-Path $File))
  $copy = "$File.bak"
  $document = Read-Json '{}'
  if (Test-Path -LiteralPath $File) {
    # Bytes that are no text are as unreadable as a text that is no JSON.
    try { $text = [IO.File]::ReadAllText($File, (New-Object Text.UTF8Encoding $false, $true)) }
    catch [Text.DecoderFallbackException] { $text = '?' }
    # JSON that only this computer cannot read is a failure, and its file stays.
    if (Test-JsonObject $text) { $document = Read-Json $text }
    elseif ($text.Trim() -ne '') {
      $copy = '{0}.{1:yyyyMMdd-HHmmss}.bak' -f $File, (Get-Date)
      $unreadable = $copy
    }
  }
  Add-Entry $document $Entry
  $out = Format-Json $document
  if ((Read-Json $out).OuterXml -cne $document.OuterXml) { throw 'it holds something this script cannot keep as it is' }
  $fresh = "$File.opensentry.tmp"
  [IO.File]::WriteAllText($fresh, $out, (New-Object Text.UTF8Encoding $false))
  if (Test-Path -LiteralPath $File) { [IO.File]::Replace($fresh, $File, $copy) } else { [IO.File]::Move($fresh, $File) }
  return $unreadable
}

function Test-Found($Client) {
  if (Test-Path -LiteralPath $Client.File) { return $true }
  if ($Client.Name -eq 'Claude Code') { return [bool](Get-Command claude -ErrorAction SilentlyContinue) }
  return Test-Path -LiteralPath (Split-Path $Client.File)
}

# The chosen clients, each once and in order.
function Read-Choice {
  Write-Host "`nAI clients on this computer:"
  for ($i = 0; $i -lt $clients.Count; $i++) {
    $state = if (Test-Found $clients[$i]) { 'found' } else { 'not found' }
    Write-Host ('  {0}) {1,-15} {2,-10} {3}' -f ($i + 1), $clients[$i].Name, $state, $clients[$i].File)
  }
  Write-Host "`nQuit the clients before you go on: a running one would overwrite its settings."
  $words = (Read-Host 'Which ones? Numbers with commas, "all" for those found, "q" to leave') -split '[,;\s]+' -ne ''
  if ($words -contains 'q') { return }
  $numbers = foreach ($word in $words) {
    if ($word -eq 'all') { 1..4 | Where-Object { Test-Found $clients[$_ - 1] } }
    elseif ($word -cmatch '^[1-4]$') { [int]$word }
    else { Write-Host "Note: there is no client ""$word""; left out." }
  }
  $numbers | Select-Object -Unique | ForEach-Object { $clients[$_ - 1] }
}

function Set-Client($Client) {
  $allowed = $env:SOURCEBOX_SENTRY_MCP_ALLOW_RUNNING -eq '1'
  if (-not $allowed -and (Get-Process -Name $Client.Process -ErrorAction SilentlyContinue)) { return 'Skipped, it is running' }
  if ($Client.Name -eq 'Claude Desktop' -and -not (Get-Command node -ErrorAction SilentlyContinue)) {
    Write-Host 'Note: Claude Desktop needs Node.js to reach the server. Install it from https://nodejs.org'
  }
  try {
    $plain = if ($Url -match '^(https:|http://(localhost|127\.0\.0\.1)[:/])') { '' } else { ',"--allow-http"' }
    $copy = Set-Entry $Client.File ($Client.Shape.Replace('@URL@', $Url).Replace('@KEY@', $Key).Replace('@PLAIN@', $plain))
    if ($copy) { Write-Host "Note: $($Client.Name): the settings were not valid JSON. They are kept in $copy; a fresh file took their place." }
    return 'Configured'
  } catch { return "Failed: $($_.Exception.Message)" }
}

# Answers the exit code.
function Start-Setup {
  if ($Key -notmatch '^[\w.~+/=-]+$' -or $Url -notmatch '^https?://[^\s"\\]+$') {
    Write-Host "Usage: mcp-setup.ps1 <key> <server address>, e.g. 'osc_0123...' 'http://192.168.1.20:8000/mcp/'"
    Write-Host 'Make a key on the MCP page of the dashboard; it shows the whole line to copy.'
    return 1
  }
  Add-Type -AssemblyName System.Runtime.Serialization -ErrorAction SilentlyContinue
  $chosen = @(Read-Choice)
  if ($chosen.Count -eq 0) { Write-Host 'No client was chosen. Nothing was changed.'; return 0 }
  $results = @($chosen | ForEach-Object { @{ Name = $_.Name; Result = Set-Client $_ } })
  Write-Host ''
  foreach ($one in $results) { Write-Host ('  {0,-15} {1}' -f $one.Name, $one.Result) }
  $done = @($results | Where-Object { $_.Result -eq 'Configured' }).Count
  if ($done -gt 0) { Write-Host "`nStart the clients again, then ask: `"Which cameras do I have?`"" }
  Write-Host ('What agents do shows in the dashboard: ' + ([uri]$Url).GetLeftPart('Authority') + '/mcp')
  if ($env:SOURCEBOX_SENTRY_MCP_NO_PAUSE -ne '1' -and [Environment]::UserInteractive) { [void](Read-Host 'Press Enter to finish') }
  return [int]($done -eq 0)
}

$code = Start-Setup
# Run from memory, "exit" would close the window it was typed into.
if ($PSCommandPath) { exit $code } else { $global:LASTEXITCODE = $code }
