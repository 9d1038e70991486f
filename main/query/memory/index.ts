export { sandwichInBytes, scopedMemoryTree, tableInBytes } from './in-bytes.ts';
export { memoryColumns } from './memory-columns.ts';
export { heldIn } from './memory-tree.ts';
