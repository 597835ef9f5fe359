import { create } from 'qrcode';

/** White around the code, in modules; readers need it. */
const MARGIN = 4;

/** One square each for the dark modules of a code, as a path. */
export function qrPath(text: string): { readonly size: number; readonly path: string } {
  const { size, data } = create(text, { errorCorrectionLevel: 'M' }).modules;
  const dark = Array.from(data, (module, index) =>
    module === 0 ? '' : `M${(index % size) + MARGIN} ${Math.floor(index / size) + MARGIN}h1v1h-1z`,
  );
  return { size: size + 2 * MARGIN, path: dark.join('') };
}

/** A QR code, dark on white in every theme, because readers expect that. */
export function QrCode({ text, label }: { readonly text: string; readonly label: string }) {
  const { size, path } = qrPath(text);
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${size} ${size}`}
      shapeRendering="crispEdges"
      className="mx-auto w-64 max-w-full rounded-md"
    >
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  );
}
