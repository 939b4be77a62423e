/** Names of checks on rows that have no id of their own: the second row of a name is `#2`. */
export class Names {
  readonly #seen = new Map<string, number>();

  /** The name, made unique. */
  of(name: string): string {
    const nth = (this.#seen.get(name) ?? 0) + 1;
    this.#seen.set(name, nth);
    return nth === 1 ? name : `${name}#${nth}`;
  }
}
