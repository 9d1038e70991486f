/** Gives the memory of bytes back at once, unless it holds other things as well. Nobody may look at them any more. */
export function giveBack({ buffer, byteLength }: ArrayBufferView): void {
  if (buffer instanceof ArrayBuffer && buffer.byteLength === byteLength) buffer.transfer(0);
}
