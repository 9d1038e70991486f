import cytoscape, { type Core, type ElementDefinition, type EventObject } from 'cytoscape';
import type { Disposable } from '#contract';
import type { ThemeName } from '../palette.ts';
import { fittedView } from './fitted-view.ts';
import { graphElements } from './graph-elements.ts';
import { boxesOf, extentOf } from './graph-extent.ts';
import { type Density, densityOf, graphStyle } from './graph-style.ts';
import { GroupNames } from './group-names.ts';
import { layoutGraph, type Place } from './layout.ts';
import type { VisibleGraph } from './visible-graph.ts';

/** What the picture tells and asks what surrounds it. */
export interface GraphStageSurroundings {
  /** A node was pressed; `null`: the ground. */
  readonly onSelect: (path: string | null) => void;
  /** A node was pressed twice. */
  readonly onOpen: (path: string) => void;
  /** A folder was pressed twice, or a closed one once: open it or close it. */
  readonly onToggle: (folder: string) => void;
  /** What lies over the lower left corner of the picture, with the space around it; px. */
  readonly corner: () => { readonly width: number; readonly height: number };
}

/** Elements that are added in one go, which takes a few milliseconds. */
const PART = 60;
/** A small graph is not blown up to fill the room. */
const LARGEST_FIT = 1.25;

/** The picture of the graph: cytoscape in an element, with our own layout. */
export class GraphStage implements Disposable {
  readonly #cy: Core;
  readonly #names: GroupNames;
  readonly #corner: GraphStageSurroundings['corner'];
  #shape = '';
  #look = '';
  #isDense = false;
  #marks = '';
  #places: ReadonlyMap<string, Place> = new Map();
  /** Width to height of the room that the places were found for. */
  #laidOutFor = 1;
  #shown: { graph: VisibleGraph; theme: ThemeName; hasRun: boolean } | null = null;
  #marked: { selected: string | null; found: ReadonlySet<string> } = { selected: null, found: new Set() };
  /** The person has moved the picture: it is no longer fitted when the room changes. */
  #isMoved = false;

  /** @param density of the graphs that it will show, as far as it is known: how it moves cannot change later */
  constructor(element: HTMLElement, density: Density, around: GraphStageSurroundings) {
    this.#cy = cytoscape({
      container: element,
      minZoom: 0.01,
      maxZoom: 3,
      autoungrabify: true,
      boxSelectionEnabled: false,
      // While a large picture moves, its lines would cost more than a frame.
      hideEdgesOnViewport: true,
      // And all of a very large one: what was drawn last is moved as a picture.
      textureOnViewport: density === 'dense',
      layout: { name: 'preset' },
    });
    this.#names = new GroupNames(this.#cy, element);
    this.#corner = around.corner;
    this.#cy.on('scrollzoom dragpan pinchzoom', () => {
      this.#isMoved = true;
    });
    this.#cy.on('tap', (event: EventObject) => {
      if (event.target === this.#cy) return around.onSelect(null);
      if (event.target.isEdge()) return;
      const path: string = event.target.data('path');
      if (event.target.hasClass('folder')) around.onToggle(path);
      else if (!event.target.hasClass('group')) around.onSelect(path);
    });
    this.#cy.on('dbltap', 'node', (event: EventObject) => {
      if (!event.target.hasClass('group') && !event.target.hasClass('folder'))
        around.onOpen(event.target.data('path'));
    });
    this.#cy.on('dbltap', 'node.group', (event: EventObject) => {
      // A press on a node inside reaches its box as well.
      if (event.target.hasClass('group')) around.onToggle(event.target.data('path'));
    });
  }

  /**
   * Shows a graph; a new shape is laid out and fitted, new figures of the same shape leave everything where it is. Goes on in parts: to
   * lay out hundreds of elements, and to compute their looks, would together hold up the window.
   */
  *show(graph: VisibleGraph, theme: ThemeName, hasRun: boolean): Iterable<void> {
    this.#shown = { graph, theme, hasRun };
    const shape = [...graph.nodes, ...graph.groups, ...graph.edges].map(({ id }) => id).join(' ');
    const isNew = shape !== this.#shape;
    if (isNew) {
      this.#laidOutFor = this.#aspect();
      this.#places = layoutGraph(graph, this.#laidOutFor);
      yield;
    }
    this.#shape = shape;
    const density = densityOf(graph.edges.length);
    const look = `${theme} ${density}`;
    this.#isDense = density === 'dense';
    if (isNew) this.#cy.elements().remove();
    if (look !== this.#look) {
      this.#cy.style(graphStyle(theme, density));
      this.#names.setLook(nameLook());
    }
    this.#look = look;
    const elements = graphElements(graph, this.#places, theme, hasRun);
    if (isNew) {
      this.fit();
      yield* this.#addInParts(elements);
    } else {
      this.#cy.batch(() => this.#changeFigures(elements));
    }
  }

  *#addInParts(elements: readonly ElementDefinition[]): Iterable<void> {
    for (let from = 0; from < elements.length; from += PART) {
      yield;
      // Looks and lines are computed when they are asked for, which the next frame would do for all parts before it.
      this.#cy.add(elements.slice(from, from + PART)).boundingBox();
    }
  }

  /** Only what differs is touched: cytoscape computes the style of every element that is. */
  #changeFigures(elements: readonly ElementDefinition[]): void {
    for (const { data, classes = '' } of elements) {
      const element = this.#cy.getElementById(data.id as string);
      for (const name of ['calls', 'thickness', 'color', 'label'] as const) {
        if (element.data(name) !== data[name]) element.data(name, data[name]);
      }
      for (const name of ['idle', 'entry', 'cycle', 'static', 'dead', 'outside'] as const) {
        const has = String(classes).split(' ').includes(name);
        if (element.hasClass(name) !== has) element.toggleClass(name, has);
      }
    }
  }

  /** Lights up what is selected with its neighbours and fades the rest; `null`: nothing is. */
  mark(selected: string | null, found: ReadonlySet<string>): void {
    this.#marked = { selected, found };
    const nothing = selected === null && found.size === 0;
    const marks = nothing ? '' : JSON.stringify([this.#shape, selected, ...found]);
    if (marks === this.#marks) return;
    this.#marks = marks;
    this.#cy.batch(() => {
      this.#cy.elements().removeClass('selected faded near found');
      this.#cy.nodes('[path]').forEach((node) => {
        if (found.has(node.data('path')) && !node.hasClass('group')) node.addClass('found');
      });
      const node = selected === null ? this.#cy.collection() : this.#byPath(selected);
      if (node.empty()) return;
      node.addClass('selected');
      const around = node.closedNeighborhood();
      node.connectedEdges().addClass('near');
      // Where there are thousands of lines they are faint already, and each would have to be looked at.
      const others = this.#isDense ? this.#cy.nodes() : this.#cy.elements();
      others.not(around).not('.group').addClass('faded');
    });
  }

  /** Brings a node on screen. */
  reveal(path: string): void {
    const node = this.#byPath(path);
    if (node.nonempty()) this.#cy.animate({ center: { eles: node } }, { duration: 150 });
  }

  fit(): void {
    this.#isMoved = false;
    const boxes = this.#shown === null ? [] : boxesOf(this.#shown.graph, this.#places);
    const extent = extentOf(boxes);
    const [width, height] = [this.#cy.width(), this.#cy.height()];
    if (extent === null || width <= 0 || height <= 0) return;
    const limits = { least: this.#cy.minZoom(), most: LARGEST_FIT };
    const { zoom, pan } = fittedView(extent, boxes, { width, height, corner: this.#corner(), ...limits });
    this.#cy.viewport({ zoom, pan: { ...pan } });
  }

  /** For a room of another shape; what is marked stays so. */
  *#layOutAnew(): Iterable<void> {
    if (!this.#shown) return;
    const { graph, theme, hasRun } = this.#shown;
    this.#shape = '';
    yield* this.show(graph, theme, hasRun);
    this.#marks = '';
    this.mark(this.#marked.selected, this.#marked.found);
  }

  /** Width to height, as far as it can be told before the window is laid out. */
  #aspect(): number {
    const [width, height] = [this.#cy.width(), this.#cy.height()];
    return width > 0 && height > 0 ? Math.min(4, Math.max(0.5, width / height)) : 1.5;
  }

  /** By a factor, around the middle. */
  zoom(factor: number): void {
    const middle = { x: this.#cy.width() / 2, y: this.#cy.height() / 2 };
    this.#cy.zoom({ level: this.#cy.zoom() * factor, renderedPosition: middle });
  }

  /** The room has changed. Goes on in parts where the graph is laid out anew. */
  *resize(): Iterable<void> {
    this.#cy.resize();
    if (this.#isMoved) return;
    const change = this.#aspect() / this.#laidOutFor;
    if (change > 1.25 || change < 0.8) yield* this.#layOutAnew();
    else this.fit();
  }

  dispose(): void {
    this.#names.dispose();
    this.#cy.destroy();
  }

  #byPath(path: string) {
    return this.#cy.nodes().filter((node) => node.data('path') === path && !node.hasClass('group'));
  }
}

function nameLook() {
  const style = getComputedStyle(document.documentElement);
  const read = (variable: string) => style.getPropertyValue(variable).trim();
  return {
    font: read('--font-mono'),
    fg: read('--fg'),
    muted: read('--fg-muted'),
    bg: read('--bg-panel'),
    line: read('--border'),
  };
}
