import type { StyleSpecification } from 'maplibre-gl';

const INK = '#0b0c0c';
const CUT = '#b00042';
const NOTHING: GeoJSON.FeatureCollection = { type: 'FeatureCollection', features: [] };

/** The style of one side of a swiped map: the layer that is cut has dashed red lines, the other solid black ones. */
export function sideStyle(shapes: GeoJSON.FeatureCollection, isCut: boolean): StyleSpecification {
  return {
    version: 8,
    sources: {
      areas: { type: 'geojson', data: shapes, promoteId: 'code' },
      pieces: { type: 'geojson', data: NOTHING },
    },
    layers: [
      { id: 'ground', type: 'background', paint: { 'background-color': '#ffffff' } },
      { id: 'fill', type: 'fill', source: 'areas', paint: { 'fill-color': isCut ? '#fdf1f5' : '#e4eef0' } },
      { id: 'pieces', type: 'fill', source: 'pieces', paint: { 'fill-color': '#a1dab4', 'fill-opacity': 0.8 } },
      {
        id: 'line',
        type: 'line',
        source: 'areas',
        paint: isCut
          ? { 'line-color': CUT, 'line-width': 1.5, 'line-dasharray': [4, 2] }
          : { 'line-color': INK, 'line-width': 2 },
      },
      { id: 'pieces-ring', type: 'line', source: 'pieces', paint: { 'line-color': INK, 'line-width': 5 } },
      { id: 'pieces-line', type: 'line', source: 'pieces', paint: { 'line-color': '#ffdd00', 'line-width': 2 } },
    ],
  };
}

/** No pieces. */
export function nothing(): GeoJSON.FeatureCollection {
  return NOTHING;
}
