/** Where requests with the token may go. (Flex protocol notes, section 2.) */

const DOCUMENTED = "https://ndcdyn.interactivebrokers.com/AccountManagement/FlexWebService";
const HOSTS = new Set(["ndcdyn.interactivebrokers.com", "gdcdyn.interactivebrokers.com"]);
const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/;

/** The base address: the documented one, or that of `IBKR_FLEX_BASE_URL`. Answers what is wrong with that otherwise. */
export function baseOf(text: string | undefined): URL | string {
  if (text === undefined || text.trim() === "") return new URL(`${DOCUMENTED}/`);
  const url = URL.parse(text.trim().replace(/\/*$/, "/"));
  if (url === null || !/^https?:$/.test(url.protocol))
    return "IBKR_FLEX_BASE_URL is not an address that begins with https://";
  if (url.username !== "" || url.password !== "" || url.search !== "" || url.hash !== "")
    return "IBKR_FLEX_BASE_URL has more than host and path";
  if (url.protocol === "http:" && !LOOPBACK.test(url.hostname))
    return "IBKR_FLEX_BASE_URL would send the token unencrypted: use https://, except on this machine";
  return url;
}

/** The documented address of a step. */
export const stepUrl = (base: URL, step: "SendRequest" | "GetStatement"): URL =>
  new URL(step, base);

/**
 * An address that the service gave, if a request with the token may go there: the host of the base address, or a listed
 * host over https, without user name and not the old servlet. Null otherwise.
 */
export function trusted(url: URL | null, base: URL): URL | null {
  if (url === null || url.username !== "" || url.password !== "") return null;
  const listed = url.protocol === "https:" && url.port === "" && HOSTS.has(url.hostname);
  if (url.origin !== base.origin && !listed) return null;
  return /\/universal\/servlet\//i.test(url.pathname) ? null : url;
}
