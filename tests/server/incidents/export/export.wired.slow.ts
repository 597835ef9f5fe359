import { expect, it } from 'vitest';
import { addMember } from '../../../support/people.ts';
import { startTestServer } from '../../../support/test-server.ts';
import { filesOf } from './export-bench.ts';
import { checked } from './export-checker.ts';

it('the whole server exports an incident that checks, signed with the key it shows', async () => {
  await using server = await startTestServer();
  const owner = await server.owner();
  await owner.post('/api/incidents', { title: 'Gate open', summary: 'Since 2 am.' });
  await owner.post('/api/incidents/1/evidence', { kind: 'observation', text: 'A red van.' });
  const answer = await owner.get('/api/incidents/1/export');
  expect([answer.status, answer.headers['content-type']]).toEqual([200, 'application/zip']);
  const result = await checked(answer.bytes);
  const shown = (await owner.get('/api/incidents/signing-key')).json<{ fingerprint: string }>();
  expect([result.verdict, result.fingerprint]).toEqual(['intact', shown.fingerprint]);
  const manifest = JSON.parse(filesOf(answer.bytes).get('manifest.json')?.toString() ?? '') as object;
  expect(manifest).toMatchObject({
    organization: { name: 'Corner Shop' },
    incident: { title: 'Gate open', filed_by: { name: 'Olga Owner' } },
    exported_by: { name: 'Olga Owner' },
    evidence: [{ kind: 'observation', text: 'A red van.' }],
  });
  const member = await addMember(owner, 'mia@example.com', 'member');
  expect((await member.get('/api/incidents/1/export')).status).toBe(403);
});
