import { existsSync } from 'node:fs';
import { mkdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../../config/config.ts';
import { randomHex } from '../../ids.ts';
import type { DiskHistory } from '../history/disk-history.ts';
import { findingsOf, type Finding } from '../finding.ts';
import type { DoctorProbes } from '../probes.ts';
import { isSoundDatabase } from '../sqlite-check.ts';

/** Days ahead at which a filling disk is worth a word, and at which it is urgent. */
const FILLS_SOON_DAYS = 30;
const FILLS_VERY_SOON_DAYS = 7;

/** Writes a small file and takes it away. Where no server runs, the folder is made as a start would. */
export async function checkDataDirectory(dataDir: string, isRunning: boolean): Promise<Finding> {
  const { ok, bad } = findingsOf('data_directory');
  const file = join(dataDir, `doctor-${randomHex(6)}`);
  try {
    if (!isRunning) await mkdir(dataDir, { recursive: true, mode: 0o700 });
    await writeFile(file, 'x', { flag: 'wx', mode: 0o600, flush: true });
    await rm(file);
    return ok('data_ok');
  } catch {
    return bad('data_not_writable');
  }
}

/** Reads the whole database and looks whether the running server, if any, can store changes in it. */
export async function checkDatabase(
  file: string,
  server: { readonly writesFailing: boolean } | undefined,
): Promise<Finding> {
  const { ok, bad } = findingsOf('database');
  if (!existsSync(file)) return server === undefined ? ok('database_none') : bad('database_missing');
  if (!(await isSoundDatabase(file))) return bad('database_damaged');
  if (server?.writesFailing === true) return bad('database_refuses_writes');
  return ok('database_ok', { bytes: (await stat(file)).size });
}

/** How full the disk is, and when it will be at the pace of the last weeks. */
export async function checkDisk(
  { dataDir, diskCriticalPercent }: Pick<Config, 'dataDir' | 'diskCriticalPercent'>,
  probes: Pick<DoctorProbes, 'disk'>,
  history: Pick<DiskHistory, 'daysLeft'>,
): Promise<Finding> {
  const { ok, warn, bad, unknown } = findingsOf('disk');
  const figures = await probes.disk(dataDir).catch(() => undefined);
  if (figures === undefined) return unknown('disk_unknown');
  const facts = { percent_used: figures.percentUsed, bytes_free: figures.bytesFree };
  if (figures.percentUsed >= diskCriticalPercent) return bad('disk_full', facts);
  const days = history.daysLeft(figures.bytesFree);
  if (days === undefined || days > FILLS_SOON_DAYS) return ok('disk_ok', facts);
  const say = days > FILLS_VERY_SOON_DAYS ? warn : bad;
  return say('disk_filling', { ...facts, days });
}
