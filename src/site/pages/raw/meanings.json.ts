/** What each attribute of a raw row means, for the script of the raw pages. */
import type { APIRoute } from "astro";
import { meanings } from "../../report.ts";

export const GET: APIRoute = () => Response.json(meanings);
