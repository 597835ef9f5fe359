import { t } from '@lingui/core/macro';
import { incidentDiagram } from '../../diagrams/incident.ts';
import { code, type Content, figure, heading, list, note, steps, table, text } from '../../text/block.ts';

export const content: Content = [
  text(
    t`[Incidents](/incidents) are reports with evidence: what happened, when, where, with pictures, clips and notes. Administrators file and read them; so may AI agents whose key allows it.`,
  ),
  heading('from-open-to-done', t`From open to done`),
  figure(incidentDiagram),
  heading('file-one', t`File one`),
  steps(
    t({ message: 'Open the camera and press *File an incident*, or use the key `I` on the wall.' }),
    t`Write a title and a sentence or two, and choose how severe it is.`,
    t`Leave the evidence ticked: the last %clipSeconds% seconds of video and a picture taken now.`,
  ),
  text(t`The report opens at once. Pictures and clips appear in it as soon as they are there.`),
  heading('add-evidence-later', t`Add evidence later`),
  table(
    [t`Kind`, t`What it is`],
    [t`*Observation*`, t`What you saw or found out, in your own words`],
    [t`*Picture now*`, t`The camera takes a picture, which can take %snapshotSeconds% seconds`],
    [t`*Clip*`, t`The last seconds the camera sent, at most %clipMostSeconds%. It must be live`],
  ),
  text(
    t`Clips come from memory, so nothing has to be recorded. Evidence is kept in the server’s own database, each piece up to %evidenceMib% MiB, until you delete the incident.`,
  ),
  heading('every-change-is-kept', t`Every change is kept`),
  text(
    t`The timeline shows who changed what, and when. A change can be taken back as long as nobody changed the same since.`,
  ),
  heading('export-it-as-proof', t`Export it as proof`),
  text(
    t({
      message:
        '*Export* saves one ZIP: the report to read or print, pictures, clips, all changes, and a list of every file with its fingerprint, signed with the key of this installation. `verify.html` inside it checks everything, without any network.',
    }),
  ),
  steps(
    t({ message: 'Open `verify.html` in a current browser.' }),
    t`Choose the ZIP as you received it.`,
    t`Compare the fingerprint with the one shown under *Incidents*. Get it by telephone or on paper, not in the same mail.`,
  ),
  text(t`Each file is then OK, CHANGED, MISSING, NOT LISTED or UNPROVEN. By hand it works too:`),
  code(
    'openssl pkeyutl -verify -pubin -inkey public-key.txt -rawin -in manifest.json -sigfile manifest.sig',
    'sha256sum snapshots/* clips/*      # compare with manifest.json',
  ),
  heading('what-it-proves-and-what-not', t`What it proves, and what not`),
  list(
    t`It shows every change made **after** the export, to everybody who knows the fingerprint.`,
    t`It does not prove that the pictures are true: whoever controls a camera, a node or the server controls what is recorded.`,
    t`Times are those of the server and the node, whose clocks can be wrong.`,
  ),
  note(
    t({
      message:
        'The signing key lies in the data directory as `secrets/evidence-signing.key`. Copy it once to a safe place: without it, later exports carry another fingerprint. At most %exportsPerHour% exports an hour of one incident are made.',
    }),
  ),
];
