import { randomBytes } from 'node:crypto';
import { Person } from '../throwaway/person.ts';
import type { Stage } from './stage.ts';

export const PLACE = 'Harbour Bakery';
export const ROBIN = 'robin@harbourbakery.example';
export const MIA = 'mia@harbourbakery.example';
export const JONAS = 'jonas@harbourbakery.example';

/** Nobody signs in with it but the people of one run. */
export const PASSWORD = randomBytes(9).toString('base64url');

/** Creates the place and its owner, signed in. */
export async function settleOwner(stage: Stage): Promise<Person> {
  const owner = new Person(stage.url, stage.signal);
  await owner.call('POST', '/api/auth/setup', {
    organization: PLACE,
    name: 'Robin Falk',
    email: ROBIN,
    password: PASSWORD,
  });
  return owner;
}

/** Invites somebody; answers the token of the invitation. */
export async function invite(owner: Person, email: string, role: 'admin' | 'member'): Promise<string> {
  return (await owner.call<{ token: string }>('POST', '/api/auth/invites', { email, role })).token;
}

/** Somebody who accepted an invitation, signed in. */
export async function join(
  stage: Stage,
  owner: Person,
  { email, name, role }: { readonly email: string; readonly name: string; readonly role: 'admin' | 'member' },
): Promise<Person> {
  const token = await invite(owner, email, role);
  const guest = new Person(stage.url, stage.signal);
  await guest.call('POST', '/api/auth/invites/accept', { token, name, password: PASSWORD });
  return guest;
}
