/** What a note says of a parameter or a branch that no run needed, in all languages. By these words it is found again. */
export const NOTE = 'no recorded call';

const marked = new RegExp(`\\b${NOTE}\\b`, 'i');

/** Whether a comment holds such a note. */
export const isNote = (comment: string): boolean => marked.test(comment);

/** The words before the note in each line of a comment: the names of parameters are among them. */
export function notedWords(comment: string): string[] {
  return comment.split('\n').flatMap((line) => {
    const at = line.search(marked);
    return at === -1 ? [] : (line.slice(0, at).match(/[\p{L}_$][\p{L}\p{N}_$]*/gu) ?? []);
  });
}
