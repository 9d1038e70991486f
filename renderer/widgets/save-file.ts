/** Gives the person a file that was made in this window: a browser downloads it, the desktop asks where to. */
export function saveFile(name: string, content: Blob): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  // The download has begun with the press; until the next task the address must still lead to it.
  setTimeout(() => URL.revokeObjectURL(link.href), 0);
}
