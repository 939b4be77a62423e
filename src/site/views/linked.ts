/** A text that leads somewhere, or nowhere where there is no page. */
export interface Linked {
  readonly text: string;
  readonly href: string | null;
}
