import { defaultDataDir } from '../data-dir.ts';
import { createEngine, type Engine } from '../engine.ts';

/** Builds the engine for one command and closes it behind it. */
export async function withEngine<T>(use: (engine: Engine) => Promise<T>): Promise<T> {
  const engine = await createEngine({ dataDir: defaultDataDir() });
  try {
    return await use(engine);
  } finally {
    await engine.dispose();
  }
}
