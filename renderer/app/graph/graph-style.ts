import type { StylesheetJson } from 'cytoscape';
import { type ThemeName, textOnModule } from '../palette.ts';
import { readableFrom } from './group-names.ts';
import { nodeHeight } from './layout.ts';

/**
 * By the number of lines. `crowded`: they are thinned out, or they would hide the nodes. `dense`: they are straight and plain, or to
 * draw them would hold up the window; those of the selected node are as always.
 */
export type Density = 'clear' | 'crowded' | 'dense';

const crowdedFrom = 120;
const denseFrom = 1500;

export const densityOf = (edges: number): Density =>
  edges > denseFrom ? 'dense' : edges > crowdedFrom ? 'crowded' : 'clear';

/** How the graph looks in a theme. Elements carry `width`, `color`, `label`, `thickness`, `calls` and classes. */
export function graphStyle(theme: ThemeName, density: Density): StylesheetJson {
  const crowded = density !== 'clear';
  const dense = density === 'dense';
  const style = getComputedStyle(document.documentElement);
  const read = (variable: string) => style.getPropertyValue(variable).trim();
  const fg = read('--fg');
  const muted = read('--fg-muted');
  const border = read('--border-strong');
  const warning = read('--warning');
  const accent = read('--accent');
  return [
    {
      selector: 'node',
      style: {
        shape: 'round-rectangle',
        label: 'data(label)',
        'font-family': read('--font-mono'),
        'font-size': 11,
        'text-valign': 'center',
        'text-halign': 'center',
        'min-zoomed-font-size': 5,
        color: textOnModule[theme],
        'border-width': 0,
        'overlay-opacity': 0,
      },
    },
    {
      // Frames around open folders have neither: they are as large as what is in them.
      selector: 'node[width]',
      style: { width: 'data(width)', height: nodeHeight, 'background-color': 'data(color)' },
    },
    {
      selector: 'node.idle',
      style: {
        'background-color': read('--bg'),
        color: muted,
        'border-width': 1,
        'border-color': border,
      },
    },
    {
      selector: 'node.folder',
      style: {
        'background-color': read('--bg-active'),
        color: fg,
        'border-width': 1,
        'border-color': border,
        'border-style': 'double',
      },
    },
    {
      selector: 'node.outside',
      style: { shape: 'cut-rectangle', 'background-color': read('--bg-active'), color: fg },
    },
    { selector: 'node.dead', style: { 'border-width': 1, 'border-color': border, 'border-style': 'dashed' } },
    { selector: 'node.entry', style: { 'font-weight': 'bold', 'border-width': 2, 'border-color': fg } },
    { selector: 'node.cycle', style: { 'border-width': 2, 'border-color': warning } },
    {
      selector: 'node.group',
      style: {
        'background-color': read('--bg-panel'),
        shape: 'round-rectangle',
        width: 'data(frameWidth)',
        height: 'data(frameHeight)',
        'background-opacity': 1,
        'border-width': 1,
        'border-color': read('--bg-active'),
        'font-size': 15,
        'min-zoomed-font-size': 15 * readableFrom,
        'font-weight': 'bold',
        'text-valign': 'top',
        'text-halign': 'center',
        'text-margin-y': 19,
        color: muted,
        'z-index': 0,
        'z-compound-depth': 'bottom',
      },
    },
    {
      selector: 'edge',
      style: {
        ...(dense
          ? { 'curve-style': 'haystack', 'haystack-radius': 0 }
          : { 'curve-style': 'bezier', 'target-arrow-shape': 'triangle' }),
        width: dense ? 1 : 'data(thickness)',
        'line-color': border,
        'target-arrow-color': border,
        'control-point-step-size': 24,
        'arrow-scale': 0.8,
        'font-family': read('--font-mono'),
        'font-size': 9,
        'min-zoomed-font-size': 7,
        color: fg,
        'text-background-color': read('--bg'),
        'text-background-opacity': 0.85,
        'text-background-padding': '2px',
        'overlay-opacity': 0,
        opacity: dense ? 0.2 : crowded ? 0.4 : 0.9,
      },
    },
    { selector: crowded ? 'edge.near[calls]' : 'edge[calls]', style: { label: 'data(calls)' } },
    {
      selector: 'edge.static',
      style: {
        width: 1,
        'line-style': dense ? 'solid' : 'dashed',
        'line-color': border,
        'target-arrow-color': border,
      },
    },
    { selector: 'edge.cycle', style: { 'line-color': warning, 'target-arrow-color': warning } },
    { selector: 'edge.faded', style: { opacity: 0.16 } },
    // Their names can still be read: what is selected anywhere fades the others.
    { selector: 'node.faded', style: { opacity: 0.45 } },
    {
      selector: 'edge.near',
      style: {
        opacity: 1,
        'line-color': accent,
        'target-arrow-color': accent,
        'curve-style': 'bezier',
        'target-arrow-shape': 'triangle',
      },
    },
    { selector: 'node.found', style: { 'border-width': 3, 'border-color': accent } },
    {
      selector: 'node.selected',
      style: { 'border-width': 3, 'border-color': accent, 'border-style': 'solid' },
    },
  ];
}
