// An OpenTelemetry span per function, every span kept: what one writes by hand today.
const { trace } = require('@opentelemetry/api');
const {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} = require('@opentelemetry/sdk-trace-base');
const exporter = new InMemorySpanExporter();
const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
trace.setGlobalTracerProvider(provider);
const tracer = trace.getTracer('bench');
function add(a, b) {
  return tracer.startActiveSpan('add', (span) => {
    try {
      return a + b;
    } finally {
      span.end();
    }
  });
}
let depth = 0;
exports.fib = function fib(n) {
  if (depth === 0) exporter.reset();
  depth++;
  return tracer.startActiveSpan('fib', (span) => {
    try {
      return n < 2 ? n : add(fib(n - 1), fib(n - 2));
    } finally {
      span.end();
      depth--;
    }
  });
};
