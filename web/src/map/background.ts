import type { FilterSpecification, LayerSpecification, SourceSpecification, StyleSpecification } from 'maplibre-gl';

/** The map behind the maps: tiles of this service, never of another host. */
export interface Background {
  /** Address of a tile on this host, with `{z}`, `{x}` and `{y}`. */
  readonly tiles: string;
  readonly vector: boolean;
  /** Layers of vector tiles; none where the tiles are pictures. */
  readonly layers: readonly string[];
  readonly minzoom: number;
  readonly maxzoom: number;
  readonly bounds: readonly [number, number, number, number];
  /** Plain text. */
  readonly attribution: string;
}

/** What a layer of the background is taken for, by its name; each maker has names of their own. */
export type Role = 'ground' | 'green' | 'water' | 'building' | 'way' | 'other';

const ROLES: readonly (readonly [RegExp, Role | null])[] = [
  // Boundaries would be taken for those of the data, and names for names of areas.
  [/bound|admin|border|place|poi|label|name|housenum|address/, null],
  [/water|ocean|sea|river|stream|canal|lake/, 'water'],
  [/road|street|highway|transport|rail|path|way|transit|bridge/, 'way'],
  [/building/, 'building'],
  [/park|wood|forest|grass|green|landcover|landuse|natural/, 'green'],
  [/earth|land/, 'ground'],
];

const FILLS: Record<Role, string> = {
  ground: '#fafaf8',
  green: '#edf2ea',
  water: '#d5e3e8',
  building: '#ececea',
  way: '#f1f1ef',
  other: '#f3f3f1',
};

const LINES: Record<Role, string> = {
  ground: '#c9cdcf',
  green: '#c5d0bf',
  water: '#8fb0bd',
  building: '#c9cdcf',
  way: '#6f777b',
  other: '#a9aeb1',
};

/** Pictures cannot be taken apart, so fills of data let them through. */
const FILL_OVER_PICTURES = 0.65;

/** Reads the view model; `null` where the service has no background or it cannot be used. */
export function parseBackground(text: string): Background | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof value !== 'object' || value === null) return null;
  const { tiles, vector, layers, minzoom, maxzoom, bounds, attribution } = value as Record<string, unknown>;
  if (typeof tiles !== 'string' || !/^\/[^/]/.test(tiles) || typeof attribution !== 'string') return null;
  if (typeof minzoom !== 'number' || typeof maxzoom !== 'number' || !Array.isArray(bounds)) return null;
  const [west, south, east, north] = bounds.filter((side): side is number => typeof side === 'number');
  if (west === undefined || south === undefined || east === undefined || north === undefined) return null;
  const named = Array.isArray(layers) ? layers.filter((layer): layer is string => typeof layer === 'string') : [];
  return { tiles, vector: vector === true, layers: named, minzoom, maxzoom, bounds: [west, south, east, north], attribution };
}

/** What a layer is taken for; `null` where it is better not shown. */
export function roleOf(layer: string): Role | null {
  const found = ROLES.find(([name]) => name.test(layer.toLowerCase()));
  return found === undefined ? 'other' : found[1];
}

/**
 * The same style with the background in it: its areas lie below everything, its
 * lines above the fills of the data and below their outlines. Fills stay as they
 * are, so that the legend holds; only above pictures they let light through.
 */
export function withBackground(style: StyleSpecification, background: Background, origin: string): StyleSpecification {
  const [ground, ...data] = style.layers;
  if (ground === undefined) return style;
  const firstLine = data.findIndex((layer) => layer.type !== 'fill');
  const at = firstLine === -1 ? data.length : firstLine;
  const roles = background.layers.flatMap((name) => {
    const role = roleOf(name);
    return role === null ? [] : [[name, role] as const];
  });
  const below = background.vector ? roles.map(([name, role]) => area(name, role)) : [picture()];
  const above = background.vector ? roles.map(([name, role]) => line(name, role)) : [];
  const fills = background.vector ? data : data.map(thinner);
  return {
    ...style,
    sources: { ...style.sources, background: source(background, origin) },
    layers: [ground, ...below, ...fills.slice(0, at), ...above, ...fills.slice(at)],
  };
}

function source(background: Background, origin: string): SourceSpecification {
  const { minzoom, maxzoom } = background;
  const shared = {
    tiles: [origin + background.tiles],
    minzoom,
    maxzoom,
    bounds: [...background.bounds] as [number, number, number, number],
    attribution: escaped(background.attribution),
  };
  return background.vector ? { type: 'vector', ...shared } : { type: 'raster', tileSize: 256, ...shared };
}

/** The map library reads attributions as HTML. */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function ofKind(kind: string): FilterSpecification {
  return ['==', ['geometry-type'], kind];
}

function area(name: string, role: Role): LayerSpecification {
  return {
    id: `background-area-${name}`,
    type: 'fill',
    source: 'background',
    'source-layer': name,
    filter: ofKind('Polygon'),
    paint: { 'fill-color': FILLS[role] },
  };
}

function line(name: string, role: Role): LayerSpecification {
  return {
    id: `background-line-${name}`,
    type: 'line',
    source: 'background',
    'source-layer': name,
    filter: ofKind('LineString'),
    paint: { 'line-color': LINES[role], 'line-opacity': 0.55, 'line-width': ['interpolate', ['linear'], ['zoom'], 9, 0.4, 16, 2] },
  };
}

function picture(): LayerSpecification {
  return { id: 'background-picture', type: 'raster', source: 'background', paint: { 'raster-saturation': -0.7, 'raster-opacity': 0.7 } };
}

function thinner(layer: LayerSpecification): LayerSpecification {
  if (layer.type !== 'fill' || layer.paint?.['fill-opacity'] !== undefined || layer.paint?.['fill-pattern'] !== undefined) return layer;
  return { ...layer, paint: { ...layer.paint, 'fill-opacity': FILL_OVER_PICTURES } };
}
