/** The course of a number without scale, the newest at the right. Its words stand beside it. */
export function Sparkline({ counts }: { readonly counts: readonly number[] }) {
  const most = Math.max(1, ...counts);
  const step = 100 / Math.max(1, counts.length - 1);
  const points = counts.map((count, index) => `${index * step},${30 - (count / most) * 26}`).join(' ');
  return (
    <svg
      viewBox="0 0 100 32"
      preserveAspectRatio="none"
      aria-hidden="true"
      data-testid="sparkline"
      className="h-9 w-full text-accent"
    >
      <polygon points={`0,32 ${points} 100,32`} className="fill-current opacity-15" />
      <polyline
        points={points}
        fill="none"
        vectorEffect="non-scaling-stroke"
        className="stroke-current stroke-2"
        strokeLinejoin="round"
      />
    </svg>
  );
}
