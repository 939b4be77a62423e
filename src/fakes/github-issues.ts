/** The issues, comments and labels of one repository, in the shapes of GitHub's REST API. */

export interface Label {
  readonly id: number;
  readonly name: string;
  readonly color: string;
  readonly description: string | null;
}

/** What an issue is made of; a pull request is an issue too. */
export interface IssueFields {
  readonly title: string;
  readonly body?: string | null;
  readonly labels?: readonly string[];
  readonly state?: "open" | "closed";
  readonly pullRequest?: boolean;
}

export interface Issue {
  readonly id: number;
  readonly number: number;
  readonly title: string;
  readonly body: string | null;
  readonly state: "open" | "closed";
  readonly state_reason: string | null;
  readonly labels: readonly Label[];
  readonly user: { readonly login: string; readonly type: "Bot" };
  readonly comments: number;
  readonly url: string;
  readonly html_url: string;
  readonly created_at: string;
  readonly updated_at: string;
  readonly closed_at: string | null;
  readonly pull_request?: { readonly url: string };
}

export interface IssueComment {
  readonly id: number;
  readonly issue_url: string;
  readonly body: string;
  readonly user: { readonly login: string; readonly type: "Bot" };
  readonly created_at: string;
}

const USER = { login: "github-actions[bot]", type: "Bot" } as const;
const PLAIN_COLOR = "ededed";

/** Fields that a request may set. */
export interface IssueChange {
  readonly title?: string;
  readonly body?: string | null;
  readonly labels?: readonly (string | { readonly name: string })[];
  readonly state?: "open" | "closed";
  readonly state_reason?: string | null;
}

export class IssueTracker {
  readonly issues: Issue[] = [];
  readonly comments: IssueComment[] = [];
  readonly labels: Label[] = [];
  readonly #address: () => string;
  readonly #now: () => string;

  /** `address` is that of the repository in the API. */
  constructor(address: () => string, now: () => string) {
    this.#address = address;
    this.#now = now;
  }

  find(number: number): Issue | undefined {
    return this.issues.find((issue) => issue.number === number);
  }

  add({ title, body = null, labels = [], state = "open", pullRequest }: IssueFields): Issue {
    const number = this.issues.length + 1;
    const at = this.#now();
    const path = `${pullRequest === true ? "pull" : "issues"}/${number}`;
    const issue: Issue = {
      id: 2_900_000_000 + number,
      number,
      title,
      body,
      state,
      state_reason: null,
      labels: labels.map((name) => this.#labelOf(name)),
      user: USER,
      comments: 0,
      url: `${this.#address()}/issues/${number}`,
      html_url: `https://github.com${new URL(this.#address()).pathname.replace("/repos", "")}/${path}`,
      created_at: at,
      updated_at: at,
      closed_at: state === "closed" ? at : null,
      ...(pullRequest === true && { pull_request: { url: `${this.#address()}/pulls/${number}` } }),
    };
    this.issues.push(issue);
    return issue;
  }

  change(issue: Issue, { labels, ...fields }: IssueChange): Issue {
    const at = this.#now();
    const state = fields.state ?? issue.state;
    const named = labels?.map((label) => (typeof label === "string" ? label : label.name));
    const reopened = issue.state === "closed" ? "reopened" : issue.state_reason;
    const reason = state === "closed" ? "completed" : reopened;
    return this.#put({
      ...issue,
      ...fields,
      state,
      state_reason:
        fields.state_reason ?? (fields.state === undefined ? issue.state_reason : reason),
      labels: named?.map((name) => this.#labelOf(name)) ?? issue.labels,
      updated_at: at,
      closed_at: state === "open" ? null : (issue.closed_at ?? at),
    });
  }

  comment(issue: Issue, body: string): IssueComment {
    const at = this.#now();
    const comment: IssueComment = {
      id: 3_100_000_001 + this.comments.length,
      issue_url: issue.url,
      body,
      user: USER,
      created_at: at,
    };
    this.comments.push(comment);
    this.#put({ ...issue, comments: issue.comments + 1, updated_at: at });
    return comment;
  }

  commentsOf(issue: Issue): readonly IssueComment[] {
    return this.comments.filter(({ issue_url }) => issue_url === issue.url);
  }

  /** Null where there is a label of that name already; capitals make no difference. */
  addLabel(name: string, color = PLAIN_COLOR, description: string | null = null): Label | null {
    if (this.#known(name) !== undefined) return null;
    const label = { id: 8_400_000_001 + this.labels.length, name, color, description };
    this.labels.push(label);
    return label;
  }

  /** Newest first, with all of the labels. Pull requests are among them, as GitHub has it. */
  list(state: string, labels: readonly string[]): readonly Issue[] {
    const wanted = labels.map((name) => name.toLowerCase());
    return this.issues
      .filter((issue) => state === "all" || issue.state === state)
      .filter((issue) => {
        const own = issue.labels.map(({ name }) => name.toLowerCase());
        return wanted.every((name) => own.includes(name));
      })
      .toReversed();
  }

  #put(issue: Issue): Issue {
    this.issues[issue.number - 1] = issue;
    return issue;
  }

  #known(name: string): Label | undefined {
    return this.labels.find((label) => label.name.toLowerCase() === name.toLowerCase());
  }

  /** An issue with a label that is not there brings it into being. */
  #labelOf(name: string): Label {
    const label = this.#known(name) ?? this.addLabel(name);
    if (label === null) throw new Error(`the label ${name} is neither there nor new`);
    return label;
  }
}
