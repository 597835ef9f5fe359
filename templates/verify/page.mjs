import { checkExport } from './check-export.mjs';

const at = (id) => document.getElementById(id);

const VERDICTS = {
  intact: [
    'No file was changed',
    'Every file is exactly as it was when the export was signed. Compare the fingerprint to see who signed it.',
  ],
  changed: ['This export was changed', 'It is not as it was signed. The list of files says what differs.'],
  unreadable: ['This cannot be checked', ''],
};

const STATUSES = {
  ok: ['OK', 'ok'],
  changed: ['CHANGED', 'is-changed'],
  missing: ['MISSING', 'missing'],
  'not-listed': ['NOT LISTED', 'not-listed'],
  unproven: ['UNPROVEN', 'unproven'],
};

function element(tag, text, className = '') {
  const made = document.createElement(tag);
  // Signs that turn the direction of writing around would let a name read as another one.
  made.textContent = String(text).replaceAll(/[\p{Cc}\u202A-\u202E\u2066-\u2069]/gu, '\uFFFD');
  made.className = className;
  return made;
}

function showVerdict({ verdict, problems }) {
  const [title, text] = VERDICTS[verdict];
  at('verdict').className = `verdict ${verdict}`;
  at('verdict-title').textContent = title;
  at('verdict-text').textContent = text;
  at('problems').replaceChildren(...problems.map((problem) => element('li', problem)));
}

function showFiles(files) {
  const rows = files.map(({ name, status, detail }) => {
    const row = document.createElement('tr');
    const [word, className] = STATUSES[status];
    const result = document.createElement('td');
    result.append(element('strong', word, className), element('small', detail));
    row.append(element('td', name), result);
    return row;
  });
  at('files').replaceChildren(...rows);
}

/** Told only of a manifest that is proven: from another one nothing may be believed. */
function showFacts({ verdict, manifest }) {
  at('about').hidden = verdict !== 'intact';
  if (verdict !== 'intact') return;
  const { incident, exported_by: by, server_time: time, organization, notes, evidence } = manifest;
  const facts = [
    ['Incident', `${incident.id}: ${incident.title}`],
    ['Organization', organization.name],
    ['Exported', `${time.local} (${time.time_zone}) by ${by.name ?? by.tag}`],
    ['Filed', `${incident.created_at} by ${incident.filed_by.name ?? incident.filed_by.tag}`],
    ['Evidence', `${evidence.length} pieces`],
    ...notes.map((note) => ['Note', note]),
  ];
  at('facts').replaceChildren(
    ...facts.flatMap(([label, value]) => [element('dt', label), element('dd', value)]),
  );
}

function compare() {
  const digits = at('expected')
    .value.toLowerCase()
    .replaceAll(/[^0-9a-z]/g, '');
  const isSame = digits === at('fingerprint').textContent.replaceAll(' ', '');
  const words = isSame
    ? 'This is the key you expect.'
    : 'This is NOT the key you expect: the export was not signed by that installation.';
  at('comparison').textContent = digits === '' ? '' : words;
  at('comparison').className = isSame ? 'match' : 'differs';
}

function show(result) {
  showVerdict(result);
  showFiles(result.files);
  showFacts(result);
  at('key').hidden = result.fingerprint === undefined;
  at('fingerprint').textContent = result.fingerprint ?? '';
  compare();
  at('result').hidden = false;
}

let newest;

async function checkFile(file) {
  newest = file;
  const isNewest = () => newest === file;
  at('result').hidden = true;
  at('progress').textContent = `Checking ${file.name}…`;
  try {
    const result = await checkExport(file, (done, all) => {
      if (isNewest()) at('progress').textContent = `Checking ${file.name}: file ${done + 1} of ${all}…`;
    });
    if (isNewest()) show(result);
    if (isNewest()) at('progress').textContent = `Checked ${file.name}.`;
  } catch {
    if (isNewest()) at('progress').textContent = `${file.name} cannot be read. Choose it again.`;
  }
}

at('zip').addEventListener('change', ({ target }) => {
  const [file] = target.files;
  if (file !== undefined) void checkFile(file);
});
// Choosing the same file again, changed meanwhile perhaps, checks it again.
at('zip').addEventListener('click', ({ target }) => {
  target.value = '';
});
at('expected').addEventListener('input', compare);
document.addEventListener('dragover', (event) => {
  event.preventDefault();
  at('drop').classList.add('over');
});
document.addEventListener('dragleave', () => at('drop').classList.remove('over'));
document.addEventListener('drop', (event) => {
  event.preventDefault();
  at('drop').classList.remove('over');
  const [file] = event.dataTransfer.files;
  if (file !== undefined) void checkFile(file);
});
