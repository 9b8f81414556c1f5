/** One corner, in degrees. */
export interface Corner {
  readonly lat: number;
  readonly lon: number;
}

/** What a script needs for drawing. */
export interface DrawModel {
  readonly backdrop: string;
  readonly bounds: readonly [number, number, number, number];
}

/** Reads a view model; `null` when the page holds none that can be used. */
export function parseDrawModel(text: string): DrawModel | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof value !== 'object' || value === null) return null;
  const { backdrop, bounds } = value as Record<string, unknown>;
  if (typeof backdrop !== 'string' || !Array.isArray(bounds)) return null;
  const [west, south, east, north] = bounds.filter((item): item is number => Number.isFinite(item));
  if (west === undefined || south === undefined || east === undefined || north === undefined) return null;
  return { backdrop, bounds: [west, south, east, north] };
}

/** A corner as the form writes it: latitude, then longitude, to a tenth of a metre. */
export function written(corner: Corner): string {
  return `${corner.lat.toFixed(6)}, ${corner.lon.toFixed(6)}`;
}

/** A corner that the map can show, and the number of the line that says it, from 0. */
export interface Placed extends Corner {
  readonly line: number;
}

/** The corners of the text that are latitude and longitude; the others only the server can place. */
export function placed(text: string): Placed[] {
  return lines(text).flatMap((written, line) => {
    const [lat, lon, more] = written.split(/[\s,]+/).map(Number);
    if (lat === undefined || lon === undefined || more !== undefined) return [];
    const right = Math.abs(lat) <= 90 && Math.abs(lon) <= 180;
    return right ? [{ lat, lon, line }] : [];
  });
}

/** The text with one corner more. */
export function added(text: string, corner: Corner): string {
  return [...lines(text), written(corner)].join('\n');
}

/** The text with the corner of one line somewhere else. */
export function moved(text: string, line: number, corner: Corner): string {
  return lines(text).map((is, at) => (at === line ? written(corner) : is)).join('\n');
}

/** The text without the corner of one line. */
export function without(text: string, line: number): string {
  return lines(text).filter((_, at) => at !== line).join('\n');
}

/** How far a key moves a corner, in pixels to the right and down; `null` for a key that does not. */
export function step(key: string, fine: boolean): readonly [number, number] | null {
  const far = fine ? 1 : 10;
  switch (key) {
    case 'ArrowLeft':
      return [-far, 0];
    case 'ArrowRight':
      return [far, 0];
    case 'ArrowUp':
      return [0, -far];
    case 'ArrowDown':
      return [0, far];
    default:
      return null;
  }
}

/** What a corner is called; all lines count, so that it has the number by which a refusal names it. */
export function named(text: string, line: number): string {
  return `Corner ${line + 1} of ${lines(text).length}`;
}

/** The text without its last corner. */
export function undone(text: string): string {
  return lines(text).slice(0, -1).join('\n');
}

/** What is said after a change. */
export function sentence(text: string): string {
  const count = lines(text).length;
  if (count === 0) return 'No corner is set.';
  const corners = count === 1 ? '1 corner is set' : `${count} corners are set`;
  return count < 3 ? `${corners}. An area needs at least three.` : `${corners}.`;
}

/** The drawing for the map: the line or area between its corners. */
export function drawing(corners: readonly Corner[]): GeoJSON.FeatureCollection {
  const points = corners.map(({ lat, lon }) => [lon, lat]);
  const features: GeoJSON.Feature[] = [];
  const [first] = points;
  if (first && points.length > 2) {
    features.push({ type: 'Feature', properties: {}, geometry: { type: 'Polygon', coordinates: [[...points, first]] } });
  } else if (points.length === 2) {
    features.push({ type: 'Feature', properties: {}, geometry: { type: 'LineString', coordinates: points } });
  }
  return { type: 'FeatureCollection', features };
}

function lines(text: string): string[] {
  return text.split('\n').map((line) => line.trim()).filter((line) => line !== '');
}
