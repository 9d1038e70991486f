// Preloaded: wraps each function of the files in BENCH_FILES by the cheapest text that counts its calls, reads the clock
// twice, or keeps an OpenTelemetry span (BENCH_WRAP: count, clock, otel). Functions declared within are assumed not to be
// used before the body runs in other ways than calls.
const { writeFileSync } = require('node:fs');
const Module = require('node:module');
const { basename } = require('node:path');
const { parse } = require('acorn');

const files = new Set(process.env.BENCH_FILES.split(','));
let functions = 0;

const counts = new Int32Array(1 << 16);
globalThis.benchCounts = counts;
globalThis.benchSpent = new Float64Array(1);
globalThis.benchNow = performance.now.bind(performance);

/** What stands before a body and behind it, by kind. */
const texts = {
  count: (id) => [`benchCounts[${id}]++;try{`, '}finally{benchCounts[0]++}'],
  clock: () => ['const $w=benchNow();try{', '}finally{benchSpent[0]+=benchNow()-$w}'],
  otel: (id) => [`const $w=benchTracer.startSpan("f${id}");try{`, '}finally{$w.end()}'],
};
const textOf = texts[process.env.BENCH_WRAP];
if (process.env.BENCH_WRAP === 'otel') globalThis.benchTracer = openTelemetry();

function openTelemetry() {
  const { trace } = require('@opentelemetry/api');
  const sdk = require('@opentelemetry/sdk-trace-base');
  // Every span of a unit is kept; none is made the active one, so that this is less than one does by hand.
  const exporter = new sdk.InMemorySpanExporter();
  globalThis.benchUnitEnded = () => exporter.reset();
  const spanProcessors = [new sdk.SimpleSpanProcessor(exporter)];
  trace.setGlobalTracerProvider(new sdk.BasicTracerProvider({ spanProcessors }));
  return trace.getTracer('bench');
}

function wrapped(source) {
  const inserts = [];
  const visit = (node) => {
    if (!node || typeof node.type !== 'string') return;
    if (/Function/.test(node.type)) {
      const [begin, end] = textOf(++functions);
      const { body } = node;
      if (body.type === 'BlockStatement') {
        const last = body.body.filter((statement) => statement.directive).at(-1);
        inserts.push([last ? last.end : body.start + 1, last ? `;${begin}` : begin], [body.end - 1, end]);
      } else inserts.push([body.start, `{${begin}return `], [body.end, `;${end}}`]);
    }
    for (const value of Object.values(node)) {
      if (Array.isArray(value)) for (const inner of value) visit(inner);
      else if (value && typeof value === 'object') visit(value);
    }
  };
  visit(parse(source, { ecmaVersion: 'latest', preserveParens: true }));
  let text = source;
  inserts.sort((a, b) => b[0] - a[0]);
  for (const [at, inserted] of inserts) text = text.slice(0, at) + inserted + text.slice(at);
  return text;
}

const compile = Module.prototype._compile;
Module.prototype._compile = function (source, file, ...rest) {
  return compile.call(this, files.has(basename(file)) ? wrapped(source) : source, file, ...rest);
};

process.on('exit', () => {
  const calls = counts.subarray(1).reduce((sum, count) => sum + count, 0);
  if (process.env.BENCH_CALLS_FILE) writeFileSync(process.env.BENCH_CALLS_FILE, String(calls));
});
