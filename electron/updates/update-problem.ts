/** By codes of electron-updater, Node and Chromium. */
const WORDS: readonly (readonly [RegExp, string])[] = [
  [/CHECKSUM_MISMATCH/, 'the download did not match what was announced and was thrown away'],
  [/INVALID_SIGNATURE/, 'the download is not signed by whoever signed this program'],
  [/HTTP_ERROR_404|CHANNEL_FILE_NOT_FOUND/, 'nothing is announced at the update address'],
  [/UNSAFE_WAY/, 'the update address sends on to one without https://, which is not used'],
  [/INVALID_UPDATE_INFO|NO_FILES_PROVIDED|INVALID_VERSION|NO_CHECKSUM/, 'the announcement cannot be read'],
  [
    /^E(CONN|HOST|NET|AI_|PIPE)|^ENOTFOUND|net::|HTTP_ERROR_|socket hang up|aborted|timed out|request was ended/i,
    'the update address does not answer as it should',
  ],
  [/^(ENOSPC|EDQUOT)/, 'the disk is full'],
  [/^(EACCES|EPERM|EROFS)/, 'a file may not be written'],
];
const LONGEST = 120;

/** Why something of an update failed, short enough for a menu. The log has the error itself. */
export function updateProblem(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const known = WORDS.find(([pattern]) => (code !== '' && pattern.test(code)) || pattern.test(error.message));
  return known?.[1] ?? (error.message.split('\n', 1)[0] ?? '').slice(0, LONGEST);
}
