// The product's mark in the forms the systems want, as SVG text. The drawing itself is build/icons/icon.svg.

/** What a tray icon says: the health of the whole installation. */
export const TRAY_STATES = ['ok', 'warning', 'error'] as const;
type TrayState = (typeof TRAY_STATES)[number];

const HEAD = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">';
const AMBER = '#ffb547';
const RED = '#ff5a5f';
const TILE = '#10151d';

/** The mark without its tile, in one colour, with the lens's highlight left open. */
function bareMark(colour: string): string {
  return `<mask id="lens"><rect width="32" height="32" fill="#fff"/><circle cx="17.8" cy="14.2" r="2" fill="#000"/></mask>
    <path d="M4 10V6.5A2.5 2.5 0 0 1 6.5 4H10M22 4h3.5A2.5 2.5 0 0 1 28 6.5V10M28 22v3.5a2.5 2.5 0 0 1-2.5 2.5H22M10 28H6.5A2.5 2.5 0 0 1 4 25.5V22" fill="none" stroke="${colour}" stroke-width="3" stroke-linecap="round"/>
    <circle cx="16" cy="16" r="6" fill="${colour}" mask="url(#lens)"/>`;
}

/** A shape for each state, so that nobody has to tell the colours apart. */
function badge(state: TrayState, colour: string, sign: string): string {
  if (state === 'ok') return '';
  const shape =
    state === 'warning'
      ? `<path d="M23 14.5 31 30H15Z" fill="${colour}" stroke="${colour}" stroke-width="2" stroke-linejoin="round"/>`
      : `<circle cx="23" cy="23" r="8.5" fill="${colour}"/>`;
  const mark =
    state === 'warning'
      ? `<path d="M23 19.5v5M23 27.6v.2" stroke="${sign}" stroke-width="2.6" stroke-linecap="round"/>`
      : `<path d="m19.8 19.8 6.4 6.4M26.2 19.8l-6.4 6.4" stroke="${sign}" stroke-width="2.6" stroke-linecap="round"/>`;
  return shape + mark;
}

/** For the trays of Windows and Linux, whose background may be dark or light: the whole tile. */
export function trayIcon(state: TrayState, mark: string): string {
  const inner = mark.replace(/^[\s\S]*?<svg[^>]*>/, '').replace(/<\/svg>\s*$/, '');
  const colour = state === 'warning' ? AMBER : RED;
  return `${HEAD}${inner}${badge(state, colour, TILE)}</svg>`;
}

/** For the menu bar of macOS, which takes the shape alone and chooses the colour: badges are cut free of the mark. */
export function trayTemplate(state: TrayState): string {
  if (state === 'ok') return `${HEAD}${bareMark('#000')}</svg>`;
  const around =
    state === 'warning'
      ? `<path d="M23 14.5 31 30H15Z" fill="#000" stroke="#000" stroke-width="6" stroke-linejoin="round"/>`
      : `<circle cx="23" cy="23" r="10.8" fill="#000"/>`;
  const sign = badge(state, '#fff', '#000');
  return `${HEAD}<mask id="free"><rect width="32" height="32" fill="#fff"/>${around}</mask><mask id="sign">${sign}</mask>
    <g mask="url(#free)">${bareMark('#000')}</g><rect width="32" height="32" fill="#000" mask="url(#sign)"/></svg>`;
}

/** macOS draws no margin of its own: the tile takes 824 of 1024 points, as Apple's template has it. */
export function macIcon(mark: string): string {
  const inner = mark.replace(/^[\s\S]*?<svg[^>]*>/, '').replace(/<\/svg>\s*$/, '');
  const scale = 824 / 1024;
  const margin = (32 * (1 - scale)) / 2;
  return `${HEAD}<g transform="translate(${margin} ${margin}) scale(${scale})">${inner}</g></svg>`;
}
