interface MediaRange {
  readonly type: string;
  /** 0–1 */
  readonly quality: number;
}

function mediaRanges(accept: string): MediaRange[] {
  return accept.split(',').map((part) => {
    const [type = '', ...parameters] = part.split(';').map((text) => text.trim().toLowerCase());
    const weight = parameters.find((parameter) => parameter.startsWith('q='));
    const quality = weight === undefined ? 1 : Number(weight.slice(2));
    return { type, quality: quality >= 0 && quality <= 1 ? quality : 0 };
  });
}

/** Quality of a media type by the most exact range that names it. */
function qualityOf(type: string, ranges: readonly MediaRange[]): number {
  const names = [type, `${type.split('/', 1)[0]}/*`, '*/*'];
  const found = names.map((name) => ranges.find((range) => range.type === name));
  return found.find((range) => range !== undefined)?.quality ?? 0;
}

/** Whether an `Accept` header wants a JPEG rather than JSON; without a preference the answer is JSON. */
export function prefersJpeg(accept: string | undefined): boolean {
  const ranges = mediaRanges(accept ?? '');
  return qualityOf('image/jpeg', ranges) > qualityOf('application/json', ranges);
}
