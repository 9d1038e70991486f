import { useEffect, useState } from 'react';

/** ms that the pointer rests before details are asked for. */
const REST_MS = 80;

/** The value once it stayed the same for a moment; `null` until then. */
export function useSettled<T>(value: T | null): T | null {
  const [settled, setSettled] = useState<T | null>(null);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), REST_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return settled === value ? settled : null;
}
