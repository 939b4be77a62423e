/** The state of the ledger for machines: drift, unexplained differences, how new the statements are. */
import type { APIRoute } from "astro";
import { statusJson } from "../../exports/status-json.ts";
import { report } from "../report.ts";

export const GET: APIRoute = () => Response.json(statusJson(report));
