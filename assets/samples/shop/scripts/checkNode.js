/** Ends the process with one clear line where Node cannot run TypeScript by itself. */
export function checkNode() {
  if (process.features.typescript) return;
  const { node } = process.versions;
  console.error(`The shop needs Node 22.18 or newer to run its TypeScript worker; this is Node ${node}.`);
  process.exit(1);
}
