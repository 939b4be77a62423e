/** Every derived figure by id, as text: what `lotbook diff` compares with another build. */
import type { APIRoute } from "astro";
import { digestOf, digestText } from "../../exports/digest.ts";
import { inputs, report } from "../report.ts";

export const GET: APIRoute = () => new Response(digestText(digestOf(report, inputs)));
