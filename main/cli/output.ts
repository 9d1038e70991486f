import { createReadStream } from 'node:fs';

/** Writes to standard output and waits until it is taken. */
export function writeOut(text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(text, (error) => (error ? reject(error) : resolve()));
  });
}

/** Copies a file to standard output, no faster than it is taken. */
export async function copyOut(file: string): Promise<void> {
  for await (const chunk of createReadStream(file)) {
    if (!process.stdout.write(chunk as Uint8Array)) {
      await new Promise<void>((resolve) => process.stdout.once('drain', resolve));
    }
  }
}
