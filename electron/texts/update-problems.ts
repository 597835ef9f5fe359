/** What the part that fetches newer versions says when that fails, and the same in German; `$1` and up are put in. */
const GERMAN: readonly (readonly [RegExp, string])[] = [
  [
    /^the download did not match what was announced/,
    'der Download entsprach nicht der Ankündigung und wurde verworfen',
  ],
  [/^the download is not signed by/, 'der Download ist nicht vom Hersteller dieses Programms signiert'],
  [/^nothing is announced at/, 'unter der Update-Adresse ist nichts angekündigt'],
  [/^the update address sends on to one without/, 'die Update-Adresse leitet an eine ohne https:// weiter'],
  [/^the announcement cannot be read$/, 'die Ankündigung ist nicht lesbar'],
  [/^the update address does not answer/, 'die Update-Adresse antwortet nicht wie erwartet'],
  [/^the update address is not an address$/, 'die Update-Adresse ist keine Adresse'],
  [/^the update address must begin with/, 'die Update-Adresse muss mit https:// beginnen'],
  [
    /^files in (.+) may not be replaced; move/,
    'Dateien in $1 dürfen nicht ersetzt werden; verschieben Sie das AppImage in einen eigenen Ordner',
  ],
  [/^the disk is full$/, 'die Festplatte ist voll'],
  [/^a file may not be written$/, 'eine Datei darf nicht geschrieben werden'],
  [/^the downloaded update is damaged$/, 'das heruntergeladene Update ist beschädigt'],
  [/^the server does not run, so no backup/, 'der Server läuft nicht, also ist keine Sicherung möglich'],
  [/^the version that runs could not be kept/, 'die laufende Version ließ sich nicht aufheben'],
  [
    /^this copy came without an installer/,
    'diese Kopie kam ohne Installationsprogramm; ersetzen Sie sie von Hand',
  ],
  [/^this copy was unpacked by hand/, 'diese Kopie wurde von Hand entpackt; ersetzen Sie sie genauso'],
  [/^(\S+) did not work here, (\S+) was put back$/, '$1 funktionierte hier nicht, $2 läuft wieder'],
  [
    /^(\S+) does not work; install (\S+) again from (.+)$/,
    '$1 funktioniert nicht; installieren Sie wieder $2 aus $3',
  ],
  [/^(\S+) does not work; install (\S+) again$/, '$1 funktioniert nicht; installieren Sie wieder $2'],
];

/** The same problem in German; what is not known stays as it is. */
export function updateProblemInGerman(problem: string): string {
  const known = GERMAN.find(([said]) => said.test(problem));
  if (known === undefined) return problem;
  const [said, german] = known;
  const places = said.exec(problem) ?? [];
  return german.replaceAll(/\$(\d)/g, (_place, at: string) => places[Number(at)] ?? '');
}
