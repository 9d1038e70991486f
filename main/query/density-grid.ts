/** Density of one thread: a cell for each step of time and lane, made where something falls into it. */
export class DensityGrid {
  readonly #start: number;
  readonly #stepNs: number;
  readonly #width: number;
  readonly #minLane: number;
  readonly #maxLane: number;
  readonly #lanes: (Lane | undefined)[] = [];
  #blocks = 0;

  /** `start` and `stepNs` in ns since the thread's origin; what falls outside the lanes is left out. */
  constructor(start: number, stepNs: number, width: number, minLane: number, maxLane: number) {
    this.#start = start;
    this.#stepNs = stepNs;
    this.#width = width;
    this.#minLane = minLane;
    this.#maxLane = maxLane;
  }

  get blocks(): number {
    return this.#blocks;
  }

  /** `count` spans of a function that begin at `time`. */
  add(lane: number, time: number, count: number, errors: number, fn: number): void {
    if (lane < this.#minLane || lane > this.#maxLane) return;
    let cells = this.#lanes[lane];
    if (!cells) {
      cells = new Lane(this.#width);
      this.#lanes[lane] = cells;
    }
    const step = Math.floor((time - this.#start) / this.#stepNs);
    const x = step < 0 ? 0 : step >= this.#width ? this.#width - 1 : step;
    if (cells.count[x] === 0) this.#blocks++;
    cells.count[x] = (cells.count[x] as number) + count;
    cells.errors[x] = (cells.errors[x] as number) + errors;
    // Majority vote: the function with more than half of the spans wins, if there is one.
    const lead = cells.lead[x] as number;
    if (cells.function[x] === fn) cells.lead[x] = lead + count;
    else if (count > lead) {
      cells.function[x] = fn;
      cells.lead[x] = count - lead;
    } else cells.lead[x] = lead - count;
  }

  /** Every cell by lane, then time. */
  forEach(visit: (lane: number, step: number, count: number, errors: number, fn: number) => void): void {
    for (const [lane, cells] of this.#lanes.entries()) {
      if (!cells) continue;
      for (let x = 0; x < this.#width; x++) {
        const count = cells.count[x] as number;
        if (count > 0) visit(lane, x, count, cells.errors[x] as number, cells.function[x] as number);
      }
    }
  }
}

class Lane {
  readonly count: Float64Array;
  readonly errors: Float64Array;
  readonly function: Int32Array;
  readonly lead: Float64Array;

  constructor(width: number) {
    this.count = new Float64Array(width);
    this.errors = new Float64Array(width);
    this.function = new Int32Array(width).fill(-1);
    this.lead = new Float64Array(width);
  }
}
