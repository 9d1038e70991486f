const names = new Set([
  'node_modules',
  'bower_components',
  'dist',
  'build',
  'out',
  'coverage',
  'target',
  'vendor',
  'venv',
  'env',
  'site-packages',
  '__pycache__',
  '__pypackages__',
]);

/** Whether a folder of this name holds what tools made or installed, and not what the person wrote. Hidden ones do: `.git`, `.venv`, `.next`. */
export const isGeneratedFolder = (name: string): boolean => name.startsWith('.') || names.has(name);
