import { execFile } from 'node:child_process';
import { createHash, createPublicKey, randomBytes, verify } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { eq } from '../../../../server/db/drizzle.ts';
import { incidentEvidence } from '../../../../server/db/schema/incidents.ts';
import { writeSetting } from '../../../../server/db/settings-repository.ts';
import { beginIncidentExport } from '../../../../server/incidents/export/export-service.ts';
import { temporaryFolder } from '../../../support/test-config.ts';
import { eventually } from '../../../support/wait.ts';
import { GATE } from '../incident-bench.ts';
import { CLIP, ExportBench, filesOf, HOSTILE, OTHER_PICTURE, PICTURE } from './export-bench.ts';
import { checked } from './export-checker.ts';

const run = promisify(execFile);
const EXPORT = '/api/incidents/1/export';

let bench: ExportBench;
let temporary: ReturnType<typeof temporaryFolder>;
beforeEach(async () => {
  temporary = temporaryFolder();
  vi.stubEnv('TMPDIR', temporary.path);
  bench = await ExportBench.start();
});
afterEach(async () => {
  await bench[Symbol.asyncDispose]();
  vi.unstubAllEnvs();
  temporary[Symbol.dispose]();
});

interface Manifest {
  readonly incident: Record<string, unknown>;
  readonly evidence: readonly Record<string, unknown>[];
  readonly changes: readonly Record<string, unknown>[];
  readonly files: readonly (Record<string, unknown> & { path: string; bytes: number; sha256: string })[];
  readonly notes: readonly string[];
  readonly [field: string]: unknown;
}

const manifestOf = (files: ReadonlyMap<string, Buffer>): Manifest =>
  JSON.parse(files.get('manifest.json')?.toString() ?? '') as Manifest;
const textOf = (files: ReadonlyMap<string, Buffer>, name: string): string =>
  files.get(name)?.toString() ?? '';

/** Folders of exports that are being made, or were left behind. */
const leftovers = (): string[] =>
  readdirSync(temporary.path).filter((name) => name.startsWith('sentinel-export-'));

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe('evidence export', () => {
  it('holds the report, every picture and clip in both forms, the manifest with its signature, and the page', async () => {
    const files = filesOf(await bench.fullExport());
    expect([...files.keys()]).toEqual([
      'snapshots/1-aaaaaaaa-gate.jpg',
      'snapshots/2-aaaaaaaa-gate.jpg',
      'clips/3-aaaaaaaa-gate.ts',
      'clips/3-aaaaaaaa-gate.mp4',
      'changes.json',
      'report.md',
      'report.html',
      'public-key.txt',
      'verify.html',
      'manifest.json',
      'manifest.sig',
    ]);
    expect(files.get('snapshots/1-aaaaaaaa-gate.jpg')).toEqual(PICTURE);
    expect(files.get('snapshots/2-aaaaaaaa-gate.jpg')).toEqual(OTHER_PICTURE);
    expect(files.get('clips/3-aaaaaaaa-gate.ts')).toEqual(CLIP);
    expect(files.get('verify.html')).toEqual(bench.deps.verifyPage);
  });

  it('lists every file with its real size and SHA-256, and signs exactly those bytes', async () => {
    const files = filesOf(await bench.fullExport());
    const manifest = manifestOf(files);
    expect(manifest.files.map(({ path }) => path)).toEqual([...files.keys()].slice(0, -2));
    for (const { path, bytes, sha256 } of manifest.files) {
      const data = files.get(path) ?? Buffer.alloc(0);
      expect([bytes, sha256]).toEqual([data.length, createHash('sha256').update(data).digest('hex')]);
    }
    const key = createPublicKey(textOf(files, 'public-key.txt'));
    const signature = files.get('manifest.sig') ?? Buffer.alloc(0);
    expect(verify(null, files.get('manifest.json') ?? Buffer.alloc(0), key, signature)).toBe(true);
    const asked = await bench.as('admin').get('/api/incidents/signing-key');
    expect(manifest['signing_key']).toEqual(asked.json());
    expect(asked.json()).toEqual({
      algorithm: 'Ed25519',
      public_key: key.export({ format: 'der', type: 'spki' }).subarray(-32).toString('base64'),
      fingerprint: expect.stringMatching(/^([0-9a-f]{4} ){7}[0-9a-f]{4}$/),
    });
  });

  it('tells in the manifest who filed, added, changed and exported what, and when by which clock', async () => {
    await bench.incidents.db.write((tx) =>
      writeSetting(
        tx,
        { orgId: 'org_1', key: 'timezone', value: 'Asia/Kolkata' },
        bench.incidents.clock.now(),
      ),
    );
    const manifest = manifestOf(filesOf(await bench.fullExport()));
    const now = bench.incidents.clock.now().toISOString();
    expect(manifest).toMatchObject({
      format: 'sentinel-incident-export',
      format_version: 1,
      product: { name: 'Sentinel Command Center', version: '9.8.7' },
      organization: { id: 'org_1', name: 'Corner Shop' },
      exported_at: now,
      exported_by: { tag: 'user:user_admin', name: 'Ann admin' },
      server_time: { utc: now, local: expect.stringMatching(/ UTC\+05:30$/), time_zone: 'Asia/Kolkata' },
      incident: {
        id: 1,
        title: HOSTILE,
        severity: 'high',
        camera_name: GATE,
        filed_by: { tag: 'user:user_admin' },
      },
      changes: [{ by: 'user:user_admin', fields: ['severity', 'report'], undoes: null }],
      notes: [],
    });
    expect(manifest.files[0]).toMatchObject({
      media_type: 'image/jpeg',
      evidence_id: 1,
      kind: 'snapshot',
      camera_id: GATE,
      camera_name: GATE,
      capture: { received_at: '2026-03-01T11:59:59.000Z', node_clock_offset_ms: 120 },
      made_from: null,
      differs_from_stored: false,
    });
    expect(manifest.files[3]).toMatchObject({
      media_type: 'video/mp4',
      made_from: 'clips/3-aaaaaaaa-gate.ts',
    });
    expect(manifest.evidence.map(({ kind, text, added_by: by, paths }) => [kind, text, by, paths])).toEqual([
      ['snapshot', HOSTILE, 'mcp:Scout', ['snapshots/1-aaaaaaaa-gate.jpg']],
      ['snapshot', null, 'mcp:Scout', ['snapshots/2-aaaaaaaa-gate.jpg']],
      ['clip', null, 'mcp:Scout', ['clips/3-aaaaaaaa-gate.ts', 'clips/3-aaaaaaaa-gate.mp4']],
      ['observation', HOSTILE, 'mcp:Scout', []],
    ]);
  });

  it('keeps every change with what it replaced, also beyond the hundred that a page shows', async () => {
    await bench.incidents.filed();
    for (let round = 1; round <= 120; round += 1)
      await bench.incidents.patch(1, { summary: `Version ${round}` });
    const files = filesOf(await bench.exported());
    const changes = JSON.parse(textOf(files, 'changes.json')) as { changes: unknown[] }[];
    expect(changes).toHaveLength(120);
    expect(changes[119]?.changes).toEqual([
      { field: 'summary', before: 'Version 119', after: 'Version 120' },
    ]);
    expect(manifestOf(files).changes).toHaveLength(120);
  });

  it('repacks clips that both play', async () => {
    const files = filesOf(await bench.fullExport());
    using folder = temporaryFolder();
    for (const name of ['clips/3-aaaaaaaa-gate.ts', 'clips/3-aaaaaaaa-gate.mp4']) {
      const file = join(folder.path, name.slice(name.lastIndexOf('/') + 1));
      writeFileSync(file, files.get(name) ?? '');
      const entries = 'format=format_name:stream=codec_name,nb_read_packets';
      const { stdout } = await run('ffprobe', [
        '-v',
        'error',
        '-count_packets',
        '-show_entries',
        entries,
        '-of',
        'json',
        file,
      ]);
      const probed = JSON.parse(stdout) as {
        format: { format_name: string };
        streams: Record<string, string>[];
      };
      expect(probed.format.format_name).toContain(name.endsWith('.ts') ? 'mpegts' : 'mp4');
      const video = probed.streams.find((stream) => stream['codec_name'] === 'h264');
      expect(Number(video?.['nb_read_packets'])).toBeGreaterThan(50);
    }
    expect(leftovers()).toEqual([]);
  });

  it('says what is missing when there is no ffmpeg, or when it can make nothing of a clip', async () => {
    await bench.incidents.filed();
    await bench.clip(Buffer.from('no video at all'));
    const broken = filesOf(await bench.exported());
    expect(manifestOf(broken).notes).toEqual(['ffmpeg could not repack clips/1-aaaaaaaa-gate.ts as MP4.']);
    await bench[Symbol.asyncDispose]();
    bench = await ExportBench.start({ ffmpeg: join(tmpdir(), 'no-such-program') });
    const zip = await bench.fullExport();
    const files = filesOf(zip);
    expect([...files.keys()].filter((name) => name.startsWith('clips/'))).toEqual([
      'clips/3-aaaaaaaa-gate.ts',
    ]);
    expect(manifestOf(files).notes).toEqual([expect.stringContaining('ffmpeg')]);
    expect(textOf(files, 'report.md')).toContain('ffmpeg');
    expect((await checked(zip)).verdict).toBe('intact');
  });

  it('marks bytes that are not those that were stored', async () => {
    await bench.incidents.filed();
    const id = await bench.snapshot();
    await bench.incidents.db.write(async (tx) => {
      tx.update(incidentEvidence).set({ data: OTHER_PICTURE }).where(eq(incidentEvidence.id, id)).run();
    });
    const zip = await bench.exported();
    const files = filesOf(zip);
    expect(manifestOf(files).files[0]).toMatchObject({ differs_from_stored: true });
    expect(textOf(files, 'report.html')).toContain('These bytes are not those that were stored');
    const { files: rows } = await checked(zip);
    const row = rows.find(({ name }) => name.startsWith('snapshots/'));
    expect(row).toMatchObject({ status: 'ok', detail: expect.stringContaining('differed') });
  });
});

describe('reports', () => {
  it('keep hostile words harmless, in both forms', async () => {
    const files = filesOf(await bench.fullExport());
    const html = textOf(files, 'report.html');
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(html).not.toMatch(
      /<script|javascript:[^)]*"|<a href="(?!snapshots\/|clips\/)|<img src="(?!data:image\/jpeg;base64,)/i,
    );
    expect(html).not.toMatch(/[^\P{Cc}\n]|\u202E/u);
    const markdown = textOf(files, 'report.md');
    expect(markdown).toContain(String.raw`\[click](javascript:alert(2))`);
    expect(markdown).not.toMatch(/<script|(?<!\\)\[|[^\P{Cc}\n]|\u202E/u);
  });

  it('hold the pictures, so that the page stands alone', async () => {
    const html = textOf(filesOf(await bench.fullExport()), 'report.html');
    expect(html).toContain(`src="data:image/jpeg;base64,${PICTURE.toString('base64')}"`);
    expect(html).toContain(`src="data:image/jpeg;base64,${OTHER_PICTURE.toString('base64')}"`);
    expect(html).toContain("default-src 'none'");
    expect(html).toContain('<h3>Night</h3>');
  });
});

describe('downloading', () => {
  it('is a file to save, is not kept by caches, and is noted in the audit log', async () => {
    await bench.incidents.filed();
    const answer = await bench.as('admin').get(EXPORT);
    const day = bench.incidents.clock.now().toISOString().slice(0, 10);
    expect(answer.headers).toMatchObject({
      'content-type': 'application/zip',
      'content-disposition': `attachment; filename="incident-1-${day}.zip"`,
      'cache-control': 'no-store',
    });
    expect(bench.incidents.audit().filter(({ event }) => event === 'incident_exported')).toMatchObject([
      {
        orgId: 'org_1',
        userId: 'user_admin',
        details: JSON.stringify({ incident_id: 1, title: 'Gate open' }),
      },
    ]);
  });

  it('is for administrators of that organization only', async () => {
    await bench.incidents.filed();
    const answers = [
      await bench.as('member').get(EXPORT),
      await bench.as('other').get(EXPORT),
      await bench.as('admin').get('/api/incidents/2/export'),
    ];
    expect(answers.map(({ status }) => status)).toEqual([403, 404, 404]);
    expect((await bench.as('member').get('/api/incidents/signing-key')).status).toBe(403);
    expect(bench.incidents.audit().filter(({ event }) => event === 'incident_exported')).toEqual([]);
  });

  it('begins nothing for HEAD', async () => {
    await bench.incidents.filed();
    const answer = await bench.as('admin').ask('HEAD', EXPORT);
    expect([answer.status, answer.headers['content-type'], answer.bytes.length]).toEqual([
      200,
      'application/zip',
      0,
    ]);
    expect((await bench.as('admin').ask('HEAD', '/api/incidents/2/export')).status).toBe(404);
    expect(bench.incidents.audit().filter(({ event }) => event === 'incident_exported')).toEqual([]);
  });

  it('that is broken off ends ffmpeg and leaves no files behind', async () => {
    using folder = temporaryFolder();
    const slow = join(folder.path, 'ffmpeg');
    const pidFile = join(folder.path, 'pid');
    writeFileSync(slow, `#!/bin/sh\necho $$ > ${pidFile}\nexec sleep 600\n`);
    chmodSync(slow, 0o755);
    await bench[Symbol.asyncDispose]();
    bench = await ExportBench.start({ ffmpeg: slow });
    await bench.incidents.filed();
    await bench.clip();
    const sent = request(`${bench.url}${EXPORT}`, { headers: { authorization: 'Bearer admin' } }).end();
    const [response] = await once(sent, 'response');
    response.resume();
    await eventually('ffmpeg runs', () => existsSync(pidFile) && readFileSync(pidFile, 'utf8') !== '');
    const pid = Number(readFileSync(pidFile, 'utf8'));
    expect([leftovers().length, isRunning(pid)]).toEqual([1, true]);
    response.on('error', () => undefined);
    sent.on('error', () => undefined);
    sent.destroy();
    await eventually('the files are gone', () => leftovers().length === 0);
    await eventually('ffmpeg is gone', () => !isRunning(pid));
  });

  it('breaks off when the evidence is deleted meanwhile', async () => {
    await bench.incidents.filed();
    // Nothing is read yet, so making the archive rests in the middle of this one.
    await bench.snapshot(randomBytes(1_000_000));
    await bench.snapshot();
    const author = {
      orgId: 'org_1',
      tag: 'user:1',
      name: 'Ann',
      auditActor: { label: 'Ann' },
      address: undefined,
    };
    const archive = await beginIncidentExport(bench.deps, author, { id: 'org_1', name: 'Shop' }, 1);
    await bench.incidents.db.write(async (tx) => {
      tx.delete(incidentEvidence).run();
    });
    await expect(archive.resume().toArray()).rejects.toThrow();
  });
});
