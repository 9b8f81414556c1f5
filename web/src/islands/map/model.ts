/** What the server says of a map; the shapes are fetched from `source`. */
export interface MapModel {
  readonly title: string;
  readonly source: string;
  readonly backdrop: string | null;
  /** Address of vector tiles with the shapes, for layers too large to be fetched whole. */
  readonly tiles: string | null;
  /** West, south, east, north in degrees. */
  readonly bounds: readonly [number, number, number, number];
  readonly noun: string;
  readonly asksWhere: boolean;
  /** The spot that the page speaks of: longitude, latitude. */
  readonly spot: readonly [number, number] | null;
}

/** What one thing on the map carries. */
export interface Thing {
  readonly code: string;
  readonly label: string;
  readonly href: string;
  readonly fill: string | null;
  readonly words: string | null;
  readonly middle: readonly [number, number] | null;
  /** A letter to be drawn on it. */
  readonly sign: string | null;
}

/** Reads a view model; `null` when the page holds none that can be used. */
export function parseMapModel(text: string): MapModel | null {
  const value = parse(text);
  if (!isRecord(value)) return null;
  const { title, source, backdrop, tiles, bounds, noun, asksWhere, spot } = value;
  if (typeof title !== 'string' || typeof source !== 'string' || typeof noun !== 'string') return null;
  const corners = numbers(bounds);
  const [west, south, east, north] = corners;
  if (west === undefined || south === undefined || east === undefined || north === undefined) return null;
  return {
    title,
    source,
    backdrop: typeof backdrop === 'string' ? backdrop : null,
    tiles: typeof tiles === 'string' ? tiles : null,
    bounds: [west, south, east, north],
    noun,
    asksWhere: asksWhere === true,
    spot: pair(spot),
  };
}

/** Reads the properties of one feature; `null` when they are not ours. */
export function parseThing(value: unknown): Thing | null {
  if (!isRecord(value)) return null;
  const { code, label, href, fill, words, middle, sign } = value;
  if (typeof code !== 'string' || typeof label !== 'string' || typeof href !== 'string') return null;
  return {
    code,
    label,
    href,
    fill: typeof fill === 'string' ? fill : null,
    words: typeof words === 'string' ? words : null,
    middle: pair(middle),
    sign: typeof sign === 'string' ? sign : null,
  };
}

function pair(value: unknown): [number, number] | null {
  const [lon, lat] = numbers(value);
  return lon === undefined || lat === undefined ? null : [lon, lat];
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

function numbers(value: unknown): number[] {
  if (!Array.isArray(value)) return [];
  return value.filter((item): item is number => typeof item === 'number' && Number.isFinite(item));
}
