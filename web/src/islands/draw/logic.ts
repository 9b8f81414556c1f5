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

/** The corners of the text that are latitude and longitude; the others only the server can place. */
export function placed(text: string): Corner[] {
  return lines(text).flatMap((line) => {
    const [lat, lon, more] = line.split(/[\s,]+/).map(Number);
    if (lat === undefined || lon === undefined || more !== undefined) return [];
    const right = Math.abs(lat) <= 90 && Math.abs(lon) <= 180;
    return right ? [{ lat, lon }] : [];
  });
}

/** The text with one corner more. */
export function added(text: string, corner: Corner): string {
  return [...lines(text), written(corner)].join('\n');
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

/** The drawing for the map: its corners, and the line or area between them. */
export function drawing(corners: readonly Corner[]): GeoJSON.FeatureCollection {
  const points = corners.map(({ lat, lon }) => [lon, lat]);
  const features: GeoJSON.Feature[] = points.map((coordinates) => ({
    type: 'Feature',
    properties: {},
    geometry: { type: 'Point', coordinates },
  }));
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
