/** A masked copy of each file that is too large for pages; scripts fetch parts of it. */
import type { APIRoute } from "astro";
import { mask, report } from "../../../report.ts";
import { largePaths, maskedBytes } from "../../../views/raw.ts";

export const getStaticPaths = () => largePaths(report);

export const GET: APIRoute = ({ props }) =>
  new Response(Buffer.from(maskedBytes(report, mask, props["path"])), {
    headers: { "content-type": "text/xml" },
  });
