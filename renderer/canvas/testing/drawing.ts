import type { PaintContext } from '../surface.ts';

/**
 * A 2D context that draws in letters, so that a test compares with a picture. Colours are single letters: a filled rectangle
 * becomes its colour's letter, lower case when it is transparent; a text becomes itself. A thing covers a cell when it covers
 * the cell's centre.
 */
export interface Drawing extends PaintContext {
  /** The picture, one line per row of cells, without blanks at the ends. */
  picture(): string;
  /** How often a fill style was set: what batching is there to save. */
  readonly styleChanges: number;
}

/** `columns` x `rows` cells of `cellWidth` x `cellHeight` CSS pixels. A letter of text is one cell wide. */
export function createDrawing(columns: number, rows: number, cellWidth: number, cellHeight: number): Drawing {
  const cells = Array.from({ length: rows }, () => new Array<string>(columns).fill(' '));
  let fillStyle = ' ';
  let styleChanges = 0;

  function cover(left: number, top: number, right: number, bottom: number, letter: string): void {
    for (let row = 0; row < rows; row++)
      for (let column = 0; column < columns; column++) {
        const [x, y] = [(column + 0.5) * cellWidth, (row + 0.5) * cellHeight];
        if (x >= left && x < right && y >= top && y < bottom) (cells[row] as string[])[column] = letter;
      }
  }
  const shade = (style: string) => (drawing.globalAlpha < 1 ? style.toLowerCase() : style);

  const drawing: Drawing = {
    globalAlpha: 1,
    font: '',
    lineWidth: 1,
    strokeStyle: ' ',
    textAlign: 'left',
    textBaseline: 'middle',
    get fillStyle() {
      return fillStyle;
    },
    set fillStyle(style) {
      fillStyle = String(style);
      styleChanges++;
    },
    get styleChanges() {
      return styleChanges;
    },
    fillRect: (x, y, width, height) => cover(x, y, x + width, y + height, shade(fillStyle)),
    clearRect: (x, y, width, height) => cover(x, y, x + width, y + height, ' '),
    strokeRect: (x, y, width, height) => {
      const letter = String(drawing.strokeStyle);
      const edge = drawing.lineWidth / 2;
      cover(x - edge, y - edge, x + width + edge, y + edge, letter);
      cover(x - edge, y + height - edge, x + width + edge, y + height + edge, letter);
      cover(x - edge, y, x + edge, y + height, letter);
      cover(x + width - edge, y, x + width + edge, y + height, letter);
    },
    fillText: (text, x, y) => {
      const row = cells[Math.floor(y / cellHeight)];
      const start = Math.floor(x / cellWidth);
      if (row !== undefined)
        for (let i = 0; i < text.length; i++) if (start + i < columns) row[start + i] = text[i] as string;
    },
    measureText: (text) => ({ width: text.length * cellWidth }) as TextMetrics,
    beginPath: () => {},
    moveTo: () => {},
    lineTo: () => {},
    rect: () => {},
    closePath: () => {},
    fill: () => {},
    stroke: () => {},
    setTransform: () => {},
    imageSmoothingEnabled: false,
    drawImage: () => {},
    picture: () => cells.map((row) => row.join('').trimEnd()).join('\n'),
  };
  return drawing;
}
