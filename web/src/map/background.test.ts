import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { StyleSpecification } from 'maplibre-gl';
import { parseBackground, roleOf, withBackground, type Background } from './background.ts';

const background: Background = {
  tiles: '/background/abc/{z}/{x}/{y}',
  vector: true,
  layers: ['water', 'roads', 'boundaries'],
  minzoom: 5,
  maxzoom: 12,
  bounds: [-3, 51, -1, 53],
  attribution: '© Makers <b>',
};

const style: StyleSpecification = {
  version: 8,
  sources: { things: { type: 'geojson', data: { type: 'FeatureCollection', features: [] } } },
  layers: [
    { id: 'ground', type: 'background' },
    { id: 'fill', type: 'fill', source: 'things', paint: { 'fill-color': '#225ea8' } },
    { id: 'line', type: 'line', source: 'things' },
  ],
};

test('areas lie below the data, lines between their fills and outlines, and the fills keep their colours', () => {
  const made = withBackground(style, background, 'https://place.example');
  assert.deepEqual(
    made.layers.map((layer) => layer.id),
    ['ground', 'background-area-water', 'background-area-roads', 'fill', 'background-line-water', 'background-line-roads', 'line'],
  );
  assert.deepEqual(made.layers[3], style.layers[1]);
});

test('pictures lie below the data, whose fills let them through', () => {
  const made = withBackground(style, { ...background, vector: false, layers: [] }, '');
  assert.deepEqual(made.layers.map((layer) => layer.id), ['ground', 'background-picture', 'fill', 'line']);
  const fill = made.layers[2];
  assert.ok(fill?.type === 'fill' && fill.paint?.['fill-opacity'] === 0.65);
});

test('tiles come from this host, with the attribution as text', () => {
  const source = withBackground(style, background, 'https://place.example').sources['background'];
  assert.ok(source?.type === 'vector');
  assert.deepEqual(source.tiles, ['https://place.example/background/abc/{z}/{x}/{y}']);
  assert.equal(source.attribution, '© Makers &lt;b&gt;');
});

test('layers are told by the names that makers of maps give them', () => {
  const told = ['water', 'roads', 'transportation', 'waterway', 'landuse', 'earth', 'buildings', 'bits'].map(roleOf);
  assert.deepEqual(told, ['water', 'way', 'way', 'water', 'green', 'ground', 'building', 'other']);
  assert.deepEqual(['boundaries', 'places', 'pois', 'transportation_name'].map(roleOf), [null, null, null, null]);
});

test('a background on another host, or none, is none', () => {
  assert.deepEqual(parseBackground(JSON.stringify(background)), background);
  for (const tiles of ['https://elsewhere.example/{z}', '//elsewhere.example/{z}', 3]) {
    assert.equal(parseBackground(JSON.stringify({ ...background, tiles })), null);
  }
  assert.equal(parseBackground('{'), null);
  assert.equal(parseBackground('null'), null);
});
