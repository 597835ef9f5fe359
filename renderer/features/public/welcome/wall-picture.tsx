import { t } from '@lingui/core/macro';
import wallDark from './wall-dark.png';
import wallLight from './wall-light.png';

const ALT = t`The camera wall in a browser: four live pictures, each with the name of its camera and how far it is behind, and the menu at the left.`;
const LOOK = 'h-auto w-full rounded-lg border border-line-strong';

/** The wall as it looks, in the theme of this page. The picture of the other theme is never fetched. */
export function WallPicture() {
  return (
    <>
      <img
        src={wallDark}
        alt={ALT}
        width={1440}
        height={900}
        loading="lazy"
        className={`${LOOK} in-data-[theme=light]:hidden`}
      />
      <img
        src={wallLight}
        alt={ALT}
        width={1440}
        height={900}
        loading="lazy"
        className={`${LOOK} hidden in-data-[theme=light]:block`}
      />
    </>
  );
}
