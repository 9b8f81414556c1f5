import type { LayerSpecification, SourceSpecification, StyleSpecification } from 'maplibre-gl';

/** GeoJSON, parsed and handed over whole, so that the map itself fetches nothing. */
export interface Shapes {
  readonly things: GeoJSON.FeatureCollection;
  readonly labels: GeoJSON.FeatureCollection;
  /** Points with a letter each: hot and cold spots. */
  readonly signs: GeoJSON.FeatureCollection;
  readonly backdrop: GeoJSON.FeatureCollection | null;
  /** A spot to be marked: longitude, latitude. */
  readonly spot: readonly [number, number] | null;
  /** Address of vector tiles that hold the shapes instead; `things` then say only what they are. */
  readonly tiles: string | null;
  /** West, south, east, north in degrees. */
  readonly bounds: readonly [number, number, number, number];
}

/** The closest zoom of the tiles; closer ones are drawn from it. */
const CLOSEST_TILES = 14;

/** The part of a source that a layer draws: tiles hold areas and names. */
export const TILED_AREAS = 'areas';

const INK = '#0b0c0c';

/** A style without a single outside address: own shapes, own font. */
export function style(shapes: Shapes, points: boolean, labelsFrom: number): StyleSpecification {
  const sources: Record<string, SourceSpecification> = {
    things: shapes.tiles === null ? { type: 'geojson', data: shapes.things, promoteId: 'code' } : tiled(shapes, shapes.tiles),
    ...(shapes.tiles === null ? { labels: { type: 'geojson', data: shapes.labels } } : {}),
    signs: { type: 'geojson', data: shapes.signs },
  };
  if (shapes.backdrop) sources['backdrop'] = { type: 'geojson', data: shapes.backdrop };
  if (shapes.spot) sources['spot'] = { type: 'geojson', data: { type: 'Point', coordinates: [...shapes.spot] } };
  return {
    version: 8,
    sources,
    layers: [
      { id: 'ground', type: 'background', paint: { 'background-color': '#ffffff' } },
      ...(shapes.backdrop ? backdropLayers() : []),
      ...(points ? pointLayers() : areaLayers(lineWidth(shapes.things.features.length), shapes.tiles !== null)),
      { ...labelLayer(shapes.tiles !== null), minzoom: labelsFrom },
      ...(points ? [] : signLayers()),
      ...(shapes.spot ? [spotLayer()] : []),
    ],
  };
}

/** The areas in tiles; a wider box than their own would ask for tiles that are empty. */
function tiled(shapes: Shapes, address: string): SourceSpecification {
  const promoteId = { [TILED_AREAS]: 'code' };
  return { type: 'vector', tiles: [address], maxzoom: CLOSEST_TILES, bounds: [...shapes.bounds], promoteId };
}

/** Lines of many small areas would be all that is seen of them. */
export function lineWidth(areas: number): number {
  if (areas > 1500) return 0.3;
  return areas > 200 ? 0.6 : 1;
}

function areaLayers(width: number, fromTiles: boolean): LayerSpecification[] {
  const layer = fromTiles ? { 'source-layer': TILED_AREAS } : {};
  const lifted = ['any', ['boolean', ['feature-state', 'near'], false], ['boolean', ['feature-state', 'chosen'], false]];
  return [
    {
      id: 'fill',
      type: 'fill',
      source: 'things',
      ...layer,
      ...(fromTiles ? {} : { filter: ['!=', ['get', 'fill'], null] as never }),
      paint: { 'fill-color': ['to-color', fromTiles ? ['feature-state', 'fill'] : ['get', 'fill'], '#e4eef0'] },
    },
    {
      id: 'hatch',
      type: 'fill',
      source: 'things',
      ...layer,
      // A filter cannot ask for what tiles do not hold: the hatch is there, and seen where there is a gap.
      ...(fromTiles ? {} : { filter: ['==', ['get', 'fill'], null] as never }),
      paint: {
        'fill-pattern': 'hatch',
        ...(fromTiles ? { 'fill-opacity': ['case', ['boolean', ['feature-state', 'gap'], false], 1, 0] as never } : {}),
      },
    },
    // Figures that may be unsure never come to a map of tiles.
    ...(fromTiles ? [] : [unsureLayer()]),
    { id: 'line', type: 'line', source: 'things', ...layer, paint: { 'line-color': INK, 'line-width': width } },
    {
      id: 'ring-dark',
      type: 'line',
      source: 'things',
      ...layer,
      paint: { 'line-color': INK, 'line-width': 7, 'line-opacity': ['case', lifted, 1, 0] as never },
    },
    {
      id: 'ring-light',
      type: 'line',
      source: 'things',
      ...layer,
      paint: { 'line-color': '#ffdd00', 'line-width': 3, 'line-opacity': ['case', lifted, 1, 0] as never },
    },
  ];
}

/** A letter in a white disc, above names and never left out. */
function signLayers(): LayerSpecification[] {
  return [
    {
      id: 'sign-disc',
      type: 'circle',
      source: 'signs',
      paint: { 'circle-radius': 9, 'circle-color': '#ffffff', 'circle-stroke-width': 2, 'circle-stroke-color': INK },
    },
    {
      id: 'sign',
      type: 'symbol',
      source: 'signs',
      layout: {
        'text-field': ['get', 'sign'],
        'text-font': ['Noto Sans'],
        'text-size': 13,
        'text-allow-overlap': true,
        'text-ignore-placement': true,
      },
      paint: { 'text-color': INK },
    },
  ];
}

function unsureLayer(): LayerSpecification {
  return {
    id: 'unsure',
    type: 'fill',
    source: 'things',
    filter: ['==', ['get', 'unsure'], true],
    paint: { 'fill-pattern': 'unsure' },
  };
}

function pointLayers(): LayerSpecification[] {
  return [
    {
      id: 'dot',
      type: 'circle',
      source: 'things',
      paint: {
        'circle-radius': ['case', ['boolean', ['feature-state', 'near'], false], 10, 6],
        'circle-color': ['case', ['boolean', ['feature-state', 'near'], false], '#ffdd00', '#16333f'],
        'circle-stroke-width': 2,
        'circle-stroke-color': ['case', ['boolean', ['feature-state', 'near'], false], INK, '#ffffff'],
      },
    },
  ];
}

/** A dot of its own look: no area and no record, but what was asked about. */
function spotLayer(): LayerSpecification {
  return {
    id: 'spot',
    type: 'circle',
    source: 'spot',
    paint: {
      'circle-radius': 9,
      'circle-color': '#ffdd00',
      'circle-stroke-width': 3,
      'circle-stroke-color': INK,
    },
  };
}

function backdropLayers(): LayerSpecification[] {
  return [
    { id: 'backdrop-fill', type: 'fill', source: 'backdrop', paint: { 'fill-color': '#e4eef0' } },
    { id: 'backdrop-line', type: 'line', source: 'backdrop', paint: { 'line-color': '#6f777b', 'line-width': 1 } },
  ];
}

/** The font's name is that of the page's own @font-face, so no glyphs are fetched. */
function labelLayer(fromTiles: boolean): LayerSpecification {
  return {
    id: 'names',
    type: 'symbol',
    source: fromTiles ? 'things' : 'labels',
    ...(fromTiles ? { 'source-layer': 'labels' } : {}),
    layout: { 'text-field': fromTiles ? ['coalesce', ['get', 'name'], ['get', 'code']] : ['get', 'label'], 'text-font': ['Noto Sans'], 'text-size': 13, 'text-padding': 4 },
    paint: { 'text-color': INK, 'text-halo-color': '#ffffff', 'text-halo-width': 2 },
  };
}
