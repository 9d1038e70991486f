/** What was gathered of the calls of a recording, so that it need not be read again for it. */
export const factsFileOf = (file: string): string => `${file}-facts`;

/** Files beside a recording that mean nothing without it. */
export const sidecarsOf = (file: string): string[] => [
  `${file}-wal`,
  `${file}-shm`,
  `${file}-journal`,
  factsFileOf(file),
];
