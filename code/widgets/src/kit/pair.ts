/** How two pictures share the width: side by side, or the second below the first. The style sheet keeps this room. */
export interface Pair {
  readonly wide: boolean;
  /** Widths in pixels. */
  readonly first: number;
  readonly second: number;
  /** The second one's height where it stands below. */
  readonly below: number;
}

const WIDE = 460;
const GAP = 14;

export function pair(width: number): Pair {
  const wide = width >= WIDE;
  const first = wide ? Math.round(Math.min(width * 0.54, 330)) : Math.min(width, 380);
  return { wide, first, second: wide ? width - first - GAP : width, below: 190 };
}
