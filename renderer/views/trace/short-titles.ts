/** The ends of paths, each as long as it must be to be told from the others: `cart.js`, but `routes/index.js` beside `store/index.js`. */
export function shortTitles(titles: readonly string[]): readonly string[] {
  const ending = (title: string, parts: number) => title.split('/').slice(-parts).join('/');
  return titles.map((title) => {
    const others = titles.filter((other) => other !== title);
    let parts = 1;
    while (
      ending(title, parts) !== title &&
      others.some((other) => ending(other, parts) === ending(title, parts))
    )
      parts++;
    return ending(title, parts);
  });
}
