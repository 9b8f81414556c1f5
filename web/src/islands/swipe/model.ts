/** One of the two layers of a swiped map. */
export interface Side {
  readonly title: string;
  readonly source: string;
}

/** What the server says of a swiped map; shapes are fetched. */
export interface SwipeModel {
  readonly title: string;
  readonly from: Side;
  readonly to: Side;
  /** Address of an area's pieces, without the area. */
  readonly pieces: string;
  /** West, south, east, north in degrees. */
  readonly bounds: readonly [number, number, number, number];
}

/** What is known of one piece of an area. */
export interface Piece {
  /** `null` outside every area. */
  readonly name: string | null;
  readonly ground: number;
  readonly people: number | null;
  readonly sliver: boolean;
}

/** Reads a view model; `null` when the page holds none that can be used. */
export function parseSwipeModel(text: string): SwipeModel | null {
  const value = parse(text);
  if (!isRecord(value)) return null;
  const { title, pieces, bounds } = value;
  const [from, to] = [parseSide(value['from']), parseSide(value['to'])];
  if (typeof title !== 'string' || typeof pieces !== 'string' || from === null || to === null) return null;
  const corners = Array.isArray(bounds) ? bounds.filter((n): n is number => typeof n === 'number') : [];
  const [west, south, east, north] = corners;
  if (west === undefined || south === undefined || east === undefined || north === undefined) return null;
  return { title, from, to, pieces, bounds: [west, south, east, north] };
}

/** Reads the properties of one piece; `null` when they are not ours. */
export function parsePiece(value: unknown): Piece | null {
  if (!isRecord(value)) return null;
  const { to_code, to_name, ground_share, people_share, relation } = value;
  if (typeof ground_share !== 'number') return null;
  const code = typeof to_code === 'string' ? to_code : null;
  return {
    name: typeof to_name === 'string' ? to_name : code,
    ground: ground_share,
    people: typeof people_share === 'number' ? people_share : null,
    sliver: relation === 'sliver',
  };
}

function parseSide(value: unknown): Side | null {
  if (!isRecord(value)) return null;
  const { title, source } = value;
  return typeof title === 'string' && typeof source === 'string' ? { title, source } : null;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
