import { Session } from 'node:inspector/promises';

/**
 * Gives back the memory that only the start needed, some 35 MB: V8 makes its space for young objects large while files
 * are loaded, and a quiet server makes too little work ever to have it looked through. The way of a debugger is the one
 * that needs no option of Node. Nothing else runs meanwhile, for less than 0.1 s.
 */
export async function returnMemory(): Promise<void> {
  const session = new Session();
  session.connect();
  try {
    await session.post('HeapProfiler.collectGarbage');
  } finally {
    session.disconnect();
  }
}
