import type { Thing } from './model.ts';

/** Where the map looks, as it stands in the address. */
export interface Look {
  readonly zoom: number;
  readonly lat: number;
  readonly lon: number;
}

/** Reads `view=zoom/lat/lon`; `null` when it is absent or makes no sense. */
export function parseLook(text: string | null): Look | null {
  const [zoom, lat, lon, more] = (text ?? '').split('/').map(Number);
  if (zoom === undefined || lat === undefined || lon === undefined || more !== undefined) return null;
  if (![zoom, lat, lon].every(Number.isFinite)) return null;
  if (zoom < 0 || zoom > 24 || Math.abs(lat) > 90 || Math.abs(lon) > 180) return null;
  return { zoom, lat, lon };
}

/** Writes a look for the address. */
export function writeLook(look: Look): string {
  return `${look.zoom.toFixed(2)}/${look.lat.toFixed(5)}/${look.lon.toFixed(5)}`;
}

/** The address with the map's state in its query. */
export function addressWith(address: string, look: Look | null, chosen: string | null): string {
  const url = new URL(address);
  set(url, 'view', look === null ? null : writeLook(look));
  set(url, 'area', chosen);
  return url.pathname + url.search.replaceAll('%2F', '/') + url.hash;
}

function set(url: URL, name: string, value: string | null): void {
  if (value === null) url.searchParams.delete(name);
  else url.searchParams.set(name, value);
}

/** What is said of a thing: its name, and its figure where one is shown. */
export function sentence(thing: Thing | null, noun: string): string {
  if (thing === null) return `There is no ${noun} here.`;
  return thing.words === null ? thing.label : `${thing.label}. ${thing.words}`;
}

/** The page that answers which areas hold a spot. */
export function whereAddress(lat: number, lon: number): string {
  return `/where?q=${encodeURIComponent(`${lat.toFixed(6)}, ${lon.toFixed(6)}`)}`;
}

/** Things in the order of their names, for the picker. */
export function byName(things: readonly Thing[]): Thing[] {
  return [...things].sort((a, b) => a.label.localeCompare(b.label, 'en') || (a.code < b.code ? -1 : 1));
}

/** What the map is told of a thing whose shape is in tiles, which know no figures. */
export function stateOf(thing: Thing): { fill: string | null; gap: boolean } {
  return { fill: thing.fill, gap: thing.fill === null };
}

/** The zoom from which names are shown: many areas only name themselves when near. */
export function labelsFrom(things: number): number {
  if (things <= 80) return 0;
  return things <= 400 ? 12 : 13;
}

/** Bounds widened on every side, so that the map cannot be lost. */
export function widened(
  bounds: readonly [number, number, number, number],
): [[number, number], [number, number]] {
  const [west, south, east, north] = bounds;
  const margin = Math.max(east - west, north - south) * 1.5 + 0.02;
  return [
    [west - margin, Math.max(south - margin, -85)],
    [east + margin, Math.min(north + margin, 85)],
  ];
}
