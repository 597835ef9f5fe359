/** The file name of a `Content-Disposition` header; `fallback` when it names none. */
export function fileNameOf(header: string | null, fallback: string): string {
  const encoded = /filename\*=UTF-8''([^;]+)/i.exec(header ?? '')?.[1];
  const plain = /filename="?([^";]+)"?/i.exec(header ?? '')?.[1];
  let name = plain ?? fallback;
  try {
    if (encoded !== undefined) name = decodeURIComponent(encoded);
  } catch {
    // A badly encoded name: the plain one will do.
  }
  return name.replaceAll(/[\\/\p{Cc}]/gu, '_').trim() || fallback;
}

/** Lets the browser save a file. */
export function saveBlob(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  // The browser reads the address after the click; a minute is ample.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/** Saves an answer under the name the server gave it. */
export async function saveAnswer(response: Response, fallback: string): Promise<void> {
  const name = fileNameOf(response.headers.get('Content-Disposition'), fallback);
  saveBlob(await response.blob(), name);
}
