/** The last guard: no page leaves the build with an account number in it, wherever a text may have carried it. */
import { defineMiddleware } from "astro:middleware";
import { mask, settings } from "./report.ts";

export const onRequest = defineMiddleware(async (_context, next) => {
  const response = await next();
  const isText = response.headers.get("content-type")?.startsWith("text/html") ?? false;
  if (settings.showAccountNumbers || !isText) return response;
  return new Response(mask.text(await response.text()), response);
});
